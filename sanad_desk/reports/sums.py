"""Sums of stored transactions, read by index; a report that bypasses the model and is tested against its fold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import REVERSALS

_REVERSALS = ", ".join(f"'{kind}'" for kind in sorted(REVERSALS))
# What posts to the ledger besides transactions; a closing counts to its day, but not to what it closes.
_POSTING_TABLES = ("shift", "transactions", "cash_movement", "portal_payment", "tender_correction", "shift_closing")


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals with the first and last receipt, in baisa; `drawer` is what lies in the drawers by the ledger.

    `movements` are cash movements by kind, `buckets` how the accounts of the ledger were changed.
    """

    totals: Totals
    first_number: str
    last_number: str
    drawer: int
    movements: dict[str, int] = field(default_factory=dict)
    buckets: dict[str, int] = field(default_factory=dict)


def sums_of(connection: Connection, *, business_date: str | None = None, shift_id: bytes | None = None) -> Sums:
    """The sums of a business date, of a shift, or of everything."""
    column, values = _scope(business_date, shift_id)
    money = connection.exec_driver_sql(
        f"SELECT count(*) AS n, coalesce(sum(kind IN ({_REVERSALS})), 0) AS reversals, "
        "coalesce(sum(government), 0) AS government, coalesce(sum(paid_direct), 0) AS direct, "
        "coalesce(sum(centre), 0) AS centre, coalesce(sum(vat), 0) AS vat, coalesce(sum(account), 0) AS account, "
        "coalesce(sum(refund_due), 0) AS refund_due, min(number) AS first, max(number) AS last "
        f"FROM transactions t WHERE {column}",
        values,
    ).one()
    tenders = _by_code(
        connection,
        "SELECT p.tender, sum(p.amount) FROM transactions t JOIN payment p ON p.transaction_id = t.id "
        f"WHERE {column} GROUP BY p.tender",
        values,
    )
    charges = connection.exec_driver_sql(
        "SELECT c.entity, sum(c.waived) AS waived, "
        "sum(CASE WHEN c.kind = 'government_fee' AND NOT c.paid_direct THEN c.amount ELSE 0 END) AS held "
        "FROM transactions t JOIN charge c ON c.transaction_id = t.id "
        f"WHERE {column} GROUP BY c.entity",
        values,
    ).all()
    totals = Totals(
        count=money.n - money.reversals,
        reversals=money.reversals,
        government=money.government,
        paid_direct=money.direct,
        centre=money.centre,
        vat=money.vat,
        account=money.account,
        refund_due=money.refund_due,
        waived=sum(row.waived for row in charges),
        tenders=tenders,
        entities={row.entity: row.held for row in charges},
    ).without_zeros()
    # A desk's numbers sort as they were given: the year stands before the count.
    return Sums(
        totals,
        money.first or "",
        money.last or "",
        _drawer(connection, business_date, shift_id),
        _movements(connection, column, values),
        _buckets(connection, business_date, shift_id),
    )


def _scope(business_date: str | None, shift_id: bytes | None) -> tuple[str, tuple[Any, ...]]:
    if shift_id is not None:
        return "shift_id = ?", (shift_id,)
    if business_date is not None:
        return "business_date = ?", (business_date,)
    return "1 = 1", ()


def _by_code(connection: Connection, query: str, values: tuple[Any, ...]) -> dict[str, int]:
    return {row[0]: int(row[1]) for row in connection.exec_driver_sql(query, values)}


def _movements(connection: Connection, column: str, values: tuple[Any, ...]) -> dict[str, int]:
    query = f"SELECT kind, sum(amount) FROM cash_movement WHERE {column} GROUP BY kind"
    return _by_code(connection, query, values)


def _buckets(connection: Connection, business_date: str | None, shift_id: bytes | None) -> dict[str, int]:
    column, values = _scope(business_date, shift_id)
    tables = [table for table in _POSTING_TABLES if shift_id is None or table != "shift_closing"]
    entries = " UNION ALL ".join(
        f"SELECT seq FROM {table} WHERE {'id = ?' if table == 'shift' and shift_id else column}" for table in tables
    )
    query = (
        # CROSS JOIN holds SQLite to this order: from the entries to their postings, never through all postings.
        f"SELECT p.account, sum(p.amount) FROM ({entries}) e CROSS JOIN posting p ON p.seq = e.seq GROUP BY p.account"
    )
    return _by_code(connection, query, values * len(tables))


def _drawer(connection: Connection, business_date: str | None, shift_id: bytes | None) -> int:
    if shift_id is not None:
        return balance_of(connection, "drawer", shift_id.hex())
    where, values = ("s.business_date = ?", (business_date,)) if business_date is not None else ("1 = 1", ())
    query = (
        "SELECT coalesce(sum(b.amount), 0) FROM shift s CROSS JOIN balance b "
        f"ON b.account = 'drawer' AND b.detail = lower(hex(s.id)) WHERE {where}"
    )
    return int(connection.exec_driver_sql(query, values).scalar_one())


def balance_of(connection: Connection, account: str, detail: str = "") -> int:
    """How an account of the ledger stands now, in baisa, debit positive."""
    query = "SELECT amount FROM balance WHERE account = ? AND detail = ?"
    return int(connection.exec_driver_sql(query, (account, detail)).scalar() or 0)


def balances_of(connection: Connection, account: str) -> dict[str, int]:
    """How each part of an account stands: by entity, customer or shift."""
    return _by_code(connection, "SELECT detail, amount FROM balance WHERE account = ?", (account,))
