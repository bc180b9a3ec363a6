"""`sanad-server totals`: a centre's sums of one business date."""

from __future__ import annotations

import argparse
import json
from datetime import date

import msgspec

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.cli.options import Subparsers, centre_id_of, database_of
from sanad_desk.server.settings import Settings
from sanad_desk.server.totals import centre_totals


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("totals", help="print a centre's sums of one business date as JSON")
    parser.add_argument("--centre", required=True, metavar="CODE")
    parser.add_argument("--date", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        with db.reading() as connection:
            centre_id = centre_id_of(connection, options.centre)
        totals = centre_totals(db, centre_id, options.date, SystemClock().now())
    print(json.dumps(msgspec.to_builtins(totals), ensure_ascii=False, indent=2))
    return 0
