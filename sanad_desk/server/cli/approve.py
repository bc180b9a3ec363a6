"""`sanad-server approve`: a second person lets a release out."""

from __future__ import annotations

import argparse

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.cli.options import Subparsers, database_of
from sanad_desk.server.keys import load_keys
from sanad_desk.server.releases import approve
from sanad_desk.server.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("approve", help="let a catalogue release out to every desk")
    parser.add_argument("version", help="as `releases list` shows it")
    parser.add_argument("--by", required=True, metavar="NAME", help="who approves; not who published")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        approve(db, load_keys(settings.folder), options.version, options.by, SystemClock().now())
    print(f"Release {options.version} is signed; desks take it in at their next sync.")
    return 0
