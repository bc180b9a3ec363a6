"""Packing of bodies: zstd with a dictionary both ends have, and bounds that hold while unpacking."""

from __future__ import annotations

import zstandard

from sanad_desk.domain.errors import DomainError
from sanad_desk.resources_path import resource_path

ENCODING = "zstd"
MOST_SENT = 1024 * 1024  # bytes of a body as it is sent
MOST_UNPACKED = 8 * 1024 * 1024
_LEVEL = 9
# Every dictionary that was ever used stays: a desk of yesterday packs with its own.
_DICTIONARIES = ("wire/dictionary-1.zdict",)


class Packer:
    """Packs and unpacks; one per thread, as zstd's contexts are."""

    def __init__(self) -> None:
        known = [zstandard.ZstdCompressionDict(resource_path(name).read_bytes()) for name in _DICTIONARIES]
        self._pack = zstandard.ZstdCompressor(level=_LEVEL, dict_data=known[-1], write_content_size=True)
        self._unpack = {found.dict_id(): zstandard.ZstdDecompressor(dict_data=found) for found in known}
        self._unpack[0] = zstandard.ZstdDecompressor()

    def pack(self, raw: bytes) -> bytes:
        """As it goes over the wire."""
        return self._pack.compress(raw)

    def unpack(self, packed: bytes, most: int = MOST_UNPACKED) -> bytes:
        """Raises DomainError: `body_too_large` before more than `most` bytes are made, else `body_malformed`."""
        try:
            frame = zstandard.get_frame_parameters(packed)
            unpacker = self._unpack.get(frame.dict_id)
            if unpacker is None:
                raise DomainError("body_malformed")
            # Read in a stream: what a frame says of its own size is not believed.
            with unpacker.stream_reader(packed, read_across_frames=False) as reader:
                raw = reader.read(most + 1)
                if len(raw) <= most and reader.read(1):
                    raise DomainError("body_malformed")
        except (zstandard.ZstdError, MemoryError) as error:
            raise DomainError("body_malformed") from error
        if len(raw) > most:
            raise DomainError("body_too_large", limit=most)
        if frame.content_size not in (zstandard.CONTENTSIZE_UNKNOWN, len(raw)):
            raise DomainError("body_malformed")
        return raw
