"""Customers: identity data beside the money, found by number, phone or part of a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.folding import fold_text
from sanad_desk.store import record_revisions, tables
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.unit_of_work import insert
from sanad_desk.wire.records import RecordKind

_COLUMNS = "id, is_company, name_ar, name_en, civil_number, cr_number, phone, visits"


def save(connection: Connection, customer: Customer, now: int) -> None:
    """Writes or corrects a customer; the journal knows the id alone."""
    row = (
        customer.id.bytes,
        int(customer.is_company),
        customer.name.ar,
        customer.name.en,
        customer.civil_number,
        customer.cr_number,
        customer.phone,
        _search_text(customer),
        customer.visits,
        now,
    )
    insert(connection, tables.customer, [row], replace=True)
    record_revisions.note(connection, RecordKind.CUSTOMER, customer.id.bytes)


def load(connection: Connection, customer_id: UUID) -> Customer | None:
    """None when the identity data was erased."""
    row = driver(connection).execute(f"SELECT {_COLUMNS} FROM customer WHERE id = ?", (customer_id.bytes,)).fetchone()
    return _customer(row) if row else None


def find(connection: Connection, text: str, limit: int = 8) -> list[Customer]:
    """Customers whose civil number, CR or phone begins with the digits, or whose name holds the words."""
    digits = only_digits(text).lstrip("+")
    if digits.isascii() and digits.isdecimal():
        return _by_number(connection, digits, limit) if len(digits) >= 3 else []
    words = fold_text(text).split()
    if len("".join(words)) < 2:
        return []
    where = " AND ".join(["instr(search, ?)"] * len(words))
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM customer WHERE {where} ORDER BY seen_at DESC LIMIT ?", (*words, limit)
    )
    return [_customer(row) for row in rows]


def _by_number(connection: Connection, digits: str, limit: int) -> list[Customer]:
    international = digits.removeprefix("00")
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM customer "
        "WHERE civil_number GLOB ? OR cr_number GLOB ? OR phone GLOB ? OR phone GLOB ? ORDER BY seen_at DESC LIMIT ?",
        (f"{digits}*", f"{digits}*", f"+968{digits}*", f"+{international}*", limit),
    )
    return [_customer(row) for row in rows]


def same_number(connection: Connection, customer: Customer) -> Customer | None:
    """Somebody known under the same civil or CR number; by phone only under the same name, as families share one."""
    if customer.is_company:
        where, values = "cr_number = ?", [customer.cr_number]
    elif customer.civil_number:
        where, values = "civil_number = ?", [customer.civil_number]
    else:
        where, values = "phone = ? AND search = ?", [customer.phone, _search_text(customer)]
    row = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM customer WHERE {where} AND is_company = ? LIMIT 1", (*values, int(customer.is_company))
    ).first()
    return _customer(row) if row else None


def count_visit(connection: Connection, customer_id: UUID, now: int) -> None:
    """One visit more."""
    driver(connection).execute(
        "UPDATE customer SET visits = visits + 1, seen_at = ? WHERE id = ?", (now, customer_id.bytes)
    )


def _search_text(customer: Customer) -> str:
    return fold_text(f"{customer.name.ar} {customer.name.en}")


def _customer(row: Any) -> Customer:
    key, is_company, name_ar, name_en, civil_number, cr_number, phone, visits = row
    return Customer(UUID(bytes=key), bool(is_company), Words(name_ar, name_en), civil_number, cr_number, phone, visits)
