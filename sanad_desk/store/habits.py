"""What an operator does often: uses of services, and the pinned ones on keys 1–9."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.store import tables
from sanad_desk.store.unit_of_work import insert


def count_use(connection: Connection, operator_id: UUID, service_code: str, now: int) -> None:
    """One use more."""
    connection.exec_driver_sql(
        "INSERT INTO service_use (operator_id, service_code, uses, last_at) VALUES (?, ?, 1, ?) "
        "ON CONFLICT (operator_id, service_code) DO UPDATE SET uses = uses + 1, last_at = excluded.last_at",
        (operator_id.bytes, service_code, now),
    )


def uses(connection: Connection, operator_id: UUID) -> dict[str, int]:
    """How often the operator opened each service, most used first."""
    rows = connection.exec_driver_sql(
        "SELECT service_code, uses FROM service_use WHERE operator_id = ? ORDER BY uses DESC, last_at DESC",
        (operator_id.bytes,),
    )
    return {row.service_code: row.uses for row in rows}


def pinned(connection: Connection, operator_id: UUID) -> tuple[str, ...]:
    """The operator's pinned services in their order."""
    rows = connection.exec_driver_sql(
        "SELECT service_code FROM pinned_service WHERE operator_id = ? ORDER BY position", (operator_id.bytes,)
    )
    return tuple(row.service_code for row in rows)


def pin(connection: Connection, operator_id: UUID, service_codes: Sequence[str]) -> None:
    """Replaces the operator's pinned list."""
    connection.exec_driver_sql("DELETE FROM pinned_service WHERE operator_id = ?", (operator_id.bytes,))
    rows = [(operator_id.bytes, code, position) for position, code in enumerate(service_codes)]
    insert(connection, tables.pinned_service, rows)
