"""`sanadctl receipt` and `sanadctl verify-receipt`: a receipt's paper again, and the truth of its QR."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from sanad_desk.ctl.doors import Subparsers, add_store, desk_at, print_json
from sanad_desk.store.faults import named_faults
from sanad_desk.store.store import exists
from sanad_desk.store_folder import default_store_folder
from sanad_desk.usecases.print_receipt import receipt_pdf
from sanad_desk.usecases.verify_receipt import verify_receipt


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("receipt", help="write a receipt's paper to a PDF file")
    add_store(parser)
    parser.add_argument("number", metavar="NUMBER")
    parser.add_argument("--paper", choices=("80mm", "a4"), default="80mm")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=receipt)

    checker = subparsers.add_parser("verify-receipt", help="check the text of a receipt's QR, with no network")
    checker.add_argument("text", metavar="TEXT")
    checker.add_argument("--store", type=Path, default=default_store_folder(), metavar="DIR")
    checker.set_defaults(run=check)


def receipt(options: argparse.Namespace) -> int:
    """Reads only: a paper made here is not counted as a print of the desk."""
    from sanad_desk.receipts.receipt import Paper

    with desk_at(options.store, read_only=True) as desk:
        pdf = receipt_pdf(desk, options.number, Paper(options.paper))
    with named_faults(options.out):
        options.out.write_bytes(pdf)
    print_json({"number": options.number, "paper": options.paper, "file": options.out, "bytes": len(pdf)})
    return 0


def check(options: argparse.Namespace) -> int:
    """Exit 1 when the text was altered; whose key it is depends on a store being there."""
    if exists(options.store):
        with desk_at(options.store, read_only=True) as desk:
            verdict = verify_receipt(options.text, desk)
    else:
        verdict = verify_receipt(options.text)
    print_json(asdict(verdict))
    return 0 if verdict.whole else 1
