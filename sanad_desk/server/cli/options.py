"""What several verbs share: reading options, finding a centre, and printing what they list."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from sanad_desk.domain.errors import DomainError
from sanad_desk.server.centres import find_centre
from sanad_desk.server.database import Database
from sanad_desk.server.settings import Settings

Subparsers = Any  # argparse's own class is private


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


def print_rows(rows: Sequence[Mapping[str, object]], *, as_json: bool) -> None:
    """JSON, or columns for a person."""
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    if not rows:
        print("none")
        return
    table = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
    for line in table:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def centre_id_of(connection: Connection, code: str) -> bytes:
    """Raises DomainError `centre_unknown`."""
    found = find_centre(connection, code)
    if found is None:
        raise DomainError("centre_unknown", centre=code)
    return found


def instant(at: int | None) -> str:
    """UTC to the second; empty for what did not happen."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
