"""`sanadctl simulate`: realistic days, each receipt number printed only after its commit."""

from __future__ import annotations

import argparse
from datetime import date

from sanad_desk.bootstrap import open_desk
from sanad_desk.ctl.doors import Subparsers, add_store, print_json
from sanad_desk.domain.clock import SetClock
from sanad_desk.usecases.demo_centre import demo_centre, is_demo_centre
from sanad_desk.usecases.simulate import next_free_day, simulate

FIRST_DAY = date(2026, 1, 4)


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("simulate", help="play days of visits in a demo store")
    add_store(parser)
    parser.add_argument("--days", type=int, default=1, metavar="N")
    parser.add_argument("--per-day", type=int, default=20, metavar="M")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--first-day", type=date.fromisoformat, default=FIRST_DAY, help=f"default {FIRST_DAY}")
    parser.add_argument(
        "--odd", action="store_true", help="also reversals, drops, handovers, accounts, variances; closes the days"
    )
    parser.add_argument("--follow", action="store_true", help="cases live on: returns, later payments, outages")
    parser.add_argument("--print-receipts", action="store_true", help="print each number, flushed, after its commit")
    parser.set_defaults(run=run_simulate)


def run_simulate(options: argparse.Namespace) -> int:
    """A store that is not there yet is made as the demo centre; one that is goes on after its last day."""
    clock = SetClock(0)
    desk = open_desk(options.store, clock=clock, create=True)
    try:
        first_day = next_free_day(desk, options.first_day)
        clock.at = int((first_day - date(1970, 1, 1)).total_seconds() * 1000)
        if not desk.is_founded or is_demo_centre(desk):
            demo_centre(desk)
        count = total = 0
        days = {"days": options.days, "per_day": options.per_day, "seed": options.seed}
        kinds = {"odd": options.odd, "follow": options.follow}
        for sale in simulate(desk, clock, first_day=first_day, **days, **kinds):
            count, total = count + 1, total + sale.total
            if options.print_receipts:
                print(sale.number, flush=True)
    finally:
        desk.close()
    if not options.print_receipts:
        print_json({"first_day": first_day, "days": options.days, "transactions": count, "total": total})
    return 0
