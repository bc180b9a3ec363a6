"""A stored day of sales under the hand of somebody who has the store's key."""

from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from sanad_desk.store import keys, tables
from sanad_desk.store.encrypted_file import open_engine
from sanad_desk.store.projection import rows_of
from sanad_desk.store.store import FILE
from sanad_desk.store.unit_of_work import insert, project
from sanad_desk.store.verdict import Fault
from sanad_desk.store.verify import verify
from sanad_desk.store.verify_rows import PROJECTED
from sanad_desk.wire.entries import GENESIS_HASH, Entry, Envelope, chain_hash, entry_bytes, read_entry
from sanad_desk.wire.fact import Fact


@contextlib.contextmanager
def forging(folder: Path) -> Iterator[Connection]:
    """A connection whose changes last as long as the test: rolled back, so that one store serves them all."""
    engine = open_engine(folder / FILE, keys.find_key(folder))
    try:
        with engine.connect() as connection:
            yield connection
            connection.rollback()
    finally:
        engine.dispose()


def faults_of(connection: Connection) -> list[Fault]:
    return verify(connection).faults


def places(connection: Connection) -> set[str]:
    return {fault.where for fault in verify(connection).faults}


def flipped(value: Any, dice: random.Random) -> Any:
    """The value with one bit of one byte turned over; an empty one gets a byte."""
    if value is None:
        return b"\x01"
    if isinstance(value, int):
        return value ^ (1 << dice.randrange(20))
    if isinstance(value, str):
        return flipped(value.encode(), dice)
    raw = bytearray(value or b"\x00")
    raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
    return bytes(raw)


def write(connection: Connection, table: Table, column: str, keys_: tuple[Any, ...], value: Any) -> None:
    """One cell, also with a text that is no text any more."""
    kind = str(table.columns[column].type)
    mark = "CAST(? AS TEXT)" if kind == "TEXT" else "CAST(? AS INTEGER)" if kind == "INTEGER" else "?"
    names = [name.name for name in table.primary_key.columns]
    where = " AND ".join(f'"{name}" = ?' for name in names)
    done = connection.exec_driver_sql(
        f'UPDATE "{table.name}" SET "{column}" = {mark} WHERE {where}', (value, *keys_[: len(names)])
    )
    assert done.rowcount == 1


def rows(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return [tuple(row) for row in connection.exec_driver_sql(f'SELECT {columns} FROM "{table.name}"')]


def made_anew(connection: Connection, change: Callable[[Entry, Fact], Fact | None]) -> None:
    """The whole chain and all its rows written again around a changed fact, without the desk's signing key."""
    old = [read_entry(row[3]) for row in sorted(rows(connection, tables.journal))]
    for table in (tables.journal, *PROJECTED):
        connection.exec_driver_sql(f'DELETE FROM "{table.name}"')
    head, seq, last_at = GENESIS_HASH, 0, 0
    for entry in old:
        fact = change(entry, entry.read())
        if fact is None:
            continue
        seq += 1
        envelope = Envelope(entry.at, date.fromisoformat(entry.business_date), entry.shift_id, entry.operator_id)
        raw = entry_bytes(seq, fact, envelope)
        head, last_at = chain_hash(head, raw), max(last_at, entry.at)
        insert(connection, tables.journal, [(seq, entry.kind, entry.at, raw, head)])
        project(connection, rows_of(read_entry(raw), fact))
    connection.exec_driver_sql("UPDATE desk_state SET head_seq = ?, head_hash = ?, last_at = ?", (seq, head, last_at))


def flip_in_file(folder: Path, place: int) -> None:
    with (folder / FILE).open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 0x10]))


def copy_of(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to))
