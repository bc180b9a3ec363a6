"""`sanad-server centre add|list`: which centres the server knows."""

from __future__ import annotations

import argparse

from sqlalchemy import select

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.centres import add_centre
from sanad_desk.server.cli.options import Subparsers, add_json, database_of, print_rows
from sanad_desk.server.settings import Settings
from sanad_desk.server.tables import centre


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("centre", help="which centres the server knows")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="a new one")
    add.add_argument("code", help="four letters or digits, as on its receipts")
    add.add_argument("--name-ar", required=True, metavar="NAME")
    add.add_argument("--name-en", required=True, metavar="NAME")
    add.set_defaults(run=run_add)
    listing = verbs.add_parser("list", help="all of them")
    add_json(listing)
    listing.set_defaults(run=run_list)


def run_add(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        add_centre(db, options.code, options.name_ar, options.name_en, SystemClock().now())
    print(f"Centre {options.code} is known. `sanad-server enrol-code --centre {options.code}` lets a desk join it.")
    return 0


def run_list(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db, db.reading() as connection:
        query = select(centre.c.code, centre.c.name_ar, centre.c.name_en).order_by(centre.c.code)
        rows = [row._asdict() for row in connection.execute(query)]
    print_rows(rows, as_json=options.json)
    return 0
