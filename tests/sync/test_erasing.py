"""Erased at one desk, a person is gone at the server and at the other desks, whoever gave the receipts."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import NamedTuple

import msgspec
import pytest
from sqlalchemy import Connection, select

from sanad_desk.domain.customer import Customer
from sanad_desk.domain.transaction import Tender
from sanad_desk.server import tables
from sanad_desk.store.replicas import FOLDER
from sanad_desk.store.verify import verify
from sanad_desk.usecases.erase_customer import erase_customer
from sanad_desk.usecases.open_account import open_account
from sanad_desk.usecases.purge_identity import purge_identity
from sanad_desk.usecases.set_customer import find_customers, save_customer
from sanad_desk.wire.entries import CustomerErased
from sanad_desk.wire.records import ReceiptBody
from tests.sync.centre_at_work import CentreAtWork
from tests.usecases.counter import a_customer
from tests.usecases.played import facts

PERSON, SOMEBODY_ELSE = 7, 8


class Held(NamedTuple):
    """What is known of customers at one place: how many, and of how many receipts and cases."""

    customers: int
    receipts: int
    blocks: int
    cases: int


@pytest.fixture
def person(centre: CentreAtWork) -> Customer:
    """Each desk gave him a receipt and another one to somebody else; all know of all."""
    a, b = centre.counters["a"], centre.counters["b"]
    a.sell(customer=a_customer(PERSON))
    a.sell(customer=a_customer(SOMEBODY_ELSE))
    centre.drain()
    b.sell(customer=a_customer(PERSON))
    b.sell(customer=a_customer(SOMEBODY_ELSE))
    centre.drain()
    assert at_server(centre) == Held(2, 4, 4, 4)
    assert in_store(centre, "a") == in_store(centre, "b") == Held(2, 4, 4, 4)
    return found(centre, "a")[0]


def found(centre: CentreAtWork, name: str) -> list[Customer]:
    return find_customers(centre.counters[name].desk, a_customer(PERSON).civil_number)


def at_server(centre: CentreAtWork) -> Held:
    bodies: dict[str, list[bytes]] = {"customer": [], "receipt": [], "case_detail": []}
    with centre.db.reading() as connection:
        for row in connection.execute(select(tables.record.c.kind, tables.record.c.body)):
            if row.body is not None:
                bodies.setdefault(row.kind, []).append(row.body)
    receipts = [msgspec.msgpack.decode(body, type=ReceiptBody) for body in bodies["receipt"]]
    assert all(receipt.picture for receipt in receipts)
    blocks = sum(receipt.customer_block is not None for receipt in receipts)
    return Held(len(bodies["customer"]), len(receipts), blocks, len(bodies["case_detail"]))


def in_store(centre: CentreAtWork, name: str) -> Held:
    """The desk's own and what it has of others."""
    desk = centre.counters[name].desk
    with desk.replicas.reading() as replicas, desk.store.reading() as own:
        chains = [own, *(replica.connection for replica in replicas)]
        counts = [
            sum(count(chain, query) for chain in chains)
            for query in ("receipt", "receipt WHERE customer_block IS NOT NULL")
        ]
        cases = sum(count(chain, "(SELECT DISTINCT case_id FROM case_detail)") for chain in chains)
        return Held(count(own, "customer"), counts[0], counts[1], cases)


