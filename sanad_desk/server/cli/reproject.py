"""`sanad-server reproject`: counts what an older server could store but not read."""

from __future__ import annotations

import argparse

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.cli.options import Subparsers, database_of
from sanad_desk.server.reproject import reproject
from sanad_desk.server.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("reproject", help="count what an older server could not read; after an update")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        print(f"Entries counted: {reproject(db, SystemClock().now())}.")
    return 0
