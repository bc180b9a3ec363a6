"""Whether what is held of another desk is its chain as the server told it, and its rows are what that chain says."""

from __future__ import annotations

from sqlalchemy import Connection

from sanad_desk.store import tables
from sanad_desk.store.projection import rows_of
from sanad_desk.store.replica_file import MAKES_NO_SENSE, base_of, entry_at
from sanad_desk.store.verdict import DAMAGE, Verdict, scan
from sanad_desk.store.verify_rows import Expected, differing
from sanad_desk.wire.entries import chain_hash


def verify_replica(connection: Connection, where: str, verdict: Verdict) -> None:
    """Blames by table: a replica that is wrong is thrown away and read again, so nobody mends a row of it."""
    found = Verdict()
    try:
        _check(connection, found)
    except DAMAGE as error:
        found.blame("file_damaged", "file", error)
    for fault in found.faults:
        verdict.blame(fault.code, f"{where}:{fault.where}", fault.detail)


def _check(connection: Connection, verdict: Verdict) -> None:
    expected = Expected()
    seq, digest = base_of(connection)
    for found, _, _, raw, after in scan(connection, tables.journal, verdict):
        seq, digest = seq + 1, chain_hash(digest, raw)
        if (found, after) != (seq, digest):
            verdict.blame("chain_broken", f"journal:{found}")
            return
        entry = entry_at(raw, seq)
        try:
            changes = list(rows_of(entry, entry.read())) if entry is not None else []
        except MAKES_NO_SENSE:
            continue
        for change in changes:
            expected.add(change)
    head = connection.exec_driver_sql("SELECT head_seq, head_hash FROM desk_state WHERE id = 1").first()
    if head is None or tuple(head) != (seq, digest):
        verdict.blame("head_differs", "desk_state:1", f"journal ends at {seq}")
    for table in differing(connection, verdict, expected):
        verdict.blame("row_differs", table.name)
