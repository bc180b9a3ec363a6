"""`sanadctl journal`: the chain of facts as JSON lines, to be read by people and scripts."""

from __future__ import annotations

import argparse
import json
from typing import Any

import msgspec

from sanad_desk.ctl.doors import Subparsers, add_store, desk_at
from sanad_desk.wire.entries import read_entry


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("journal", help="show the facts of the journal as JSON lines")
    add_store(parser)
    parser.add_argument("--after", type=int, default=0, metavar="SEQ", help="only entries behind this one")
    parser.set_defaults(run=journal)


def journal(options: argparse.Namespace) -> int:
    with desk_at(options.store, read_only=True) as desk, desk.store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT entry, hash FROM journal WHERE seq > ? ORDER BY seq", (options.after,)
        )
        for row in rows:
            entry = read_entry(row.entry)
            line = {"seq": entry.seq, "kind": entry.kind, "version": entry.version, "at": entry.at}
            line |= {"business_date": entry.business_date, "shift": entry.shift_id, "operator": entry.operator_id}
            line |= {"fact": _named(entry.read()), "hash": row.hash}
            print(json.dumps(line, ensure_ascii=False, default=_plain))
    return 0


def _named(value: Any) -> Any:
    """Positional structs shown with the names of their fields."""
    if isinstance(value, msgspec.Struct):
        return {name: _named(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple):
        return [_named(part) for part in value]
    return value


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
