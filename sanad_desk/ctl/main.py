"""The command `sanadctl`: parses, runs one door, and turns errors into JSON with an exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from sanad_desk.ctl import backup, catalogue, init, journal, receipt, search, simulate, totals, verify
from sanad_desk.domain.errors import SanadError


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 a fault was found or the thing was refused, 2 the command line is wrong."""
    parser = argparse.ArgumentParser(prog="sanadctl", description="Every door of the desk without its window.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for door in (init, simulate, verify, receipt, totals, search, catalogue, journal, backup):
        door.add_parser(subparsers)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except SanadError as error:
        print(json.dumps({"error": error.code, **error.params}, ensure_ascii=False, default=str), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
