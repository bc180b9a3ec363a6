"""`sanad-server serve`: answers desks until it is told to stop."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from sanad_desk.server.cli.options import Subparsers
from sanad_desk.server.settings import THREADS, Settings


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("serve", help="answer desks until SIGTERM")
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1; TLS is for a proxy before it")
    parser.add_argument("--port", type=int, default=8443, help="default 8443; 0 takes a free one and logs it")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes on this port")
    parser.add_argument("--threads", type=int, default=THREADS, metavar="N", help="of one process")
    parser.add_argument("--metrics", action="store_true", help="show /metrics")
    parser.add_argument("--no-judge", action="store_true", help="leave judging to another process")
    parser.add_argument(
        "--updates-folder", type=Path, metavar="DIR", help="the update site, as `updates copy` writes it, for desks"
    )
    messages = parser.add_mutually_exclusive_group()
    messages.add_argument(
        "--messages-folder", type=Path, metavar="DIR", help="put each message to a customer there, as a file"
    )
    messages.add_argument(
        "--messages-url",
        default="",
        metavar="URL",
        help="post each message to a customer there; SANAD_SERVER_MESSAGES_TOKEN is shown as bearer",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    from sanad_desk.server.serve import serve  # the other verbs do not need a web server

    settings = replace(
        settings,
        metrics=options.metrics,
        judge=not options.no_judge,
        threads=options.threads,
        updates_folder=options.updates_folder,
        messages_folder=options.messages_folder,
        messages_url=options.messages_url,
    )
    serve(settings, host=options.host, port=options.port, workers=options.workers)
    return 0
