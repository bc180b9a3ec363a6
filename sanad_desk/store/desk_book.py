"""What the store knows of its own desk and centre: identity, prices, the clock, counters and settings."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from sanad_desk.domain.centre import Centre, Desk
from sanad_desk.domain.charges import CentrePrices
from sanad_desk.store import tables
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.unit_of_work import insert
from sanad_desk.wire.entries import GENESIS_HASH

SIGNING_KEY = "signing_key"


def begin_chain(connection: Connection) -> None:
    """The empty head that the first entry is appended to."""
    insert(connection, tables.desk_state, [(1, 0, GENESIS_HASH, 0, 0, 0, 0)])


def desk(connection: Connection) -> Desk | None:
    """None until the first run has made the desk."""
    query = "SELECT centre_code, number, epoch, public_key, centre_id, desk_id, spare_number, server_id, server_key"
    row = driver(connection).execute(f"{query} FROM desk").fetchone()
    return Desk(*row) if row else None


def public_key_at(connection: Connection, seq: int) -> bytes:
    """The key that what the desk signed at an entry is checked with."""
    key: bytes = _epoch_at(connection, seq).public_key
    return key


def number_at(connection: Connection, seq: int) -> int:
    """The desk's number when it wrote an entry."""
    number: int = _epoch_at(connection, seq).number
    return number


def _epoch_at(connection: Connection, seq: int) -> Any:
    query = "SELECT number, public_key FROM desk_epoch WHERE seq <= ? ORDER BY seq DESC LIMIT 1"
    return connection.exec_driver_sql(query, (seq,)).one()


def centre(connection: Connection) -> Centre:
    """The centre's profile as it holds now."""
    raw = connection.exec_driver_sql("SELECT profile FROM centre WHERE id = 1").scalar_one()
    return read_centre(raw)


def centre_bytes(profile: Centre) -> bytes:
    """The profile as the journal holds it."""
    return msgspec.json.encode(profile)


def read_centre(raw: bytes) -> Centre:
    """The profile out of the journal's bytes."""
    return msgspec.json.decode(raw, type=Centre)


def centre_prices(connection: Connection) -> CentrePrices:
    """The centre's own prices in baisa by (service, action, variant)."""
    rows = connection.exec_driver_sql("SELECT service_code, action, variant, amount FROM centre_price")
    return {(row.service_code, row.action, row.variant): row.amount for row in rows}


def last_fact_at(connection: Connection) -> int:
    """The latest instant written into the chain."""
    (last,) = driver(connection).execute("SELECT last_at FROM desk_state WHERE id = 1").fetchone()
    return int(last)


def believe_clock(connection: Connection, now: int) -> None:
    """Sets the latest instant back to `now`: facts may carry an earlier time from here on."""
    connection.exec_driver_sql("UPDATE desk_state SET last_at = ? WHERE id = 1", (now,))


def last_sequence(connection: Connection, desk_number: int, year: int) -> int:
    """The last receipt number given under a desk number in that year of business dates."""
    query = "SELECT last FROM receipt_counter WHERE desk_number = ? AND year = ?"
    row = driver(connection).execute(query, (desk_number, year)).fetchone()
    return int(row[0]) if row else 0


def save_signing_key(connection: Connection, raw: bytes) -> None:
    """The desk's private Ed25519 key; it is under the store's encryption like everything else."""
    save_setting(connection, SIGNING_KEY, raw)


def signing_key(connection: Connection) -> bytes:
    """The desk's private Ed25519 key."""
    raw = setting(connection, SIGNING_KEY)
    assert raw is not None, "a founded desk has a signing key"
    return raw


def setting(connection: Connection, name: str) -> bytes | None:
    """A setting's bytes, JSON unless its owner says otherwise."""
    row = driver(connection).execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def save_setting(connection: Connection, name: str, value: bytes) -> None:
    """Writes a setting."""
    insert(connection, tables.setting, [(name, value)], replace=True)
