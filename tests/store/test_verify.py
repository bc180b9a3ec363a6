"""Verify: a clean store is clean, and any one byte of the money turned over is named with its table and row."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError

from sanad_desk.store import tables
from sanad_desk.store.mark import read_mark
from sanad_desk.store.store import open_store as open_store_of
from sanad_desk.store.verdict import place
from sanad_desk.store.verify import verify
from sanad_desk.store.verify_rows import PROJECTED
from sanad_desk.wire import follow_facts
from sanad_desk.wire.entries import Entry, Envelope, ShiftOpened, TransactionCompleted
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.follow_facts import StandingFact
from tests.store.tampering import faults_of, flipped, forging, made_anew, places, rows, write

GUARDED = (*PROJECTED, tables.receipt, tables.journal)
CELLS = [(table, column.name) for table in GUARDED for column in table.columns]
RANDOM_FLIPS = 3_000 if os.environ.get("SANAD_FAULT_DOSE") == "full" else 120


@pytest.fixture(scope="module")
def store(closed_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With one of each fact of a followed case besides."""
    folder = Path(shutil.copytree(closed_store, tmp_path_factory.mktemp("followed") / "store"))
    with open_store_of(folder) as opened, opened.unit_of_work() as unit:
        for fact in follow_facts_of(unit.head()[0]):
            unit.append(fact, Envelope(1_795_420_000_000, date(2026, 11, 23), None, b"\x07" * 16))
        unit.commit()
    return folder


def follow_facts_of(number: int) -> list[Fact]:
    case, payment, outage, transaction = (bytes([n]) * 16 for n in (1, 2, 3, 4))
    reference, service, entity = f"0142-01-{number:06d}", "some_service", "some_entity"
    standing = StandingFact(
        *(case, reference, service, entity, b"\x05" * 16, b"\x06" * 16, "returned", "in_review", "submit"),
        *("paper_missing", "2026-12-01", "2026-11-30", "REF-1", 5_000, 1_795_400_000_000, 1_795_410_000_000, 3),
    )
    deducted = follow_facts.PortalPaymentMoved(
        *(payment, case, transaction, 0, entity, "deducted", "unknown", 35_000, "centre_card", "P-1"),
        *(1_795_410_000_000, "statement", b"\x06" * 16),
    )
    return [
        follow_facts.CaseMoved("return", standing, "a remark", ("paper:0:passport", "paper:1:photo"), b"\x06" * 16),
        deducted,
        follow_facts.OutageBegan(b"\x08" * 16, entity),
        follow_facts.OutageEnded(outage, entity, 1_795_400_000_000, b"\x06" * 16),
        follow_facts.CustomerTold(case, "whatsapp", "returned"),
        follow_facts.VisitRated(transaction, case, 4),
        follow_facts.ComplaintMade("0142-01-26-C-0001", "waiting", case, transaction),
        follow_facts.ComplaintSettled("0142-01-26-C-0001", "explained"),
        follow_facts.CustomerAssisted(service, case),
        follow_facts.PapersMissed(case, service, ("paper:0:passport",)),
        follow_facts.ServiceNotOffered("passport photos"),
    ]


@pytest.fixture
def open_store(store: Path) -> Iterator[Connection]:
    with forging(store) as connection:
        yield connection


def _turn_over(connection: Connection, table: Table, column: str, dice: random.Random) -> tuple[str, set[str]]:
    """One byte of one cell; gives back the row's name and all that verify blames."""
    row = dice.choice(rows(connection, table))
    names = [c.name for c in table.columns]
    value = row[names.index(column)]
    keys = row[: len(table.primary_key.columns)]
    write(connection, table, column, keys, flipped(value, dice))
    return place(table, keys), places(connection)


def test_a_day_of_sales_is_clean(open_store: Connection, store: Path) -> None:
    verdict = verify(open_store, read_mark(store))
    assert verdict.faults == []
    given = len(rows(open_store, tables.receipt))
    assert (verdict.transactions, verdict.receipts, verdict.erased_customers) == (given, given, 0)
    assert verdict.entries == len(rows(open_store, tables.journal))


def test_every_guarded_table_has_rows_to_turn_over(open_store: Connection) -> None:
    assert [table.name for table in GUARDED if not rows(open_store, table)] == []


