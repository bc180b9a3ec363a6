"""What a check of the store found, and how it reads tables without trusting what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, Text
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

DAMAGE = (DatabaseError, dbapi2.DatabaseError)


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
    erased_unexplained: int = 0  # of these: no fact says that one whom the receipt names was erased
    head: str = ""
    faults: list[Fault] = field(default_factory=list)

    def blame(self, code: str, where: str, detail: object = "") -> None:
        self.faults.append(Fault(code, where, str(detail)))


def scan(
    connection: Connection, table: Table, verdict: Verdict, tail: str = "", values: tuple[str, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """All rows of a table in the order of its key; a damaged page ends the walk with a fault that names the table.

    Texts are read as bytes: one that is no UTF-8 any more must be a row that differs, not the end of the walk.
    """
    texts = [isinstance(column.type, Text) for column in table.columns]
    columns = ", ".join(
        f'CAST("{column.name}" AS BLOB)' if text else f'"{column.name}"'
        for column, text in zip(table.columns, texts, strict=True)
    )
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    query = f'SELECT {columns} FROM "{table.name}" {tail or f"ORDER BY {keys}"}'
    try:
        for row in connection.exec_driver_sql(query, values):
            yield tuple(
                value.decode("utf-8", "surrogateescape") if text and value is not None else value
                for value, text in zip(row, texts, strict=True)
            )
    except DAMAGE as error:
        verdict.blame("table_damaged", table.name, error.__cause__ or error)


def place(table: Table, key: tuple[Any, ...]) -> str:
    """How a row is named in a fault."""
    return f"{table.name}:" + "/".join(part.hex() if isinstance(part, bytes) else str(part) for part in key)
