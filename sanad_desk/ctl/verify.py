"""`sanadctl verify`: is everything stored true; JSON, exit 1 on any fault."""

from __future__ import annotations

import argparse
import contextlib
from dataclasses import asdict
from pathlib import Path

from sanad_desk.ctl.doors import Subparsers, add_store, print_json
from sanad_desk.domain.errors import StoreError
from sanad_desk.store import keys
from sanad_desk.store.encrypted_file import broken_seals
from sanad_desk.store.mark import read_mark
from sanad_desk.store.replicas import Replicas
from sanad_desk.store.store import FILE, Store, open_store
from sanad_desk.store.verdict import DAMAGE, Verdict
from sanad_desk.store.verify import blame_pages, verify
from sanad_desk.store.verify_replica import verify_replica


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("verify", help="check chain, signatures, numbers, ledger and every row")
    add_store(parser)
    parser.set_defaults(run=run_verify)


def run_verify(options: argparse.Namespace) -> int:
    """A store that cannot even be opened is a fault like any other, unless it is another version's.

    Raises StoreError: store_older, store_newer.
    """
    try:
        mark = read_mark(options.store)
        with open_store(options.store, read_only=True) as store, store.reading() as connection:
            verdict = verify(connection, mark)
            if not verdict.faults:
                _verify_others(store, verdict)
    except StoreError as error:
        if error.code in ("store_older", "store_newer"):
            raise
        verdict = _closed(options.store, error)
    print_json({"ok": not verdict.faults, **asdict(verdict)})
    return 1 if verdict.faults else 0


def _verify_others(store: Store, verdict: Verdict) -> None:
    """What is held of the centre's other desks; wrong, it is read again once its folder `replicas` is deleted."""
    with contextlib.closing(Replicas(store)) as replicas, replicas.reading() as found:
        for replica in found:
            verify_replica(replica.connection, f"replica:{replica.desk_id.hex()}-{replica.epoch}", verdict)


def _closed(folder: Path, error: StoreError) -> Verdict:
    verdict = Verdict()
    verdict.blame(error.code, "store", error.params.get("path", ""))
    if error.code == "store_damaged":
        with contextlib.suppress(StoreError, OSError, *DAMAGE):
            blame_pages(verdict, broken_seals(folder / FILE, keys.find_key(folder)))
    return verdict