def count(connection: Connection, what: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {what}").scalar() or 0)


def erase(centre: CentreAtWork, person: Customer) -> None:
    counter = centre.counters["a"]
    erase_customer(counter.desk, counter.manager, person.id)


def nothing_was_corrected(centre: CentreAtWork, name: str) -> None:
    """A clerk who only picks him from the list writes no customer; playing the visit in one call does."""
    with centre.counters[name].desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("DELETE FROM record_revision WHERE kind = 'customer'")
        unit.commit()


GONE = Held(1, 4, 2, 2)


def test_he_is_gone_at_once_here_with_the_next_round_there_and_then_at_the_other_desk(
    centre: CentreAtWork, person: Customer
) -> None:
    erase(centre, person)
    assert in_store(centre, "a") == GONE
    centre.sync("a")
    assert at_server(centre) == GONE, "also what a desk gave that may never come again"
    centre.sync("b")
    assert in_store(centre, "b") == GONE
    centre.drain()
    assert at_server(centre) == in_store(centre, "a") == GONE
    centre.check()
    assert centre.incidents("a") == centre.incidents("b") == set()
    for name, cause in (("a", "asked"), ("b", "told")):
        desk = centre.counters[name].desk
        assert facts(desk, CustomerErased) == [CustomerErased(person.id.bytes, cause)]
        with desk.store.reading() as connection:
            verdict = verify(connection)
        assert (verdict.erased_customers, verdict.erased_unexplained) == (1, 0)


def test_what_a_desk_gave_while_it_was_away_goes_once_it_is_back(centre: CentreAtWork, person: Customer) -> None:
    centre.counters["b"].sell(customer=found(centre, "b")[0])
    nothing_was_corrected(centre, "b")
    erase(centre, person)
    centre.sync("a")
    centre.drain()
    expected = Held(1, 5, 2, 2)
    assert (at_server(centre), in_store(centre, "a"), in_store(centre, "b")) == (expected,) * 3
    centre.check()


def test_a_correction_that_was_on_its_way_brings_him_back(centre: CentreAtWork, person: Customer) -> None:
    counter = centre.counters["b"]
    save_customer(counter.desk, counter.clerk, replace(found(centre, "b")[0], phone="+96899100123"))
    erase(centre, person)
    centre.sync("a")
    centre.drain()
    assert [each.phone for name in "ab" for each in found(centre, name)] == ["+96899100123"] * 2


def test_a_debt_that_was_not_known_yet_brings_the_debtor_back(centre: CentreAtWork, person: Customer) -> None:
    counter = centre.counters["b"]
    open_account(counter.desk, counter.manager, person.id, 100_000)
    counter.sell(customer=found(centre, "b")[0], tender=Tender.ON_ACCOUNT)
    nothing_was_corrected(centre, "b")
    erase(centre, person)
    centre.sync("a")
    centre.drain()
    assert [each.id for name in "ab" for each in found(centre, name)] == [person.id] * 2
    centre.check()


def test_lost_replicas_come_back_with_the_pictures_and_without_him(centre: CentreAtWork, person: Customer) -> None:
    erase(centre, person)
    centre.drain()
    centre.shut("a")
    shutil.rmtree(centre.folder / "a" / FOLDER)
    centre.open("a")
    centre.drain()
    assert in_store(centre, "a") == GONE


def test_a_server_that_lost_the_erasing_is_told_again(centre: CentreAtWork, person: Customer) -> None:
    backup = centre.folder / "backup.sqlite3"
    centre.copy_server(backup)
    erase(centre, person)
    centre.drain()
    centre.restore_server(backup)
    assert at_server(centre) == Held(2, 4, 4, 4)
    centre.drain()
    assert at_server(centre) == in_store(centre, "a") == in_store(centre, "b") == GONE


def test_a_desk_put_back_from_a_copy_forgets_him_again(centre: CentreAtWork, person: Customer) -> None:
    centre.shut("b")
    shutil.copytree(centre.folder / "b", centre.folder / "older")
    centre.open("b")
    erase(centre, person)
    centre.drain()
    centre.shut("b")
    shutil.rmtree(centre.folder / "b")
    shutil.move(centre.folder / "older", centre.folder / "b")
    centre.open("b")
    assert in_store(centre, "b") == Held(2, 4, 4, 4)
    centre.drain()
    assert at_server(centre) == in_store(centre, "a") == in_store(centre, "b") == GONE


def test_the_timer_spares_who_came_to_another_desk(centre: CentreAtWork, person: Customer) -> None:
    for clock in (centre.clock, centre.server_clock):
        clock.move(25 * 31 * 24 * 3_600_000)
    centre.counters["b"].sell(customer=found(centre, "b")[0])
    nothing_was_corrected(centre, "b")
    assert purge_identity(centre.counters["a"].desk) == 0, "nothing was heard of the others"
    centre.sync("b")
    centre.counters["a"].open_new_shift()
    centre.sync("a")
    assert purge_identity(centre.counters["a"].desk) == 1
    centre.drain()
    left = Held(1, 5, 3, 3)
    assert (at_server(centre), in_store(centre, "a"), in_store(centre, "b")) == (left,) * 3
    assert [each.id for name in "ab" for each in found(centre, name)] == [person.id] * 2
    centre.check()
