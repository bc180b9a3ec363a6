"""`sanad-server partitions add`: the journal's partitions of the months to come."""

from __future__ import annotations

import argparse
from datetime import date

from sanad_desk.server.cli.options import Subparsers, database_of
from sanad_desk.server.migrate import MONTHS_AHEAD, add_months
from sanad_desk.server.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("partitions", help="of the journal, as the database's owner")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="those of this month and the ones after it")
    add.add_argument("--months", type=int, default=MONTHS_AHEAD, metavar="N", help=f"default {MONTHS_AHEAD}")
    add.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        if not db.is_postgres:
            print("SQLite has no partitions; there is nothing to add.")
            return 0
        with db.writing() as connection:
            add_months(connection, date.today(), options.months + 1)
    print(f"The journal has partitions for this month and {options.months} after it.")
    return 0
