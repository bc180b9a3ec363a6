"""Parcels: what a desk would say on the line, sealed for the server in a file, and the answer that comes back so."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import BinaryIO, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sanad_desk.domain.errors import DomainError
from sanad_desk.wire.messages import (
    Acknowledged,
    Epoch,
    Id,
    JournalBatch,
    Message,
    Position,
    RecordBatch,
    RecordsTaken,
    is_signed,
    message_bytes,
)
from sanad_desk.wire.packing import MOST_SENT, Packer

PARCEL_TYPE = "application/octet-stream"
PARCEL_SUFFIX, ACKNOWLEDGEMENT_SUFFIX = ".sanad-parcel", ".sanad-ack"
MOST_PARCEL = 32 * 1024 * 1024  # bytes of one file; what does not fit goes into the next
MOST_ACKNOWLEDGEMENT = 16 * 1024
GAP, FORK = "gap", "fork"

_PARCEL, _ACKNOWLEDGEMENT = b"SNDP1", b"SNDA1"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_SEAL = 48  # bytes that a sealing adds
_MOST_HEADER = 4096
_SIGNATURE = 64
_STEP = 1024 * 1024
_M = TypeVar("_M", bound=Message)


class ParcelHeader(Message, frozen=True):
    """Whose parcel it is, for whom, and after which entry it begins; the last witness shows what the server had."""

    server_id: Id
    centre_id: Id
    desk_id: Id
    epoch: Epoch
    base_seq: Position
    made_at: int
    witness_seq: Position = 0
    witness_head: bytes = b""
    witness: bytes = b""


class Chunk(Message, frozen=True):
    """One message of the line; chunks of the journal come before those of records."""

    journal: JournalBatch | None = None
    records: RecordBatch | None = None


class Acknowledgement(Message, frozen=True):
    """What the server says to a parcel; `code` names a conflict: `seq` is its head (gap), or the last common (fork)."""

    server_id: bytes
    centre_id: bytes
    desk_id: bytes
    epoch: int
    base_seq: int  # of the parcel
    code: str = ""
    seq: int = 0
    acknowledged: Acknowledged | None = None
    records: RecordsTaken | None = None


class ParcelWriter:
    """Writes chunk after chunk, so that a year takes no more memory than a day."""

    def __init__(self, file: BinaryIO, header: ParcelHeader, box_key: bytes, most: int = MOST_PARCEL) -> None:
        raw = message_bytes(header)
        self._file, self._most = file, most
        self._box = X25519PublicKey.from_public_bytes(box_key)
        self._packer = Packer()
        self._digest = hashlib.sha256()
        self._size = self._number = 0
        self._begin = _PARCEL + _length(raw) + raw
        self._put(self._begin)

    def add(self, chunk: Chunk) -> bool:
        """False, and nothing written, where it finds no room any more."""
        packed = self._packer.pack(message_bytes(chunk))
        sealed = _SUITE.encrypt(packed, self._box, info=_info(self._begin, self._number))
        if self._size + len(sealed) + 2 * len(_length(b"")) + _SIGNATURE > self._most:
            return False
        self._put(_length(sealed) + sealed)
        self._number += 1
        return True

    def finish(self, key: Ed25519PrivateKey) -> None:
        """An empty chunk says that no more come; the signature is over everything."""
        self._put(_length(b""))
        self._file.write(key.sign(_PARCEL + self._digest.digest()))

    def _put(self, raw: bytes) -> None:
        self._digest.update(raw)
        self._file.write(raw)
        self._size += len(raw)


class ParcelReader:
    """A parcel from a file that can be sought; nothing in it is believed before `check`."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises DomainError parcel_malformed."""
        self._file = file
        self._end = file.seek(0, os.SEEK_END) - _SIGNATURE
        file.seek(0)
        if file.read(len(_PARCEL)) != _PARCEL:
            raise DomainError("parcel_malformed")
        raw = self._block(_MOST_HEADER)
        self._begin = _PARCEL + _length(raw) + raw
        self.header: ParcelHeader = _decoded(raw, ParcelHeader)

    def check(self, public_key: bytes) -> None:
        """Raises DomainError parcel_malformed where not every byte is as the desk with that key wrote it."""
        digest = hashlib.sha256()
        self._file.seek(0)
        for place in range(0, self._end, _STEP):
            digest.update(self._file.read(min(_STEP, self._end - place)))
        if not is_signed(public_key, self._file.read(_SIGNATURE), _PARCEL + digest.digest()):
            raise DomainError("parcel_malformed")

    def chunks(self, box: X25519PrivateKey) -> Iterator[Chunk]:
        """Opened one by one; raises DomainError parcel_malformed."""
        packer = Packer()
        self._file.seek(len(self._begin))
        number = 0
        while sealed := self._block(MOST_SENT + _SEAL):
            try:
                packed = _SUITE.decrypt(sealed, box, info=_info(self._begin, number))
                raw = packer.unpack(packed)
            except (InvalidTag, DomainError) as error:
                raise DomainError("parcel_malformed") from error
            number += 1
            yield _decoded(raw, Chunk)
        if self._file.tell() != self._end:
            raise DomainError("parcel_malformed")

    def _block(self, most: int) -> bytes:
        size = int.from_bytes(self._file.read(4))
        if size > min(most, self._end - self._file.tell()):
            raise DomainError("parcel_malformed")
        return self._file.read(size)


def acknowledgement_bytes(key: Ed25519PrivateKey, said: Acknowledgement) -> bytes:
    """The file that goes back to the desk, signed by the server's key."""
    raw = _ACKNOWLEDGEMENT + message_bytes(said)
    return raw + key.sign(raw)


def read_acknowledgement(raw: bytes, server_key: bytes) -> Acknowledgement:
    """Raises DomainError acknowledgement_malformed where it is damaged, or not that server's."""
    signed, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
    if not signed.startswith(_ACKNOWLEDGEMENT) or not is_signed(server_key, signature, signed):
        raise DomainError("acknowledgement_malformed")
    try:
        return msgspec.msgpack.decode(signed[len(_ACKNOWLEDGEMENT) :], type=Acknowledgement)
    except msgspec.MsgspecError as error:
        raise DomainError("acknowledgement_malformed") from error


def _length(raw: bytes) -> bytes:
    return len(raw).to_bytes(4)


def _info(begin: bytes, number: int) -> bytes:
    """Binds a sealing to its parcel and its place there."""
    return begin + number.to_bytes(4)


def _decoded(raw: bytes, kind: type[_M]) -> _M:
    try:
        return msgspec.msgpack.decode(raw, type=kind)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise DomainError("parcel_malformed") from error
