"""Whether everything stored is true: pages, chain, signatures, numbering, ledger, and every row against its fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Table

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.store import desk_book, tables
from sanad_desk.store.mark import entries_lost
from sanad_desk.store.projection import rows_of
from sanad_desk.store.row_change import RowChange
from sanad_desk.store.verdict import DAMAGE, Verdict, scan
from sanad_desk.store.verify_closings import ClosingCheck
from sanad_desk.store.verify_receipts import ReceiptCheck
from sanad_desk.store.verify_rows import Expected, differing, name_rows
from sanad_desk.wire import entries
from sanad_desk.wire.entries import GENESIS_HASH, Entry, chain_hash, read_entry, unsigned_bytes
from sanad_desk.wire.fact import Fact

_PAGES_NAMED = 20
_UNREADABLE = (msgspec.MsgspecError, KeyError, ValueError, RecursionError, SanadError)


def verify(connection: Connection, mark: tuple[int, bytes] | None = None) -> Verdict:
    """Checks the whole store in one consistent view; damage to pages ends in a fault as well, never in silence.

    `mark` is how far the journal is known to have come, read before the view began.
    """
    verdict = Verdict()
    try:
        _check_pages(connection, verdict)
        if lost := entries_lost(connection, mark):
            verdict.blame("store_behind", "journal", f"{lost} entries lost")
        expected = Expected()
        _Chain(connection, verdict, expected).walk()
        for table in differing(connection, verdict, expected):
            name_rows(connection, verdict, table, _changes_of(connection, table))
        _check_schema(connection, verdict)
    except DAMAGE as error:
        verdict.blame("file_damaged", "file", error)
    return verdict


class _Chain:
    """One walk along the journal, with what is known so far."""

    def __init__(self, connection: Connection, verdict: Verdict, expected: Expected) -> None:
        self._connection = connection
        self._verdict = verdict
        self._expected = expected
        self._receipts = ReceiptCheck(connection, verdict)
        self._closings = ClosingCheck(verdict)
        self._desk: entries.DeskFounded | entries.DeskEnrolled | None = None
        self._last_numbers: dict[tuple[int, int], int] = {}
        self._last_at = 0
        self._erased: set[bytes] = set()

    def walk(self) -> None:
        head, seq = GENESIS_HASH, 0
        for found, kind, at, raw, digest in scan(self._connection, tables.journal, self._verdict):
            seq += 1
            where = f"journal:{found}"
            if found != seq:
                self._verdict.blame("entry_missing", f"journal:{seq}")
                seq = found
            if chain_hash(head, raw) != digest:
                self._verdict.blame("chain_broken", where)
            entry = self._read(raw, where)
            if entry is not None:
                if (entry.seq, entry.kind, entry.at) != (found, kind, at):
                    self._verdict.blame("entry_mislabelled", where)
                self._take(entry, raw, head, where)
            head = digest
        self._check_head(seq, head)
        self._receipts.finish(self._erased)

    def _read(self, raw: bytes, where: str) -> Entry | None:
        try:
            return read_entry(raw)
        except _UNREADABLE as error:
            self._verdict.blame("entry_unreadable", where, error)
            return None

    def _take(self, entry: Entry, raw: bytes, head: bytes, where: str) -> None:
        self._verdict.entries += 1
        try:
            fact = entry.read()
            changes = list(rows_of(entry, fact))
        except _UNREADABLE as error:
            self._verdict.blame("entry_unreadable", where, error)
            return
        for change in changes:
            self._expected.add(change)
        if sum(change.values[4] for change in changes if change.table is tables.posting):
            self._verdict.blame("ledger_unbalanced", where)
        self._note(entry, fact)
        signed = isinstance(fact, entries.TransactionCompleted | entries.ShiftClosed | entries.DayClosed)
        unsigned_head = chain_hash(head, unsigned_bytes(raw)) if signed else b""
        public_key = self._desk.public_key if self._desk else b""
        self._closings.take(entry, fact, head, unsigned_head, public_key)
        if isinstance(fact, entries.TransactionCompleted):
            self._verdict.transactions += 1
            self._check_number(entry, fact.number, where)
            self._receipts.check(entry, fact, unsigned_head, public_key)

    def _note(self, entry: Entry, fact: Fact) -> None:
        clock_accepted = isinstance(fact, entries.OverrideApproved) and fact.subject == "clock"
        self._last_at = entry.at if clock_accepted else max(self._last_at, entry.at)
        if isinstance(fact, entries.DeskFounded | entries.DeskEnrolled):
            self._desk = fact
        elif isinstance(fact, entries.CustomerErased):
            self._erased.add(fact.customer_id)

    def _check_number(self, entry: Entry, text: str, where: str) -> None:
        number = parse_receipt_number(text)
        series = number.desk_number, number.year
        if number.sequence != self._last_numbers.get(series, 0) + 1:
            self._verdict.blame("number_gap", where, text)
        self._last_numbers[series] = number.sequence
        ours = self._desk is not None and (self._desk.centre_code, self._desk.desk_number) == (
            number.centre_code,
            number.desk_number,
        )
        if not ours or entry.business_date[2:4] != f"{number.year % 100:02d}":
            self._verdict.blame("number_foreign", where, text)

    def _check_head(self, seq: int, head: bytes) -> None:
        self._verdict.head = head.hex()
        state = self._connection.exec_driver_sql(
            "SELECT head_seq, head_hash, last_at, acknowledged_seq FROM desk_state WHERE id = 1"
        ).first()
        if state is None:
            if seq:
                self._verdict.blame("head_differs", "desk_state:1", "missing")
            return
        if (state.head_seq, state.head_hash) != (seq, head):
            self._verdict.blame("head_differs", "desk_state:1", f"journal ends at {seq}")
        if state.last_at != self._last_at or not 0 <= state.acknowledged_seq <= seq:
            self._verdict.blame("row_differs", "desk_state:1", "last_at, acknowledged_seq")
        self._check_signing_key()

    def _check_signing_key(self) -> None:
        raw = desk_book.setting(self._connection, desk_book.SIGNING_KEY)
        try:
            ours = Ed25519PrivateKey.from_private_bytes(raw or b"").public_key().public_bytes_raw()
        except ValueError:
            ours = b""
        if self._desk is not None and ours != self._desk.public_key:
            self._verdict.blame("row_differs", "setting:signing_key", "value")


def _changes_of(connection: Connection, table: Table) -> Iterator[RowChange]:
    for row in scan(connection, tables.journal, Verdict()):
        try:
            entry = read_entry(row[3])
            changes = [change for change in rows_of(entry, entry.read()) if change.table is table]
        except _UNREADABLE:
            continue
        yield from changes


def _check_pages(connection: Connection, verdict: Verdict) -> None:
    damaged = _broken_seals(connection)
    if damaged:
        # A checkpoint of the running desk may have been half-way through a page: only what stays is damage.
        damaged &= _broken_seals(connection)
    blame_pages(verdict, sorted(damaged))
    if not damaged:
        for row in connection.exec_driver_sql("PRAGMA integrity_check"):
            if row[0] != "ok":
                verdict.blame("structure_damaged", "file", row[0])


def blame_pages(verdict: Verdict, messages: list[str]) -> None:
    """Each page by SQLCipher's own words; a file that is damaged all over needs no list of all."""
    for message in messages[:_PAGES_NAMED]:
        verdict.blame("page_damaged", "file", message)
    if len(messages) > _PAGES_NAMED:
        verdict.blame("page_damaged", "file", f"{len(messages) - _PAGES_NAMED} more pages")


def _broken_seals(connection: Connection) -> set[Any]:
    return {row[0] for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")}


def _check_schema(connection: Connection, verdict: Verdict) -> None:
    """A trigger or a view is none of ours; a table or index that is gone would let a report lie."""
    ours = {table.name for table in tables.metadata.tables.values()} | {"alembic_version"}
    ours |= {str(index.name) for table in tables.metadata.tables.values() for index in table.indexes}
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    for name in sorted(ours ^ {row[0] for row in rows}):
        verdict.blame("schema_differs", name)
