"""Serving: the app in one process or several on one socket, until SIGTERM."""

from __future__ import annotations

import os
import tempfile
from functools import partial

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from sanad_desk.server.app import create_app
from sanad_desk.server.database import Database
from sanad_desk.server.keys import load_keys
from sanad_desk.server.logs import begin_logs, note
from sanad_desk.server.messages_to_customers import gateway_of
from sanad_desk.server.metrics import SHARED_FOLDER
from sanad_desk.server.patience import PatientProtocol
from sanad_desk.server.settings import Settings

_MOST_CONNECTIONS = 2000  # of one process; every centre of the country and the curious
_KEEP_ALIVE = 15  # seconds: a desk's requests of one round share a connection
_MOST_HEAD = 16 * 1024  # bytes
_GRACE = 30  # seconds for requests under way to end


def make_app(settings: Settings) -> FastAPI:
    """The app of one process; raises StoreError where the folder has no keys."""
    begin_logs()
    # One connection more for the judge.
    return create_app(Database(settings.database, pool_size=settings.threads + 1), load_keys(settings.folder), settings)


def server_config(
    app: FastAPI | partial[FastAPI], *, host: str = "127.0.0.1", port: int = 0, workers: int = 1
) -> uvicorn.Config:
    """How uvicorn is to be: bounded in every direction."""
    return uvicorn.Config(
        app,
        factory=isinstance(app, partial),
        host=host,
        port=port,
        workers=workers,
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=_MOST_HEAD,
    )


def serve(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Returns after SIGTERM or SIGINT, when the requests under way have been answered."""
    # What is missing or wrong the person hears here, not a worker.
    load_keys(settings.folder)
    gateway_of(settings)
    begin_logs()
    config = server_config(partial(make_app, settings), host=host, port=port, workers=workers)
    socket = config.bind_socket()
    socket.listen(config.backlog)  # whoever reads the next line may connect at once
    note("listening", host=host, port=socket.getsockname()[1], workers=workers)
    if workers == 1:
        uvicorn.Server(config).run([socket])
        return
    with tempfile.TemporaryDirectory(prefix="sanad-metrics-") as folder:
        os.environ[SHARED_FOLDER] = folder
        Multiprocess(config, [socket]).run()
