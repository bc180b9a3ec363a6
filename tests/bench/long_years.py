"""A store with a million transactions behind it, years of full days, written by the driver alone.

The journal's bytes and the pictures of receipts are left out: no sum is read from them.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlcipher3 import dbapi2

from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.receipt_number import ReceiptNumber
from sanad_desk.store import tables
from sanad_desk.store.encrypted_file import connect
from sanad_desk.usecases.open_desk import OpenDesk
from tests.bench.desks import TEMPLATES, Rows, fill
from tests.conftest import MORNING, TODAY

A_DAY = 400
SHIFTS = 2
DAY_MS = 24 * 3_600_000
FIRST_SEQ = 100_000
_CHILDREN = (tables.paid_case, tables.charge, tables.payment)


def fill_years(desk: OpenDesk, who: SignedIn, count: int) -> None:
    """`count` transactions: today's in the open shift as they would be made, the others in closed shifts before."""
    fill(desk, who, A_DAY)
    with contextlib.closing(connect(desk.store.path, desk.store.key)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        templates = list(itertools.islice(_templates(connection), TEMPLATES))
        days = -(-(count - A_DAY) // A_DAY)
        for n in range(days):
            rows = _day(TODAY - timedelta(days=days - n), n, templates, who)
            for table, values in rows.items():
                marks = ", ".join("?" * len(table.columns))
                connection.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', values)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


Template = tuple[dict[str, Any], Rows, list[tuple[Any, ...]]]


def _templates(connection: dbapi2.Connection) -> Iterator[Template]:
    names = [column.name for column in tables.transactions.columns]
    for sale in connection.execute("SELECT * FROM transactions ORDER BY seq").fetchall():
        row = dict(zip(names, sale, strict=True))
        children: Rows = {}
        for table in _CHILDREN:
            query = f"SELECT * FROM {table.name} WHERE transaction_id = ? ORDER BY position"
            children[table] = connection.execute(query, (row["id"],)).fetchall()
        yield row, children, connection.execute("SELECT * FROM posting WHERE seq = ?", (row["seq"],)).fetchall()


def _day(day: date, n: int, templates: list[Template], who: SignedIn) -> Rows:
    rows: Rows = {}
    opened = MORNING - (TODAY - day).days * DAY_MS
    shifts = [(n * SHIFTS + place + 1).to_bytes(16, "big") for place in range(SHIFTS)]
    for place, key in enumerate(shifts):
        seq = FIRST_SEQ + n * (A_DAY + 3 * SHIFTS) + A_DAY + 3 * place
        common = (who.operator_id.bytes, day.isoformat())
        z_number = n * SHIFTS + place + 1
        rows.setdefault(tables.shift, []).append((key, *common, opened, 20_000, seq, None))
        rows.setdefault(tables.shift_count, []).append((key, seq + 1, opened, common[0], 20_000, 20_000, None))
        closing = (key, seq + 2, z_number, opened, *common, 20_000, 20_000, "", None, 0, None)
        rows.setdefault(tables.shift_closing, []).append(closing)
        rows.setdefault(tables.balance, []).append(("drawer", key.hex(), 0))
    for place in range(A_DAY):
        seq = FIRST_SEQ + n * (A_DAY + 3 * SHIFTS) + place
        sale, children, postings = templates[place % len(templates)]
        count = n * A_DAY + place + 1
        key = count.to_bytes(16, "big")
        changed = {
            "id": key,
            "seq": seq,
            "visit_id": key,
            "number": str(ReceiptNumber("OLD1", 1 + count // 900_000, day.year, count % 900_000)),
            "shift_id": shifts[place % SHIFTS],
            "business_date": day.isoformat(),
            "completed_at": opened + place * 60_000,
        }
        rows.setdefault(tables.transactions, []).append(tuple((sale | changed).values()))
        for table, kept in children.items():
            rows.setdefault(table, []).extend((key, *values[1:]) for values in kept)
        rows.setdefault(tables.posting, []).extend((seq, *values[1:]) for values in postings)
    return rows
