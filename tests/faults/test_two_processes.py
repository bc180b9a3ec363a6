"""Two processes on one store: the second is refused politely, and the first notices nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from sanad_desk.store.store import open_store

ROUNDS = 100 if os.environ.get("SANAD_FAULT_DOSE") == "full" else 2


def _start(store: Path, seed: int, mutant: str = "none") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.broken", mutant, "simulate", "--store", str(store)]
    command += ["--per-day", "15", "--seed", str(seed), "--print-receipts"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _race(store: Path, seed: int, mutant: str = "none") -> tuple[list[int], list[str], list[str]]:
    """Both started at once, on a store that is there: exit codes, numbers printed, codes refused with."""
    runs = [_start(store, seed + n, mutant) for n in range(2)]
    outputs = [run.communicate(timeout=120) for run in runs]
    numbers = [line for out, _ in outputs for line in out.split()]
    refusals = [json.loads(errors)["error"] for _, errors in outputs if errors]
    return sorted(run.returncode for run in runs), numbers, refusals


def test_the_second_process_is_refused_and_nothing_is_sold_twice(sold_folder: Path) -> None:
    told: list[str] = []
    for turn in range(ROUNDS):
        codes, numbers, refusals = _race(sold_folder, 10 * turn)
        assert (codes, refusals) == ([0, 1], ["store_locked"])
        told += numbers
    with open_store(sold_folder, read_only=True) as store, store.reading() as connection:
        stored = list(connection.exec_driver_sql("SELECT number FROM transactions ORDER BY seq").scalars())
    assert stored[12:] == told
    assert len(set(told)) == 15 * ROUNDS
    command = [sys.executable, "-m", "sanad_desk.ctl.main", "verify", "--store", str(sold_folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, json.loads(done.stdout)["transactions"]) == (0, 12 + 15 * ROUNDS)


def test_a_store_without_its_lock_is_caught(sold_folder: Path) -> None:
    codes, _, refusals = _race(sold_folder, 1, "store_without_a_lock")
    assert (codes, refusals) != ([0, 1], ["store_locked"])
