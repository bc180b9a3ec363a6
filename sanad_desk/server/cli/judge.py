"""`sanad-server judge`: judges once whatever waits for it."""

from __future__ import annotations

import argparse

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.cli.options import Subparsers, database_of
from sanad_desk.server.judge import judge_waiting
from sanad_desk.server.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("judge", help="judge what has arrived; a timer runs it where `serve` has --no-judge")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        print(f"Entries judged: {judge_waiting(db, SystemClock().now())}.")
    return 0
