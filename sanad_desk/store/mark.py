"""How far the journal had come, noted beside the store: lost sales and an old copy put back are then seen."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sqlalchemy import Connection

MARK_FILE = "desk.mark"


class Mark:
    """Written after each commit and never synced: it may lag behind the store, the store never behind it."""

    def __init__(self, folder: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._file = os.open(folder / MARK_FILE, flags, 0o644)

    def note(self, seq: int, head: bytes) -> None:
        """In place, in one write; a disk that refuses it costs the guard and never the sale."""
        with contextlib.suppress(OSError):
            _write_at_the_start(self._file, f"{seq:012d} {head.hex()}\n".encode())

    def close(self) -> None:
        os.close(self._file)


def _write_at_the_start(file: int, text: bytes) -> None:
    if hasattr(os, "pwrite"):  # not on Windows
        os.pwrite(file, text, 0)
    else:
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, text)


def read_mark(folder: Path) -> tuple[int, bytes] | None:
    """The last noted entry and its hash; None when there is no mark that can be read, which says nothing."""
    try:
        seq, head = (folder / MARK_FILE).read_text("ascii").split()
        return int(seq), bytes.fromhex(head)
    except (OSError, ValueError):
        return None


def entries_lost(connection: Connection, mark: tuple[int, bytes] | None) -> int:
    """How many entries the journal lacks of what was noted; all of them where the noted one reads otherwise.

    The mark has to be read before the connection's view begins, or a running desk would seem to have lost something.
    """
    if mark is None:
        return 0
    seq, head = mark
    if connection.exec_driver_sql("SELECT hash FROM journal WHERE seq = ?", (seq,)).scalar() == head:
        return 0
    last = int(connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM journal").scalar_one())
    return seq - last if seq > last else seq
