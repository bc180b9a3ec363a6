"""What several verbs share: reading options, finding a centre, and printing what they list."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from sanad_desk.domain.errors import DomainError
from sanad_desk.server.centres import find_centre
from sanad_desk.server.database import Database
from sanad_desk.server.settings import Settings

Subparsers = Any  # argparse's own class is private

_FIRST_YEAR, _LAST_YEAR = 2000, 2199  # as GET /v1/totals


def a_date(text: str) -> date:
    """As argparse takes a type."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is no date; write it as 2026-11-22") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise argparse.ArgumentTypeError(f"nothing is known of {found}; the year is {_FIRST_YEAR} to {_LAST_YEAR}")
    return found


@contextmanager
def database_of(settings: Settings) -> Iterator[Database]:
    """For the length of one command."""
    db = Database(settings.database, pool_size=2)
    try:
        yield db
    finally:
        db.close()


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def print_rows(rows: Sequence[Mapping[str, object]], *, as_json: bool, below: str = "") -> None:
    """JSON, or columns for a person; what is named `below` stands under its row, on a line of its own."""
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    if not rows:
        print("none")
        return
    columns = [name for name in rows[0] if name != below]
    table = [columns, *([str(row[name]) for name in columns] for row in rows)]
    widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
    for line, row in zip(table, [{}, *rows], strict=True):
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
        if below in row:
            print(f"      {row[below]}")


def centre_id_of(connection: Connection, code: str) -> bytes:
    """Raises DomainError `centre_unknown`."""
    found = find_centre(connection, code)
    if found is None:
        raise DomainError("centre_unknown", centre=code)
    return found


def instant(at: int | None) -> str:
    """UTC to the second; empty for what did not happen."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
