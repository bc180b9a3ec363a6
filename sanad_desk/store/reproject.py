"""Making the projected rows again from the journal: what a new schema does to a store of an older one."""

from __future__ import annotations

from sqlalchemy import Connection

from sanad_desk.store.projection import rows_of
from sanad_desk.store.unit_of_work import project
from sanad_desk.store.verify_rows import PROJECTED
from sanad_desk.wire.entries import read_entry

_AT_ONCE = 500


def reproject(connection: Connection) -> None:
    """Inside the caller's transaction; entries that cannot be read end it, and the store stays as it was."""
    for table in PROJECTED:
        connection.exec_driver_sql(f'DELETE FROM "{table.name}"')
    last = 0
    while entries := _entries_after(connection, last):
        for seq, raw in entries:
            entry = read_entry(raw)
            project(connection, rows_of(entry, entry.read()))
            last = seq


def _entries_after(connection: Connection, seq: int) -> list[tuple[int, bytes]]:
    rows = connection.exec_driver_sql(
        "SELECT seq, entry FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", (seq, _AT_ONCE)
    )
    return [(row.seq, row.entry) for row in rows]
