"""The server's database: PostgreSQL, or SQLite to try the server; every write is one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg
from psycopg.types.string import BytesBinaryDumper
from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url

_SQLITE_WAIT = 30  # seconds for another process's write to end


class Database:
    """An engine with its pool; safe for any number of threads."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        address = make_url(url)
        self.is_postgres = address.get_backend_name() == "postgresql"
        if self.is_postgres:
            # A server that was promoted or started again leaves dead connections in the pool.
            self.engine = create_engine(
                address.set(drivername="postgresql+psycopg"),
                pool_size=pool_size,
                max_overflow=0,
                pool_pre_ping=True,
            )
            event.listen(self.engine, "connect", _prepare_postgres)
            reading: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        else:
            self.engine = create_engine(address, connect_args={"timeout": _SQLITE_WAIT})
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
            reading = {"sanad_reading": True}
        self._readers: Engine = self.engine.execution_options(**reading)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed at the end; an error takes all of it back."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """All that is read inside is of one moment."""
        with self._readers.connect() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def add_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Many new rows, their values in the order of the table's columns; COPY where the database has it."""
    if not rows:
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    names = ", ".join(column.name for column in table.columns)
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types([_POSTGRES_TYPES[column.type.__class__.__name__] for column in table.columns])
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join("?" * len(table.columns))
    rows = [tuple(value.isoformat() if isinstance(value, date) else value for value in row) for row in rows]
    driver.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({places})", rows)


_POSTGRES_TYPES = {
    "BigInteger": "int8",
    "Integer": "int4",
    "LargeBinary": "bytea",
    "Text": "text",
    "Date": "date",
}


def _prepare_postgres(driver: psycopg.Connection[Any], _: object) -> None:
    # The one that COPY finds by the column's type is else written in Python: a third of a batch's time.
    driver.adapters.register_dumper(bytes, BytesBinaryDumper)


def _prepare_sqlite(driver: sqlite3.Connection, _: object) -> None:
    # The driver would begin by itself, and too late: transactions are begun below.
    driver.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        driver.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("sanad_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
