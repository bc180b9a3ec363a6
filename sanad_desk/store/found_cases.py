"""Cases looked up by what people remember of them, in one chain; every way in goes by an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

_END_OF_PREFIX = "\uffff"
# A reference that came later, or was typed wrong first, stands in a move.
_REFERENCES = (
    ("paid_case", "reference"),
    ("paid_case", "portal_reference"),
    ("case_standing", "portal_reference"),
    ("case_move", "portal_reference"),
)


def of_receipt(connection: Connection, number: str) -> list[UUID]:
    """In the order they stand on it."""
    query = (
        "SELECT p.case_id FROM transactions t CROSS JOIN paid_case p ON p.transaction_id = t.id WHERE t.number = ? "
        "ORDER BY p.position"
    )
    return _ids(connection, query, number)


def by_reference(connection: Connection, reference: str, limit: int) -> list[UUID]:
    """Portal or case references that begin so."""
    found: list[UUID] = []
    for table, column in _REFERENCES:
        query = (
            f"SELECT case_id FROM {table} WHERE {column} >= ? AND {column} < ? AND {column} <> '' "
            f"ORDER BY {column} LIMIT ?"
        )
        found += _ids(connection, query, reference, reference + _END_OF_PREFIX, limit)
    return list(dict.fromkeys(found))


def by_customers(connection: Connection, ids: Sequence[UUID], limit: int) -> list[UUID]:
    """Theirs, and those where they came for somebody else; of each person the newest first."""
    own = "SELECT case_id FROM case_standing WHERE customer_id = ? ORDER BY case_id DESC LIMIT ?"
    brought = (
        "SELECT p.case_id FROM transactions t CROSS JOIN paid_case p ON p.transaction_id = t.id "
        "WHERE t.representative_id = ? ORDER BY t.seq DESC LIMIT ?"
    )
    found = [
        case_id for key in ids for query in (own, brought) for case_id in _ids(connection, query, key.bytes, limit)
    ]
    return list(dict.fromkeys(found))


def by_typed_detail(connection: Connection, value: str, limit: int) -> list[UUID]:
    """Plates and other numbers typed in a checklist, newest first."""
    query = "SELECT DISTINCT case_id FROM case_detail WHERE value = ? ORDER BY case_id DESC LIMIT ?"
    return _ids(connection, query, value, limit)


def _ids(connection: Connection, query: str, *values: Any) -> list[UUID]:
    return [UUID(bytes=row[0]) for row in connection.exec_driver_sql(query, values)]
