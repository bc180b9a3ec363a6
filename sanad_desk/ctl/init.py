"""`sanadctl init`: a new store, as the demo centre, as the desk of a file, or ready for the first run."""

from __future__ import annotations

import argparse
from pathlib import Path

from sanad_desk.bootstrap import open_desk
from sanad_desk.ctl.doors import Subparsers, add_store, filled, print_json
from sanad_desk.domain.clock import SystemClock
from sanad_desk.domain.errors import StoreError
from sanad_desk.store.store import exists
from sanad_desk.usecases.demo_centre import demo_centre
from sanad_desk.usecases.open_desk import OpenDesk


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("init", help="make a new store")
    add_store(parser)
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--demo", action="store_true", help="found the fictional demo centre in it")
    ways.add_argument("--from", dest="source", type=Path, metavar="FILE", help="found the desk of a provisioning file")
    parser.add_argument("--signed-by", type=filled, metavar="KEY", help="who may have signed the file, as on its slip")
    parser.set_defaults(run=init, parser=parser)


def init(options: argparse.Namespace) -> int:
    """Refuses a folder that holds a store already; with a file, one that was founded already."""
    if options.signed_by and options.source is None:
        options.parser.error("--signed-by: nothing is signed but a file, --from FILE")
    if options.source is not None:
        return _from_file(options)
    if exists(options.store):
        raise StoreError("store_exists", path=str(options.store))
    desk = open_desk(options.store, create=True)
    try:
        if options.demo:
            demo_centre(desk)
        print_json({"store": options.store, "centre": desk.centre.code if desk.centre else None})
    finally:
        desk.close()
    return 0


def _from_file(options: argparse.Namespace) -> int:
    """What is wrong with the file is told before there is a store."""
    from sanad_desk.usecases.found_from_file import found_from_file, look_at_file, must_be_trusted  # brings the line

    file = look_at_file(options.source, SystemClock().now())
    signed_by = options.signed_by or ""
    must_be_trusted(file, signed_by)
    desk = open_desk(options.store, create=True)
    try:
        found_from_file(desk, file, signed_by)
        print_json({"store": options.store, **_founded(desk), "server": file.said.address})
    finally:
        desk.close()
    return 0


def _founded(desk: OpenDesk) -> dict[str, object]:
    centre, identity, _ = desk.identity()
    return {"centre": centre.code, "desk": identity.number, "catalogue": desk.catalogue.version}
