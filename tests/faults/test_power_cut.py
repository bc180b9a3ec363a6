"""The power fails at any moment of an upgrade or a sale: whatever the disk kept, nothing that was told is lost."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from sanad_desk.store.migrate import known_revisions
from sanad_desk.store.store import open_store
from sanad_desk.store.verify import verify
from tests.faults.power_cut import Tape, build_recorder, recorded
from tests.faults.scenarios import SCENARIOS
from tests.store.make_old_store import OLD_STORES

FULL = os.environ.get("SANAD_FAULT_DOSE") == "full"
CUTS = 20_000 if FULL else 60
OLDER = known_revisions()[:-1]


@pytest.fixture(scope="session")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_recorder(tmp_path_factory.mktemp("recorder"))


def _faults(scenario: str, tape: Tape, work: Path, cuts: int) -> Counter[str]:
    """By fault, in how many of the different leavings of that many cuts it shows; evenly over the whole run."""
    dice, seen, faults = random.Random(20261122), set(), Counter[str]()
    for cut in range(cuts):
        left = tape.cut(1 + (len(tape) * cut + dice.randrange(len(tape))) // cuts, dice)
        if left.digest in seen:
            continue
        seen.add(left.digest)
        folder = left.lay_out(work / f"{cut}")
        try:
            faults.update(SCENARIOS[scenario].check(folder, list(left.told)))
            with open_store(folder, read_only=True) as store, store.reading() as connection:
                faults.update(f"{fault.code} {fault.where}" for fault in verify(connection).faults)
        except Exception as error:  # whatever stops the desk from going on is the fault
            faults[f"{type(error).__name__}: {error}"[:300]] += 1
        shutil.rmtree(folder)
    assert len(seen) > cuts // 4, "too many cuts leave the same"
    return faults


def _tape(recorder: Path, scenario: str, prepared: Path, work: Path, *mutant: str) -> Tape:
    folder = Path(shutil.copytree(prepared, work / "store"))
    return Tape(recorder, folder, recorded(scenario, folder, *mutant))


@pytest.mark.parametrize("revision", OLDER)
def test_an_upgrade_cut_anywhere_is_whole(recorder: Path, tmp_path: Path, revision: str) -> None:
    tape = _tape(recorder, "upgrade", OLD_STORES / revision, tmp_path)
    assert _faults("upgrade", tape, tmp_path, CUTS) == {}


def test_an_upgrade_that_does_not_sync_is_caught(recorder: Path, tmp_path: Path) -> None:
    tape = _tape(recorder, "upgrade", OLD_STORES / OLDER[-1], tmp_path, "syncs_that_do_nothing")
    assert _faults("upgrade", tape, tmp_path, 60) != {}


def test_a_sale_cut_anywhere_is_there_once_or_not_at_all(recorder: Path, waiting_store: Path, tmp_path: Path) -> None:
    tape = _tape(recorder, "save", waiting_store, tmp_path)
    assert _faults("save", tape, tmp_path, CUTS) == {}


def test_a_sale_that_is_not_synced_is_caught(recorder: Path, waiting_store: Path, tmp_path: Path) -> None:
    tape = _tape(recorder, "save", waiting_store, tmp_path, "syncs_that_do_nothing")
    assert _faults("save", tape, tmp_path, 60) != {}
