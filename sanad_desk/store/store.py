"""The store of one desk: a folder with an encrypted file that one process at a time may write."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine

from sanad_desk.domain.errors import StoreError
from sanad_desk.store import keys, migrate, server_link
from sanad_desk.store.backup import copy_online
from sanad_desk.store.encrypted_file import open_engine
from sanad_desk.store.faults import named_database_faults, named_faults
from sanad_desk.store.mark import Mark, entries_lost, read_mark
from sanad_desk.store.unit_of_work import UnitOfWork, Writer

FILE = "desk.db"
LOCK_FILE = "desk.lock"
COPIES = "before-migration"


class Store:
    """An open store; `close()` gives the lock back."""

    def __init__(self, folder: Path, engine: Engine, key: bytes, lock: FileLock | None) -> None:
        self.folder = folder
        self.path = folder / FILE
        self.key = key
        self._engine = engine
        self._lock = lock
        self._mark = Mark(folder) if lock is not None else None
        self._writer = Writer(engine, self.path, self._mark) if self._mark is not None else None

    @property
    def writable(self) -> bool:
        return self._lock is not None

    def unit_of_work(self) -> UnitOfWork:
        """A writing unit; nothing is written unless it commits."""
        if self._writer is None:
            raise StoreError("store_read_only", path=str(self.path))
        return UnitOfWork(self._writer)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the store, however long it is read."""
        with (
            named_database_faults(self.path),
            self._engine.connect().execution_options(sanad_reading=True) as connection,
            connection.begin(),
        ):
            yield connection

    def checkpoint(self) -> None:
        """Moves the WAL into the file; for quiet moments, as it costs two syncs."""
        with named_database_faults(self.path), contextlib.closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
        self._engine.dispose()
        if self._mark is not None:
            self._mark.close()
            self._mark = None
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def exists(folder: Path) -> bool:
    """Whether the folder holds a store; raises StoreError where one may not even look."""
    with named_faults(folder):
        return (folder / FILE).exists()


def create_store(folder: Path, *, system_key_store: bool = True) -> Store:
    """A new empty store; raises StoreError when there is one already or the folder cannot be written.

    It gets its name only when it is whole: a first run that dies before leaves nothing that looks like a store.
    """
    with named_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if exists(folder):
            raise StoreError("store_exists", path=str(folder))
        mark = read_mark(folder)
        if mark is not None:  # sales were made here, and their file is gone
            raise StoreError("store_behind", path=str(folder), n=mark[0])
        lock = take_lock(folder)
        try:
            key = _key_of_new_store(folder, system_key_store)
            _make_file(folder / (FILE + ".new"), key).replace(folder / FILE)
            keys.sync_folder(folder)
            return Store(folder, open_engine(folder / FILE, key), key, lock)
        except BaseException:
            lock.release()
            raise


def _make_file(path: Path, key: bytes) -> Path:
    for left in ("", "-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    engine = open_engine(path, key)
    try:
        migrate.upgrade(engine)
    finally:
        engine.dispose()
    return path


def _key_of_new_store(folder: Path, system_key_store: bool) -> bytes:
    # A first run that died between key and file left its key behind: it is still good.
    try:
        return keys.find_key(folder)
    except StoreError:
        return keys.make_key(folder, system=system_key_store)


def open_store(folder: Path, *, read_only: bool = False) -> Store:
    """Opens an existing store, migrated after a copy was taken.

    Raises StoreError: store_missing, store_locked, store_key_missing, store_damaged, store_newer, store_behind,
    store_read_only, disk_full. The file is left as it was in every such case.
    """
    path = folder / FILE
    if not exists(folder):
        raise StoreError("store_missing", path=str(folder))
    with named_faults(path):
        lock = None if read_only else take_lock(folder)
        try:
            key = keys.find_key(folder)
            _check_readable(path)
            return Store(folder, _open_current(folder, path, key, read_only), key, lock)
        except BaseException:
            if lock is not None:
                lock.release()
            raise


def _open_current(folder: Path, path: Path, key: bytes, read_only: bool) -> Engine:
    # Looked at through a reader first: a writer would already change the file of a newer program when it closes.
    engine = open_engine(path, key, read_only=True)
    try:
        revision = migrate.check_revision(engine, path)
        if read_only and revision != migrate.SCHEMA_REVISION:
            raise StoreError("store_older", path=str(path))
        lost = not read_only and _has_lost_entries(folder, engine)
    except BaseException:
        engine.dispose()
        raise
    if read_only:
        return engine
    engine.dispose()
    engine = open_engine(path, key)
    try:
        if revision != migrate.SCHEMA_REVISION:
            copy_online(path, key, folder / COPIES / f"{revision}.db")
            migrate.upgrade(engine)
        if lost:
            with engine.begin() as connection:
                server_link.note_restored(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _has_lost_entries(folder: Path, engine: Engine) -> bool:
    """Whether an older file was put here. Without a server to ask, that raises StoreError store_behind.

    To go on would give the lost sales' receipt numbers to other customers.
    """
    mark = read_mark(folder)
    with engine.connect() as connection:
        lost = entries_lost(connection, mark)
        query = "SELECT 1 FROM sqlite_master WHERE name = 'server_link'"
        has_server = connection.exec_driver_sql(query).first() is not None and server_link.load(connection) is not None
    if lost and not has_server:
        raise StoreError("store_behind", path=str(folder), n=lost)
    return lost > 0


def _check_readable(path: Path) -> None:
    # An empty or cut-off file would be taken for a new store and silently filled.
    if path.stat().st_size < 512:
        raise StoreError("store_damaged", path=str(path))


def take_lock(folder: Path) -> FileLock:
    """Held already, to be released; raises StoreError store_locked."""
    lock = FileLock(folder / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreError("store_locked", path=str(folder)) from None
    return lock
