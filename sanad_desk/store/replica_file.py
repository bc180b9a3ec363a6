"""One chain of another desk in a file of its own: its entries verified along their hashes, and the rows they mean."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine
from sqlcipher3 import dbapi2

from sanad_desk.domain.errors import SanadError, StoreError
from sanad_desk.store import desk_book, erasing, records_here, tables
from sanad_desk.store.encrypted_file import driver, open_engine
from sanad_desk.store.faults import named_faults
from sanad_desk.store.migrate import SCHEMA_REVISION
from sanad_desk.store.projection import rows_of
from sanad_desk.store.unit_of_work import insert, project
from sanad_desk.store.verify_rows import PROJECTED
from sanad_desk.wire.entries import Entry, chain_hash, read_entry
from sanad_desk.wire.records import Record, RecordKind, check_record, read_body

REPLICA_BASE = "replica_base"
_PARTS = ("", "-wal", "-shm")
_LATEST = 2**53
_PUT: dict[str, Callable[[Connection, bytes, Any], None]] = {
    RecordKind.RECEIPT: records_here.put_receipt,
    RecordKind.CASE_DETAIL: records_here.put_case_detail,
}
# What another desk wrote is authentic, but need not make sense to this program, nor fit beside what it wrote before.
MAKES_NO_SENSE = (
    *(msgspec.MsgspecError, KeyError, ValueError, RecursionError, OverflowError, SanadError),
    *(dbapi2.IntegrityError, dbapi2.DataError, dbapi2.InterfaceError, dbapi2.ProgrammingError),
)


class ReplicaFile:
    """Open for reading or for writing; whoever uses it sees to it that he is alone."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    @classmethod
    def begin(cls, path: Path, key: bytes, base_seq: int, base_hash: bytes) -> ReplicaFile:
        """A file whose first entry will be the one after `base_seq`, in one commit: it is whole or nothing."""
        with named_faults(path):
            path.parent.mkdir(exist_ok=True)
            remove(path)
            made = cls(path, open_engine(path, key))
            with made._writing() as connection:
                tables.metadata.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {int(SCHEMA_REVISION)}")
                desk_book.begin_chain(connection)
                _set_base(connection, base_seq, base_hash)
                _set_head(connection, base_seq, base_hash)
        return made

    @classmethod
    def open(cls, path: Path, key: bytes, *, read_only: bool) -> ReplicaFile | None:
        """None where the file is another program's, damaged or not begun: it can be read again from the server."""
        opened = cls(path, open_engine(path, key, read_only=read_only))
        try:
            with opened.reading() as connection:
                revision = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        except StoreError as error:
            opened.close()
            if error.code != "store_damaged":
                raise
            return None
        if revision == int(SCHEMA_REVISION):
            return opened
        opened.close()
        return None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view."""
        with (
            named_faults(self.path),
            self._engine.connect().execution_options(sanad_reading=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        with named_faults(self.path), self._engine.begin() as connection:
            yield connection

    def ends(self) -> tuple[int, int]:
        """The entry before the first, and the last."""
        with self.reading() as connection:
            return base_of(connection)[0], _head_of(connection)[0]

    def hash_at(self, seq: int) -> bytes | None:
        """The chain's hash at an entry, or at the place where the file begins or ends; None outside."""
        with self.reading() as connection:
            return _hash_at(connection, seq)

    def append(self, entries: Sequence[bytes]) -> int:
        """Entries that follow the last one, in one commit; gives back the number of the new last one."""
        with self._writing() as connection:
            seq, digest = _head_of(connection)
            for raw in entries:
                seq, digest = seq + 1, chain_hash(digest, raw)
                entry = entry_at(raw, seq)
                kind, at = (entry.kind, entry.at) if entry else ("", 0)
                insert(connection, tables.journal, [(seq, kind, at, raw, digest)])
                if entry is not None:
                    _project(connection, entry)
            _set_head(connection, seq, digest)
        return seq

    def knows(self, kind: str, key: bytes) -> bool:
        """Whether the record belongs to what was settled in this chain."""
        with self.reading() as connection:
            return records_here.is_of_this_journal(connection, kind, key)

    def put(self, records: Sequence[Record]) -> None:
        """Receipts and details of cases, in one commit."""
        with self._writing() as connection:
            for record in records:
                _put(connection, record)

    def blank(self, customers: Iterable[bytes]) -> None:
        """Erases what lies beside the entries of some customers, in one commit."""
        with self._writing() as connection:
            for customer_id in customers:
                erasing.blank(connection, customer_id)

    def keep(self, first: int, last: int) -> None:
        """Forgets all other entries and what belongs to them."""
        with self._writing() as connection:
            base, head = (_hash_at(connection, seq) for seq in (first - 1, last))
            others = "SELECT id FROM transactions WHERE seq NOT BETWEEN ? AND ?"
            cases = f"SELECT case_id FROM paid_case WHERE transaction_id IN ({others})"
            for of_others in (
                f"DELETE FROM receipt WHERE transaction_id IN ({others})",
                f"DELETE FROM case_detail WHERE case_id IN ({cases})",
                "DELETE FROM journal WHERE seq NOT BETWEEN ? AND ?",
            ):
                connection.exec_driver_sql(of_others, (first, last))
            for table in PROJECTED:
                connection.exec_driver_sql(f'DELETE FROM "{table.name}"')
            for seq, raw in connection.exec_driver_sql("SELECT seq, entry FROM journal ORDER BY seq").all():
                entry = entry_at(raw, seq)
                if entry is not None:
                    _project(connection, entry)
            if base is not None:
                _set_base(connection, first - 1, base)
            if head is not None:
                _set_head(connection, last, head)

    def close(self) -> None:
        self._engine.dispose()