@pytest.mark.parametrize(("table", "column"), CELLS, ids=[f"{table.name}.{column}" for table, column in CELLS])
def test_a_byte_turned_over_in_any_column_names_the_row(open_store: Connection, table: Table, column: str) -> None:
    dice = random.Random(f"{table.name}.{column}")
    while True:
        try:
            where, blamed = _turn_over(open_store, table, column, dice)
            break
        except IntegrityError:
            continue  # the key of another row: nobody can write that
    assert where in blamed or any(found.startswith(f"{table.name}:") for found in blamed)
    if column not in {c.name for c in table.primary_key.columns}:
        assert where in blamed


def test_any_byte_turned_over_anywhere_is_named(store: Path) -> None:
    dice = random.Random(7)
    for _ in range(RANDOM_FLIPS):
        table, column = dice.choice(CELLS)
        with forging(store) as connection:
            try:
                _, blamed = _turn_over(connection, table, column, dice)
            except IntegrityError:
                continue  # the key of another row: nobody can write that either
        assert any(found.startswith(f"{table.name}:") for found in blamed), (table.name, column)


@pytest.mark.parametrize("table", GUARDED, ids=lambda table: table.name)
def test_a_row_taken_out_is_missing(open_store: Connection, table: Table) -> None:
    keys = [column.name for column in table.primary_key.columns]
    row = random.Random(table.name).choice(rows(open_store, table))
    where = " AND ".join(f'"{key}" = ?' for key in keys)
    open_store.exec_driver_sql(f'DELETE FROM "{table.name}" WHERE {where}', row[: len(keys)])
    blamed = places(open_store)
    assert place(table, row[: len(keys)]) in blamed or (table is tables.journal and "desk_state:1" in blamed)


@pytest.mark.parametrize("table", [t for t in GUARDED if t is not tables.journal], ids=lambda table: table.name)
def test_a_row_put_in_is_unknown(open_store: Connection, table: Table) -> None:
    """A twin of a row under another key; unique columns get another value too."""
    row = list(rows(open_store, table)[-1])
    names = [column.name for column in table.columns]
    unique = {c.name for index in table.indexes if index.unique for c in index.columns}
    for name in {names[len(table.primary_key.columns) - 1], *unique}:
        value = row[names.index(name)]
        row[names.index(name)] = (
            value + 1 if isinstance(value, int) else value + (b"?" if isinstance(value, bytes) else "?")
        )
    marks = ", ".join("?" * len(row))
    open_store.exec_driver_sql(f'INSERT INTO "{table.name}" VALUES ({marks})', tuple(row))
    assert place(table, tuple(row[: len(table.primary_key.columns)])) in places(open_store)


@pytest.mark.parametrize("column", ["picture", "customer_block", "code", "transaction_id", "number"])
def test_receipts_that_changed_places_are_named(open_store: Connection, column: str) -> None:
    (first, *_), (second, *_) = rows(open_store, tables.receipt)[2:4]
    swap = f'UPDATE receipt SET "{column}" = (SELECT "{column}" FROM receipt r WHERE r.number = ?) WHERE number = ?'
    if column == "number":
        for number, other in ((first, "-"), (second, first), ("-", second)):
            open_store.exec_driver_sql("UPDATE receipt SET number = ? WHERE number = ?", (other, number))
    else:
        mine = open_store.exec_driver_sql(f'SELECT "{column}" FROM receipt WHERE number = ?', (first,)).scalar()
        open_store.exec_driver_sql(swap, (second, first))
        write(open_store, tables.receipt, column, (second,), mine)
    assert {f"receipt:{first}", f"receipt:{second}"} <= places(open_store)


def test_a_customer_erased_by_right_is_counted_and_is_no_fault(open_store: Connection) -> None:
    open_store.exec_driver_sql("UPDATE receipt SET customer_block = NULL")
    verdict = verify(open_store)
    assert verdict.faults == []
    assert verdict.erased_customers == len(rows(open_store, tables.receipt))


def test_a_tail_cut_off_is_found_by_the_rows_and_by_the_head(open_store: Connection) -> None:
    last = max(row[0] for row in rows(open_store, tables.journal) if row[1] == "transaction_completed")
    open_store.exec_driver_sql("DELETE FROM journal WHERE seq >= ?", (last,))
    found = {(fault.code, fault.where.split(":")[0]) for fault in faults_of(open_store)}
    assert {("head_differs", "desk_state"), ("row_unknown", "transactions"), ("row_unknown", "receipt")} <= found


