"""`sanad-server enrol-code`: a short code with which one desk joins a centre."""

from __future__ import annotations

import argparse

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.centres import CODE_HOURS, new_enrolment_code
from sanad_desk.server.cli.options import Subparsers, database_of
from sanad_desk.server.settings import Settings

_MOST_HOURS = 30 * 24


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("enrol-code", help="print a code with which one desk joins a centre")
    parser.add_argument("--centre", required=True, metavar="CODE")
    parser.add_argument("--hours", type=_hours, default=CODE_HOURS, metavar="N", help=f"default {CODE_HOURS}")
    parser.set_defaults(run=run)


def _hours(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_HOURS:
        raise argparse.ArgumentTypeError(f"a code is good for 1 to {_MOST_HOURS} hours, not {text}")
    return int(text)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """The code alone on stdout, so that a script can pass it on."""
    with database_of(settings) as db:
        print(new_enrolment_code(db, options.centre, SystemClock().now(), hours=options.hours))
    return 0
