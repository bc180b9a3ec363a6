"""Shifts as they are stored: which are open, how they were counted and how they were closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.shift import Shift
from sanad_desk.store.encrypted_file import driver

_COLUMNS = "s.id, s.operator_id, s.business_date, s.opened_at, s.opening_float"


@dataclass(frozen=True, slots=True)
class Count:
    """A locked count, in baisa; instants in milliseconds UTC."""

    seq: int
    counted_at: int
    operator_id: UUID
    counted: int
    expected: int
    terminal_total: int | None


@dataclass(frozen=True, slots=True)
class Closing:
    """How a shift ended; `approved_by` is whoever accepted the variance, at once or later."""

    seq: int
    z_number: int
    closed_at: int
    operator_id: UUID
    expected: int
    counted: int
    reason: str
    approved_by: UUID | None
    waits: bool  # for a manager to accept the variance
    handed_to: UUID | None

    @property
    def variance(self) -> int:
        return self.counted - self.expected


def unclosed_shifts(connection: Connection, operator_id: UUID | None = None) -> list[tuple[Shift, bool]]:
    """Shifts that are not closed, in the order of the chain (dates follow a clock that may be wrong).

    Each with whether its count is locked.
    """
    # CROSS JOIN: from the few that are open to their rows.
    where = "WHERE o.operator_id = ? " if operator_id else ""
    query = (
        f"SELECT {_COLUMNS}, c.shift_id IS NOT NULL FROM open_shift o CROSS JOIN shift s ON s.id = o.shift_id "
        f"LEFT JOIN shift_count c ON c.shift_id = s.id {where}ORDER BY s.seq"
    )
    values = (operator_id.bytes,) if operator_id else ()
    return [(_shift(row), bool(row[5])) for row in driver(connection).execute(query, values)]


def shift_of(connection: Connection, shift_id: UUID) -> Shift:
    """Raises DomainError when this desk never opened it."""
    query = f"SELECT {_COLUMNS} FROM shift s WHERE s.id = ?"
    row = driver(connection).execute(query, (shift_id.bytes,)).fetchone()
    if row is None:
        raise DomainError("shift_unknown")
    return _shift(row)


def count_of(connection: Connection, shift_id: UUID) -> Count | None:
    """The count that holds; None before the first."""
    row: Any = connection.exec_driver_sql("SELECT * FROM shift_count WHERE shift_id = ?", (shift_id.bytes,)).first()
    if row is None:
        return None
    return Count(row.seq, row.counted_at, UUID(bytes=row.operator_id), row.counted, row.expected, row.terminal_total)


def closing_of(connection: Connection, shift_id: UUID) -> Closing | None:
    """None while the shift is not closed."""
    row: Any = connection.exec_driver_sql(
        "SELECT c.*, v.operator_id AS later FROM shift_closing c LEFT JOIN variance_approval v "
        "ON v.shift_id = c.shift_id WHERE c.shift_id = ?",
        (shift_id.bytes,),
    ).first()
    if row is None:
        return None
    approved = row.approved_by or row.later
    return Closing(
        row.seq,
        row.z_number,
        row.closed_at,
        UUID(bytes=row.operator_id),
        row.expected,
        row.counted,
        row.reason,
        UUID(bytes=approved) if approved else None,
        bool(row.approve_later) and row.later is None,
        UUID(bytes=row.handed_to) if row.handed_to else None,
    )


def variances_of(connection: Connection, operator_id: UUID, limit: int) -> list[tuple[date, int, bool]]:
    """Of the last closed shifts, newest first: date, counted minus expected, whether it waits for a manager."""
    rows = connection.exec_driver_sql(
        "SELECT s.business_date, c.counted - c.expected, c.approve_later AND v.shift_id IS NULL FROM shift s "
        "CROSS JOIN shift_closing c ON c.shift_id = s.id LEFT JOIN variance_approval v ON v.shift_id = s.id "
        "WHERE s.operator_id = ? ORDER BY s.seq DESC LIMIT ?",
        (operator_id.bytes, limit),
    )
    return [(date.fromisoformat(day), variance, bool(waits)) for day, variance, waits in rows]


def pieces_of(connection: Connection, seq: int) -> dict[int, int]:
    """The notes and coins that an entry counted, by denomination in baisa."""
    rows = connection.exec_driver_sql(
        "SELECT denomination, pieces FROM cash_count WHERE seq = ? ORDER BY denomination DESC", (seq,)
    )
    return {row.denomination: row.pieces for row in rows}


def last_z_number(connection: Connection) -> int:
    """The number of the last closing; closings are counted for ever, over the years."""
    return int(connection.exec_driver_sql("SELECT coalesce(max(z_number), 0) FROM shift_closing").scalar_one())


def shift_of_z(connection: Connection, number: int) -> UUID | None:
    """Which shift was closed with that number; None before it was given."""
    query = "SELECT shift_id FROM shift_closing WHERE z_number = ?"
    found = connection.exec_driver_sql(query, (number,)).scalar()
    return None if found is None else UUID(bytes=found)


def opened_by(connection: Connection, shift_id: UUID) -> int:
    """The entry that opened a shift which is known to be there."""
    return int(connection.exec_driver_sql("SELECT seq FROM shift WHERE id = ?", (shift_id.bytes,)).scalar_one())


def raw_entry(connection: Connection, seq: int) -> bytes:
    """An entry of the journal as it was hashed."""
    return bytes(connection.exec_driver_sql("SELECT entry FROM journal WHERE seq = ?", (seq,)).scalar_one())


def is_day_closed(connection: Connection, business_date: date) -> bool:
    """Whether a manager closed that date."""
    day = (business_date.isoformat(),)
    return connection.exec_driver_sql("SELECT 1 FROM day_closing WHERE business_date = ?", day).first() is not None


def shifts_on(connection: Connection, business_date: date) -> list[Shift]:
    """All shifts of a business date, in the order they were opened."""
    query = f"SELECT {_COLUMNS} FROM shift s WHERE s.business_date = ? ORDER BY s.seq"
    return [_shift(row) for row in driver(connection).execute(query, (business_date.isoformat(),))]


def _shift(row: Any) -> Shift:
    key, operator_id, day, opened_at, opening_float = row[:5]
    return Shift(UUID(bytes=key), UUID(bytes=operator_id), date.fromisoformat(day), opened_at, opening_float)


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that moved without a customer, in baisa."""

    kind: str
    source: str
    amount: int
    entity: str
    reason: str
    slip: str
    approved_by: UUID | None
    moved_at: int
    operator_id: UUID


