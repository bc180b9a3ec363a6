"""`sanad-server updates …`: the site desks get new versions of the program from, and which version they are to run."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sanad_desk.domain.clock import SystemClock
from sanad_desk.domain.errors import StoreError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.server.cli.options import Subparsers, a_date, add_json, database_of, print_rows
from sanad_desk.server.programs import want_program
from sanad_desk.server.settings import Settings
from sanad_desk.server.updates.add_program import add_program
from sanad_desk.server.updates.check_site import SiteReport, check_site
from sanad_desk.server.updates.copy_site import copy_site
from sanad_desk.server.updates.keys import KeyRole, make_keys
from sanad_desk.server.updates.rotate_key import rotate_key
from sanad_desk.server.updates.site import begin_site, read_metadata, refresh_site, renew_site, root_files
from sanad_desk.version import version_order

PASSPHRASE_VARIABLE = "SANAD_UPDATE_PASSPHRASE"
_PLATFORMS = ("linux-x86_64", "windows-x86_64")
_SOON = timedelta(days=60)
_Run = Callable[[argparse.Namespace, Settings], int]


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("updates", help="new versions of the program for desks")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add(verbs, "init", run_init, "an empty site and the keys it is signed by", keys=True)
    add = _add(verbs, "add", run_add, "put a frozen program on the site", keys=True)
    add.add_argument("program", type=Path, metavar="PROGRAM_DIR", help="as `./sanad build frozen` makes it")
    add.add_argument("--version", default="", metavar="V", help="where its own program.json does not say it")
    add.add_argument("--platform", default="", choices=_PLATFORMS, help="the same")
    _add(verbs, "refresh", run_refresh, "good for another fortnight, by the online key alone: a daily timer", keys=True)
    _add(verbs, "renew", run_renew, "good for another year, by all keys: before a year without a release", keys=True)
    rotate = _add(verbs, "rotate", run_rotate, "a new key for one that was lost or stolen", keys=True)
    rotate.add_argument("--role", required=True, type=KeyRole, choices=list(KeyRole))
    copy = _add(verbs, "copy", run_copy, "the newest programs onto a stick, or into the server's folder")
    copy.add_argument("--to", required=True, type=Path, metavar="DIR")
    add_json(_add(verbs, "check", run_check, "every signature, date and piece"))
    require = verbs.add_parser("require", help="tell every desk which version it has to run")
    which = require.add_mutually_exclusive_group(required=True)
    which.add_argument("version", nargs="?", default="", help="this one or a later one")
    which.add_argument("--take-back", action="store_true", help="no desk has to run any version any more")
    require.add_argument("--from", dest="first", type=a_date, metavar="YYYY-MM-DD", help="until then it is only told")
    require.add_argument("--by", required=True, metavar="NAME", help="who decided it")
    require.add_argument("--site", type=Path, metavar="DIR", help="warn where that version is not on this site")
    require.set_defaults(run=run_require, parser=require)


def _add(verbs: Subparsers, name: str, run: _Run, says: str, *, keys: bool = False) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=says)
    parser.add_argument("--site", required=True, type=Path, metavar="DIR")
    if keys:
        parser.add_argument("--keys", required=True, type=Path, metavar="DIR", help="holds `offline` and `online`")
    parser.set_defaults(run=run)
    return parser


def run_init(options: argparse.Namespace, _: Settings) -> int:
    with _on_disk():
        make_keys(options.keys, _passphrase())
        begin_site(options.site, options.keys, _now(), _passphrase())
        offline, root = options.keys / "offline", root_files(options.site)[-1]
    print(f"{options.site} is an update site without a program yet.")
    print(f"Programs that are to trust it are built with SANAD_UPDATE_ROOT={root}.")
    print(f"Keep {offline} on media in a safe, each root key apart from the others: two of the three sign a new root.")
    if not _passphrase():
        print(f"{PASSPHRASE_VARIABLE} is not set: {offline} is not locked, whoever reads it can sign.", file=sys.stderr)
    print(f"The server gets {options.keys / 'online'} alone, for `updates refresh` every day.")
    return 0


def run_add(options: argparse.Namespace, _: Settings) -> int:
    named = {"version": options.version, "platform": options.platform}
    with _on_disk():
        added = add_program(options.site, options.keys, options.program, _now(), **named, passphrase=_passphrase())
    count, new = len(added.manifest.files), added.new_bytes
    size = f"{new / 2**20:.1f} MiB" if new >= 2**20 else f"{new / 2**10:.1f} KiB"
    print(f"{added.manifest.version} for {added.manifest.platform} is on the site: {_counted(count, 'file')}.")
    print(f"New since what was there: {_counted(added.new_pieces, 'piece')}, {size}.")
    return 0


def _counted(count: int, one: str) -> str:
    return f"{count} {one}" + ("" if count == 1 else "s")


def run_refresh(options: argparse.Namespace, _: Settings) -> int:
    """Also says when somebody has to come with the offline keys."""
    with _on_disk():
        refresh_site(options.site, options.keys, _now())
        found = read_metadata(options.site)
    print(f"Good until {found.timestamp.expires:%Y-%m-%d}.")
    until = min(found.root.expires, found.targets.expires)
    if until - _now() < _SOON:
        print(f"After {until:%Y-%m-%d} no desk trusts it: run `updates renew` with the offline keys.", file=sys.stderr)
    return 0


def run_renew(options: argparse.Namespace, _: Settings) -> int:
    with _on_disk():
        renew_site(options.site, options.keys, _now(), _passphrase())
        found = read_metadata(options.site)
    print(f"Root and targets are good until {found.root.expires:%Y-%m-%d}.")
    return 0


def run_rotate(options: argparse.Namespace, _: Settings) -> int:
    role: KeyRole = options.role
    with _on_disk():
        rotate_key(options.site, options.keys, role, _now(), _passphrase())
        root = root_files(options.site)[-1]
    print(f"The {role} keys that {root.name} does not name are good for nothing any more; destroy them.")
    print(f"Desks follow by themselves; new programs are built with SANAD_UPDATE_ROOT={root}.")
    return 0


def run_copy(options: argparse.Namespace, _: Settings) -> int:
    with _on_disk():
        report = copy_site(options.site, options.to)
    _print_report(report, as_json=False)
    return 0


def run_check(options: argparse.Namespace, _: Settings) -> int:
    with _on_disk():
        report = check_site(options.site)
    _print_report(report, as_json=options.json)
    return 0


def run_require(options: argparse.Namespace, settings: Settings) -> int:
    now = SystemClock().now()
    if options.version and options.first is None:
        options.parser.error("--from: say from which day on")
    with database_of(settings) as db:
        want_program(db, options.version, options.first or business_date_at(now), options.by, now)
    if not options.version:
        print("Taken back: desks hear at their next sync that any version will do.")
        return 0
    print(f"Desks hear at their next sync that they have to run {options.version} from {options.first} on.")
    if options.site is not None:
        with _on_disk():
            offered = [version_order(program.version) for program in check_site(options.site).programs]
        if not offered or min(offered) < version_order(options.version):
            print(
                f"{options.version} is not there for every platform: {options.site} has none or an older one.",
                file=sys.stderr,
            )
    return 0


def _print_report(report: SiteReport, *, as_json: bool) -> None:
    programs = [
        {
            "platform": program.platform,
            "version": program.version,
            "files": len(program.files),
            "bytes": sum(file.size for file in program.files),
        }
        for program in report.programs
    ]
    if as_json:
        print(json.dumps({"programs": programs, "expires": report.expires}, indent=2, default=str))
        return
    print_rows(programs, as_json=False)
    for role, at in report.expires.items():
        print(f"{role} is good until {at:%Y-%m-%d %H:%M} UTC")


def _now() -> datetime:
    return datetime.now(UTC)


def _passphrase() -> str:
    return os.environ.get(PASSPHRASE_VARIABLE, "")


@contextmanager
def _on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError("place_unusable", path=str(error.filename or "The disk"), reason=error.strerror) from error
