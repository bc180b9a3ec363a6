"""Trains the dictionary that journal and records are packed with, from the entries of pretended weeks."""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path

import zstandard

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.usecases.demo_centre import demo_centre
from sanad_desk.usecases.simulate import simulate

SIZE = 100 * 1024
FIRST_ID = 0x5A4E_0001


def samples(folder: Path, days: int, seed: int) -> list[bytes]:
    """Entries and receipts' pictures of simulated days."""
    clock = SetClock(1_795_320_000_000)
    desk = open_desk(folder, clock=clock, create=True)
    demo_centre(desk)
    for _ in simulate(desk, clock, first_day=date(2026, 11, 22), days=days, per_day=60, seed=seed):
        pass
    with desk.store.reading() as connection:
        entries = [row[0] for row in connection.exec_driver_sql("SELECT entry FROM journal")]
        pictures = [row[0] for row in connection.exec_driver_sql("SELECT picture FROM receipt")]
    desk.close()
    return entries + pictures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--id", type=int, default=FIRST_ID)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = samples(Path(folder) / "store", days=40, seed=4)
    trained = zstandard.train_dictionary(SIZE, found, dict_id=options.id, level=19)
    options.out.write_bytes(trained.as_bytes())
    print(f"{len(found)} samples, {len(trained.as_bytes())} bytes, id {trained.dict_id()}")


if __name__ == "__main__":
    main()
