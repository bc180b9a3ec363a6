"""The way back from a newer program: the store as it was before, where that program has added nothing to it."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import Any

from sanad_desk.store import keys
from sanad_desk.store.encrypted_file import connect
from sanad_desk.store.faults import named_faults
from sanad_desk.store.store import FILE, take_lock


def put_back(folder: Path, copy: Path) -> bool:
    """Whether the copy is in the store's place now; nothing is touched where either journal has more than the other.

    Raises StoreError.
    """
    path, arriving = folder / FILE, folder / (FILE + ".arriving")
    with named_faults(path), contextlib.ExitStack() as stack:
        stack.callback(take_lock(folder).release)
        key = keys.find_key(folder)
        if not copy.is_file() or _end_of(copy, key, read_only=True) != _end_of(path, key):
            return False
        if path.with_name(path.name + "-wal").exists():
            return False  # it would be played into the copy and ruin it
        try:
            shutil.copyfile(copy, arriving)
            with arriving.open("r+b") as file:
                os.fsync(file.fileno())
            arriving.replace(path)
            keys.sync_folder(folder)
        finally:
            arriving.unlink(missing_ok=True)
    return True


def _end_of(path: Path, key: bytes, *, read_only: bool = False) -> Any:
    """The last entry and its hash; the last one to close a store also moves its WAL into it."""
    with contextlib.closing(connect(path, key, read_only=read_only)) as connection:
        return connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
