"""A release: every file of a catalogue in one signed piece, as the server publishes it and desks keep it."""

from __future__ import annotations

import re
import tempfile
import tomllib
from datetime import date
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sanad_desk.catalogue.fault import CatalogueFault
from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.domain.catalogue import Catalogue
from sanad_desk.domain.errors import DomainError
from sanad_desk.resources_path import resource_path
from sanad_desk.wire.messages import Message, digest_of, message_bytes
from sanad_desk.wire.packing import Packer

_PURPOSE = b"SNDC1"
VERSION = re.compile(r"\d{1,9}(?:[.-]\d{1,9}){0,5}", re.ASCII)
_FILE = re.compile(r"(?:services/)?[A-Za-z0-9-]+\.toml", re.ASCII)


class Release(Message, frozen=True):
    """`content` holds every file, packed; desks use it from `valid_from` on, an ISO date."""

    version: str
    valid_from: str
    content: bytes
    signature: bytes

    @property
    def digest(self) -> bytes:
        return digest_of(self.content)

    @property
    def signed(self) -> bytes:
        """What the server's signature is over."""
        return b"".join((_PURPOSE, self.version.encode(), self.valid_from.encode(), self.digest))


def version_order(version: str) -> tuple[int, ...]:
    """Sorts versions such as `2026.11.1` or `2026-12-01.1` by age; raises ValueError for other texts."""
    if not VERSION.fullmatch(version):
        raise ValueError(f"no version: {version[:40]}")
    return tuple(int(part) for part in re.split("[.-]", version))


def shipped_version() -> str:
    """Of the catalogue that came with the program; empty where it cannot be read."""
    try:
        version = str(tomllib.loads(resource_path("catalogue", "release.toml").read_text(encoding="utf-8"))["version"])
        version_order(version)
    except (OSError, ValueError, KeyError):
        return ""
    return version


def pack_files(folder: Path) -> bytes:
    """The content of a release; raises OSError for a file that cannot be read."""
    paths = {path.relative_to(folder).as_posix(): path for path in (*folder.glob("*.toml"), *folder.glob("*/*.toml"))}
    files = sorted((name, path.read_bytes()) for name, path in paths.items() if _FILE.fullmatch(name))
    return Packer().pack(msgspec.msgpack.encode(files))


def unpack_files(content: bytes) -> dict[str, bytes]:
    """Bytes by path; raises DomainError for what is no content or holds a file that is none of a catalogue's."""
    try:
        files = msgspec.msgpack.decode(Packer().unpack(content), type=list[tuple[str, bytes]])
    except msgspec.MsgspecError as error:
        raise DomainError("body_malformed") from error
    if not all(_FILE.fullmatch(path) for path, _ in files):
        raise DomainError("body_malformed")
    return dict(files)


def read_content(content: bytes) -> tuple[Catalogue, list[CatalogueFault]]:
    """As `read_catalogue` reads a folder; raises DomainError as `unpack_files` does."""
    files = unpack_files(content)
    with tempfile.TemporaryDirectory(prefix="sanad-catalogue-") as name:
        folder = Path(name)
        (folder / "services").mkdir()
        for path, raw in files.items():
            (folder / path).write_bytes(raw)
        return read_catalogue(folder)


def sign_release(key: Ed25519PrivateKey, version: str, valid_from: date, content: bytes) -> Release:
    """Ready for desks."""
    bare = Release(version, valid_from.isoformat(), content, b"")
    return msgspec.structs.replace(bare, signature=key.sign(bare.signed))


def open_release(raw: bytes, server_key: bytes) -> Release:
    """Raises DomainError release_unusable for anything but what the server with that key signed."""
    try:
        release = msgspec.msgpack.decode(raw, type=Release)
        Ed25519PublicKey.from_public_bytes(server_key).verify(release.signature, release.signed)
    except (msgspec.MsgspecError, InvalidSignature, ValueError) as error:
        raise DomainError("release_unusable") from error
    if message_bytes(release) != raw:
        raise DomainError("release_unusable")
    return release
