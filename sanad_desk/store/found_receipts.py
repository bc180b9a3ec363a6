"""Receipts looked up by what people remember of them; every way in goes by an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.customer import Customer
from sanad_desk.store import customers, people

_END_OF_PREFIX = "\uffff"


@dataclass(frozen=True, slots=True)
class FoundCase:
    """One case of a receipt."""

    reference: str
    service_code: str
    portal_reference: str


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A receipt as its rows tell; the customer is None when nobody was named or the person was erased."""

    number: str
    completed_at: int
    business_date: str
    customer: Customer | None
    operator: Words
    cases: tuple[FoundCase, ...]
    tenders: tuple[str, ...]
    total: int
    prints: int
    kind: str
    taken_back: str  # part, whole; empty where nothing was reversed
    seq: int  # of its entry


def latest(connection: Connection, limit: int) -> list[bytes]:
    """The last receipts given; ids are time-ordered, and so is the number of their entry."""
    rows = connection.exec_driver_sql("SELECT id FROM transactions ORDER BY id DESC LIMIT ?", (limit,))
    return [row.id for row in rows]


def by_number(connection: Connection, number: str) -> list[bytes]:
    rows = connection.exec_driver_sql("SELECT id FROM transactions WHERE number = ?", (number,))
    return [row.id for row in rows]


def by_reference(connection: Connection, reference: str, limit: int) -> list[bytes]:
    """Portal or case references that begin so."""
    found: list[bytes] = []
    for column in ("reference", "portal_reference"):
        rows = connection.exec_driver_sql(
            f"SELECT transaction_id FROM paid_case WHERE {column} >= ? AND {column} < ? ORDER BY {column} LIMIT ?",
            (reference, reference + _END_OF_PREFIX, limit),
        )
        found += [row.transaction_id for row in rows]
    return sorted(found, reverse=True)


def by_customers(connection: Connection, ids: Sequence[UUID], limit: int) -> list[bytes]:
    found: list[bytes] = []
    for customer_id in ids:
        rows = connection.exec_driver_sql(
            "SELECT id FROM transactions WHERE customer_id = ? ORDER BY id DESC LIMIT ?", (customer_id.bytes, limit)
        )
        found += [row.id for row in rows]
    return sorted(found, reverse=True)


def by_days(connection: Connection, first: str, last: str, limit: int, amount: int | None = None) -> list[bytes]:
    """All receipts of some business dates, or those of one total."""
    total, values = ("", ()) if amount is None else ("AND total = ? ", (amount,))
    rows = connection.exec_driver_sql(
        f"SELECT id FROM transactions WHERE business_date >= ? AND business_date <= ? {total}ORDER BY id DESC LIMIT ?",
        (first, last, *values, limit),
    )
    return [row.id for row in rows]


def by_typed_detail(connection: Connection, value: str, limit: int) -> list[bytes]:
    """Plates and other numbers typed in a checklist, however long ago."""
    rows = connection.exec_driver_sql(
        # CROSS JOIN holds SQLite to this order: from the value to its receipts, never through all of them.
        "SELECT t.id FROM case_detail d CROSS JOIN paid_case p ON p.case_id = d.case_id "
        "CROSS JOIN transactions t ON t.id = p.transaction_id WHERE d.value = ? "
        "GROUP BY t.seq ORDER BY t.seq DESC LIMIT ?",
        (value, limit),
    )
    return [row.id for row in rows]


def series_of(connection: Connection) -> list[tuple[int, int]]:
    """The desk numbers and years under which receipts were counted, newest first."""
    rows = connection.exec_driver_sql("SELECT desk_number, year FROM receipt_counter ORDER BY year DESC, desk_number")
    return [(row.desk_number, row.year) for row in rows]


def completed_at(connection: Connection, transaction_id: bytes) -> int:
    """When a transaction that is known to be there was completed."""
    query = "SELECT completed_at FROM transactions WHERE id = ?"
    return int(connection.exec_driver_sql(query, (transaction_id,)).scalar_one())


def load_row(connection: Connection, transaction_id: bytes, people_at: Connection) -> FoundRow:
    """A receipt of one journal; customers and operators of all of them are in the own store."""
    row = connection.exec_driver_sql(
        "SELECT t.number, t.completed_at, t.business_date, t.customer_id, t.total, t.operator_id, t.seq, "
        "(SELECT count(*) FROM print_record p WHERE p.number = t.number) AS prints, t.kind, "
        "(SELECT count(*) FROM reversed_charge g WHERE g.transaction_id = t.id) AS gone, "
        "(SELECT count(*) FROM charge c WHERE c.transaction_id = t.id AND c.paid_direct = 0) AS ours "
        "FROM transactions t WHERE t.id = ?",
        (transaction_id,),
    ).one()
    cases = connection.exec_driver_sql(
        "SELECT reference, service_code, portal_reference FROM paid_case WHERE transaction_id = ? ORDER BY position",
        (transaction_id,),
    )
    tenders = connection.exec_driver_sql(
        "SELECT tender FROM payment WHERE transaction_id = ? GROUP BY tender HAVING sum(amount) != 0 "
        "ORDER BY min(position)",
        (transaction_id,),
    )
    return FoundRow(
        number=row.number,
        completed_at=row.completed_at,
        business_date=row.business_date,
        customer=customers.load(people_at, UUID(bytes=row.customer_id)) if row.customer_id else None,
        operator=people.name_of(people_at, UUID(bytes=row.operator_id)),
        cases=tuple(FoundCase(c.reference, c.service_code, c.portal_reference) for c in cases),
        tenders=tuple(t.tender for t in tenders),
        total=row.total,
        prints=row.prints,
        kind=row.kind,
        taken_back="" if not row.gone else "whole" if row.gone == row.ours else "part",
        seq=row.seq,
    )
