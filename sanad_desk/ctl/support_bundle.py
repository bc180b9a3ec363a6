"""`sanadctl support-bundle`: one file for support, without personal data, also of a store that does not open."""

from __future__ import annotations

import argparse
from pathlib import Path

from sanad_desk.ctl.doors import Subparsers, add_store, filled, print_json
from sanad_desk.domain.clock import SystemClock


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("support-bundle", help="write what support needs to know, nothing of any person")
    add_store(parser)
    parser.add_argument(
        "--out", type=filled, required=True, metavar="FILE", help="a new .zip, or a folder to put it in"
    )
    parser.set_defaults(run=run_support_bundle)


def run_support_bundle(options: argparse.Namespace) -> int:
    from sanad_desk.usecases.support_bundle import support_bundle  # brings what no other command needs

    path = support_bundle(options.store, Path(options.out), SystemClock().now())
    print_json({"file": path, "bytes": path.stat().st_size})
    return 0
