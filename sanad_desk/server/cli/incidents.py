"""`sanad-server incidents list|close`: what is wrong at a centre, and that somebody settled it."""

from __future__ import annotations

import argparse

from sqlalchemy import select

from sanad_desk.domain.clock import SystemClock
from sanad_desk.english import english
from sanad_desk.server.cli.options import Subparsers, add_json, centre_id_of, database_of, instant, print_rows
from sanad_desk.server.incidents import Incident, close_incident, list_incidents
from sanad_desk.server.settings import Settings
from sanad_desk.server.tables import centre

_CODES = select(centre.c.code).order_by(centre.c.code)


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("incidents", help="what is wrong, and what to do about it")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="the open ones")
    listing.add_argument("--centre", metavar="CODE", help="default: every centre")
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
            asked = (options.centre,) if options.centre else connection.execute(_CODES).scalars().all()
            centres = {code: centre_id_of(connection, code) for code in asked}
        rows = [
            _row(code, found, as_json=options.json)
            for code, centre_id in centres.items()
            for found in list_incidents(db, centre_id, open_only=not options.all)
        ]
    print_rows(rows, as_json=options.json, below="remedy")
    return 0


def _row(centre_code: str, found: Incident, *, as_json: bool) -> dict[str, object]:
    """Without the parameters for people: the sentences hold them."""
    params = found.params | {"seq": found.seq}
    row: dict[str, object] = {
        "centre": centre_code,
        "incident": found.incident_id.hex(),
        "code": found.code,
        "owner": found.owner.value,
        "desk": found.desk_id.hex(),
        "epoch": found.epoch,
        "seq": found.seq,
        "opened": instant(found.opened_at),
        "closed": instant(found.closed_at),
        "title": english("incident", found.code, "title", **params),
        "remedy": english("incident", found.code, "remedy", **params),
    }
    return row | {"params": found.params} if as_json else row


def run_close(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db, db.writing() as connection:
        centre_id = centre_id_of(connection, options.centre)
        settled = {"closed_by": options.by, "remark": options.remark, "now": SystemClock().now()}
        close_incident(connection, centre_id, options.incident, **settled)
    print("Closed; the centre's desks are told.")
    return 0
