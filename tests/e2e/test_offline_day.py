"""A centre's days by the headless doors alone: founded, worked, proven, saved and brought back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

FULL = os.environ.get("SANAD_FAULT_DOSE") == "full"
DAYS, PER_DAY = (20, 60) if FULL else (3, 20)


def sanadctl(*arguments: object) -> tuple[int, str]:
    command = [sys.executable, "-m", "sanad_desk.ctl.main", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def test_days_of_visits_are_proven_and_every_receipt_can_be_printed_again(tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert sanadctl("init", "--store", store, "--demo")[0] == 0
    code, printed = sanadctl("simulate", "--store", store, "--days", DAYS, "--per-day", PER_DAY, "--print-receipts")
    numbers = printed.split()
    assert (code, len(numbers), len(set(numbers))) == (0, DAYS * PER_DAY, DAYS * PER_DAY)
    code, verdict = sanadctl("verify", "--store", store)
    assert (code, json.loads(verdict)["transactions"], json.loads(verdict)["faults"]) == (0, len(numbers), [])
    totals = json.loads(sanadctl("totals", "--store", store)[1])
    assert totals["count"] == len(numbers)
    assert (totals["first_number"], totals["last_number"]) == (numbers[0], numbers[-1])
    for number in (numbers[0], numbers[-1]):
        assert sanadctl("receipt", "--store", store, number, "--out", tmp_path / "receipt.pdf")[0] == 0
    made = json.loads(sanadctl("backup", "--store", store, "--to", tmp_path / "stick")[1])["file"]
    new = tmp_path / "new"
    assert sanadctl("restore", "--store", new, "--from", made, "--key-of", store)[0] == 0
    assert json.loads(sanadctl("totals", "--store", new)[1]) == totals
