"""`sanad-server provision`: signed files that make fresh PCs desks of a centre without a line, and the slip."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.clock import SystemClock
from sanad_desk.domain.errors import StoreError
from sanad_desk.server.cli.options import Subparsers, add_json, database_of, instant
from sanad_desk.server.keys import load_keys
from sanad_desk.server.provision import Order, Provisioned, provision
from sanad_desk.server.settings import Settings
from sanad_desk.wire.provisioning import fingerprint

_DAYS, _MOST_DAYS, _MOST_DESKS = 30, 180, 20


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("provision", help="write a file for each new PC of a centre, and print its slip")
    parser.add_argument("--centre", required=True, metavar="CODE")
    parser.add_argument("--desks", type=_count(_MOST_DESKS), default=1, metavar="N", help="so many files; default 1")
    parser.add_argument("--address", required=True, metavar="URL", help="where desks reach this server: https://…")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a file that exists there is kept")
    parser.add_argument(
        "--days", type=_count(_MOST_DAYS), default=_DAYS, metavar="N", help=f"the files are good for; default {_DAYS}"
    )
    new = parser.add_argument_group("of a centre whose profile or manager the server does not know yet")
    new.add_argument("--cr-number", default="", metavar="N")
    new.add_argument("--phone", default="", metavar="N")
    new.add_argument("--licence-number", default="", metavar="N")
    new.add_argument("--wilayat", default="", metavar="CODE", help="such as MA-01, as in the catalogue's places.toml")
    new.add_argument("--manager-ar", default="", metavar="NAME", help="default: مدير المركز")
    new.add_argument("--manager-en", default="", metavar="NAME", help="default: Centre manager")
    add_json(parser)
    parser.set_defaults(run=run)


def _count(most: int) -> Callable[[str], int]:
    """As argparse takes a type."""

    def read(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"1 to {most}, not {text}")
        return int(text)

    return read


def run(options: argparse.Namespace, settings: Settings) -> int:
    """The PIN is printed here and is nowhere else."""
    keys = load_keys(settings.folder)
    _make(options.out)
    with database_of(settings) as db:
        made = provision(db, keys, _order(options), SystemClock().now())
    for name, raw in made.files.items():
        _write(options.out / name, raw)
    _print_slip(made, options, keys.signing_public)
    return 0


def _order(options: argparse.Namespace) -> Order:
    order = Order(
        centre_code=options.centre,
        desks=options.desks,
        address=options.address,
        days=options.days,
        cr_number=options.cr_number,
        phone=options.phone,
        licence_number=options.licence_number,
        wilayat=options.wilayat,
    )
    name = Words(options.manager_ar, options.manager_en)
    return replace(order, manager=name) if name else order


def _make(folder: Path) -> None:
    """Before a number is given away."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError("place_unusable", path=str(folder), reason=error.strerror) from error


def _write(path: Path, raw: bytes) -> None:
    """Readable by its owner alone: whoever has it can be this desk."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
    except OSError as error:
        raise StoreError("place_unusable", path=str(path), reason=error.strerror) from error


def _print_slip(made: Provisioned, options: argparse.Namespace, server_key: bytes) -> None:
    said = {
        "centre": options.centre,
        "files": [str(options.out / name) for name in made.files],
        "manager": made.manager.ar,
        "pin": made.pin,
        "signed_by": fingerprint(server_key),
        "server_key": server_key.hex(),
        "valid_until": instant(made.valid_until),
    }
    if options.json:
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    print(*said["files"], sep="\n")
    print(_SLIP.format(**said, lasts=_NEW if made.is_new_manager else _KNOWN))


# For the person at the desk, who reads Arabic first.
_SLIP = """
{centre} · {manager}

  الرمز السري · PIN         {pin}
  رقم التوقيع · signed by   {signed_by}
  صالح إلى · valid until    {valid_until}

{lasts}"""
_NEW = (
    "لا يُطبع هذا الرمز مرة أخرى. غيّره عند أول دخول من «الإعدادات» ثم «الموظفون».\n"
    "وإلى أن تغيّره يحل رمز أي ورقة أحدث لهذا المركز محل هذا الرمز.\n"
    "This PIN is not shown again. Change it at the first sign-in: Settings, Operators.\n"
    "Until you do, a later slip of this centre replaces it."
)
_KNOWN = (
    "هذا الرمز لهذه الأجهزة وحدها إلى أن تتصل بالخادم؛ وبعدها يعمل المدير برمزه المعروف.\n"
    "This PIN is for these PCs alone until they reach the server; from then on the manager's own PIN holds."
)
