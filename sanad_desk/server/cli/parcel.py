"""`sanad-server parcel take`: a parcel that was brought on a stick, and the acknowledgement for the way back."""

from __future__ import annotations

import argparse
from pathlib import Path

from sanad_desk.domain.clock import SystemClock
from sanad_desk.domain.errors import StoreError
from sanad_desk.server.cli.options import Subparsers, database_of
from sanad_desk.server.cli.sentences import sentence_of_parcel
from sanad_desk.server.keys import load_keys
from sanad_desk.server.parcels import take_parcel
from sanad_desk.server.settings import Settings
from sanad_desk.wire.parcel import ACKNOWLEDGEMENT_SUFFIX
from sanad_desk.wire.whole_file import whole_file


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("parcel", help="what desks without a line send on sticks")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    take = verbs.add_parser("take", help="take one in and write its acknowledgement")
    take.add_argument("file", type=Path)
    take.add_argument("--ack", type=Path, metavar="FILE", help="default: beside the parcel")
    take.set_defaults(run=run_take)


def run_take(options: argparse.Namespace, settings: Settings) -> int:
    """Exit 1 where the parcel was not taken whole; the desk learns from the acknowledgement why."""
    target: Path = options.ack or options.file.with_suffix(ACKNOWLEDGEMENT_SUFFIX)
    keys = load_keys(settings.folder)
    try:
        with database_of(settings) as db, options.file.open("rb") as file:
            taken = take_parcel(db, keys, file, SystemClock().now())
        with whole_file(target) as acknowledgement:
            acknowledgement.write(taken.file)
    except OSError as error:
        raise StoreError("place_unusable", path=str(error.filename or target), reason=error.strerror) from error
    print(sentence_of_parcel(taken.said.code, taken.entries, target))
    return 1 if taken.said.code else 0
