"""What the headless doors share: the store option, opening a desk for one command, and printing JSON."""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import Clock
from sanad_desk.store_folder import default_store_folder
from sanad_desk.usecases.open_desk import OpenDesk

Subparsers = Any  # argparse's own class is private


def add_store(parser: argparse.ArgumentParser) -> None:
    """`--store DIR`, by default where the installed desk keeps its own."""
    parser.add_argument("--store", type=Path, default=default_store_folder(), metavar="DIR", help="folder of the store")


def filled(text: str) -> str:
    """As argparse takes a type: an empty one is a shell's variable that nobody set."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text


@contextlib.contextmanager
def desk_at(folder: Path, *, read_only: bool = False, clock: Clock | None = None) -> Iterator[OpenDesk]:
    """The desk in that folder for the length of one command; reading works beside an open window."""
    desk = open_desk(folder, read_only=read_only, clock=clock)
    try:
        yield desk
    finally:
        desk.close()


def print_json(value: object) -> None:
    """One JSON document, readable in a terminal."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str), flush=True)
