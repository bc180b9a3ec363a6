"""Whether everything stored is true: chain, signatures, numbering, ledger, and every row against the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.store import tables
from sanad_desk.store.projection import REPLACED, RowChange, rows_of, settled_of
from sanad_desk.wire import entries
from sanad_desk.wire.entries import GENESIS_HASH, Entry, chain_hash, read_entry
from sanad_desk.wire.picture import CustomerBlock, read_picture
from sanad_desk.wire.receipt_code import ReceiptCode, is_signed_by_its_key, read_receipt_code

_PROJECTED = (
    tables.desk,
    tables.centre,
    tables.operator_right,
    tables.centre_price,
    tables.shift,
    tables.transactions,
    tables.paid_case,
    tables.charge,
    tables.payment,
    tables.posting,
    tables.print_record,
    tables.receipt_counter,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be: a code, and where."""

    code: str
    where: str
    detail: str = ""


@dataclass(slots=True)
class Verdict:
    """What was checked, and every fault found."""

    entries: int = 0
    transactions: int = 0
    receipts: int = 0
    erased_customers: int = 0
    head: str = ""
    faults: list[Fault] = field(default_factory=list)

    def blame(self, code: str, where: str, detail: object = "") -> None:
        self.faults.append(Fault(code, where, str(detail)))


class _Expected:
    """What the tables must hold: kept as sums per table, so that years of facts fit in memory."""

    def __init__(self) -> None:
        self.sums: dict[Table, int] = dict.fromkeys(_PROJECTED, 0)
        self.replaced: dict[Table, dict[tuple[Any, ...], tuple[Any, ...]]] = {t: {} for t in REPLACED}

    def add(self, change: RowChange) -> None:
        if change.table in REPLACED:
            key = change.values[: len(change.table.primary_key.columns)]
            if change.gone:
                self.replaced[change.table].pop(key, None)
            else:
                self.replaced[change.table][key] = change.values
        else:
            self.sums[change.table] += _digest(change.values)

    def sum_of(self, table: Table) -> int:
        if table in REPLACED:
            return sum(_digest(values) for values in self.replaced[table].values())
        return self.sums[table]


def _digest(values: tuple[Any, ...]) -> int:
    return int.from_bytes(hashlib.blake2b(repr(values).encode(), digest_size=16).digest())


def verify(connection: Connection) -> Verdict:
    """Checks the whole store in one consistent view; damage to pages ends in a fault as well, never in silence."""
    verdict = Verdict()
    try:
        for page in connection.exec_driver_sql("PRAGMA cipher_integrity_check"):
            verdict.blame("page_damaged", "file", page[0])
        expected = _Expected()
        facts = _check_chain(connection, verdict, expected)
        _check_rows(connection, verdict, expected)
        _check_receipts(connection, verdict, facts)
    except (DatabaseError, dbapi2.DatabaseError) as error:
        verdict.blame("file_damaged", "file", error)
    return verdict


def _check_chain(
    connection: Connection, verdict: Verdict, expected: _Expected
) -> dict[str, entries.TransactionCompleted]:
    previous, seq = GENESIS_HASH, 0
    key, last_numbers = b"", dict[int, int]()
    receipts: dict[str, entries.TransactionCompleted] = {}
    for row in _scan(connection, tables.journal, verdict):
        seq += 1
        where = f"journal:{row.seq}"
        if row.seq != seq:
            verdict.blame("entry_missing", f"journal:{seq}")
            seq = row.seq
        if chain_hash(previous, row.entry) != row.hash:
            verdict.blame("chain_broken", where)
        previous = row.hash
        entry = _read(row, verdict, where)
        if entry is None:
            continue
        verdict.entries += 1
        try:
            fact = entry.read()
            changes = list(rows_of(entry, fact))
        except (msgspec.MsgspecError, KeyError, ValueError, SanadError) as error:
            verdict.blame("entry_unreadable", where, error)
            continue
        for change in changes:
            expected.add(change)
        _check_balance(changes, verdict, where)
        if isinstance(fact, entries.DeskFounded):
            key = fact.public_key
        if isinstance(fact, entries.TransactionCompleted):
            receipts[fact.number] = fact
            _check_number(fact.number, last_numbers, verdict, where)
            _check_signature(entry, fact, key, verdict, where)
    _check_head(connection, verdict, seq, previous)
    return receipts


def _read(row: Any, verdict: Verdict, where: str) -> Entry | None:
    try:
        entry = read_entry(row.entry)
    except msgspec.MsgspecError as error:
        verdict.blame("entry_unreadable", where, error)
        return None
    if (entry.seq, entry.kind, entry.at) != (row.seq, row.kind, row.at):
        verdict.blame("entry_mislabelled", where)
    return entry


def _check_balance(changes: list[RowChange], verdict: Verdict, where: str) -> None:
    if sum(change.values[4] for change in changes if change.table is tables.posting):
        verdict.blame("ledger_unbalanced", where)


