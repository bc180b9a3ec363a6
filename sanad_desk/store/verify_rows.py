"""Whether every projected row is what the journal says: sums first, single rows only where the sums differ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table

from sanad_desk.store import follow_tables, tables
from sanad_desk.store.projection import KEPT_SUMS, REPLACED
from sanad_desk.store.row_change import RowChange
from sanad_desk.store.verdict import Verdict, place, scan

PROJECTED = (
    tables.desk,
    tables.desk_epoch,
    tables.centre,
    tables.operator_right,
    tables.centre_price,
    tables.shift,
    tables.open_shift,
    tables.cash_count,
    tables.shift_count,
    tables.shift_closing,
    tables.variance_approval,
    tables.cash_movement,
    tables.portal_payment,
    tables.tender_correction,
    tables.reversed_charge,
    tables.credit_account,
    tables.day_closing,
    tables.transactions,
    tables.paid_case,
    tables.charge,
    tables.payment,
    tables.posting,
    tables.balance,
    tables.print_record,
    tables.receipt_counter,
    *follow_tables.FOLLOWED,
)

# Tables whose rows a later fact changes: these are kept whole, and are few.
_CHANGING = REPLACED | KEPT_SUMS


class Expected:
    """What the tables must hold: kept as sums per table, so that years of facts fit in memory."""

    def __init__(self) -> None:
        self._sums: dict[Table, int] = dict.fromkeys(PROJECTED, 0)
        self._replaced: dict[Table, dict[tuple[Any, ...], tuple[Any, ...]]] = {table: {} for table in _CHANGING}

    def add(self, change: RowChange) -> None:
        if change.table in _CHANGING:
            apply(self._replaced[change.table], change)
        else:
            self._sums[change.table] += _digest(change.values)

    def sum_of(self, table: Table) -> int:
        if table in _CHANGING:
            return sum(map(_digest, self._replaced[table].values()))
        return self._sums[table]


def apply(rows: dict[tuple[Any, ...], tuple[Any, ...]], change: RowChange) -> None:
    """Rows by key, after the change."""
    key = change.values[: len(change.table.primary_key.columns)]
    if change.gone:
        rows.pop(key, None)
    elif change.table in KEPT_SUMS:
        *_, before = rows.get(key, (0,))
        rows[key] = (*key, before + change.values[-1])
    else:
        rows[key] = change.values


def differing(connection: Connection, verdict: Verdict, expected: Expected) -> list[Table]:
    """The tables whose rows do not sum up to what the journal says."""
    found = {table: sum(map(_digest, scan(connection, table, verdict))) for table in PROJECTED}
    return [table for table in PROJECTED if found[table] != expected.sum_of(table)]


def name_rows(connection: Connection, verdict: Verdict, table: Table, changes: Iterable[RowChange]) -> None:
    """Blames each row of a table that is missing, unknown or different."""
    due: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for change in changes:
        apply(due, change)
    keys = len(table.primary_key.columns)
    for values in scan(connection, table, Verdict()):
        wanted = due.pop(values[:keys], None)
        if wanted is None:
            verdict.blame("row_unknown", place(table, values[:keys]))
        elif wanted != values:
            columns = [c.name for c, a, b in zip(table.columns, wanted, values, strict=True) if a != b]
            verdict.blame("row_differs", place(table, values[:keys]), ", ".join(columns))
    for key in due:
        verdict.blame("row_missing", place(table, key))


def _digest(values: tuple[Any, ...]) -> int:
    return int.from_bytes(hashlib.blake2b(repr(values).encode(), digest_size=16).digest())
