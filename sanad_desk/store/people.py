"""Operators of the desk: names and PIN hashes beside the journal, rights from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.errors import AuthError
from sanad_desk.domain.operators import Operator, Role
from sanad_desk.store import record_revisions, tables
from sanad_desk.store.unit_of_work import insert
from sanad_desk.wire.records import RecordKind

_SELECT = (
    "SELECT o.id, o.name_ar, o.name_en, o.pin_hash, o.failed, o.locked_until, r.roles, r.active "
    "FROM operator o JOIN operator_right r ON r.operator_id = o.id"
)


@dataclass(frozen=True, slots=True)
class PinRecord:
    """What sign-in needs to know of an operator."""

    operator: Operator
    pin_hash: str
    failed: int


def add(connection: Connection, operator: Operator, pin_hash: str) -> None:
    """The person's row; the right to work here is a fact of the journal."""
    row = (operator.id.bytes, operator.name.ar, operator.name.en, pin_hash, 0, 0)
    insert(connection, tables.operator, [row])
    note_changed(connection, operator.id)


def all_active(connection: Connection) -> list[Operator]:
    """Those who may sign in, in the order they were added."""
    return [_record(row).operator for row in connection.exec_driver_sql(f"{_SELECT} WHERE r.active = 1 ORDER BY o.id")]


def everybody(connection: Connection) -> list[Operator]:
    """Also those who left, last."""
    return [_record(row).operator for row in connection.exec_driver_sql(f"{_SELECT} ORDER BY r.active DESC, o.id")]


def pin_record(connection: Connection, operator_id: UUID) -> PinRecord:
    """Raises AuthError for somebody who does not work here (any more)."""
    row = connection.exec_driver_sql(f"{_SELECT} WHERE o.id = ? AND r.active = 1", (operator_id.bytes,)).first()
    if row is None:
        raise AuthError("operator_unknown")
    return _record(row)


def name_of(connection: Connection, operator_id: UUID) -> Words:
    """What the operator is called; no words once the person was erased."""
    query = "SELECT name_ar, name_en FROM operator WHERE id = ?"
    row = connection.exec_driver_sql(query, (operator_id.bytes,)).first()
    return Words(row.name_ar, row.name_en) if row else NO_WORDS


def must_be_known(connection: Connection, operator_id: UUID) -> None:
    """Raises AuthError for somebody who never worked here."""
    if connection.exec_driver_sql("SELECT 1 FROM operator WHERE id = ?", (operator_id.bytes,)).first() is None:
        raise AuthError("operator_unknown")


def roles_of(connection: Connection, operator_id: UUID) -> frozenset[Role]:
    """As they hold now; raises AuthError for somebody who does not work here (any more)."""
    query = "SELECT roles FROM operator_right WHERE operator_id = ? AND active = 1"
    roles = connection.exec_driver_sql(query, (operator_id.bytes,)).scalar()
    if roles is None:
        raise AuthError("operator_unknown")
    return frozenset(Role(role) for role in roles.split(","))


def note_tries(connection: Connection, operator_id: UUID, failed: int, locked_until: int) -> None:
    """Wrong PINs in a row, and until when nobody may try again."""
    connection.exec_driver_sql(
        "UPDATE operator SET failed = ?, locked_until = ? WHERE id = ?", (failed, locked_until, operator_id.bytes)
    )


def set_pin(connection: Connection, operator_id: UUID, pin_hash: str) -> None:
    """A new PIN also clears the wrong tries."""
    connection.exec_driver_sql(
        "UPDATE operator SET pin_hash = ?, failed = 0, locked_until = 0 WHERE id = ?", (pin_hash, operator_id.bytes)
    )
    note_changed(connection, operator_id)


def note_changed(connection: Connection, operator_id: UUID) -> None:
    """Name, PIN or rights of somebody were changed here: the centre's other desks are to know."""
    record_revisions.note(connection, RecordKind.OPERATOR, operator_id.bytes)


def _record(row: Any) -> PinRecord:
    operator = Operator(
        id=UUID(bytes=row.id),
        name=Words(row.name_ar, row.name_en),
        roles=frozenset(Role(role) for role in row.roles.split(",")),
        active=bool(row.active),
        locked_until=row.locked_until,
    )
    return PinRecord(operator, row.pin_hash, row.failed)
