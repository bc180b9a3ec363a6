"""FIGURES rows 1 to 3: the one commit of a sale, against the raw driver, in file syncs, and with many sales stored.

The yardstick of row 1 writes the very same rows (recorded from a twin of the store) through sqlcipher3 alone, in one
transaction, on the same kind of file: encrypted, WAL, synchronous=FULL. Ours and the yardstick take turns of twenty.
Syncs are counted by strace, as only the kernel knows them: a run with saves less the same run without.
Run with `python -m tests.bench.bench_save [--saves N] [--stored N]`.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store.encrypted_file import connect
from sanad_desk.store.store import FILE
from sanad_desk.usecases.begin_visit import list_visits
from sanad_desk.usecases.look_at_visit import VisitView, look_at_visit
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators
from tests.bench.desks import fill, found, ready_visits
from tests.conftest import MORNING
from tests.usecases.played import pay
from tests.watched import watch_statements

FEW = 1_000
WARM_UP = IN_TURN = 20
TARGETS = {"p50": 1.5, "p99": 1.3, "syncs": 1.15, "many": 1.25}

Statement = tuple[str, Any, bool]


def prepare(folder: Path, stored: int, saves: int) -> None:
    desk, who = found(folder)
    fill(desk, who, stored)
    ready_visits(desk, who, saves)
    desk.close()


def reopen(folder: Path) -> tuple[OpenDesk, SignedIn, list[VisitView]]:
    desk = open_desk(folder, clock=SetClock(MORNING))
    clerk = list_operators(desk)[1]
    visits = sorted(list_visits(desk), key=lambda view: view.visit.id)
    return desk, SignedIn(clerk.id, clerk.name, clerk.roles), visits


def recorded(folder: Path) -> list[list[Statement]]:
    """What each save writes, statement by statement."""
    written: list[Statement] = []

    def record(when: str, statement: str, values: Any, many: bool) -> None:
        if when == "before" and statement.split()[0] in ("INSERT", "UPDATE", "DELETE"):
            written.append((statement, list(values) if many else values, many))

    stop = watch_statements(record)
    desk, who, visits = reopen(folder)
    saves = []
    for view in visits:
        written.clear()
        pay(desk, who, view)
        saves.append(list(written))
    desk.close()
    stop()
    return saves


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def shown_and_paid(desk: OpenDesk, who: SignedIn, view: VisitView) -> float:
    """The payment alone; the page shows every visit before."""
    shown = look_at_visit(desk, view.visit.id)
    return timed(lambda: pay(desk, who, shown))


def at(values: list[float], share: float) -> float:
    return sorted(values[WARM_UP:])[int((len(values) - WARM_UP) * share)]


def against_the_driver(folder: Path) -> dict[str, tuple[float, float]]:
    """{p50, p99: (driver, ours)} in seconds, one save of each in turn."""
    twin, raw = (Path(shutil.copytree(folder, folder.with_name(name))) for name in ("twin", "raw"))
    saves = recorded(twin)
    desk, who, visits = reopen(folder)
    with closing(connect(raw / FILE, desk.store.key)) as connection:

        def write(statements: list[Statement]) -> None:
            connection.execute("BEGIN IMMEDIATE")
            for statement, values, many in statements:
                (connection.executemany if many else connection.execute)(statement, values)
            connection.execute("COMMIT")

        gc.collect()
        driver: list[float] = []
        ours: list[float] = []
        for start in range(0, len(visits), IN_TURN):
            turn = slice(start, start + IN_TURN)
            ours += [shown_and_paid(desk, who, view) for view in visits[turn]]
            driver += [timed(lambda statements=statements: write(statements)) for statements in saves[turn]]
    desk.close()
    return {name: (at(driver, share), at(ours, share)) for name, share in (("p50", 0.5), ("p99", 0.99))}


def syncs_of(folder: Path, saves: int) -> float:
    """File syncs per save, counted from outside."""
    counts = []
    for count in (0, saves):
        copy = Path(shutil.copytree(folder, folder.with_name(f"synced-{count}")))
        log = copy.with_suffix(".strace")
        command = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,sync_file_range,msync", "-o", str(log)]
        ours = [sys.executable, "-m", "tests.bench.bench_save", "--only-save", str(copy), str(count)]
        subprocess.run([*command, *ours], check=True)
        counts.append(sum("sync(" in line for line in log.read_text().splitlines()))
    return (counts[1] - counts[0]) / saves


def many_against_few(many: Path, few: Path) -> tuple[float, float]:
    """The median of a save with few sales stored, and with many, one of each in turn."""
    desks = [reopen(folder) for folder in (few, many)]
    times: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for views in zip(*(visits for _, _, visits in desks), strict=True):
        for (desk, who, _), view, taken in zip(desks, views, times, strict=True):
            taken.append(shown_and_paid(desk, who, view))
    for desk, _, _ in desks:
        desk.close()
    return at(times[0], 0.5), at(times[1], 0.5)


def show(row: str, yardstick: float, ours: float, target: float) -> None:
    times = f"yardstick {yardstick * 1e3:7.3f} ms   ours {ours * 1e3:7.3f} ms"
    print(f"{row:<40} {times}   {ours / yardstick:5.2f}x of {target}x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=420)
    parser.add_argument("--stored", type=int, default=300_000)
    parser.add_argument("--only-save", nargs=2, metavar=("STORE", "N"), help="what strace looks at")
    options = parser.parse_args()
    if options.only_save:
        desk, who, visits = reopen(Path(options.only_save[0]))
        for view in visits[: int(options.only_save[1])]:
            pay(desk, who, view)
        desk.close()
        return
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        prepare(place / "few", FEW, options.saves)
        spare = Path(shutil.copytree(place / "few", place / "spare"))
        row_1 = against_the_driver(Path(shutil.copytree(place / "few", place / "one" / "store")))
        for share, (driver, ours) in row_1.items():
            show(f"1  save {share}: driver, same rows", driver, ours, TARGETS[share])
        if shutil.which("strace"):
            print(f"2  file syncs per save: {syncs_of(spare, min(options.saves, 200)):.3f} of {TARGETS['syncs']}")
        else:
            print("2  file syncs per save: not counted, strace is not installed")
        prepare(place / "many", options.stored, options.saves)
        few, many = many_against_few(place / "many", place / "few")
        show(f"3  save with {options.stored:,} stored: with {FEW:,}", few, many, TARGETS["many"])


if __name__ == "__main__":
    main()
