"""`sanadctl parcel`: the sync of a desk without a line, by files on a stick."""

from __future__ import annotations

import argparse
from pathlib import Path

from sanad_desk.ctl.doors import Subparsers, add_store, desk_at, print_json


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("parcel", help="bring a desk's journal to the server on a stick")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    exporter = verbs.add_parser("export", help="write what the server lacks to a file that only it can open")
    exporter.add_argument("--after", type=int, metavar="SEQ", help="go on after the last parcel's `up_to`")
    exporter.set_defaults(run=run_export)
    carrier = verbs.add_parser("carry", help="bring any desk's parcel to the server over this desk's line")
    carrier.set_defaults(run=run_carry)
    acknowledger = verbs.add_parser("acknowledge", help="read the server's answer to this desk's parcel")
    acknowledger.set_defaults(run=run_acknowledge)
    for verb in (exporter, carrier, acknowledger):
        add_store(verb)
        verb.add_argument("file", type=Path)


def run_export(options: argparse.Namespace) -> int:
    # Not before it is asked for: the other verbs need no line.
    from sanad_desk.usecases.parcel import export_parcel

    with desk_at(options.store) as desk:
        done = export_parcel(desk, options.file, after=options.after)
    print_json({"entries": done.entries, "records": done.records, "up_to": done.up_to, "whole": done.whole})
    return 0


def run_carry(options: argparse.Namespace) -> int:
    from sanad_desk.usecases.parcel import carry_parcel

    with desk_at(options.store) as desk:
        print_json({"acknowledgement": carry_parcel(desk, options.file)})
    return 0


def run_acknowledge(options: argparse.Namespace) -> int:
    from sanad_desk.usecases.parcel import acknowledge_parcel

    with desk_at(options.store) as desk:
        done = acknowledge_parcel(desk, options.file)
    print_json({"entries": done.entries, "up_to": done.up_to})
    return 0
