"""The server comes back from an old backup: desks offer again what it lost, entries and records, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from sanad_desk.server import tables
from sanad_desk.server.cli import main as sanad_server
from sanad_desk.usecases.look_at_receipt import look_at_receipt
from sanad_desk.usecases.set_customer import find_customers
from tests.sync.bad_line import Fault
from tests.sync.centre_at_work import CentreAtWork, numbers_of, twins
from tests.usecases.counter import a_customer


def _server_epoch(centre: CentreAtWork) -> bytes:
    with centre.db.reading() as connection:
        found: bytes = connection.execute(select(tables.server_state.c.server_epoch)).scalar_one()
    return found


def _receipts_there(centre: CentreAtWork) -> set[bytes]:
    with centre.db.reading() as connection:
        query = select(tables.record.c.key).where(tables.record.c.kind == "receipt", tables.record.c.body.is_not(None))
        return set(connection.execute(query).scalars())


def test_what_the_server_lost_is_offered_again(centre: CentreAtWork, tmp_path: Path) -> None:
    centre.copy_server(tmp_path / "old.sqlite3")
    for name in ("a", "b"):
        centre.counters[name].sell(customer=a_customer(4))
    centre.drain()
    receipts = _receipts_there(centre)
    centre.counters["a"].sell()  # meets the loss on its way up
    centre.restore_server(tmp_path / "old.sqlite3")
    before = _server_epoch(centre)
    centre.sync("a", Fault.NONE, Fault.ANSWER_LOST)
    assert _server_epoch(centre) != before
    centre.drain()
    centre.check()
    assert receipts < _receipts_there(centre)
    assert "server_lost" in centre.incidents("b")
    once = _server_epoch(centre)
    centre.drain()
    assert _server_epoch(centre) == once
    number = numbers_of(centre.counters["b"].desk)[0]
    assert look_at_receipt(centre.counters["a"].desk, centre.counters["a"].manager, number).number == number


def test_a_quiet_desk_hears_of_it_too(centre: CentreAtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the word of whoever restored it; cursors of before are void."""
    centre.copy_server(tmp_path / "old.sqlite3")
    centre.counters["a"].sell(customer=a_customer(4))
    centre.drain()
    centre.restore_server(tmp_path / "old.sqlite3")
    before = _server_epoch(centre)
    monkeypatch.setenv("SANAD_SERVER_FOLDER", str(centre.folder / "server"))
    assert sanad_server(["restored"]) == 0
    assert _server_epoch(centre) != before
    centre.drain()
    centre.check()
    assert find_customers(centre.counters["b"].desk, "Sample Customer 4")


def test_the_server_loses_the_epoch_of_a_copy(centre: CentreAtWork, tmp_path: Path) -> None:
    """The key it signs with is unknown again, and the number of its receipts must stay its own."""
    copied = centre.copy_disk("a", "copy")
    centre.copy_server(tmp_path / "old.sqlite3")
    for name in ("a", "copy"):
        centre.counters[name].sell()
    centre.drain()
    copied.sell()
    centre.drain()
    number = centre.state("copy").desk_number
    centre.restore_server(tmp_path / "old.sqlite3")
    third = centre.copy_disk("b", "third")
    for counter in (centre.counters["b"], third, copied):
        counter.sell()
    centre.drain()
    assert centre.state("copy").desk_number == number
    numbers = {name: set(numbers_of(counter.desk)) for name, counter in centre.counters.items()}
    centre.counters["copy"].sell()
    centre.counters["third"].sell()
    centre.drain()
    fresh = [
        number
        for name, counter in centre.counters.items()
        for number in numbers_of(counter.desk)
        if number not in numbers[name]
    ]
    assert twins(fresh) == set()
    centre.check()