def _check_number(text: str, last: dict[int, int], verdict: Verdict, where: str) -> None:
    number = parse_receipt_number(text)
    if number.sequence != last.get(number.year, 0) + 1:
        verdict.blame("number_gap", where, text)
    last[number.year] = number.sequence


def _check_signature(
    entry: Entry, fact: entries.TransactionCompleted, key: bytes, verdict: Verdict, where: str
) -> None:
    total = settled_of(fact).total
    code = ReceiptCode(fact.number, entry.at // 1000, total, fact.picture_digest[:16], key, fact.signature)
    if not key or not is_signed_by_its_key(code):
        verdict.blame("signature_wrong", where, fact.number)


def _check_head(connection: Connection, verdict: Verdict, seq: int, head: bytes) -> None:
    verdict.head = head.hex()
    state = connection.exec_driver_sql("SELECT head_seq, head_hash FROM desk_state WHERE id = 1").first()
    if state is None or state.head_seq != seq or state.head_hash != head:
        verdict.blame("head_differs", "desk_state:1", f"journal ends at {seq}")


def _check_rows(connection: Connection, verdict: Verdict, expected: _Expected) -> None:
    for table in _PROJECTED:
        found = sum(_digest(tuple(row)) for row in _scan(connection, table, verdict))
        if found != expected.sum_of(table):
            _name_rows(connection, verdict, table)


def _name_rows(connection: Connection, verdict: Verdict, table: Table) -> None:
    """Which rows differ: only walked when the sums say that some do."""
    keys = len(table.primary_key.columns)
    due: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in _scan(connection, tables.journal, Verdict()):
        try:
            entry = read_entry(row.entry)
            changes = [c for c in rows_of(entry, entry.read()) if c.table is table]
        except (msgspec.MsgspecError, KeyError, ValueError, SanadError):
            continue
        for change in changes:
            if change.gone:
                due.pop(change.values[:keys], None)
            else:
                due[change.values[:keys]] = change.values
    for row in _scan(connection, table, Verdict()):
        values = tuple(row)
        wanted = due.pop(values[:keys], None)
        if wanted is None:
            verdict.blame("row_unknown", _place(table, values[:keys]))
        elif wanted != values:
            columns = [c.name for c, a, b in zip(table.columns, wanted, values, strict=True) if a != b]
            verdict.blame("row_differs", _place(table, values[:keys]), ", ".join(columns))
    for key in due:
        verdict.blame("row_missing", _place(table, key))


def _place(table: Table, key: tuple[Any, ...]) -> str:
    return f"{table.name}:" + "/".join(part.hex() if isinstance(part, bytes) else str(part) for part in key)


def _check_receipts(connection: Connection, verdict: Verdict, facts: dict[str, entries.TransactionCompleted]) -> None:
    waiting = dict(facts)
    for row in _scan(connection, tables.receipt, verdict):
        where = f"receipt:{row.number}"
        fact = waiting.pop(row.number, None)
        if fact is None:
            verdict.blame("row_unknown", where)
            continue
        verdict.receipts += 1
        if row.transaction_id != fact.transaction_id:
            verdict.blame("row_differs", where, "transaction_id")
        if hashlib.sha256(row.picture).digest() != fact.picture_digest:
            verdict.blame("picture_differs", where)
            continue
        _check_code(row.code, fact, verdict, where)
        _check_customer(row, verdict, where)
    verdict.transactions = len(facts)
    for number in waiting:
        verdict.blame("row_missing", f"receipt:{number}")


def _check_code(text: str, fact: entries.TransactionCompleted, verdict: Verdict, where: str) -> None:
    try:
        code = read_receipt_code(text)
    except SanadError as error:
        verdict.blame("code_unreadable", where, error)
        return
    same = code.number == fact.number and code.signature == fact.signature and code.text == text
    if not (same and is_signed_by_its_key(code)):
        verdict.blame("code_differs", where)


def _check_customer(row: Any, verdict: Verdict, where: str) -> None:
    picture = read_picture(row.picture)
    if row.customer_block is None:
        verdict.erased_customers += bool(picture.customer_digest)
        return
    if hashlib.sha256(row.customer_block).digest() != picture.customer_digest:
        verdict.blame("customer_block_differs", where)
        return
    msgspec.msgpack.decode(row.customer_block, type=CustomerBlock)


def _scan(connection: Connection, table: Table, verdict: Verdict) -> Iterator[Any]:
    """All rows of a table in the order of its key; a damaged page ends the walk with a fault that names the table."""
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    try:
        yield from connection.exec_driver_sql(f'SELECT {columns} FROM "{table.name}" ORDER BY {keys}')
    except (DatabaseError, dbapi2.DatabaseError) as error:
        verdict.blame("table_damaged", table.name, error)