@dataclass(frozen=True, slots=True)
class Correction:
    """Money that was booked from one tender to another, in baisa."""

    number: str
    wrong: str
    right: str
    amount: int
    reason: str
    corrected_at: int


def movements_in(connection: Connection, shift_id: UUID) -> list[Movement]:
    """Of a shift, in the order they happened."""
    return _movements(connection, "shift_id = ?", (shift_id.bytes,))


def movements_between(connection: Connection, first: str, last: str) -> list[Movement]:
    """Of some business dates, both ends included, whether a drawer took part or not."""
    return _movements(connection, "business_date >= ? AND business_date <= ?", (first, last))


def _movements(connection: Connection, where: str, values: tuple[Any, ...]) -> list[Movement]:
    # By +seq: ordered by seq, SQLite would rather walk through all movements ever made.
    rows = connection.exec_driver_sql(
        "SELECT kind, source, amount, entity, reason, slip, approved_by, moved_at, operator_id FROM cash_movement "
        f"WHERE {where} ORDER BY +seq",
        values,
    )
    return [
        Movement(kind, source, amount, entity, reason, slip, UUID(bytes=by) if by else None, moved_at, UUID(bytes=who))
        for kind, source, amount, entity, reason, slip, by, moved_at, who in rows
    ]


def moved_without_approval(connection: Connection, shift_id: UUID, kind: str) -> int:
    """What the shift moved of a kind without a manager so far, in baisa."""
    query = "SELECT coalesce(sum(amount), 0) FROM cash_movement WHERE shift_id = ? AND kind = ? AND approved_by IS NULL"
    return int(connection.exec_driver_sql(query, (shift_id.bytes, kind)).scalar_one())


def corrections_in(connection: Connection, shift_id: UUID) -> list[Correction]:
    """Of a shift, in the order they were made."""
    rows = connection.exec_driver_sql(
        "SELECT number, wrong, right, amount, reason, corrected_at FROM tender_correction "
        "WHERE shift_id = ? ORDER BY seq",
        (shift_id.bytes,),
    )
    return [Correction(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class HandedBack:
    """Cash that a reversal gave back out of the drawer, in baisa."""

    number: str
    original_number: str
    cash: int


def handed_back_in(connection: Connection, shift_id: UUID) -> list[HandedBack]:
    """The reversals of a shift that were paid in cash, in their order."""
    rows = connection.exec_driver_sql(
        "SELECT t.number, o.number, -sum(p.amount) FROM transactions t JOIN transactions o ON o.id = t.original_id "
        "JOIN payment p ON p.transaction_id = t.id AND p.tender = 'cash' "
        "WHERE t.shift_id = ? AND t.original_id IS NOT NULL GROUP BY t.id ORDER BY t.seq",
        (shift_id.bytes,),
    )
    return [HandedBack(*row) for row in rows]


def cash_receipts_in(connection: Connection, shift_id: UUID) -> int:
    """How many receipts of a shift brought cash."""
    query = (
        "SELECT count(DISTINCT t.id) FROM transactions t JOIN payment p ON p.transaction_id = t.id "
        "WHERE t.shift_id = ? AND p.tender = 'cash' AND p.amount > 0"
    )
    return int(connection.exec_driver_sql(query, (shift_id.bytes,)).scalar_one())


def portal_paid_in(connection: Connection, shift_id: UUID) -> int:
    """What the centre's card paid in portals during a shift, in baisa."""
    query = "SELECT coalesce(sum(amount), 0) FROM portal_payment WHERE shift_id = ?"
    return int(connection.exec_driver_sql(query, (shift_id.bytes,)).scalar_one())
