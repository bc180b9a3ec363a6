"""The versions that lie beside the installed one: whether they are whole, and which of them go."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from sanad_desk.domain.errors import DomainError
from sanad_desk.updates.switch_state import VERSIONS
from sanad_desk.wire.program import MANIFEST_FILE, ProgramFile, ProgramManifest, read_manifest, read_pieces

_ARRIVING = ".arriving"
PART = ".part"  # the file of an arriving version that is under way


def arriving_folder(beside: Path, version: str) -> Path:
    """Where a version lies until all of it is there."""
    return beside / VERSIONS / f"{version}{_ARRIVING}"


def folders_of(beside: Path) -> list[Path]:
    """All versions that lie here, whole or not."""
    found = beside / VERSIONS
    return sorted(path for path in found.iterdir() if path.is_dir()) if found.is_dir() else []


def manifest_in(folder: Path) -> ProgramManifest | None:
    """What a version that lies here consists of; None where nobody can say."""
    try:
        return read_manifest((folder / MANIFEST_FILE).read_bytes())
    except (OSError, DomainError):
        return None


def wrong_files(folder: Path, manifest: ProgramManifest) -> Iterator[ProgramFile]:
    """What is not there as the manifest says, read to the last byte; raises OSError."""
    return (file for file in manifest.files if not is_right(folder / file.path, file))


def is_right(path: Path, file: ProgramFile) -> bool:
    """Byte by byte; raises OSError."""
    if file.link or path.is_symlink():
        return path.is_symlink() and Path(os.readlink(path)).as_posix() == file.link
    if not path.is_file():
        return False
    status = path.stat()
    if os.name != "nt" and bool(status.st_mode & stat.S_IXUSR) != file.is_executable:
        return False
    pieces = (hashlib.sha256(piece).hexdigest() for piece in read_pieces(path))
    return status.st_size == file.size and tuple(pieces) == file.pieces


def sweep(beside: Path, kept: Collection[str]) -> None:
    """Takes away every other version; what cannot go now goes another time."""
    found = beside / VERSIONS
    for path in found.iterdir() if found.is_dir() else ():
        if path.name.removesuffix(_ARRIVING).removesuffix(PART) in kept:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
