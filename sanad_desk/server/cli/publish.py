"""`sanad-server publish`: the files of a catalogue become a release that waits for approval."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sanad_desk.domain.clock import SystemClock
from sanad_desk.domain.errors import StoreError
from sanad_desk.server.cli.options import Subparsers, a_date, add_json, database_of
from sanad_desk.server.cli.release_text import print_proposal
from sanad_desk.server.releases import CatalogueFaulty, publish
from sanad_desk.server.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("publish", help="propose a catalogue release and show what it changes")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the catalogue's files, as docs/catalogue.md says")
    parser.add_argument("--by", required=True, metavar="NAME", help="who publishes")
    parser.add_argument("--valid-from", type=a_date, metavar="DATE", help="default: today in Muscat")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    if not options.folder.is_dir():
        raise StoreError("place_unusable", path=str(options.folder), reason="there is no such folder")
    with database_of(settings) as db:
        try:
            proposal = publish(db, options.folder, options.by, SystemClock().now(), options.valid_from)
        except CatalogueFaulty as error:
            for fault in error.faults:
                print(fault.in_english, file=sys.stderr)
            raise
        except OSError as error:
            raise StoreError("place_unusable", path=str(error.filename), reason=error.strerror) from error
    print_proposal(proposal, as_json=options.json)
    print(
        f"\nIt waits. Whoever read this and did not publish it: sanad-server approve {proposal.version} --by NAME",
        file=sys.stderr,
    )
    return 0
