"""`sanad-server incidents list|close`: what is wrong at a centre, and that somebody settled it."""

from __future__ import annotations

import argparse
import json

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.cli.options import Subparsers, add_json, centre_id_of, database_of, instant, print_rows
from sanad_desk.server.incidents import close_incident, list_incidents
from sanad_desk.server.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("incidents", help="what is wrong at a centre")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="the open ones")
    listing.add_argument("--centre", required=True, metavar="CODE")
    listing.add_argument("--all", action="store_true", help="closed ones too")
    add_json(listing)
    listing.set_defaults(run=run_list)
    close = verbs.add_parser("close", help="it is settled")
    close.add_argument("incident", type=bytes.fromhex, help="its id, as `incidents list` shows it")
    close.add_argument("--centre", required=True, metavar="CODE")
    close.add_argument("--by", required=True, metavar="NAME", help="who settled it")
    close.add_argument("--remark", required=True, metavar="TEXT", help="how")
    close.set_defaults(run=run_close)


def run_list(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        with db.reading() as connection:
            centre_id = centre_id_of(connection, options.centre)
        rows = [
            {
                "incident": found.incident_id.hex(),
                "code": found.code,
                "owner": found.owner.value,
                "desk": found.desk_id.hex(),
                "epoch": found.epoch,
                "seq": found.seq,
                "opened": instant(found.opened_at),
                "closed": instant(found.closed_at),
                "params": found.params if options.json else json.dumps(found.params, ensure_ascii=False),
            }
            for found in list_incidents(db, centre_id, open_only=not options.all)
        ]
    print_rows(rows, as_json=options.json)
    return 0


def run_close(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db, db.writing() as connection:
        centre_id = centre_id_of(connection, options.centre)
        settled = {"closed_by": options.by, "remark": options.remark, "now": SystemClock().now()}
        close_incident(connection, centre_id, options.incident, **settled)
    print("Closed; the centre's desks are told.")
    return 0
