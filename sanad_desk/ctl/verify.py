"""`sanadctl verify`: is everything stored true; JSON, exit 1 on any fault."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from sanad_desk.ctl.doors import Subparsers, add_store, print_json
from sanad_desk.domain.errors import StoreError
from sanad_desk.store.mark import read_mark
from sanad_desk.store.store import open_store
from sanad_desk.store.verdict import Fault, Verdict
from sanad_desk.store.verify import verify


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("verify", help="check chain, signatures, numbers, ledger and every row")
    add_store(parser)
    parser.set_defaults(run=run_verify)


def run_verify(options: argparse.Namespace) -> int:
    """A store that cannot even be opened is a fault like any other."""
    try:
        mark = read_mark(options.store)
        with open_store(options.store, read_only=True) as store, store.reading() as connection:
            verdict = verify(connection, mark)
    except StoreError as error:
        verdict = Verdict(faults=[Fault(error.code, "store", str(error.params.get("path", "")))])
    print_json({"ok": not verdict.faults, **asdict(verdict)})
    return 1 if verdict.faults else 0
