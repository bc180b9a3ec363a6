"""`sanadctl update`: looks for a newer version, takes one from a stick, or says how one stands."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from sanad_desk.ctl.doors import Subparsers, add_store, desk_at, print_json
from sanad_desk.domain.clock import SystemClock
from sanad_desk.domain.errors import DomainError, StoreError
from sanad_desk.domain.program_update import ProgramUpdate, UpdateStage
from sanad_desk.english import error_in_english
from sanad_desk.updates.running import running_program
from sanad_desk.updates.standing import standing


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("update", help="bring a newer version of the program here, also beside the window")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    looker = verbs.add_parser("look", help="ask the central server, and fetch until it lies here")
    looker.set_defaults(run=run_look)
    taker = verbs.add_parser("from", help="take it from a stick or another folder")
    taker.add_argument("folder", type=Path)
    taker.set_defaults(run=run_from)
    teller = verbs.add_parser("state", help="how a newer version stands; nobody is asked")
    teller.set_defaults(run=run_state)
    for verb in (looker, taker, teller):
        add_store(verb)


def run_look(options: argparse.Namespace) -> int:
    """Exit 1 when the look ended in a problem; what has arrived stays for the next one."""
    from sanad_desk.usecases.look_for_update import look_for_update

    with desk_at(options.store, read_only=True) as desk:
        update = look_for_update(desk, asked=True)
        done = -1  # one that stands still is being fetched by somebody else
        while update.stage is UpdateStage.FETCHING and not update.problem and update.done_bytes > done:
            done = update.done_bytes
            update = look_for_update(desk)
    return _told(update)


def run_from(options: argparse.Namespace) -> int:
    """The store is not opened: the version may be the one that can."""
    from sanad_desk.usecases.update_from_folder import update_from_folder

    return _told(update_from_folder(running_program(), options.folder, SystemClock()))


def run_state(options: argparse.Namespace) -> int:
    """With the server's word, where the store can be read."""
    from sanad_desk.usecases.program_update import program_update

    try:
        with desk_at(options.store, read_only=True) as desk:
            return _told(program_update(desk))
    except StoreError:
        return _told(standing(running_program()))


def _told(update: ProgramUpdate) -> int:
    message = {"message": error_in_english(DomainError(update.problem))} if update.problem else {}
    print_json(asdict(update) | message)
    return 1 if update.problem else 0
