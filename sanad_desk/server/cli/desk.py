"""`sanad-server desk list|revoke`: how a centre's desks stand, and shutting one out."""

from __future__ import annotations

import argparse

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.centres import revoke_desk
from sanad_desk.server.chains import chains_of
from sanad_desk.server.cli.options import Subparsers, add_json, centre_id_of, database_of, instant, print_rows
from sanad_desk.server.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("desk", help="the desks of a centre")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="each chain with its number and how far the server has it")
    listing.add_argument("--centre", required=True, metavar="CODE")
    add_json(listing)
    listing.set_defaults(run=run_list)
    revoke = verbs.add_parser("revoke", help="from now on it may bring its journal and nothing else")
    revoke.add_argument("desk", type=bytes.fromhex, help="its id, as `desk list` shows it")
    revoke.add_argument("--centre", required=True, metavar="CODE")
    revoke.add_argument("--by", required=True, metavar="NAME", help="who decided it")
    revoke.set_defaults(run=run_revoke)


def run_list(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db, db.reading() as connection:
        centre_id = centre_id_of(connection, options.centre)
        rows = [
            {
                "desk": row.desk_id.hex(),
                "epoch": row.epoch,
                "number": row.desk_number,
                "head": row.head_seq,
                "agreed": row.judged_seq,
                "program": row.program or "",
                "last_seen": instant(row.seen_at),
                "revoked": instant(row.revoked_at),
            }
            for row in chains_of(connection, centre_id)
        ]
    print_rows(rows, as_json=options.json)
    return 0


def run_revoke(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        with db.reading() as connection:
            centre_id = centre_id_of(connection, options.centre)
        revoke_desk(db, centre_id, options.desk, revoked_by=options.by, now=SystemClock().now())
    print(f"Desk {options.desk.hex()} is revoked. What it sold until it hears of it still arrives and is counted.")
    return 0
