"""Desks to measure on: a demo centre with as many sales behind it as wanted, and visits that only want to be paid."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Table
from sqlcipher3 import dbapi2

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.receipt_number import ReceiptNumber
from sanad_desk.store import tables
from sanad_desk.store.encrypted_file import connect
from sanad_desk.store.projection import KEPT_SUMS, REPLACED, rows_of
from sanad_desk.usecases.demo_centre import demo_centre
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.open_desk import OpenDesk, new_id
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.set_customer import set_customer
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.wire.entries import Envelope, TransactionCompleted, chain_hash, entry_bytes, read_entry
from tests.conftest import MORNING, TODAY
from tests.usecases.played import CONTRACT, ID_CARD, ready_visit, sold

TEMPLATES = 20
BATCH = 4_000
HOUR = 3_600_000
PEOPLE = 50_000

Rows = dict[Table, list[tuple[Any, ...]]]


def found(folder: Path) -> tuple[OpenDesk, SignedIn]:
    """A demo centre with an open shift."""
    os.environ["SANAD_DESK_KEYS"] = "file"
    desk = open_desk(folder, clock=SetClock(MORNING), create=True)
    demo_centre(desk)
    clerk = list_operators(desk)[1]
    who = SignedIn(clerk.id, clerk.name, clerk.roles)
    open_shift(desk, who, 20_000)
    return desk, who


def ready_visits(desk: OpenDesk, who: SignedIn, count: int) -> list[VisitView]:
    """Visits of one case, every third with a second one, of anybody ever seen, waiting at the till."""
    with desk.store.reading() as connection:
        people = list(connection.exec_driver_sql("SELECT id FROM customer").scalars())
    dice, views = random.Random(1), []
    for n in range(count):
        visit_id = ready_visit(desk, who, *((CONTRACT, ID_CARD) if n % 3 == 2 else (CONTRACT,))).visit.id
        views.append(set_customer(desk, who, visit_id, UUID(bytes=dice.choice(people))))
    return views


def fill(desk: OpenDesk, who: SignedIn, count: int) -> None:
    """Stores as many sales as if they had been made, by the driver alone: same rows, same sizes, ids in their order."""
    for n in range(TEMPLATES):
        sold(desk, who, *((CONTRACT, ID_CARD) if n % 3 == 2 else (CONTRACT,)))
    with contextlib.closing(connect(desk.store.path, desk.store.key)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        people = _people(connection)
        for rows in _batches(connection, count - TEMPLATES, people):
            for table, values in rows.items():
                marks = ", ".join("?" * len(table.columns))
                verb = "INSERT OR REPLACE" if table in REPLACED or table is tables.desk_state else "INSERT"
                added = " ON CONFLICT DO UPDATE SET amount = amount + excluded.amount" if table in KEPT_SUMS else ""
                connection.executemany(f'{verb} INTO "{table.name}" VALUES ({marks}){added}', values)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _people(connection: dbapi2.Connection) -> list[bytes]:
    ids = [new_id().bytes for _ in range(PEOPLE)]
    rows = [
        (
            key,
            0,
            f"زبون {n}",
            f"Customer {n}",
            f"{70_000_000 + n}",
            "",
            "+96899000000",
            f"زبون {n} customer {n}",
            1,
            MORNING,
        )
        for n, key in enumerate(ids)
    ]
    connection.executemany("INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return ids


def _batches(connection: dbapi2.Connection, count: int, people: list[bytes]) -> Iterator[Rows]:
    entries = [read_entry(row[0]) for row in connection.execute("SELECT entry FROM journal ORDER BY seq")]
    sales = [entry for entry in entries if entry.kind == "transaction_completed"]
    receipts = list(connection.execute("SELECT picture, customer_block, code FROM receipt ORDER BY rowid"))
    seq, head, _, last_at, last_case = connection.execute(
        "SELECT head_seq, head_hash, acknowledged_seq, last_at, last_case FROM desk_state"
    ).fetchone()
    templates = itertools.cycle(list(zip(sales, (entry.read() for entry in sales), receipts, strict=True)))
    rows: Rows = {}
    for n, (template, fact, receipt) in zip(range(count), templates, strict=False):
        assert isinstance(fact, TransactionCompleted)
        seq += 1
        number = str(ReceiptNumber("KSB1", 2, TODAY.year, TEMPLATES + n + 1))
        sale = _another(fact, number, people[n % PEOPLE])
        raw = entry_bytes(seq, sale, Envelope(template.at, TODAY, template.shift_id, template.operator_id))
        head = chain_hash(head, raw)
        entry = read_entry(raw)
        rows.setdefault(tables.journal, []).append((seq, entry.kind, entry.at, raw, head))
        for change in rows_of(entry, sale):
            rows.setdefault(change.table, []).append(change.values)
        rows.setdefault(tables.receipt, []).append((number, sale.transaction_id, *receipt))
        if n % BATCH == BATCH - 1 or n == count - 1:
            rows[tables.desk_state] = [(1, seq, head, 0, last_at, last_case, 0)]
            yield rows
            rows = {}


def _another(fact: TransactionCompleted, number: str, customer: bytes) -> TransactionCompleted:
    cases = tuple(msgspec.structs.replace(case, case_id=new_id().bytes) for case in fact.cases)
    return msgspec.structs.replace(
        fact, transaction_id=new_id().bytes, visit_id=new_id().bytes, number=number, customer_id=customer, cases=cases
    )
