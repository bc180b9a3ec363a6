"""`sanad-server restored`: the database came from a backup, so desks are to offer again what it may have lost."""

from __future__ import annotations

import argparse
import secrets

from sqlalchemy import update

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.cli.options import Subparsers, database_of
from sanad_desk.server.settings import Settings
from sanad_desk.server.tables import server_state


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("restored", help="say that the database came from a backup")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace, settings: Settings) -> int:
    """Another server epoch: every cursor is void, and records are offered again."""
    changed = {"server_epoch": secrets.token_bytes(16), "epoch_changed_at": SystemClock().now()}
    with database_of(settings) as db, db.writing() as connection:
        connection.execute(update(server_state).values(changed))
    print("Desks will offer again what the server no longer has.")
    return 0
