"""The server that a desk was made for by a file, until a line lets it join there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from sanad_desk.store import desk_book, records_here

_SETTING = "awaited_server"

RecordName = tuple[str, bytes]  # kind and key


class AwaitedServer(msgspec.Struct, frozen=True):
    """None but the server with that key may answer; `said` is what it said of the centre, by kind, key and digest."""

    address: str
    code: str
    server_key: bytes
    said: tuple[tuple[str, bytes, bytes], ...]


def load(connection: Connection) -> AwaitedServer | None:
    """None for a desk that has joined, or was founded without a file."""
    raw = desk_book.setting(connection, _SETTING)
    return msgspec.msgpack.decode(raw, type=AwaitedServer) if raw else None


def await_server(
    connection: Connection, address: str, code: str, server_key: bytes, said: Iterable[RecordName]
) -> None:
    """`said` are the records that the server itself put into the file."""
    digests = tuple((kind, key, _digest(connection, kind, key)) for kind, key in said)
    awaited = AwaitedServer(address, code, server_key, digests)
    desk_book.save_setting(connection, _SETTING, msgspec.msgpack.encode(awaited))


def unchanged(connection: Connection) -> set[RecordName]:
    """The records that still are as the server said: what the centre's other desks made of them since is newer."""
    awaited = load(connection)
    said = awaited.said if awaited is not None else ()
    return {(kind, key) for kind, key, digest in said if _digest(connection, kind, key) == digest}


def forget(connection: Connection) -> None:
    """The desk has joined."""
    connection.exec_driver_sql("DELETE FROM setting WHERE name = ?", (_SETTING,))


def trusted_key(connection: Connection) -> bytes | None:
    """The server's whose word of the catalogue holds here, be it joined or awaited."""
    desk, awaited = desk_book.desk(connection), load(connection)
    joined = desk.server_key if desk is not None else None
    return joined or (awaited.server_key if awaited is not None else None)


def _digest(connection: Connection, kind: str, key: bytes) -> bytes:
    return hashlib.sha256(records_here.body_of(connection, kind, key) or b"").digest()
