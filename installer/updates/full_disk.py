"""Disks that are full: from the start, half-way through the fetching, and when the store is to be copied."""

from __future__ import annotations

import itertools
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from installer.updates.facts import facts_of
from installer.updates.pc import PATIENCE, Pc, must
from installer.updates.room import Room, Scenario, done, must_be_whole, must_work
from sanad_desk.updates.arrive import ROOM_LEFT
from sanad_desk.updates.versions import arriving_folder, folders_of

_MIB = 2**20
_STEP = 64 * 1024
_NO_ROOM = "update_no_room"


@contextmanager
def small_disk(pc: Pc, place: Path, size: int) -> Iterator[Path]:
    """A disk of so many bytes at `place`, with what lay there; gives the file that fills it."""
    kept = place.with_name(place.name + "-kept")
    place.rename(kept)
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True)
    try:
        subprocess.run(["cp", "-a", f"{kept}/.", place], check=True)
        pc.give()
        yield place / "filler"
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def fill(filler: Path, free: int = 0) -> None:
    """All but `free` bytes, as somebody's film does, also while others write."""
    with filler.open("wb") as file, suppress(OSError):
        for start in itertools.count(0, _STEP):
            room = os.statvfs(filler.parent)
            if free and room.f_bavail * room.f_frsize < free + _STEP:
                return
            os.posix_fallocate(file.fileno(), start, _STEP)


def too_small(room: Room) -> str:
    """There is never room for it: nothing is begun."""
    pc = room.pc("disk-too-small")
    before = facts_of(pc.store)
    pc.beside.mkdir(exist_ok=True)
    with small_disk(pc, pc.beside, 100 * _MIB):
        said = pc.ctl("update", "from", room.programs.site)
        must(said.code == _NO_ROOM, f"{said.status}: {said.out}{said.err}")
        must(not folders_of(pc.beside), "something was left")
        must_work(pc, before, room.programs.old)
    return f"{said.code} before anything was written"


def full_half_way(room: Room) -> str:
    """Somebody else takes the room while the version arrives; the desk gives its own part back."""
    pc, programs = room.pc("disk-full-half-way"), room.programs
    before = facts_of(pc.store)
    pc.beside.mkdir(exist_ok=True)
    whole = sum(file.size for file in programs.manifest(programs.new).files)
    aim = whole * room.dice.uniform(0.1, 0.6)
    with small_disk(pc, pc.beside, whole + ROOM_LEFT + 40 * _MIB) as filler:
        process = pc.begin(pc.command("sanadctl", "update", "from", programs.site), pipe=True)
        arriving = arriving_folder(pc.beside, programs.new)
        last = time.monotonic() + PATIENCE
        while (arrived := _size(arriving)) < aim:
            must(process.poll() is None and time.monotonic() < last, "it was through before the disk was full")
        fill(filler)
        _, err = process.communicate(timeout=PATIENCE)
        must(process.returncode == 1 and _NO_ROOM in err.decode(), f"{process.returncode}: {err.decode()}")
        must(not arriving.exists() and not folders_of(pc.beside), "the room was not given back")
        filler.unlink()
        must_work(pc, before, programs.old)
        done(pc, "update", "from", programs.site)
        must(pc.state.ready == programs.new, f"{pc.state}")
    return f"{_NO_ROOM} after {arrived / _MIB:.0f} MiB, which were given back; with room it comes"


def full_for_the_trial(room: Room) -> str:
    """No room for the copy of the store that the version is tried on."""
    pc, programs = room.pc("disk-full-for-the-trial", room.ready), room.programs
    before = facts_of(pc.store)
    whole = sum(file.size for file in programs.manifest(programs.new).files)
    with small_disk(pc, pc.beside, whole + 80 * _MIB) as filler:
        fill(filler, 64 * 1024)
        with pc.window() as version:
            must(version == programs.old, f"{version} stands")
        must(pc.state.ready == programs.new and not pc.state.failed, f"{pc.state}")
        must_be_whole(pc, before)
        filler.unlink()
        must_work(pc, before, programs.new)
    return f"{programs.old} stands; with room {programs.new} is tried again and stands"


def full_for_the_copy(room: Room) -> str:
    """The store's own disk has no room for the copy of before the update."""
    pc, programs = room.pc("disk-full-for-the-copy", room.ready), room.programs
    before = facts_of(pc.store)
    with small_disk(pc, pc.store, 64 * _MIB) as filler:
        fill(filler, 512 * 1024)
        with pc.window() as version:
            must(version == programs.old, f"{version} stands")
        must(pc.state.ready == programs.new and not pc.state.failed, f"{pc.state}")
        filler.unlink()
        must_be_whole(pc, before)
        must_work(pc, before, programs.new)
    return f"{programs.old} stands; with room {programs.new} is tried again and stands"


def small_files(room: Room) -> str:
    """No file may be larger than some bytes: the same as a full disk, and as easily left."""
    pc, programs = room.pc("disk-small-files"), room.programs
    before = facts_of(pc.store)
    said = pc.ctl("update", "from", programs.site, limits=(f"--fsize={20 * _MIB}",))
    must(said.code == _NO_ROOM, f"{said.status}: {said.out}{said.err}")
    must(not arriving_folder(pc.beside, programs.new).exists(), "the room was not given back")
    must_work(pc, before, programs.old)
    done(pc, "update", "from", programs.site)
    must(pc.state.ready == programs.new, f"{pc.state}")
    return f"{said.code}; without the bound it comes"


def _size(folder: Path) -> int:
    found = 0
    for path in folder.rglob("*"):
        try:
            found += path.lstat().st_size
        except OSError:
            continue  # it was renamed between
    return found


def _as_root(run: Scenario, room: Room) -> str:
    return run(room) if os.geteuid() == 0 else "not tried: only root mounts a small disk"


SCENARIOS: dict[str, Scenario] = {
    "disk full: from the start": partial(_as_root, too_small),
    "disk full: half-way": partial(_as_root, full_half_way),
    "disk full: when it is tried": partial(_as_root, full_for_the_trial),
    "disk full: when the store is copied": partial(_as_root, full_for_the_copy),
    "disk full: for files of 20 MiB": small_files,
}
