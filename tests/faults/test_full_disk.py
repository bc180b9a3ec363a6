"""A full disk: the sale is refused by name, nothing of it is written, and work goes on when there is room again."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sanad_desk.store.store import open_store
from sanad_desk.store.verify import verify

ROUNDS = 500 if os.environ.get("SANAD_FAULT_DOSE") == "full" else 40


def _without_room(store: Path, *mutant: str) -> tuple[list[str], list[str]]:
    """Sells while files may grow no further: the numbers told, and what was refused."""
    command = [sys.executable, "-m", "tests.faults.full_disk", str(store), str(ROUNDS), *mutant]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr[-3000:]
    result = json.loads(done.stdout)
    return result["told"], result["refusals"]


def _simulate(store: Path, seed: int) -> tuple[int, list[str], str]:
    command = [sys.executable, "-m", "sanad_desk.ctl.main", "simulate", "--store", str(store), "--print-receipts"]
    done = subprocess.run(
        [*command, "--per-day", "30", "--seed", str(seed)], capture_output=True, text=True, timeout=100
    )
    return done.returncode, done.stdout.split(), json.loads(done.stderr)["error"] if done.stderr else ""


def _stored(store: Path) -> list[str]:
    with open_store(store) as opened, opened.reading() as connection:
        assert verify(connection).faults == []
        return list(connection.exec_driver_sql("SELECT number FROM transactions ORDER BY seq").scalars())


def test_a_sale_that_finds_no_room_is_refused_whole_and_made_when_there_is_some(sold_folder: Path) -> None:
    told, refusals = _without_room(sold_folder)
    assert len(told) == ROUNDS
    assert len(refusals) > 3
    assert set(refusals) <= {"disk_full", "disk_failing"}
    assert _stored(sold_folder)[12:] == told


def test_a_commit_that_hides_its_failure_is_caught(sold_folder: Path) -> None:
    told, _ = _without_room(sold_folder, "commit_that_hides_its_failure")
    assert _stored(sold_folder)[12:] != told


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of twelve megabytes where the system lets us mount one, else a folder like any other."""
    place = tmp_path / "disk"
    place.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    mounted = sys.platform == "linux" and libc.mount(b"none", str(place).encode(), b"tmpfs", 0, b"size=12m") == 0
    yield place
    if mounted:
        libc.umount2(str(place).encode(), 2)


def test_a_disk_without_room_is_named_and_the_store_survives_it(sold_store: Path, small_disk: Path) -> None:
    store = Path(shutil.copytree(sold_store, small_disk / "store"))
    is_small = shutil.disk_usage(small_disk).total < 13 << 20
    filler = small_disk / "filler"
    if is_small:
        with filler.open("wb") as file:
            file.write(bytes(shutil.disk_usage(small_disk).free - 50_000))
    before = _stored(store)
    code, numbers, error = _simulate(store, 1)
    assert (code, error) == ((1, "disk_full") if is_small else (0, ""))
    filler.unlink(missing_ok=True)
    assert _stored(store) == before + numbers
    assert len(_simulate(store, 2)[1]) == 30
