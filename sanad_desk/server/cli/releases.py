"""`sanad-server releases list|show`: every release there was, and what one of them changes."""

from __future__ import annotations

import argparse

from sanad_desk.server.cli.options import Subparsers, add_json, database_of, instant, print_rows
from sanad_desk.server.cli.release_text import print_proposal
from sanad_desk.server.releases import list_releases, look_at_release
from sanad_desk.server.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("releases", help="the catalogue's releases")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="all, newest first")
    add_json(listing)
    listing.set_defaults(run=run_list)
    show = verbs.add_parser("show", help="what one changes, against the one before it")
    show.add_argument("version")
    add_json(show)
    show.set_defaults(run=run_show)


def run_list(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        rows = [
            {
                "version": row.version,
                "from": row.valid_from,
                "published": f"{instant(row.proposed_at)} {row.proposed_by}",
                "approved": f"{instant(row.approved_at)} {row.approved_by}" if row.approved_at else "",
                "recalled": f"{instant(row.recalled_at)} {row.recalled_by}: {row.recall_reason}"
                if row.recalled_at
                else "",
            }
            for row in list_releases(db)
        ]
    print_rows(rows, as_json=options.json)
    return 0


def run_show(options: argparse.Namespace, settings: Settings) -> int:
    with database_of(settings) as db:
        proposal = look_at_release(db, options.version)[1]
    print_proposal(proposal, as_json=options.json)
    return 0
