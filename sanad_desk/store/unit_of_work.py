"""A unit of work: one transaction of the store, rolled back unless committed, with the journal inside it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Table

from sanad_desk.domain.errors import BugError, StoreError
from sanad_desk.store import tables
from sanad_desk.store.encrypted_file import BUSY_TIMEOUT_S, driver, writing
from sanad_desk.store.faults import named_database_faults
from sanad_desk.store.mark import Mark
from sanad_desk.store.projection import KEPT_SUMS, REPLACED, rows_of
from sanad_desk.store.row_change import RowChange
from sanad_desk.wire.entries import Entry, Envelope, chain_hash, entry_bytes, read_entry
from sanad_desk.wire.fact import Fact


class Writer:
    """The one connection of a store that writes; whoever works with it has it alone until he is done."""

    def __init__(self, engine: Engine, path: Path, mark: Mark) -> None:
        self.connection = writing(engine)
        self.path = path
        self.mark = mark
        self._taken = threading.Lock()

    def take(self) -> None:
        """Begins a transaction as writer; raises StoreError when somebody else does not come to an end."""
        if not self._taken.acquire(timeout=BUSY_TIMEOUT_S):
            raise StoreError("store_locked", path=str(self.path))
        try:
            with named_database_faults(self.path):
                driver(self.connection).execute("BEGIN IMMEDIATE")
        except BaseException:
            self._taken.release()
            raise

    def give_back(self) -> None:
        """Undoes what was not committed."""
        try:
            self.connection.rollback()
            driver(self.connection).rollback()
        finally:
            self._taken.release()

    def close(self) -> None:
        """Waits for whoever writes; nobody does from then on."""
        self._taken.acquire(timeout=BUSY_TIMEOUT_S)
        self.connection.close()

    def commit(self) -> None:
        with named_database_faults(self.path):
            if self.connection.in_transaction():
                self.connection.commit()
            else:
                driver(self.connection).commit()


class UnitOfWork:
    """Begins as the only writer; leaving without `commit()` undoes everything."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._appended = False
        self._head: tuple[int, bytes] | None = None
        self.connection = writer.connection

    def __enter__(self) -> UnitOfWork:
        self._writer.take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.give_back()
        if error is not None:
            with named_database_faults(self._writer.path):
                raise error

    def commit(self) -> None:
        """Makes everything durable (one file sync) or nothing."""
        self._writer.commit()
        if self._appended and self._head is not None:
            self._writer.mark.note(*self._head)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What fails inside leaves nothing behind, and what was written before it stays."""
        before, database = (self._head, self._appended), driver(self.connection)
        database.execute("SAVEPOINT apart")
        try:
            yield
        except BaseException:
            if database.in_transaction:  # a full disk ends all of it
                database.execute("ROLLBACK TO apart")
                database.execute("RELEASE apart")
            self._head, self._appended = before
            raise
        database.execute("RELEASE apart")

    def head(self) -> tuple[int, bytes]:
        """Where the chain ends now: the last entry's number and hash."""
        if self._head is None:
            query = "SELECT head_seq, head_hash FROM desk_state WHERE id = 1"
            found = driver(self.connection).execute(query).fetchone()
            if found is None:
                raise BugError("desk_state_missing")
            self._head = found[0], found[1]
        return self._head

    def head_with(self, fact: Fact, envelope: Envelope) -> bytes:
        """The hash that the chain would end with if the fact were appended now."""
        last, head = self.head()
        return chain_hash(head, entry_bytes(last + 1, fact, envelope))

    def append(self, fact: Fact, envelope: Envelope) -> Entry:
        """Writes the fact to the end of the chain together with the rows it means."""
        last, _ = self.head()
        raw = entry_bytes(last + 1, fact, envelope)
        entry = read_entry(raw)
        self._write(entry, raw)
        project(self.connection, rows_of(entry, fact))
        return entry

    def take_back(self, raw: bytes) -> None:
        """Appends an entry of this very chain as it was written once: it comes back from the server.

        What this program cannot read, a newer one wrote: it keeps its place and means nothing here.
        """
        try:
            entry = read_entry(raw)
            fact = entry.read()
        except (msgspec.MsgspecError, KeyError):
            self._keep("", 0, raw)
            return
        if entry.seq != self.head()[0] + 1:
            raise BugError("entry_misplaced", seq=entry.seq)
        self._write(entry, raw)
        project(self.connection, rows_of(entry, fact))

    def _write(self, entry: Entry, raw: bytes) -> None:
        self._keep(entry.kind, entry.at, raw)

    def _keep(self, kind: str, at: int, raw: bytes) -> None:
        last, head = self.head()
        seq, digest = last + 1, chain_hash(head, raw)
        insert(self.connection, tables.journal, [(seq, kind, at, raw, digest)])
        driver(self.connection).execute(
            "UPDATE desk_state SET head_seq = ?, head_hash = ?, last_at = max(last_at, ?) WHERE id = 1",
            (seq, digest, at),
        )
        self._head, self._appended = (seq, digest), True


def project(connection: Connection, changes: Iterable[RowChange]) -> None:
    """Writes the rows of one entry."""
    by_table: dict[Table, list[tuple[Any, ...]]] = {}
    for change in changes:
        if change.gone:
            delete(connection, change.table, change.values)
        else:
            by_table.setdefault(change.table, []).append(change.values)
    for table, rows in by_table.items():
        if table in KEPT_SUMS:
            driver(connection).executemany(_add_sql(table), rows)
        else:
            insert(connection, table, rows, replace=table in REPLACED)


# Driver SQL made once per table: the hot path of a save has no room for building statements.
@cache
def _insert_sql(table: Table, replace: bool) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    return f'INSERT {"OR REPLACE " if replace else ""}INTO "{table.name}" ({columns}) VALUES ({marks})'


@cache
def _add_sql(table: Table) -> str:
    *keys, amount = (column.name for column in table.columns)
    return (
        f"{_insert_sql(table, False)} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {amount} = {amount} + "
        f"excluded.{amount}"
    )


def insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]], *, replace: bool = False) -> None:
    """Inserts whole rows, values in the order of the table's columns."""
    if len(rows) == 1:
        driver(connection).execute(_insert_sql(table, replace), rows[0])
    elif rows:
        driver(connection).executemany(_insert_sql(table, replace), rows)


def delete(connection: Connection, table: Table, values: tuple[Any, ...]) -> None:
    """Deletes the row with the primary key that `values` begins with."""
    keys = [column.name for column in table.primary_key.columns]
    where = " AND ".join(f'"{key}" = ?' for key in keys)
    driver(connection).execute(f'DELETE FROM "{table.name}" WHERE {where}', values[: len(keys)])
