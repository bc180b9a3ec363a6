"""Killed at any moment of `simulate`: every number that was printed is there once, none is missing between."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from sanad_desk.store.store import FILE, open_store
from sanad_desk.store.verify import verify

FULL = os.environ.get("SANAD_FAULT_DOSE") == "full"
KILLS = 240 if FULL else 12
KILLS_OF_ONE_STORE = 6  # then a new one: also founding it may be interrupted


def _killed_run(store: Path, out: Path, dice: random.Random, seed: int) -> list[str]:
    """Runs until a moment that dice choose, while it starts, founds or sells; gives back the whole lines it printed."""
    command = [sys.executable, "-m", "sanad_desk.ctl.main", "simulate", "--store", str(store), "--print-receipts"]
    with out.open("w") as stdout:
        run = subprocess.Popen(
            [*command, "--per-day", "500", "--seed", str(seed)], stdout=stdout, stderr=subprocess.PIPE
        )
    wanted = dice.choice((0, 0, 1, 2, 5, 12))
    while wanted and len(out.read_text().splitlines()) < wanted and run.poll() is None:
        time.sleep(0.002)
    time.sleep(dice.random() * (0.05 if wanted else 1.5))
    run.kill()
    _, errors = run.communicate(timeout=60)
    assert errors == b""
    return [line.strip() for line in out.read_text().splitlines(keepends=True) if line.endswith("\n")]


def _stored(store: Path) -> list[str]:
    """All receipt numbers in the order of the chain, after making sure that everything verifies."""
    if not (store / FILE).exists():
        return []
    with open_store(store) as opened, opened.reading() as connection:
        assert verify(connection).faults == []
        return list(connection.exec_driver_sql("SELECT number FROM transactions ORDER BY seq").scalars())


def test_every_printed_number_is_there_once_and_none_is_missing(tmp_path: Path) -> None:
    dice = random.Random(time.time_ns() if FULL else 20261122)
    told: list[str] = []
    for kill in range(KILLS):
        generation, first = divmod(kill, KILLS_OF_ONE_STORE)
        store = tmp_path / f"store-{generation}"
        told = [] if first == 0 else told
        told += _killed_run(store, tmp_path / "out", dice, seed=kill)
        stored = _stored(store)
        assert len(set(told)) == len(told), "a number was given twice"
        assert set(told) <= set(stored), "a number was printed and is lost"
        assert [int(number[11:17]) for number in stored] == list(range(1, len(stored) + 1)), "a gap"
        assert len(stored) - len(told) <= first + 1, "at most one sale a kill is stored and was not told"


def test_after_the_kills_the_desk_simply_goes_on(tmp_path: Path) -> None:
    store, dice = tmp_path / "store", random.Random(4)
    _killed_run(store, tmp_path / "out", dice, seed=1)
    command = [sys.executable, "-m", "sanad_desk.ctl.main"]
    subprocess.run([*command, "simulate", "--store", str(store), "--per-day", "3"], check=True, capture_output=True)
    done = subprocess.run([*command, "verify", "--store", str(store)], capture_output=True, text=True)
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (0, True)
