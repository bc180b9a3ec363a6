"""`sanad-server migrate`: the database's schema, and keys where there are none yet."""

from __future__ import annotations

import argparse

from sanad_desk.domain.errors import StoreError
from sanad_desk.server.cli.options import Subparsers
from sanad_desk.server.keys import load_keys, make_keys
from sanad_desk.server.migrate import PASSWORD_VARIABLE, migrate
from sanad_desk.server.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("migrate", help="bring the database to this version, as its owner")
    parser.add_argument(
        "--app-role", metavar="ROLE", help=f"the role that serves; made where missing, password in {PASSWORD_VARIABLE}"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate(settings.database, options.app_role)
    try:
        load_keys(settings.folder)
    except StoreError as missing:
        try:
            make_keys(settings.folder)
        except FileExistsError:
            raise missing from None  # half of them is there: they were whole once, and desks know them
        print(f"New keys in {settings.folder}: keep a copy of them where the database's backups are not.")
    print("The database is ready.")
    return 0
