"""`sanadctl totals`: the sums of a business date, or of the whole store, as JSON in baisa."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date

from sanad_desk.ctl.doors import Subparsers, add_store, desk_at, print_json
from sanad_desk.usecases.totals import day_totals


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("totals", help="the sums of a business date")
    add_store(parser)
    parser.add_argument("--date", type=date.fromisoformat, help="business date, e.g. 2026-11-21; all without it")
    parser.set_defaults(run=totals)


def totals(options: argparse.Namespace) -> int:
    with desk_at(options.store, read_only=True) as desk:
        sums = day_totals(desk, options.date.isoformat() if options.date else None)
    print_json(
        {
            "business_date": options.date,
            **asdict(sums.totals),
            "total": sums.totals.total,
            "first_number": sums.first_number,
            "last_number": sums.last_number,
            "drawer": sums.drawer,
        }
    )
    return 0
