"""Sums of stored transactions, read by index; a report that bypasses the model and is tested against its fold."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from sanad_desk.domain.totals import Totals


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals with the first and last receipt and what lies in the drawer by the ledger, in baisa."""

    totals: Totals
    first_number: str
    last_number: str
    drawer: int


def sums_of(connection: Connection, *, business_date: str | None = None, shift_id: bytes | None = None) -> Sums:
    """The sums of a business date, of a shift, or of everything."""
    where = floats = "1 = 1"
    values: tuple[str | bytes, ...] = ()
    if shift_id is not None:
        where, floats, values = "t.shift_id = ?", "id = ?", (shift_id,)
    elif business_date is not None:
        where, floats, values = "t.business_date = ?", "business_date = ?", (business_date,)
    money = connection.exec_driver_sql(
        "SELECT count(*) AS n, coalesce(sum(government), 0) AS government, coalesce(sum(paid_direct), 0) AS direct, "
        "coalesce(sum(centre), 0) AS centre, coalesce(sum(vat), 0) AS vat, min(number) AS first, max(number) AS last "
        f"FROM transactions t WHERE {where}",
        values,
    ).one()
    tenders = connection.exec_driver_sql(
        f"SELECT tender, sum(amount) AS amount FROM payment p JOIN transactions t ON t.id = p.transaction_id "
        f"WHERE {where} GROUP BY tender ORDER BY tender",
        values,
    )
    charges = connection.exec_driver_sql(
        "SELECT c.entity, sum(c.waived) AS waived, "
        "sum(CASE WHEN c.kind = 'government_fee' AND NOT c.paid_direct THEN c.amount ELSE 0 END) AS held "
        "FROM charge c JOIN transactions t ON t.id = c.transaction_id "
        f"WHERE {where} GROUP BY c.entity ORDER BY c.entity",
        values,
    ).all()
    totals = Totals(
        count=money.n,
        government=money.government,
        paid_direct=money.direct,
        centre=money.centre,
        vat=money.vat,
        waived=sum(row.waived for row in charges),
        tenders={row.tender: row.amount for row in tenders},
        entities={row.entity: row.held for row in charges if row.held},
    )
    # A desk's numbers sort as they were given: the year stands before the count.
    return Sums(totals, money.first or "", money.last or "", _drawer(connection, where, values, floats))


def _drawer(connection: Connection, where: str, values: tuple[str | bytes, ...], floats: str) -> int:
    # By way of the transactions: the ledger is keyed by the chain and would be read from end to end.
    taken = connection.exec_driver_sql(
        "SELECT coalesce(sum(p.amount), 0) FROM transactions t JOIN posting p ON p.seq = t.seq "
        f"WHERE p.account = 'drawer' AND {where}",
        values,
    ).scalar_one()
    opened = connection.exec_driver_sql(
        f"SELECT coalesce(sum(opening_float), 0) FROM shift WHERE {floats}", values
    ).scalar_one()
    return int(taken + opened)
