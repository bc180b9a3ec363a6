"""Sums of stored transactions, read by index; a report that bypasses the model and is tested against its fold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import REVERSALS

Days = tuple[str, str]  # the first and the last business date

_REVERSALS = ", ".join(f"'{kind}'" for kind in sorted(REVERSALS))
# What posts to the ledger besides transactions; a closing counts to its day, but not to what it closes.
_POSTING_TABLES = (
    *("shift", "transactions", "cash_movement", "portal_payment", "portal_payment_move"),
    *("tender_correction", "shift_closing"),
)


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


def sums_of(
    connection: Connection, *, business_date: str | None = None, days: Days | None = None, shift_id: bytes | None = None
) -> Sums:
    """The sums of a business date, of a run of them, of a shift, or of everything."""
    if business_date is not None:
        days = (business_date, business_date)
    column, values = _scope(days, shift_id)
    totals, numbers = _totals(connection, column, values)
    return Sums(
        totals,
        *numbers,
        _drawer(connection, days, shift_id),
        _by_code(connection, f"SELECT kind, sum(amount) FROM cash_movement WHERE {column} GROUP BY kind", values),
        _buckets(connection, days, shift_id),
    )


def totals_of_days(connection: Connection, days: Days) -> Totals:
    """The totals alone, of a run of business dates."""
    totals, _ = _totals(connection, *_scope(days, None))
    return totals


def _totals(connection: Connection, column: str, values: tuple[Any, ...]) -> tuple[Totals, tuple[str, str]]:
    """With the first and the last number; a desk's numbers sort as they were given: the year before the count."""
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
        "SELECT p.tender, sum(p.amount) FROM transactions t CROSS JOIN payment p ON p.transaction_id = t.id "
        f"WHERE {column} GROUP BY p.tender",
        values,
    )
    charges = connection.exec_driver_sql(
        "SELECT c.entity, sum(c.waived) AS waived, "
        "sum(CASE WHEN c.kind = 'government_fee' AND NOT c.paid_direct THEN c.amount ELSE 0 END) AS held "
        "FROM transactions t CROSS JOIN charge c ON c.transaction_id = t.id "
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
    return totals, (money.first or "", money.last or "")


def _scope(days: Days | None, shift_id: bytes | None) -> tuple[str, tuple[Any, ...]]:
    if shift_id is not None:
        return "shift_id = ?", (shift_id,)
    if days is not None:
        return "business_date >= ? AND business_date <= ?", days
    return "1 = 1", ()


def _by_code(connection: Connection, query: str, values: tuple[Any, ...]) -> dict[str, int]:
    return {row[0]: int(row[1]) for row in connection.exec_driver_sql(query, values)}


def _buckets(connection: Connection, days: Days | None, shift_id: bytes | None) -> dict[str, int]:
    column, values = _scope(days, shift_id)
    tables = [table for table in _POSTING_TABLES if shift_id is None or table != "shift_closing"]
    entries = " UNION ALL ".join(
        f"SELECT seq FROM {table} WHERE {'id = ?' if table == 'shift' and shift_id else column}" for table in tables
    )
    query = (
        # CROSS JOIN holds SQLite to this order: from the entries to their postings, never through all postings.
        f"SELECT p.account, sum(p.amount) FROM ({entries}) e CROSS JOIN posting p ON p.seq = e.seq GROUP BY p.account"
    )
    return _by_code(connection, query, values * len(tables))


def _drawer(connection: Connection, days: Days | None, shift_id: bytes | None) -> int:
    if shift_id is not None:
        return balance_of(connection, "drawer", shift_id.hex())
    where, values = _scope(days, None)
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
