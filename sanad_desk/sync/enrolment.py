"""The fact that says under which epoch, number and key a desk goes on, and at which server."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from sanad_desk.domain.centre import Desk
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import desk_book
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.wire.entries import DeskEnrolled, Envelope
from sanad_desk.wire.messages import EpochGranted


def enrol_under(unit: UnitOfWork, at: int, fact: DeskEnrolled, key: bytes) -> None:
    """Writes down under which epoch, number and key the desk goes on, unless it does so already; `at` in ms UTC."""
    desk = desk_book.desk(unit.connection)
    assert desk is not None
    if fact == msgspec.structs.replace(_enrolment(desk), reason=fact.reason):
        return
    unit.append(fact, Envelope(at, business_date_at(at)))
    desk_book.save_signing_key(unit.connection, key)


def enrolment(desk: Desk, key: bytes, granted: EpochGranted, reason: str) -> DeskEnrolled:
    """The fact of going on under what was granted at the same server."""
    gone_on = replace(
        desk,
        epoch=granted.epoch,
        number=granted.desk_number,
        spare_number=granted.spare_number,
        public_key=Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw(),
    )
    return msgspec.structs.replace(_enrolment(gone_on), reason=reason)


def _enrolment(desk: Desk) -> DeskEnrolled:
    return DeskEnrolled(
        centre_id=desk.centre_id,
        desk_id=desk.desk_id,
        centre_code=desk.centre_code,
        desk_number=desk.number,
        spare_number=desk.spare_number,
        epoch=desk.epoch,
        public_key=desk.public_key,
        server_id=desk.server_id or b"",
        server_key=desk.server_key or b"",
        reason="",
    )


def known_numbers(connection: Connection) -> tuple[int, ...]:
    """Of the centre's desks, as this one heard: in a backup the server may have lost who has them."""
    rows = connection.exec_driver_sql("SELECT number FROM centre_chain UNION SELECT number FROM desk_epoch ORDER BY 1")
    return tuple(rows.scalars())
