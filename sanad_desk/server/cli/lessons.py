"""`sanad-server lessons`: what was missing, sent back, down and asked for, at one centre or in the whole country."""

from __future__ import annotations

import argparse
from collections import Counter

from sqlalchemy import select

from sanad_desk.server.cli.options import Subparsers, a_date, add_json, centre_id_of, database_of, print_rows
from sanad_desk.server.lesson_sums import LESSONS, Place, lessons_of
from sanad_desk.server.settings import Settings
from sanad_desk.server.tables import centre


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "lessons", help="what desks teach: missing papers, returns, outages, ratings, complaints, as counts by code"
    )
    parser.add_argument("--from", dest="first", required=True, type=a_date, metavar="YYYY-MM-DD")
    parser.add_argument("--to", dest="last", required=True, type=a_date, metavar="YYYY-MM-DD", help="included")
    parser.add_argument("--centre", metavar="CODE", help="default: all centres together")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    counted: Counter[Place] = Counter()
    centres: Counter[Place] = Counter()
    with database_of(settings) as db, db.reading() as connection:
        if options.centre:
            asked = [centre_id_of(connection, options.centre)]
        else:
            asked = list(connection.execute(select(centre.c.centre_id)).scalars())
        for centre_id in asked:
            found = lessons_of(connection, centre_id, options.first, options.last)
            counted.update(found)
            centres.update(found.keys())
    ordered = sorted(counted.items(), key=lambda item: (LESSONS.index(item[0][0]), -item[1], item[0][1]))
    rows = [
        {"lesson": lesson, "code": code, "times": times, "centres": centres[lesson, code]}
        for (lesson, code), times in ordered
    ]
    print_rows(rows, as_json=options.json)
    return 0
