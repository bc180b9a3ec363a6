"""Opening the encrypted SQLite file: key, WAL, full syncs, one engine."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

# A checkpoint costs two more syncs; let it come rarely within a save, the idle desk does it sooner.
PAGES_BEFORE_CHECKPOINT = 4000
BUSY_TIMEOUT_S = 5.0
_DRIVER = "sanad_driver"


def _keyed(path: Path, key: bytes, mode: str) -> dbapi2.Connection:
    if mode == "ro" and not os.access(path.parent, os.W_OK) and not _has_wal(path):
        mode = "ro&immutable=1"  # a reader puts its index beside the file, and on a read-only disk there is no room
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _has_wal(path: Path) -> bool:
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def broken_seals(path: Path, key: bytes) -> list[str]:
    """The pages whose seal is broken, also of a file that does not open any more."""
    with contextlib.closing(_keyed(path, key, "ro")) as connection:
        return [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]


def connect(path: Path, key: bytes, *, read_only: bool = False) -> dbapi2.Connection:
    """A keyed connection without implicit transactions; raises DatabaseError when the key or the file is wrong."""
    connection = _keyed(path, key, "ro" if read_only else "rwc")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES_BEFORE_CHECKPOINT}")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA temp_store = MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


def driver(connection: Connection) -> dbapi2.Connection:
    """The driver's own connection, in the same transaction: on the way of a save SQLAlchemy costs more than SQLite."""
    known = connection.get_execution_options().get(_DRIVER)
    return connection.connection.driver_connection if known is None else known


def writing(engine: Engine) -> Connection:
    """A connection that knows its driver by heart, as a save asks for it a score of times."""
    connection = engine.connect()
    return connection.execution_options(**{_DRIVER: driver(connection)})


def open_engine(path: Path, key: bytes, *, read_only: bool = False) -> Engine:
    """An engine whose transactions begin at once as writers, unless read_only or told so by `sanad_reading`."""
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key, read_only=read_only),
        poolclass=QueuePool,
        pool_size=3,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        if driver(connection).in_transaction:
            return  # begun by the driver, and joined here by SQLAlchemy
        # BEGIN IMMEDIATE: two writers meet here and not half-way through.
        reading = read_only or connection.get_execution_options().get("sanad_reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
