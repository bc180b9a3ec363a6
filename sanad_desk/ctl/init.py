"""`sanadctl init`: a new store, as the demo centre or ready for the first run."""

from __future__ import annotations

import argparse

from sanad_desk.bootstrap import open_desk
from sanad_desk.ctl.doors import Subparsers, add_store, print_json
from sanad_desk.domain.errors import StoreError
from sanad_desk.store.store import exists
from sanad_desk.usecases.demo_centre import demo_centre


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("init", help="make a new store")
    add_store(parser)
    parser.add_argument("--demo", action="store_true", help="found the fictional demo centre in it")
    parser.set_defaults(run=init)


def init(options: argparse.Namespace) -> int:
    """Refuses a folder that holds a store already."""
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
