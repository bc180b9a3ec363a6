"""What a version of the program consists of: every file by its pieces, so that an update fetches only what changed.

An update site is a folder: `metadata/` and `targets/` are The Update Framework's, `pieces/ab/abcd….zst` holds each
piece once, compressed, under the SHA-256 of its plain bytes. The signed target is the manifest; it vouches for them.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Annotated

import msgspec

from sanad_desk.domain.errors import DomainError
from sanad_desk.program_folder import MANIFEST_FILE as MANIFEST_FILE

PIECE_BYTES = 1024 * 1024  # half a minute on 256 kbit/s: what a cut costs at most
METADATA, TARGETS, PIECES = "metadata", "targets", "pieces"

PieceName = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class ProgramFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """`path` has forward slashes; `pieces` are plain SHA-256 in order, all but the last of PIECE_BYTES.

    `link` is the target of a symbolic link, relative to its own folder and inside the program.
    """

    path: str
    size: Annotated[int, msgspec.Meta(ge=0)] = 0
    pieces: tuple[PieceName, ...] = ()
    is_executable: bool = False
    link: str = ""


class ProgramManifest(msgspec.Struct, frozen=True):
    """One version for one platform, its files sorted by path."""

    version: str
    platform: str
    files: tuple[ProgramFile, ...]


def this_platform() -> str:
    """What the manifests of this machine are named after."""
    return "windows-x86_64" if sys.platform == "win32" else "linux-x86_64"


def target_name(platform: str) -> str:
    """The newest program for a platform, as The Update Framework knows it."""
    return f"sanad-desk-{platform}.json"


def piece_path(name: str) -> str:
    """Below the update site."""
    return f"{PIECES}/{name[:2]}/{name}.zst"


def manifest_bytes(manifest: ProgramManifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def read_manifest(raw: bytes) -> ProgramManifest:
    """Raises DomainError update_unusable for anything that could leave its folder or hide a file behind another."""
    try:
        manifest = msgspec.json.decode(raw, type=ProgramManifest)
    except msgspec.MsgspecError:
        raise DomainError("update_unusable") from None
    # Windows and a Mac's disk take "A" for "a"; and whoever writes below a link writes where it leads.
    taken = {file.path.casefold() for file in manifest.files}
    if len(taken) != len(manifest.files):
        raise DomainError("update_unusable")
    links = {file.path.casefold() for file in manifest.files if file.link}
    for file in manifest.files:
        if not _is_usable(file, taken, links):
            raise DomainError("update_unusable", file=file.path)
    return manifest


def _is_usable(file: ProgramFile, taken: set[str], links: set[str]) -> bool:
    if not _is_inside(file.path) or _folders_above(file.path) & taken:
        return False
    if not file.link:
        return len(file.pieces) == -(-file.size // PIECE_BYTES)
    target = os.path.normpath(PurePosixPath(file.path).parent / file.link)
    goes_straight = file.link == os.path.normpath(file.link)  # and not up again from where another link leads
    return goes_straight and not file.pieces and _is_inside(target) and not _folders_above(target) & links


def _folders_above(path: str) -> set[str]:
    return {parent.as_posix().casefold() for parent in PurePosixPath(path).parents}


def _is_inside(path: str) -> bool:
    plain = PurePosixPath(path)
    odd = "\\" in path or ":" in path or not path.isprintable() or str(plain) != path or plain.is_absolute()
    return not odd and bool(plain.parts) and ".." not in plain.parts and path != MANIFEST_FILE


def manifest_of(folder: Path, version: str, platform: str) -> ProgramManifest:
    """Reads every file of a program's folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    files = tuple(_file_of(folder, path) for path in found if path != folder / MANIFEST_FILE)
    return ProgramManifest(version, platform, files)


def _file_of(folder: Path, path: Path) -> ProgramFile:
    name = path.relative_to(folder).as_posix()
    if path.is_symlink():
        return ProgramFile(name, link=Path(os.readlink(path)).as_posix())
    pieces = tuple(hashlib.sha256(piece).hexdigest() for piece in read_pieces(path))
    status = path.stat()
    return ProgramFile(name, status.st_size, pieces, bool(status.st_mode & stat.S_IXUSR))


def read_pieces(path: Path) -> Iterator[bytes]:
    """The plain pieces of a file, in order; none for an empty one."""
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece
