"""`sanadctl backup`, `restore` and `recovery-code`: a checked copy of the store, and a store out of a copy."""

from __future__ import annotations

import argparse
from pathlib import Path

from sanad_desk.ctl.doors import Subparsers, add_store, desk_at, print_json
from sanad_desk.store import keys
from sanad_desk.store.backup import back_up, restore
from sanad_desk.store.store import FILE, open_store
from sanad_desk.store.verify import verify
from sanad_desk.usecases.back_up import copy_name


def add_parser(subparsers: Subparsers) -> None:
    saver = subparsers.add_parser("backup", help="write a checked copy, also while the desk is in use")
    add_store(saver)
    saver.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    saver.set_defaults(run=run_backup)

    restorer = subparsers.add_parser("restore", help="make a store out of a copy, in an empty folder")
    add_store(restorer)
    restorer.add_argument("--from", dest="source", type=Path, required=True, metavar="FILE")
    key = restorer.add_mutually_exclusive_group(required=True)
    key.add_argument("--key-of", type=Path, metavar="DIR", help="folder of the store whose key opens the copy")
    key.add_argument("--recovery-code", metavar="CODE", help="the code that was printed for this store")
    restorer.set_defaults(run=run_restore)

    shower = subparsers.add_parser("recovery-code", help="the code that opens copies of this store elsewhere")
    add_store(shower)
    shower.set_defaults(run=show_recovery_code)


def run_backup(options: argparse.Namespace) -> int:
    with desk_at(options.store, read_only=True) as desk:
        centre, identity, _ = desk.identity()
        name = copy_name(centre, identity)
        path = back_up(desk.store.path, desk.store.key, options.to, name, desk.clock.now())
    print_json({"file": path, "bytes": path.stat().st_size})
    return 0


def run_restore(options: argparse.Namespace) -> int:
    """Exit 1 when the copy opens but does not verify; the restored store is kept for support to look at."""
    key = keys.read_recovery_code(options.recovery_code) if options.recovery_code else keys.find_key(options.key_of)
    restore(options.source, options.store, key, FILE)
    with open_store(options.store) as store, store.reading() as connection:
        verdict = verify(connection)
    print_json({"store": options.store, "entries": verdict.entries, "ok": not verdict.faults})
    return 1 if verdict.faults else 0


def show_recovery_code(options: argparse.Namespace) -> int:
    """Whoever has this code and a copy can read everything: it belongs on paper in the safe."""
    print_json({"recovery_code": keys.recovery_code(keys.find_key(options.store))})
    return 0
