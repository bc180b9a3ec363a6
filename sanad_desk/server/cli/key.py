"""`sanad-server key`: the public key that this server signs with, for programs that are to trust its files."""

from __future__ import annotations

import argparse

from sanad_desk.server.cli.options import Subparsers
from sanad_desk.server.keys import load_keys
from sanad_desk.server.settings import Settings
from sanad_desk.wire.provisioning import fingerprint


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("key", help="the public key this server signs with, and its signature number")
    parser.add_argument("--hex", action="store_true", help="the key alone, as SANAD_PROVISION_KEYS takes it")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    key = load_keys(settings.folder).signing_public
    print(key.hex() if options.hex else f"server_key  {key.hex()}\nsigned_by   {fingerprint(key)}")
    return 0
