"""The command `sanadctl`: parses, runs one door, and turns errors into JSON with an exit code."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence

from sanad_desk.ctl import (
    backup,
    catalogue,
    close_shift,
    init,
    journal,
    parcel,
    receipt,
    report,
    search,
    simulate,
    support_bundle,
    totals,
    update,
    verify,
)
from sanad_desk.domain.errors import SanadError
from sanad_desk.english import error_in_english
from sanad_desk.version import VERSION

_DOORS = (
    init,
    simulate,
    verify,
    receipt,
    close_shift,
    report,
    totals,
    search,
    catalogue,
    journal,
    backup,
    parcel,
    update,
    support_bundle,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 a fault was found or the thing was refused, 2 the command line is wrong."""
    parser = argparse.ArgumentParser(prog="sanadctl", description="Every door of the desk without its window.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {VERSION}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for door in _DOORS:
        door.add_parser(subparsers)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # Arabic goes through a pipe whatever the console speaks
    options = parser.parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()  # here, where a reader that has gone is no fault
        return code
    except SanadError as error:
        said = {"error": error.code, "message": error_in_english(error), **error.params}
        print(json.dumps(said, ensure_ascii=False, default=str), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever reads has seen enough (`sanadctl journal | head`); the interpreter must not try to flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
