"""A server from before a desk joined: with a new code it joins again; nothing is lost, nothing is there twice."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.errors import Refused
from sanad_desk.server.centres import new_enrolment_code
from sanad_desk.server.cli import main as sanad_server
from sanad_desk.usecases.back_up import back_up
from sanad_desk.usecases.go_on_spare import go_on_spare
from sanad_desk.usecases.join_server import found_from_server, join_server
from tests.sync.centre_at_work import DATABASE, CentreAtWork, numbers_of, twins
from tests.sync.test_two_disks import restore
from tests.usecases.counter import Counter, a_customer


def new_code(centre: CentreAtWork) -> str:
    identity = next(iter(centre.counters.values())).desk.identity()[0]
    return new_enrolment_code(centre.db, identity.code, centre.server_clock.now())


def fresh_pc(centre: CentreAtWork, name: str) -> Counter:
    with contextlib.closing(open_desk(centre.folder / name, clock=centre.clock, create=True)) as fresh:
        found_from_server(fresh, centre.server.url, new_code(centre))
    return centre.open(name)


def join_again(centre: CentreAtWork, name: str) -> None:
    assert centre.sync(name).code == "desk_unknown"
    counter = centre.counters[name]
    join_server(counter.desk, counter.manager, centre.server.url, new_code(centre))


def test_a_desk_that_joined_after_the_backup_joins_again(
    centre: CentreAtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre.copy_server(tmp_path / "old.sqlite3")
    late = fresh_pc(centre, "late")
    late.sell(customer=a_customer(4))
    centre.drain()
    late.sell()
    number = centre.state("late").desk_number
    centre.restore_server(tmp_path / "old.sqlite3")
    monkeypatch.setenv("SANAD_SERVER_FOLDER", str(centre.folder / "server"))
    assert sanad_server(["restored"]) == 0
    assert centre.sync("a").code == ""
    fresh_pc(centre, "later").sell()
    assert centre.state("later").desk_number != number  # nobody at the server knew that it was taken
    join_again(centre, "late")
    centre.drain()
    assert centre.state("late").desk_number == number
    centre.check()
    with pytest.raises(Refused, match="already_joined"):
        join_server(late.desk, late.manager, centre.server.url, new_code(centre))


def test_two_disks_of_a_forgotten_desk(centre: CentreAtWork, tmp_path: Path) -> None:
    """The copy joins again first, as what both once were; its own epoch and the first disk follow."""
    centre.copy_server(tmp_path / "old.sqlite3")
    fresh_pc(centre, "late").sell()
    centre.drain()
    copied = centre.copy_disk("late", "copy")
    for _ in range(2):
        copied.sell()
        centre.counters["late"].sell()
        centre.drain()
    copied.sell()
    numbers = {name: centre.state(name).desk_number for name in ("late", "copy")}
    centre.restore_server(tmp_path / "old.sqlite3")
    join_again(centre, "copy")
    centre.drain()
    assert {name: centre.state(name).desk_number for name in ("late", "copy")} == numbers
    centre.check()


def test_two_epochs_are_forgotten_at_once(centre: CentreAtWork, tmp_path: Path) -> None:
    """Everybody has each entry once, under fewer epochs; the file of the one that is gone goes too."""
    centre.copy_server(tmp_path / "old.sqlite3")
    fresh_pc(centre, "late").sell()
    centre.drain()
    for step in ("one", "two"):
        backup = back_up(centre.counters["late"].desk, tmp_path / step)
        centre.counters["late"].sell()
        centre.drain()
        restore(centre, "late", backup)
        centre.drain()
        centre.counters["late"].sell()
    number = centre.state("late").desk_number
    centre.restore_server(tmp_path / "old.sqlite3")
    join_again(centre, "late")
    centre.drain()
    assert centre.state("late").desk_number == number
    centre.check()


def test_a_server_that_began_anew_gets_everything(centre: CentreAtWork, tmp_path: Path) -> None:
    """Also its keys are others: who joins again believes the new ones."""
    centre.copy_server(tmp_path / "empty.sqlite3")
    for name in ("a", "b"):
        centre.counters[name].sell(customer=a_customer(4))
    centre.drain()
    with contextlib.closing(sqlite3.connect(tmp_path / "empty.sqlite3")) as emptied, emptied:
        for table in ("chain", "desk", "entry", "batch", "transaction_row", "day_sum", "record", "feed", "judgement"):
            emptied.execute(f"DELETE FROM {table}")
        emptied.execute("UPDATE server_state SET server_id = randomblob(16), server_epoch = randomblob(16)")
    for key in (centre.folder / "server").glob("*.key"):
        key.unlink()
    assert (centre.folder / "server" / DATABASE).exists()
    centre.restore_server(tmp_path / "empty.sqlite3")
    for name in ("a", "b"):
        join_again(centre, name)
    centre.drain()
    centre.check()


def test_a_number_that_went_to_another_desk_meanwhile(centre: CentreAtWork, tmp_path: Path) -> None:
    """Nobody said that the server came from a backup, so the next PC got it; from now on each has its own."""
    centre.copy_server(tmp_path / "old.sqlite3")
    fresh_pc(centre, "late").sell()
    centre.drain()
    centre.restore_server(tmp_path / "old.sqlite3")
    fresh_pc(centre, "later")
    assert centre.state("later").desk_number == centre.state("late").desk_number
    join_again(centre, "late")
    centre.drain()
    assert centre.state("later").desk_number != centre.state("late").desk_number
    assert "desk_renumbered" in centre.incidents("a")
    fresh = [centre.counters[name].sell().number for name in ("late", "later")]
    centre.drain()
    assert twins(fresh) == set()
    centre.check()


def test_the_spare_number_a_copy_took_is_no_spare_any_more(centre: CentreAtWork, tmp_path: Path) -> None:
    backup = back_up(centre.counters["a"].desk, tmp_path / "first")
    restore(centre, "second", backup, key_of="a")
    centre.counters["a"].sell()
    centre.sync("a")
    second = centre.counters["second"]
    spare = go_on_spare(second.desk, second.manager, "the line is down")
    second.sell()
    centre.drain()
    assert centre.state("second").desk_number == spare != centre.state("a").spare_number
    restore(centre, "a", back_up(centre.counters["a"].desk, tmp_path / "second"))
    counter = centre.counters["a"]
    assert go_on_spare(counter.desk, counter.manager, "the line is down") != spare
    assert counter.sell().number not in numbers_of(second.desk)
    centre.drain()
    centre.check()
