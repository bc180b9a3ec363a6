"""`sanad-server health`: whether a server answers and is ready, for timers and containers."""

from __future__ import annotations

import argparse
import http.client

from sanad_desk.server.cli.options import Subparsers
from sanad_desk.server.settings import Settings

_PATIENCE = 10  # seconds


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("health", help="ask a server on this machine whether it is ready")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8443)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _: Settings) -> int:
    """Exit code 1 where it is not."""
    connection = http.client.HTTPConnection(options.host, options.port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/health/ready")
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        print(f"No answer from {options.host}:{options.port} ({type(error).__name__}).")
        return 1
    finally:
        connection.close()
    print("ready" if answer.status == 200 else f"not ready (status {answer.status})")
    return 0 if answer.status == 200 else 1
