"""Stored receipts: the picture, the customer's erasable block, the signed code, and how often it was printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from sanad_desk.domain.errors import DomainError
from sanad_desk.store import tables
from sanad_desk.store.unit_of_work import insert
from sanad_desk.wire.picture import CustomerBlock, Picture, read_picture


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """Everything needed to print it again."""

    number: str
    picture: Picture
    customer: CustomerBlock | None
    code: str
    prints: int  # the next paper's copy number; 0 for the original


def add(
    connection: Connection, number: str, transaction_id: bytes, picture: bytes, customer: bytes | None, code: str
) -> None:
    """Part of the one commit."""
    insert(connection, tables.receipt, [(number, transaction_id, picture, customer, code)])


def load(connection: Connection, number: str) -> StoredReceipt:
    """Raises DomainError when this desk gave no such number."""
    row: Any = connection.exec_driver_sql(
        "SELECT number, picture, customer_block, code FROM receipt WHERE number = ?", (number,)
    ).first()
    if row is None:
        raise DomainError("receipt_unknown", number=number)
    block = msgspec.msgpack.decode(row.customer_block, type=CustomerBlock) if row.customer_block else None
    return StoredReceipt(row.number, read_picture(row.picture), block, row.code, prints_of(connection, number))


def prints_of(connection: Connection, number: str) -> int:
    """The next paper's copy number, as far as that journal knows; another desk may have printed it too."""
    query = "SELECT coalesce(max(copy) + 1, 0) FROM print_record WHERE number = ?"
    return int(connection.exec_driver_sql(query, (number,)).scalar_one())