def remove(path: Path) -> None:
    """The file and what SQLite put beside it."""
    for part in _PARTS:
        path.with_name(path.name + part).unlink(missing_ok=True)


def base_of(connection: Connection) -> tuple[int, bytes]:
    """The entry that the first one of the file follows: its number and the chain's hash there."""
    raw = desk_book.setting(connection, REPLICA_BASE) or bytes(40)
    return int.from_bytes(raw[:8]), raw[8:]


def _set_base(connection: Connection, seq: int, digest: bytes) -> None:
    desk_book.save_setting(connection, REPLICA_BASE, seq.to_bytes(8) + digest)


def _head_of(connection: Connection) -> tuple[int, bytes]:
    row = driver(connection).execute("SELECT head_seq, head_hash FROM desk_state WHERE id = 1").fetchone()
    return row[0], row[1]


def _set_head(connection: Connection, seq: int, digest: bytes) -> None:
    """What is here came from the server: nothing of it waits."""
    driver(connection).execute(
        "UPDATE desk_state SET head_seq = ?, head_hash = ?, acknowledged_seq = ?, "
        "last_at = (SELECT coalesce(at, 0) FROM (SELECT 1) LEFT JOIN journal ON seq = ?) WHERE id = 1",
        (seq, digest, seq, seq),
    )


def _hash_at(connection: Connection, seq: int) -> bytes | None:
    for known, digest in (base_of(connection), _head_of(connection)):
        if known == seq:
            return digest
    row = driver(connection).execute("SELECT hash FROM journal WHERE seq = ?", (seq,)).fetchone()
    return row[0] if row else None


def entry_at(raw: bytes, seq: int) -> Entry | None:
    """None where the bytes are no entry of that place."""
    try:
        entry = read_entry(raw)
    except MAKES_NO_SENSE:
        return None
    return entry if entry.seq == seq and 0 <= entry.at < _LATEST else None


def _project(connection: Connection, entry: Entry) -> None:
    with _all_or_nothing(connection):
        project(connection, rows_of(entry, entry.read()))


def _put(connection: Connection, record: Record) -> None:
    with _all_or_nothing(connection):
        check_record(record)
        body: Any = None if record.body is None else read_body(record.kind, record.body)
        _PUT[record.kind](connection, record.key, body)


@contextlib.contextmanager
def _all_or_nothing(connection: Connection) -> Iterator[None]:
    write = driver(connection).execute
    write("SAVEPOINT apart")
    try:
        yield
    except MAKES_NO_SENSE:
        write("ROLLBACK TO apart")
    write("RELEASE apart")