def test_a_tail_cut_off_with_all_its_rows_is_found_by_the_mark(open_store: Connection, store: Path) -> None:
    kept = len(rows(open_store, tables.journal)) - 3
    made_anew(open_store, lambda entry, fact: fact if entry.seq <= kept else None)
    assert verify(open_store).faults == []
    assert [fault.code for fault in verify(open_store, read_mark(store)).faults] == ["store_behind"]


def test_entries_that_changed_places_are_named(open_store: Connection) -> None:
    for seq, other in ((5, -1), (6, 5), (-1, 6)):
        open_store.exec_driver_sql("UPDATE journal SET seq = ? WHERE seq = ?", (other, seq))
    assert {"journal:5", "journal:6"} <= places(open_store)


def test_the_head_may_not_move(open_store: Connection) -> None:
    for column in ("head_seq", "head_hash", "last_at", "acknowledged_seq"):
        with open_store.begin_nested() as undo:
            _, blamed = _turn_over(open_store, tables.desk_state, column, random.Random(column))
            assert blamed == {"desk_state:1"}, column
            undo.rollback()


def test_another_signing_key_is_found_before_it_signs(open_store: Connection) -> None:
    open_store.exec_driver_sql("UPDATE setting SET value = randomblob(32) WHERE name = 'signing_key'")
    assert places(open_store) == {"setting:signing_key"}


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON payment BEGIN UPDATE payment SET amount = 0; END",
        "CREATE VIEW v AS SELECT 1",
        "DROP INDEX ix_transactions_business_date",
        "CREATE TABLE extra (x)",
    ],
)
def test_a_schema_that_is_not_ours_is_named(open_store: Connection, statement: str) -> None:
    open_store.exec_driver_sql(statement)
    assert {fault.code for fault in faults_of(open_store)} == {"schema_differs"}


def _sale(change: dict[str, Any], after: int = 0) -> Any:
    def changed(entry: Any, fact: Any) -> Any:
        if isinstance(fact, TransactionCompleted) and entry.seq > after:
            return msgspec.structs.replace(fact, **{name: value(fact) for name, value in change.items()})
        return fact

    return changed


def _cheaper(fact: Any) -> Any:
    """A rial less of the first charge and the first payment: the books still balance."""
    return msgspec.structs.replace(fact, amount=fact.amount - 1_000)


@pytest.mark.parametrize(
    "change",
    [
        {
            "charges": lambda f: (_cheaper(f.charges[0]), *f.charges[1:]),
            "payments": lambda f: (_cheaper(f.payments[0]), *f.payments[1:]),
        },
        {"customer_id": lambda _: b"\x09" * 16},
        {"cases": lambda f: tuple(msgspec.structs.replace(c, service_code="another") for c in f.cases)},
        {"visit_id": lambda f: f.visit_id[:-1] + b"\x00"},
        {"catalogue_version": lambda _: "another"},
        {"signature": lambda _: bytes(64)},
        {"picture_digest": lambda _: bytes(32)},
    ],
    ids=["money", "customer", "service", "visit", "catalogue", "signature", "digest"],
)
def test_a_chain_made_anew_without_the_signing_key_is_named(open_store: Connection, change: dict[str, Any]) -> None:
    last = max(row[0] for row in rows(open_store, tables.journal) if row[1] == "transaction_completed")
    made_anew(open_store, _sale(change, after=last - 1))
    number = rows(open_store, tables.transactions)[-1][3]
    assert {f"journal:{last}", f"receipt:{number}"} & places(open_store)


def test_a_past_made_anew_is_found_by_the_next_receipt(open_store: Connection) -> None:
    """Facts that nobody signed are held by the receipts that came after."""

    def changed(_: Any, fact: Any) -> Any:
        smaller = isinstance(fact, ShiftOpened)
        return msgspec.structs.replace(fact, opening_float=fact.opening_float - 10_000) if smaller else fact

    made_anew(open_store, changed)
    assert "history_differs" in {fault.code for fault in faults_of(open_store)}


def test_a_fact_behind_the_last_signature_is_held_by_the_mark(open_store: Connection, store: Path) -> None:
    last = len(rows(open_store, tables.journal))

    def other(entry: Entry, fact: Fact) -> Fact:
        return msgspec.structs.replace(fact, words="something else") if entry.seq == last else fact

    made_anew(open_store, other)
    assert faults_of(open_store) == []
    assert [fault.code for fault in verify(open_store, read_mark(store)).faults] == ["store_behind"]
