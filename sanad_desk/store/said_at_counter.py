"""What was said at the counter, as one chain knows it: complaints and their answers, ratings, papers not brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

_COLUMNS = "number, kind, case_id, transaction_id, operator_id, made_at"


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as it was made; its words stand on paper."""

    number: str
    kind: str
    case_id: bytes | None
    transaction_id: bytes | None
    operator_id: bytes | None
    made_at: int  # milliseconds UTC


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a manager answered it, and when (milliseconds UTC)."""

    outcome: str
    settled_at: int


def last_number(connection: Connection, series: str) -> int:
    """The highest of a series; 0 for none."""
    query = "SELECT max(CAST(substr(number, ?) AS INTEGER)) FROM complaint WHERE number >= ? AND number < ?"
    values = (len(series) + 1, series, f"{series}:")  # ':' comes after the digits
    return int(connection.exec_driver_sql(query, values).scalar() or 0)


def complaint_of(connection: Connection, number: str) -> Complaint | None:
    """None where that chain has no such number."""
    row: Any = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM complaint WHERE number = ?", (number,)).first()
    return Complaint(*row) if row else None


def complaints_since(connection: Connection, first: str) -> list[Complaint]:
    """Those of a business date and later."""
    query = f"SELECT {_COLUMNS} FROM complaint WHERE business_date >= ?"
    return [Complaint(*row) for row in connection.exec_driver_sql(query, (first,))]


def settlement_of(connection: Connection, number: str) -> Settlement | None:
    """None where that chain knows of no answer."""
    query = "SELECT outcome, settled_at FROM complaint_settlement WHERE number = ?"
    row: Any = connection.exec_driver_sql(query, (number,)).first()
    return Settlement(*row) if row else None


def is_rated(connection: Connection, transaction_id: bytes | None, case_id: bytes | None) -> bool:
    """Whether the receipt, or the case where it is none, got its stars in that chain."""
    column = "case_id" if transaction_id is None else "transaction_id"
    query = f"SELECT 1 FROM visit_rating WHERE {column} = ?"
    return connection.exec_driver_sql(query, (transaction_id or case_id,)).first() is not None


def are_missed_noted(connection: Connection, case_id: bytes, day: str) -> bool:
    """Whether that chain knows already what the customer of a case was sent home for on a business date."""
    query = "SELECT 1 FROM missing_paper WHERE case_id = ? AND business_date = ? AND cause = 'not_ready'"
    return connection.exec_driver_sql(query, (case_id, day)).first() is not None
