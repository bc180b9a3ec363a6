"""Kills in the middle: of the fetching and of the switch, at moments that the dice choose."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from installer.updates.facts import facts_of
from installer.updates.pc import Pc, must, wait
from installer.updates.room import Room, Scenario, done, must_be_whole, must_work, start_again
from sanad_desk.updates.launch import TRIAL
from sanad_desk.updates.switch_state import version_folder
from sanad_desk.updates.versions import arriving_folder, wrong_files
from sanad_desk.usecases.switch_program import BEFORE_UPDATE
from tests.bench.slow_line import Shape

_FETCHES, _SWITCHES = 12, 12
_LINE = Shape(bits=2_000_000)  # so that the fetching is long enough to be cut in many places


def from_a_stick(room: Room) -> str:
    pcs, told = _fetch_killed(room, "killed-stick", "from", room.programs.site)
    return told + _go_on(pcs, room)


def over_the_line(room: Room) -> str:
    with room.central_of("killed-line-server").serving(room.programs.site, _LINE):
        pcs, told = _fetch_killed(room, "killed-line", "look")
    return told + _go_on(pcs, room)


def _fetch_killed(room: Room, name: str, *words: object) -> tuple[list[Pc], str]:
    """One desk, killed until all has arrived, and then another one."""
    programs, pcs = room.programs, [room.pc(name)]
    places: list[str] = []
    for _ in range(_FETCHES):
        if _arrived(pcs[-1], programs.new) == 1:
            pcs.append(room.pc(f"{name}-{len(pcs)}"))
        pc = pcs[-1]
        before = _arrived(pc, programs.new)
        _kill_at(pc, before + (1 - before) * room.dice.uniform(0.02, 0.3), room.dice.uniform(0, 0.05), *words)
        wrong = wrong_files(version_folder(pc.beside, programs.new), programs.manifest(programs.new))
        must(not pc.state.ready or not any(wrong), "ready and not whole")
        must(pc.version() == programs.old, f"{pc.version()} answers")
        after = _arrived(pc, programs.new)
        must(after >= before, f"of {before:.0%} that had arrived {after:.0%} are left")
        places.append(f"{after:.0%}")
    for pc in pcs:
        done(pc, "update", *words)
        must(pc.state.ready == programs.new, f"{pc.state}")
    return pcs, f"{_FETCHES} kills with {', '.join(places)} there; "


def _kill_at(pc: Pc, arrived: float, later: float, *words: object) -> None:
    process = pc.begin(pc.command("sanadctl", "update", *words))
    wait(lambda: process.poll() is not None or _arrived(pc, pc.programs.new) >= arrived, "nothing arrives")
    time.sleep(later)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _go_on(pcs: list[Pc], room: Room) -> str:
    before = facts_of(room.desk / "store")
    for pc in pcs:
        must_be_whole(pc, before)
    must_work(pcs[-1], before, room.programs.new)
    return f"{len(pcs)} went on to the end, {room.programs.new} stands"


def _arrived(pc: Pc, version: str) -> float:
    """How much of it lies here, by files."""
    folders = (version_folder(pc.beside, version), arriving_folder(pc.beside, version))
    count = max(sum(path.is_file() for path in folder.rglob("*")) for folder in folders)
    return count / (len(pc.programs.manifest(version).files) + 1)


def in_the_switch(room: Room) -> str:
    """Each time another PC: all processes at once, as the power goes, or one of them, as a crash is."""
    told = [_switch_killed(room, f"at-{place}", step, which) for place, step in STEPS.items() for which in (0, 1, 2)]
    whole = _seconds_of_a_switch(room)
    for count in range(_SWITCHES):
        # Evenly over the whole of it, and by the dice within each part.
        seconds = (count + room.dice.random()) / _SWITCHES * whole
        told.append(_switch_killed(room, f"after-{count}", partial(_is_past, seconds), count % 3))
    counted = ", ".join(f"{version} {count} times" for version, count in Counter(told).items())
    return f"{len(told)} kills; at the next start stands {counted}"


def _is_past(seconds: float, pc: Pc) -> bool:
    return time.monotonic() >= pc.begun + seconds


def _seconds_of_a_switch(room: Room) -> float:
    pc = room.pc("timed-switch", room.ready)
    begun = time.monotonic()
    with pc.window(tries=True):
        return time.monotonic() - begun


STEPS: dict[str, Callable[[Pc], object]] = {
    "trial-copy": lambda pc: (pc.beside / TRIAL / "store").exists(),
    "self-test": lambda pc: (pc.beside / TRIAL / "said.json").exists(),
    "copy": lambda pc: (pc.store / BEFORE_UPDATE).exists(),
    "switch": lambda pc: not pc.state.confirmed,
    "start": lambda pc: not pc.state.confirmed and pc.programs.new in pc.running().values(),
    "confirmed": lambda pc: pc.state.confirmed and pc.state.current,
}


def _switch_killed(room: Room, name: str, step: Callable[[Pc], object], which: int) -> str:
    """The version that stands after the next start; killed are all processes, the first, or the last."""
    programs, pc = room.programs, room.pc(f"killed-{name}-{which}", room.ready)
    before = facts_of(pc.store)
    pc.start()
    wait(lambda: step(pc), f"{name} does not come")
    pc.kill(pc.processes()[(slice(None), slice(1), slice(-1, None))[which]])
    if which:
        wait(lambda: pc.has_ended() or pc.is_shown(), "what is left neither ends nor stands")
    version = start_again(pc)
    must(version in (programs.old, programs.new), f"{version} stands")
    must_be_whole(pc, before)
    must_work(pc, before, version)
    return version


SCENARIOS: dict[str, Scenario] = {
    "killed: fetching from a stick": from_a_stick,
    "killed: fetching over the line": over_the_line,
    "killed: in the switch": in_the_switch,
}
