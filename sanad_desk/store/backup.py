"""Online copies of the store to a second place, encrypted as it is, and the way back."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from sanad_desk.domain.errors import StoreError
from sanad_desk.store import keys
from sanad_desk.store.encrypted_file import connect
from sanad_desk.store.faults import named_faults
from sanad_desk.store.mark import MARK_FILE
from sanad_desk.store.server_link import ASKS_FIRST, RESTORED

SUFFIX = ".sanad-backup"
KEPT = 14
_PARTS = ("-wal", "-shm", "-journal")
_UNFINISHED = ".unfinished"
_ABANDONED_S = 3600


def copy_online(source: Path, key: bytes, target: Path) -> None:
    """A complete copy while the store is in use; `target` appears only when it is whole and checked."""
    unfinished = target.with_name(target.name + _UNFINISHED)
    with named_faults(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _forget(unfinished)
            _copy(source, key, unfinished)
            unfinished.replace(target)
            keys.sync_folder(target.parent)
        finally:
            _forget(unfinished)


def _copy(source: Path, key: bytes, target: Path) -> None:
    with (
        contextlib.closing(connect(source, key, read_only=True)) as origin,
        contextlib.closing(connect(target, key)) as copy,
    ):
        # In one step, which is one reader's view: between steps a sale would make it begin anew, for ever.
        origin.backup(copy)
        # A copy without WAL is one file, which also opens from a stick that cannot be written.
        copy.execute("PRAGMA journal_mode = DELETE")
        check_file(copy, target)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _forget(unfinished: Path) -> None:
    for part in ("", *_PARTS):
        unfinished.with_name(unfinished.name + part).unlink(missing_ok=True)


def _put_aside(path: Path) -> None:
    # The WAL of a damaged file that was moved away would be played into the restored one and ruin it; for whoever
    # examines the damage it is kept.
    for part in _PARTS:
        left = path.with_name(path.name + part)
        if left.exists():
            left.replace(left.with_name(left.name + ".aside"))


def check_file(connection: dbapi2.Connection, path: Path) -> None:
    """Every page by its seal, then SQLite's own check; raises StoreError on the first fault."""
    if connection.execute("PRAGMA cipher_integrity_check").fetchall():
        raise StoreError("store_damaged", path=str(path))
    if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise StoreError("store_damaged", path=str(path))


def back_up(source: Path, key: bytes, folder: Path, name: str, now: int) -> Path:
    """A dated copy `name-20261121T104200Z.sanad-backup`; keeps the newest fourteen of that name, made is returned."""
    stamp = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    target = folder / f"{name}-{stamp}{SUFFIX}"
    with named_faults(folder):
        _sweep(folder, name)
        copy_online(source, key, target)
        # By name the one just made need not be the newest: a clock that ran ahead leaves copies of the future.
        others = sorted(path for path in folder.glob(f"{name}-*{SUFFIX}") if path != target)
        for old in others[: max(len(others) - KEPT + 1, 0)]:
            old.unlink()
    return target


def _sweep(folder: Path, name: str) -> None:
    """A backup that was killed would lie there for ever under its date; one still being written is left alone."""
    for left in folder.glob(f"{name}-*{SUFFIX}{_UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_S:
            left.unlink()


def _note_restored(path: Path, key: bytes) -> None:
    """A desk with a server may have given numbers since: it asks before it gives another (docs/protocol.md §5)."""
    with contextlib.closing(connect(path, key)) as connection:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'server_link'").fetchone()
        if known and connection.execute("SELECT 1 FROM server_link").fetchone():
            connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (RESTORED, ASKS_FIRST))
        connection.execute("PRAGMA journal_mode = DELETE")


def restore(backup: Path, folder: Path, key: bytes, file: str) -> None:
    """Puts a checked copy of `backup` into an empty folder; raises StoreError and leaves no store there otherwise."""
    with named_faults(backup):
        if not backup.is_file():
            raise StoreError("backup_missing", path=str(backup))
        with contextlib.closing(connect(backup, key, read_only=True)) as connection:
            check_file(connection, backup)
            # An empty file is a whole database of nothing.
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone():
                raise StoreError("store_damaged", path=str(backup))
    with named_faults(folder):
        if (folder / file).exists():
            raise StoreError("store_exists", path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        arriving = folder / (file + ".arriving")
        try:
            shutil.copyfile(backup, arriving)
            _note_restored(arriving, key)
            with arriving.open("rb+") as copied:
                os.fsync(copied.fileno())
            keys.keep_key_file(folder, key)
            (folder / MARK_FILE).unlink(missing_ok=True)  # of a store that lay here before
            _put_aside(folder / file)
            arriving.replace(folder / file)
            keys.sync_folder(folder)
        finally:
            arriving.unlink(missing_ok=True)
