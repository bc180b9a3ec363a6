"""Visits being served or held: one row each, written through at every step and gone with the payment."""

from __future__ import annotations

from uuid import UUID

import msgspec
from sqlalchemy import Connection

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.visit import Visit
from sanad_desk.store import tables
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.unit_of_work import insert

_decoder = msgspec.msgpack.Decoder(Visit)


def save(connection: Connection, visit: Visit, now: int) -> bytes:
    """Writes the draft as it stands; gives back the bytes it stands in."""
    document = msgspec.msgpack.encode(visit)
    row = (
        visit.id.bytes,
        visit.operator_id.bytes,
        visit.shift_id.bytes,
        int(visit.held),
        document,
        now,
    )
    insert(connection, tables.visit_draft, [row], replace=True)
    return document


def load(connection: Connection, visit_id: UUID) -> Visit:
    """Raises Refused when the visit was paid (`visit_already_paid`, with its number) or dropped."""
    return read(document_of(connection, visit_id))


def read(document: bytes) -> Visit:
    """The visit out of its bytes."""
    return _decoder.decode(document)


def document_of(connection: Connection, visit_id: UUID) -> bytes:
    """The bytes of a draft; raises Refused like `load`."""
    raw, key = driver(connection), (visit_id.bytes,)
    row = raw.execute("SELECT document FROM visit_draft WHERE id = ?", key).fetchone()
    if row is not None:
        return bytes(row[0])
    refuse_paid(connection, visit_id)
    raise Refused("visit_gone")


def refuse_paid(connection: Connection, visit_id: UUID) -> None:
    """Raises Refused: visit_already_paid, with its number."""
    query = "SELECT number FROM transactions WHERE visit_id = ?"
    paid = driver(connection).execute(query, (visit_id.bytes,)).fetchone()
    if paid is not None:
        raise Refused("visit_already_paid", number=paid[0])


def drop(connection: Connection, visit_id: UUID) -> None:
    """The draft is no longer needed."""
    driver(connection).execute("DELETE FROM visit_draft WHERE id = ?", (visit_id.bytes,))


def all_drafts(connection: Connection) -> list[Visit]:
    """Every visit in hand or on hold at this desk, last touched first."""
    rows = connection.exec_driver_sql("SELECT document FROM visit_draft ORDER BY updated_at DESC")
    return [_decoder.decode(row.document) for row in rows]


def count_held(connection: Connection, operator_id: UUID) -> int:
    """An operator's visits on hold."""
    query = "SELECT count(*) FROM visit_draft WHERE operator_id = ? AND held = 1"
    return int(connection.exec_driver_sql(query, (operator_id.bytes,)).scalar_one())


def next_case_number(connection: Connection) -> int:
    """Counts the desk's cases; a case that is dropped leaves a gap, which is fine for a reference."""
    return int(
        connection.exec_driver_sql(
            "UPDATE desk_state SET last_case = last_case + 1 WHERE id = 1 RETURNING last_case"
        ).scalar_one()
    )
