"""`sanad-server recall`: desks go back to the release before."""

from __future__ import annotations

import argparse

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.cli.options import Subparsers, database_of
from sanad_desk.server.releases import recall
from sanad_desk.server.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("recall", help="take a catalogue release back, for good")
    parser.add_argument("version", help="as `releases list` shows it")
    parser.add_argument("--by", required=True, metavar="NAME", help="who recalls")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="what is wrong with it")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        recall(db, options.version, options.by, options.reason, SystemClock().now())
    print(f"Release {options.version} is recalled; desks that have it go back at their next sync.")
    return 0
