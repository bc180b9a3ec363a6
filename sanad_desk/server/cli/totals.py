"""`sanad-server totals`: a centre's sums of one business date."""

from __future__ import annotations

import argparse
import json

import msgspec

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.cli.options import Subparsers, a_date, centre_id_of, database_of
from sanad_desk.server.settings import Settings
from sanad_desk.server.totals import ChainStanding, centre_totals


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "totals",
        help="print a centre's sums of one business date as JSON",
        epilog="Amounts are baisa. `why_behind` is not_heard_since where a desk was last heard of (seen_at) before "
        "that date was over: there may be more. `is_complete` is false as long as one is, or has unread entries.",
    )
    parser.add_argument("--centre", required=True, metavar="CODE")
    parser.add_argument("--date", required=True, type=a_date, metavar="YYYY-MM-DD")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        with db.reading() as connection:
            centre_id = centre_id_of(connection, options.centre)
        totals = centre_totals(db, centre_id, options.date, SystemClock().now())
    said = msgspec.to_builtins(totals)
    said["chains"] = [_said(chain) for chain in totals.chains]
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return 0


def _said(chain: ChainStanding) -> dict[str, object]:
    """Ids as the other verbs print and take them."""
    why = "not_heard_since" if chain.is_behind else ""
    return {**msgspec.structs.asdict(chain), "desk_id": chain.desk_id.hex(), "why_behind": why}
