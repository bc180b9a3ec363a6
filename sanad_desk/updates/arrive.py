"""A version arrives: piece by piece, each checked, those taken from here that are here, and whole before it counts."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from pathlib import Path
from typing import BinaryIO

from sanad_desk.domain.errors import DomainError
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.source import Missing, Source
from sanad_desk.updates.switch_state import version_folder
from sanad_desk.updates.versions import PART, arriving_folder, folders_of, is_right
from sanad_desk.wire.packing import Packer
from sanad_desk.wire.program import MANIFEST_FILE, PIECE_BYTES, ProgramFile, ProgramManifest, manifest_bytes, piece_path
from sanad_desk.wire.whole_file import sync_folder, whole_file

ROOM_LEFT = 256 * 1024 * 1024  # for the sales of months, and the two copies of the store when the version is tried
_MOST_PACKED = PIECE_BYTES + 64 * 1024  # what cannot be packed grows a little


class Arrival:
    """One version on its way; begun again after a cut or a start, it goes on where it was."""

    def __init__(self, program: RunningProgram, manifest: ProgramManifest, source: Source) -> None:
        self._beside, self._manifest, self._source = program.beside, manifest, source
        self._folder = arriving_folder(program.beside, manifest.version)
        self._part = self._folder.with_suffix(PART)
        # The same file of another version mostly has the same pieces.
        self._here = folders_of(program.beside)
        if program.executable is not None:
            self._here.insert(0, program.executable.parent)
        self._packer = Packer()
        self._missing = [file for file in manifest.files if not self._is_there(file)]
        self._part_bytes = 0

    @property
    def total_bytes(self) -> int:
        return sum(file.size for file in self._manifest.files)

    @property
    def missing_bytes(self) -> int:
        return sum(file.size for file in self._missing) - self._part_bytes

    def go_on(self, until: float) -> bool:
        """Whether the version lies in its folder now, every byte checked; `until` is on the monotonic clock.

        Raises OfflineError; DomainError: update_missing, update_damaged; OSError, also where there is no room.
        """
        check_room(self._beside, self.missing_bytes)
        self._begin()
        while self._missing:
            if not self._assemble(self._missing[0], until):
                return False
            self._missing.pop(0)
            self._part_bytes = 0
        self._finish()
        return True

    def _begin(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._drop_strangers()
        with whole_file(self._folder / MANIFEST_FILE) as file:
            file.write(manifest_bytes(self._manifest))

    def _is_there(self, file: ProgramFile) -> bool:
        """By its size; what a power cut left of it is seen at the end."""
        path = self._folder / file.path
        return path.is_symlink() if file.link else path.is_file() and path.stat().st_size == file.size

    def _assemble(self, file: ProgramFile, until: float) -> bool:
        path = self._folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.link:
            path.unlink(missing_ok=True)
            path.symlink_to(file.link)
            return True
        self._part.touch()
        with self._part.open("r+b") as part:
            for place, name in enumerate(file.pieces):
                if time.monotonic() >= until:
                    return False
                self._put_piece(part, file, place, name)
                self._part_bytes = min((place + 1) * PIECE_BYTES, file.size)
            part.truncate(file.size)
        self._part.chmod(0o755 if file.is_executable else 0o644)
        self._part.replace(path)
        return True

    def _put_piece(self, part: BinaryIO, file: ProgramFile, place: int, name: str) -> None:
        start = place * PIECE_BYTES
        length = min(PIECE_BYTES, file.size - start)
        part.seek(start)
        if _digest(part.read(length)) == name:
            return  # from before the cut
        piece = self._piece_here(file.path, start, length, name) or self._fetched(name)
        part.seek(start)
        part.write(piece)

    def _piece_here(self, path: str, start: int, length: int, name: str) -> bytes | None:
        for folder in self._here:
            candidate = folder / path
            if not candidate.is_file():
                continue
            with candidate.open("rb") as file:
                file.seek(start)
                piece = file.read(length)
            if _digest(piece) == name:
                return piece
        return None

    def _fetched(self, name: str) -> bytes:
        try:
            piece = self._packer.unpack(self._source.read(piece_path(name), _MOST_PACKED), PIECE_BYTES)
        except Missing:
            raise DomainError("update_missing") from None
        except DomainError:
            raise DomainError("update_damaged") from None
        if _digest(piece) != name:
            raise DomainError("update_damaged")
        return piece

    def _finish(self) -> None:
        """Reads again what the disk has, makes it durable, and only then gives it its name."""
        if not self._keeps_all():
            raise DomainError("update_damaged")
        for folder in {self._folder / parent for file in self._manifest.files for parent in Path(file.path).parents}:
            sync_folder(folder)
        whole = version_folder(self._beside, self._manifest.version)
        shutil.rmtree(whole, ignore_errors=True)
        self._folder.rename(whole)
        sync_folder(whole.parent)

    def _keeps_all(self) -> bool:
        """What is wrong is forgotten, so that it comes once more."""
        wrong = 0
        for file in self._manifest.files:
            path = self._folder / file.path
            if not is_right(path, file):
                path.unlink(missing_ok=True)
                wrong += 1
            elif not file.link:
                with path.open("r+b") as kept:
                    os.fsync(kept.fileno())
        return not wrong

    def _drop_strangers(self) -> None:
        """Files that another manifest of this version had."""
        known = {self._folder / file.path for file in self._manifest.files}
        for path in self._folder.rglob("*"):
            if path not in known and (path.is_symlink() or not path.is_dir()):
                path.unlink()


def check_room(folder: Path, needed: int) -> None:
    """Raises OSError before anything is written; a full disk would stop the sales."""
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < needed + ROOM_LEFT:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _digest(piece: bytes) -> str:
    return hashlib.sha256(piece).hexdigest()
