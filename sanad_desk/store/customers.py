"""Customers: identity data beside the money, found by number, phone or part of a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.digits import to_ascii_digits
from sanad_desk.domain.folding import fold_text
from sanad_desk.store import tables
from sanad_desk.store.unit_of_work import insert

_COLUMNS = "id, is_company, name_ar, name_en, civil_number, cr_number, phone, visits"


def save(connection: Connection, customer: Customer, now: int) -> None:
    """Writes or corrects a customer; only this desk's own record, the journal knows the id alone."""
    row = (
        customer.id.bytes,
        int(customer.is_company),
        customer.name.ar,
        customer.name.en,
        customer.civil_number,
        customer.cr_number,
        customer.phone,
        fold_text(f"{customer.name.ar} {customer.name.en}"),
        customer.visits,
        now,
    )
    insert(connection, tables.customer, [row], replace=True)


def load(connection: Connection, customer_id: UUID) -> Customer | None:
    """None when the identity data was erased."""
    row = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM customer WHERE id = ?", (customer_id.bytes,)).first()
    return _customer(row) if row else None


def find(connection: Connection, text: str, limit: int = 8) -> list[Customer]:
    """Customers whose civil number, CR or phone begins with the digits, or whose name holds the words."""
    digits = "".join(c for c in to_ascii_digits(text) if c.isdecimal())
    if len(digits) >= 3:
        local = digits.removeprefix("00").removeprefix("968")
        rows = connection.exec_driver_sql(
            f"SELECT {_COLUMNS} FROM customer WHERE civil_number GLOB ? OR cr_number GLOB ? OR phone GLOB ? "
            "ORDER BY seen_at DESC LIMIT ?",
            (f"{digits}*", f"{digits}*", f"+968{local}*", limit),
        )
        return [_customer(row) for row in rows]
    words = fold_text(text).split()
    if not words or len("".join(words)) < 2:
        return []
    where = " AND ".join(["search LIKE ?"] * len(words))
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM customer WHERE {where} ORDER BY seen_at DESC LIMIT ?",
        (*(f"%{word}%" for word in words), limit),
    )
    return [_customer(row) for row in rows]


def same_number(connection: Connection, customer: Customer) -> Customer | None:
    """Somebody known already under the same civil or CR number."""
    column, value = (
        ("cr_number", customer.cr_number) if customer.is_company else ("civil_number", customer.civil_number)
    )
    if not value:
        return None
    row = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM customer WHERE {column} = ? AND is_company = ?", (value, int(customer.is_company))
    ).first()
    return _customer(row) if row else None


def count_visit(connection: Connection, customer_id: UUID, now: int) -> None:
    """One visit more."""
    connection.exec_driver_sql(
        "UPDATE customer SET visits = visits + 1, seen_at = ? WHERE id = ?", (now, customer_id.bytes)
    )


def _customer(row: Any) -> Customer:
    return Customer(
        id=UUID(bytes=row.id),
        is_company=bool(row.is_company),
        name=Words(row.name_ar, row.name_en),
        civil_number=row.civil_number,
        cr_number=row.cr_number,
        phone=row.phone,
        visits=row.visits,
    )
