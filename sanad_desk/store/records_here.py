"""Records as this store holds them: their bodies to be sent, and their rows written from what came."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection

from sanad_desk.domain.folding import fold_text
from sanad_desk.store import tables
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.unit_of_work import insert
from sanad_desk.wire.entries import TransactionCompleted, read_entry
from sanad_desk.wire.picture import read_picture
from sanad_desk.wire.receipt_code import is_signed_by_its_key, read_receipt_code
from sanad_desk.wire.records import (
    Body,
    CaseDetailBody,
    CustomerBody,
    MalformedRecord,
    OperatorBody,
    PriceBody,
    ReceiptBody,
    RecordKind,
    body_bytes,
)


def body_of(connection: Connection, kind: str, key: bytes) -> bytes | None:
    """The record's body as it is now; None where it was erased."""
    if kind == RecordKind.CENTRE:
        (profile,) = driver(connection).execute("SELECT profile FROM centre WHERE id = 1").fetchone()
        return bytes(profile)
    body = _BODIES_OF[kind](connection, key)
    return None if body is None else body_bytes(body)


def _customer(connection: Connection, key: bytes) -> Body | None:
    query = "SELECT is_company, name_ar, name_en, civil_number, cr_number, phone FROM customer WHERE id = ?"
    row = driver(connection).execute(query, (key,)).fetchone()
    return CustomerBody(bool(row[0]), *row[1:]) if row else None


def _operator(connection: Connection, key: bytes) -> Body | None:
    row = (
        driver(connection)
        .execute(
            "SELECT o.name_ar, o.name_en, o.pin_hash, r.roles, r.active FROM operator o "
            "JOIN operator_right r ON r.operator_id = o.id WHERE o.id = ?",
            (key,),
        )
        .fetchone()
    )
    return OperatorBody(row[0], row[1], row[2], tuple(row[3].split(",")), bool(row[4])) if row else None


def _price(connection: Connection, key: bytes) -> Body | None:
    what = key.decode().split("\x1f")
    query = "SELECT amount FROM centre_price WHERE service_code = ? AND action = ? AND variant = ?"
    row = driver(connection).execute(query, what).fetchone()
    return PriceBody(what[0], what[1], what[2], row[0] if row else None)


def _receipt(connection: Connection, key: bytes) -> Body | None:
    row = (
        driver(connection)
        .execute(
            "SELECT r.number, r.picture, r.customer_block, r.code FROM transactions t "
            "JOIN receipt r ON r.number = t.number WHERE t.id = ?",
            (key,),
        )
        .fetchone()
    )
    return ReceiptBody(*row) if row else None


def _case_detail(connection: Connection, key: bytes) -> Body | None:
    query = "SELECT row_key, value, valid_until FROM case_detail WHERE case_id = ? ORDER BY row_key"
    rows = driver(connection).execute(query, (key,)).fetchall()
    return CaseDetailBody(tuple((row[0], row[1], row[2]) for row in rows)) if rows else None


_BODIES_OF = {
    RecordKind.CUSTOMER: _customer,
    RecordKind.OPERATOR: _operator,
    RecordKind.PRICE: _price,
    RecordKind.RECEIPT: _receipt,
    RecordKind.CASE_DETAIL: _case_detail,
}


def put_customer(connection: Connection, key: bytes, body: CustomerBody, now: int) -> None:
    """Another desk's knowledge of a customer; visits are each desk's own."""
    known = driver(connection).execute("SELECT visits, seen_at FROM customer WHERE id = ?", (key,)).fetchone()
    name = (body.name_ar, body.name_en)
    numbers = (body.civil_number, body.cr_number, body.phone, fold_text(" ".join(name)))
    row = (key, int(body.is_company), *name, *numbers, *(known or (0, now)))
    insert(connection, tables.customer, [row], replace=True)


def put_operator(connection: Connection, key: bytes, body: OperatorBody) -> None:
    """Name and PIN; a new PIN clears the wrong tries. The right to work here is a fact of the journal."""
    known = driver(connection).execute("SELECT pin_hash FROM operator WHERE id = ?", (key,)).fetchone()
    if known is None:
        insert(connection, tables.operator, [(key, body.name_ar, body.name_en, body.pin_hash, 0, 0)])
        return
    driver(connection).execute(
        "UPDATE operator SET name_ar = ?, name_en = ?, "
        "failed = CASE WHEN pin_hash = ? THEN failed ELSE 0 END, "
        "locked_until = CASE WHEN pin_hash = ? THEN locked_until ELSE 0 END, pin_hash = ? WHERE id = ?",
        (body.name_ar, body.name_en, body.pin_hash, body.pin_hash, body.pin_hash, key),
    )


def put_receipt(connection: Connection, key: bytes, body: ReceiptBody | None) -> None:
    """A receipt whose transaction is in this journal; its picture never changes, its customer's block may be erased.

    Raises MalformedRecord where the transaction is none of this journal or signed something else.
    """
    if body is None:
        return
    number = _signed_number(connection, key, body)
    insert_missing = "INSERT OR IGNORE INTO receipt VALUES (?, ?, ?, ?, ?)"
    driver(connection).execute(insert_missing, (number, key, body.picture, body.customer_block, body.code))
    if body.customer_block is None:
        driver(connection).execute("UPDATE receipt SET customer_block = NULL WHERE number = ?", (number,))


def _signed_number(connection: Connection, key: bytes, body: ReceiptBody) -> str:
    """The number of the transaction, whose fact holds picture, block and code of its receipt."""
    query = "SELECT t.number, j.entry FROM transactions t JOIN journal j ON j.seq = t.seq WHERE t.id = ?"
    number, raw = driver(connection).execute(query, (key,)).fetchone() or ("", b"")
    fact = read_entry(raw).read() if raw else None
    is_its_own = (
        isinstance(fact, TransactionCompleted)
        and _digest(body.picture) == fact.picture_digest
        and _digest(body.customer_block) in (b"", read_picture(body.picture).customer_digest)
        and (code := read_receipt_code(body.code)).signature == fact.signature
        and is_signed_by_its_key(code)
    )
    if not is_its_own:
        raise MalformedRecord(RecordKind.RECEIPT)
    return str(number)


def _digest(raw: bytes | None) -> bytes:
    return b"" if raw is None else hashlib.sha256(raw).digest()


def put_case_detail(connection: Connection, key: bytes, body: CaseDetailBody | None) -> None:
    """What was typed for a case, whole."""
    driver(connection).execute("DELETE FROM case_detail WHERE case_id = ?", (key,))
    if body is not None:
        insert(connection, tables.case_detail, [(key, *row) for row in body.rows])


def is_of_this_journal(connection: Connection, kind: str, key: bytes) -> bool:
    """Whether a receipt's transaction or a case was settled in this very journal."""
    column = "id FROM transactions WHERE id" if kind == RecordKind.RECEIPT else "case_id FROM paid_case WHERE case_id"
    return driver(connection).execute(f"SELECT {column} = ?", (key,)).fetchone() is not None
