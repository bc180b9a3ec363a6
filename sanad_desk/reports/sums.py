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
    where = "1 = 1"
    values: tuple[str | bytes, ...] = ()
    if shift_id is not None:
        where, values = "t.shift_id = ?", (shift_id,)
    elif business_date is not None:
        where, values = "t.business_date = ?", (business_date,)
    money = connection.exec_driver_sql(
        "SELECT count(*) AS n, coalesce(sum(government), 0) AS government, coalesce(sum(paid_direct), 0) AS direct, "
        "coalesce(sum(centre), 0) AS centre, coalesce(sum(vat), 0) AS vat, min(seq) AS first, max(seq) AS last "
        f"FROM transactions t WHERE {where}",
        values,
    ).one()
    tenders = connection.exec_driver_sql(
        f"SELECT tender, sum(amount) AS amount FROM payment p JOIN transactions t ON t.id = p.transaction_id "
        f"WHERE {where} GROUP BY tender ORDER BY tender",
        values,
    )
    charges = connection.exec_driver_sql(
        "SELECT c.entity, sum(CASE WHEN c.kind = 'government_fee' AND NOT c.paid_direct THEN c.amount ELSE 0 END) AS held, "
        "sum(c.waived) AS waived FROM charge c JOIN transactions t ON t.id = c.transaction_id "
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
    return Sums(
        totals,
        _number(connection, money.first),
        _number(connection, money.last),
        _drawer(connection, business_date, shift_id),
    )


def _number(connection: Connection, seq: int | None) -> str:
    if seq is None:
        return ""
    return str(connection.exec_driver_sql("SELECT number FROM transactions WHERE seq = ?", (seq,)).scalar_one())


def _drawer(connection: Connection, business_date: str | None, shift_id: bytes | None) -> int:
    values: tuple[str, ...] = ()
    if shift_id is not None:
        detail, values = "detail = ?", (shift_id.hex(),)
    elif business_date is not None:
        detail = "detail IN (SELECT lower(hex(id)) FROM shift WHERE business_date = ?)"
        values = (business_date,)
    else:
        detail = "1 = 1"
    query = f"SELECT coalesce(sum(amount), 0) FROM posting WHERE account = 'drawer' AND {detail}"
    return int(connection.exec_driver_sql(query, values).scalar_one())
