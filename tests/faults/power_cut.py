"""A power cut: what a program wrote is played again up to a moment, and of what was not synced chance decides.

A name is durable with its folder's sync, bytes with their file's; what is not may be there, missing, or torn at
512 bytes, in any order, and of the names of one folder any first few. `-shm` is memory and never survives.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
TOLD = "told.txt"  # what the program announced, line by line: the world remembers it through any cut
_SOURCE = Path(__file__).with_name("disk_recorder.c")
Change = Callable[[bytearray], None]


@dataclass(slots=True)
class _File:
    synced: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes] | int] = field(default_factory=list)  # a write at its offset, or a new length


@dataclass(slots=True)
class _Folder:
    """By name what is durable, and the changes since: a name gets a file, or loses it."""

    synced: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[tuple[str, int | None], ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Left:
    """What the next start finds, by path below the folder, and what had been announced by then."""

    files: dict[str, bytes]
    told: tuple[str, ...]

    @property
    def digest(self) -> bytes:
        parts = hashlib.sha256(repr(self.told).encode())
        for path, raw in sorted(self.files.items()):
            parts.update(f"{path} {len(raw)} ".encode() + raw)
        return parts.digest()

    def lay_out(self, folder: Path) -> Path:
        for path, raw in self.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(raw)
        return folder


def build_recorder(folder: Path) -> Path:
    """Compiles the recorder; needs the C compiler that `./sanad test` installs."""
    made = folder / "disk_recorder.so"
    subprocess.run(["cc", "-Wall", "-Werror", "-O1", "-shared", "-fPIC", "-o", made, _SOURCE, "-ldl"], check=True)
    return made


class Tape:
    """One run of a program on a copy of a folder, write by write."""

    def __init__(self, recorder: Path, folder: Path, command: list[str]) -> None:
        self._root, self._notes = folder, folder.with_name(f"{folder.name}.notes")
        self._first = {path: path.stat().st_ino for path in (folder, *folder.rglob("*"))}
        self._before = {ino: path.read_bytes() for path, ino in self._first.items() if path.is_file()}
        settings = {"LD_PRELOAD": str(recorder), "SANAD_RECORDED": f"{folder}", "SANAD_NOTES": str(self._notes)}
        done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-3000:]
        self._lines = list(_read_notes(self._notes.read_bytes()))

    def __len__(self) -> int:
        return len(self._lines)

    def cut(self, moment: int, dice: random.Random) -> Left:
        """What is left when the power fails after that many changes."""
        disk = _Disk(self._root, self._first, self._before)
        for words, raw in self._lines[:moment]:
            disk.play(words, raw)
        return disk.left(dice)


def _read_notes(notes: bytes) -> Iterator[tuple[list[str], bytes]]:
    place = 0
    while place < len(notes):
        end = notes.index(b"\n", place)
        words = notes[place:end].decode().split(" ", 2 if notes.startswith((b"create", b"mkdir"), place) else -1)
        size = int(words[3]) if words[0] == "write" else 0
        yield words, notes[end + 1 : end + 1 + size]
        place = end + 1 + size


class _Disk:
    def __init__(self, root: Path, first: dict[Path, int], before: dict[int, bytes]) -> None:
        self._root = str(root)
        self._folders = {str(path): _Folder() for path in first if path.is_dir()}
        self._by_number = {ino: str(path) for path, ino in first.items() if path.is_dir()}
        self._files = {ino: _File(bytearray(raw)) for ino, raw in before.items()}
        self._names: dict[str, int] = {}  # as the running program sees them; a number of ours each
        self._current: dict[int, int] = {}  # the system's number, which it gives again, to ours
        self._next = max(first.values()) + 1
        for path, ino in first.items():
            if path.is_file():
                self._names[str(path)] = self._current[ino] = ino
                self._folders[str(path.parent)].synced[path.name] = ino

    def play(self, words: list[str], raw: bytes) -> None:
        verb = words[0]
        if verb == "create":
            self._current[int(words[1])] = self._next
            self._files[self._next] = _File()
            self._change((words[2], self._next))
            self._next += 1
        elif verb == "mkdir":
            self._folders[words[2]] = _Folder()
            self._by_number[int(words[1])] = words[2]
        elif verb == "rename":
            old, new = words[1].split("\t")
            self._change((new, self._names[old]), (old, None))
        elif verb == "unlink":
            self._change((words[1], None))
        elif verb == "sync" and int(words[1]) in self._by_number:
            folder = self._folders[self._by_number[int(words[1])]]
            _name(folder.synced, folder.waiting)
            folder.waiting.clear()
        else:
            file = self._files[self._current[int(words[1])]]
            if verb == "sync":
                _apply(file.synced, file.waiting)
                file.waiting.clear()
            else:
                file.waiting.append(int(words[2]) if verb == "cut" else (int(words[2]), raw))

    def _change(self, *changes: tuple[str, int | None]) -> None:
        for path, number in changes:
            if number is None:
                self._names.pop(path, None)
            else:
                self._names[path] = number
        folder = self._folders[os.path.dirname(changes[0][0])]
        folder.waiting.append(tuple((os.path.basename(path), number) for path, number in changes))

    def left(self, dice: random.Random) -> Left:
        mood = dice.choice(("nothing", "all", "some", "some"))
        files: dict[str, bytes] = {}
        for path, folder in self._folders.items():
            names = dict(folder.synced)
            count = {"nothing": 0, "all": len(folder.waiting)}.get(mood, dice.randint(0, len(folder.waiting)))
            _name(names, folder.waiting[:count])
            for name, number in names.items():
                if not name.endswith("-shm"):
                    below = os.path.relpath(os.path.join(path, name), self._root)
                    files[below] = self._bytes(self._files[number], mood, dice)
        told = self._files[self._names[os.path.join(self._root, TOLD)]] if self._has_told() else _File()
        heard = bytearray(told.synced)
        _apply(heard, told.waiting)
        files.pop(TOLD, None)
        return Left(files, tuple(heard.decode().split()))

    def _has_told(self) -> bool:
        return os.path.join(self._root, TOLD) in self._names

    def _bytes(self, file: _File, mood: str, dice: random.Random) -> bytes:
        raw = bytearray(file.synced)
        if mood == "all":
            _apply(raw, file.waiting)
        elif mood == "some":
            kept = [change for change in file.waiting if dice.random() < 0.6]
            _apply(raw, [_torn(change, dice) for change in kept])
        return bytes(raw)


def _torn(change: tuple[int, bytes] | int, dice: random.Random) -> tuple[int, bytes] | int:
    """Half of the writes end before their last sector."""
    if isinstance(change, int) or dice.random() < 0.5:
        return change
    offset, raw = change
    first = -offset % SECTOR
    return offset, raw[: first + SECTOR * dice.randint(0, max(len(raw) - first, 0) // SECTOR)]


def _name(names: dict[str, int], changes: list[tuple[tuple[str, int | None], ...]]) -> None:
    for together in changes:
        for name, number in together:
            if number is None:
                names.pop(name, None)
            else:
                names[name] = number


def _apply(raw: bytearray, changes: list[tuple[int, bytes] | int]) -> None:
    for change in changes:
        if isinstance(change, int):
            del raw[change:]
            raw.extend(bytes(change - len(raw)))
        else:
            offset, written = change
            raw.extend(bytes(max(offset - len(raw), 0)))
            raw[offset : offset + len(written)] = written


def recorded(scenario: str, folder: Path, *mutant: str) -> list[str]:
    """The command that does a scenario's work under the recorder."""
    return [sys.executable, "-m", "tests.faults.recorded_work", scenario, str(folder), *mutant]
