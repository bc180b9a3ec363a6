"""`sanad-server verify`: whether everything that is held is still what the desks wrote, and counted right."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from sanad_desk.server.cli.options import Subparsers, add_json, centre_id_of, database_of, print_rows
from sanad_desk.server.settings import Settings
from sanad_desk.server.verify import verify


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("verify", help="hash and count every chain again and name what differs")
    parser.add_argument("--centre", metavar="CODE", help="one centre alone")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Exit code 1 where anything differs."""
    with database_of(settings) as db:
        centre_id = None
        if options.centre is not None:
            with db.reading() as connection:
                centre_id = centre_id_of(connection, options.centre)
        found = [asdict(difference) for difference in verify(db, centre_id)]
    if found or options.json:
        print_rows(found, as_json=options.json)
    else:
        print("Every chain is what its desk signed, and counted right.")
    return 1 if found else 0
