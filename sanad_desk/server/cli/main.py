"""Parses the command line, runs one verb, and says errors in a sentence."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from sqlalchemy import exc

from sanad_desk.domain.errors import SanadError
from sanad_desk.server.cli import (
    approve,
    centre,
    desk,
    enrol_code,
    health,
    incidents,
    judge,
    key,
    lessons,
    migrate,
    parcel,
    partitions,
    provision,
    publish,
    recall,
    releases,
    reproject,
    restored,
    serve,
    totals,
    updates,
    verify,
)
from sanad_desk.server.cli.sentences import sentence_of
from sanad_desk.server.settings import read_settings

_VERBS = (
    serve,
    migrate,
    centre,
    enrol_code,
    provision,
    key,
    desk,
    incidents,
    parcel,
    totals,
    lessons,
    judge,
    verify,
    reproject,
    restored,
    partitions,
    health,
    publish,
    approve,
    recall,
    releases,
    updates,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 refused or not possible, 2 the command line is wrong."""
    parser = argparse.ArgumentParser(
        prog="sanad-server",
        description="The central server of Sanad Desk.",
        epilog="SANAD_SERVER_FOLDER: keys, and the SQLite database unless SANAD_SERVER_DATABASE names another.",
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for verb in _VERBS:
        verb.add_parser(subparsers)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a service's console may speak ASCII, and centres have Arabic names
    options = parser.parse_args(arguments)
    try:
        code = int(options.run(options, read_settings(os.environ)))
        sys.stdout.flush()  # here, where a reader that has gone is no fault
        return code
    except BrokenPipeError:
        # Whoever reads has seen enough (`… | head`); the interpreter must not try to flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except SanadError as error:
        return _say(sentence_of(error))
    except exc.SQLAlchemyError as error:
        # The text of a driver's error repeats what was in the rows; its kind is enough to look further.
        cause = type(error.__cause__ or error).__name__
        return _say(f"The database refused ({cause}). Is it running, and was `sanad-server migrate` run?")


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
