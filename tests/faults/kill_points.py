"""A program that dies: one piece of work is begun again and again, killed at each of its write points, and looked at.

Run as `python -m tests.faults.kill_points SCENARIO PREPARED WORK STRIDE [MUTANT]`; prints the points and each fault.
A process of its own, as it forks: the child arms the killer and works, the parent checks what is left.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sanad_desk.store.store import open_store
from sanad_desk.store.verify import verify
from tests.faults.mutants import MUTANTS, Mutant
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.watched import watch_statements

AUDITED = {"open", "os.rename", "os.remove", "os.mkdir", "shutil.copyfile"}
MOST_POINTS = 2000


class Killer:
    """Counts what reaches the disk or the database, and dies before the n-th of it."""

    def __init__(self, at: int) -> None:
        self._left = at
        self._armed = False
        sys.addaudithook(self._on_audit)
        watch_statements(lambda *_: self._on_database())

    def arm(self) -> None:
        self._armed = True

    def _on_audit(self, name: str, arguments: tuple[Any, ...]) -> None:
        if self._armed and name in AUDITED and not _is_only_read(name, arguments):
            self._count()

    def _on_database(self) -> None:
        if self._armed:
            self._count()

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _is_only_read(name: str, arguments: tuple[Any, ...]) -> bool:
    return name == "open" and not int(arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)


def _die_at(point: int, scenario: Scenario, folder: Path, mutant: Mutant | None) -> tuple[bool, list[str]]:
    """Whether it was killed, and what it had announced before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)

        def announce(text: str) -> None:
            os.write(writing, f"{text}\n".encode())

        if mutant is not None:
            mutant(announce)
        killer = Killer(point)
        scenario.work(folder, killer.arm, announce)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        announced = pipe.read().split()
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"the work itself failed at point {point}")
    return os.WIFSIGNALED(status), announced


def _faults(scenario: Scenario, folder: Path, announced: list[str]) -> Iterator[str]:
    """What is wrong with the leavings, and with doing the work again on them."""
    try:
        yield from scenario.check(folder, announced)
        with open_store(folder, read_only=True) as store, store.reading() as connection:
            yield from (f"{fault.code} {fault.where}" for fault in verify(connection).faults)
    except Exception as error:  # whatever stops the desk from going on is the fault
        yield f"{type(error).__name__}: {error}"[:300]


def main() -> None:
    name, prepared, work, stride, *mutant = sys.argv[1:]
    scenario = SCENARIOS[name]
    broken = MUTANTS[mutant[0]] if mutant else None
    points, faults = 0, dict[int, list[str]]()
    for point in range(1, MOST_POINTS, int(stride)):
        folder = Path(work) / f"{point}"
        shutil.copytree(prepared, folder)
        killed, announced = _die_at(point, scenario, folder, broken)
        points += killed
        found = list(_faults(scenario, folder, announced))
        if found:
            faults[point] = found
        shutil.rmtree(folder)
        if not killed or (found and broken is not None):
            print(json.dumps({"points": points, "faults": faults}))
            return
    raise SystemExit("the work has no end")


if __name__ == "__main__":
    main()
