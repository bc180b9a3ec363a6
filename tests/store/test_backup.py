"""Backups: whole while the desk works, refused when they are not, and opened elsewhere by the code on paper."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import string
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError, StoreError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import keys
from sanad_desk.store.backup import KEPT, back_up, copy_online, restore
from sanad_desk.store.store import FILE, open_store
from sanad_desk.store.verify import verify
from sanad_desk.usecases.back_up import HOURS_BETWEEN_BACKUPS, back_up_if_due, backup_state, choose_backup_folder
from sanad_desk.usecases.back_up import back_up as back_up_desk
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.simulate import next_free_day, simulate
from tests.conftest import MORNING, TODAY

HOUR = 3_600_000


def sanadctl(*arguments: object) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-m", "sanad_desk.ctl.main", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return done.returncode, json.loads(done.stdout or done.stderr)


def _faults(folder: Path) -> list[object]:
    with open_store(folder, read_only=True) as store, store.reading() as connection:
        return list(verify(connection).faults)


@pytest.fixture
def backup(sold_folder: Path, tmp_path: Path) -> Path:
    return back_up(sold_folder / FILE, keys.find_key(sold_folder), tmp_path / "stick", "KSB1-02", MORNING)


def test_a_backup_and_back_by_the_command(sold_folder: Path, tmp_path: Path) -> None:
    code, made = sanadctl("backup", "--store", sold_folder, "--to", tmp_path / "stick")
    assert code == 0
    new = tmp_path / "new"
    assert sanadctl("restore", "--store", new, "--from", made["file"], "--key-of", sold_folder)[1]["ok"] is True
    assert sanadctl("verify", "--store", new)[1]["transactions"] == 12
    _, paper = sanadctl("recovery-code", "--store", sold_folder)
    elsewhere = tmp_path / "elsewhere"
    typed = str(paper["recovery_code"]).lower().replace("-", " ")
    assert sanadctl("restore", "--store", elsewhere, "--from", made["file"], "--recovery-code", typed)[0] == 0
    assert sanadctl("simulate", "--store", elsewhere, "--per-day", 1)[0] == 0
    assert sanadctl("verify", "--store", elsewhere)[1]["transactions"] == 13


def test_a_backup_taken_while_sales_go_on_is_whole(sold_folder: Path, tmp_path: Path) -> None:
    clock = SetClock(MORNING)
    desk = open_desk(sold_folder, clock=clock)
    done, copies = threading.Event(), []

    def copy() -> None:
        for n in itertools.count():
            is_last = done.is_set()
            copies.append(tmp_path / f"{n}" / FILE)
            copy_online(desk.store.path, desk.store.key, copies[-1])
            if is_last:
                return

    thread = threading.Thread(target=copy)
    thread.start()
    list(simulate(desk, clock, first_day=next_free_day(desk, TODAY), days=1, per_day=30, seed=2))
    done.set()
    thread.join()
    desk.close()
    counts = []
    for place in copies:
        keys.keep_key_file(place.parent, keys.find_key(sold_folder))
        assert _faults(place.parent) == []
        with open_store(place.parent, read_only=True) as store, store.reading() as connection:
            counts.append(connection.exec_driver_sql("SELECT count(*) FROM transactions").scalar_one())
    assert counts == sorted(counts)
    assert counts[-1] == 42


def test_a_backup_is_one_file_and_leaves_nothing_beside_it(backup: Path) -> None:
    assert [path.name for path in backup.parent.iterdir()] == ["KSB1-02-20261122T040000Z.sanad-backup"]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_backup_cut_off_is_refused_and_leaves_no_store(backup: Path, tmp_path: Path, share: float) -> None:
    key, raw = keys.find_key(tmp_path / "store"), backup.read_bytes()
    backup.write_bytes(raw[: int(len(raw) * share)])
    with pytest.raises(StoreError) as error:
        restore(backup, tmp_path / "new", key, FILE)
    assert error.value.code == "store_damaged"
    assert not (tmp_path / "new").exists()


def test_a_backup_with_a_bit_turned_over_is_refused(backup: Path, tmp_path: Path) -> None:
    key, raw, dice = keys.find_key(tmp_path / "store"), backup.read_bytes(), random.Random(5)
    for _ in range(20):
        place = dice.randrange(len(raw))
        backup.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        with pytest.raises(StoreError) as error:
            restore(backup, tmp_path / "new", key, FILE)
        assert error.value.code == "store_damaged"


def test_another_key_opens_no_backup(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        restore(backup, tmp_path / "new", bytes(32), FILE)
    assert error.value.code == "store_damaged"


def test_a_missing_backup_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        restore(tmp_path / "none", tmp_path / "new", bytes(32), FILE)
    assert error.value.code == "backup_missing"


def test_a_store_is_never_restored_over_another(backup: Path, sold_folder: Path, tmp_path: Path) -> None:
    before = (sold_folder / FILE).read_bytes()
    with pytest.raises(StoreError) as error:
        restore(backup, sold_folder, keys.find_key(sold_folder), FILE)
    assert error.value.code == "store_exists"
    assert (sold_folder / FILE).read_bytes() == before
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / keys.KEY_FILE).write_text("cd" * 32)
    with pytest.raises(StoreError) as error:
        restore(backup, foreign, keys.find_key(sold_folder), FILE)
    assert error.value.code == "store_exists"
    assert sorted(path.name for path in foreign.iterdir()) == [keys.KEY_FILE]


def test_a_backup_put_back_where_sales_were_lost_is_opened(backup: Path, sold_folder: Path) -> None:
    """What somebody restores on purpose is believed, although the mark knows of more."""
    key = keys.find_key(sold_folder)
    open_desk(sold_folder, clock=SetClock(MORNING)).close()
    (sold_folder / FILE).unlink()
    (sold_folder / f"{FILE}-wal").write_bytes(b"of the file that was moved away" * 200)
    restore(backup, sold_folder, key, FILE)
    with open_store(sold_folder) as store, store.reading() as connection:
        assert verify(connection).faults == []


def test_the_newest_copies_are_kept(sold_folder: Path, tmp_path: Path) -> None:
    made = [
        back_up(sold_folder / FILE, keys.find_key(sold_folder), tmp_path / "stick", "KSB1-02", MORNING + n * HOUR)
        for n in range(KEPT + 2)
    ]
    other = back_up(sold_folder / FILE, keys.find_key(sold_folder), tmp_path / "stick", "KSB1-03", MORNING)
    assert sorted((tmp_path / "stick").iterdir()) == sorted([*made[2:], other])


def test_a_copy_just_made_is_kept_among_copies_of_the_future(sold_folder: Path, tmp_path: Path) -> None:
    key, stick = keys.find_key(sold_folder), tmp_path / "stick"
    for n in range(1, KEPT + 1):
        back_up(sold_folder / FILE, key, stick, "KSB1-02", MORNING + n * HOUR)
    now = back_up(sold_folder / FILE, key, stick, "KSB1-02", MORNING)
    assert now.exists()
    assert len(list(stick.iterdir())) == KEPT


def test_a_backup_that_fails_leaves_nothing_and_is_remembered(
    desk: OpenDesk, manager: SignedIn, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    choose_backup_folder(desk, manager, tmp_path / "file")
    with pytest.raises(StoreError) as error:
        back_up_desk(desk)
    assert error.value.code == backup_state(desk).last_fault == "place_unusable"
    choose_backup_folder(desk, manager, tmp_path / "stick")
    assert back_up_desk(desk).parent == tmp_path / "stick"
    assert backup_state(desk).last_fault == ""


def test_a_backup_is_due_every_few_hours_and_also_after_the_clock_went_back(desk: OpenDesk, clock: SetClock) -> None:
    assert back_up_if_due(desk) is not None
    clock.move(HOURS_BETWEEN_BACKUPS * HOUR - 1)
    assert back_up_if_due(desk) is None
    clock.move(1)
    assert back_up_if_due(desk) is not None
    clock.move(-30 * 24 * HOUR)
    assert back_up_if_due(desk) is not None


def test_the_code_on_paper_is_the_key() -> None:
    key = bytes(range(32))
    code = keys.recovery_code(key)
    assert keys.read_recovery_code(code) == key
    assert keys.read_recovery_code(code.lower().replace("-", "  ")) == key
    assert keys.read_recovery_code(code.replace("O", "0").replace("I", "1").replace("B", "8")) == key
    assert len(code) == 69


def test_a_slip_in_the_code_on_paper_is_found() -> None:
    code = keys.recovery_code(bytes(range(32))).replace("-", "")
    dice = random.Random(1)
    for place in range(len(code)):
        other = dice.choice([c for c in string.ascii_uppercase if c != code[place]])
        with pytest.raises(DomainError) as error:
            keys.read_recovery_code(code[:place] + other + code[place + 1 :])
        assert error.value.code == "recovery_code_mistyped"


@pytest.mark.parametrize("text", ["", "ABCD", "رمز", "A" * 55, "A" * 64, "9" * 56])
def test_what_is_no_code_is_said_to_be_none(text: str) -> None:
    with pytest.raises(DomainError) as error:
        keys.read_recovery_code(text)
    assert error.value.code == "recovery_code_malformed"


def test_a_copy_of_the_folder_is_a_store_of_its_own(sold_folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(sold_folder, tmp_path / "copy")
    with open_store(sold_folder), open_store(copy) as second:
        assert second.writable
