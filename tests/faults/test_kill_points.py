"""Killed at every write point: what is left is whole, the work can be done again, and a broken program is caught."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sanad_desk.store.migrate import known_revisions
from tests.faults.mutants import MUTANTS
from tests.faults.scenarios import SCENARIOS
from tests.store.make_old_store import OLD_STORES

FULL = os.environ.get("SANAD_FAULT_DOSE") == "full"
STRIDES = {"first_run": 29, "open_shift": 2, "restore": 2}  # founding makes every table and hashes a PIN each time
OF_SAVE = (
    "journal_outside_the_commit",
    "number_told_before_the_commit",
    "receipt_in_a_second_commit",
    "counter_beside_the_commit",
)


def _run(scenario: str, store: Path, work: Path, *mutant: str, stride: int = 1) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.faults.kill_points", scenario, str(store), str(work), str(stride), *mutant]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize("scenario", sorted(SCENARIOS.keys() - {"upgrade"}))
def test_death_at_any_write_point_leaves_it_whole(waiting_store: Path, tmp_path: Path, scenario: str) -> None:
    result = _run(scenario, waiting_store, tmp_path, stride=1 if FULL else STRIDES.get(scenario, 1))
    assert result["points"] > 5
    assert result["faults"] == {}


@pytest.mark.parametrize("mutant", OF_SAVE)
def test_a_save_with_one_line_wrong_is_caught(waiting_store: Path, tmp_path: Path, mutant: str) -> None:
    assert mutant in MUTANTS
    assert _run("save", waiting_store, tmp_path, mutant, stride=2)["faults"] != {}


def test_a_first_run_with_one_line_wrong_is_caught(waiting_store: Path, tmp_path: Path) -> None:
    assert _run("first_run", waiting_store, tmp_path, "file_named_before_it_is_whole", stride=5)["faults"] != {}


@pytest.mark.parametrize("revision", known_revisions()[:-1])
def test_death_at_any_point_of_an_upgrade_leaves_it_whole(tmp_path: Path, revision: str) -> None:
    result = _run("upgrade", OLD_STORES / revision, tmp_path, stride=1 if FULL else 79)
    assert result["points"] > 5
    assert result["faults"] == {}


def test_a_hand_over_with_one_line_wrong_is_caught(waiting_store: Path, tmp_path: Path) -> None:
    assert _run("hand_over", waiting_store, tmp_path, "opening_in_a_second_commit")["faults"] != {}
