"""The judge's thread: soon after something was taken in, and now and then for what other processes took in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sanad_desk.server.door import Server
from sanad_desk.server.judge import judge_waiting
from sanad_desk.server.logs import note_fault

_SWEEP, _PAUSE = 60.0, 1.0  # seconds


@contextmanager
def judging(server: Server) -> Iterator[None]:
    """Judges beside whatever happens inside; at the end it finishes what it is at."""
    ended = threading.Event()
    thread = threading.Thread(target=_judge, args=(server, ended), name="judge", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        server.ingested.set()
        thread.join()


def _judge(server: Server, ended: threading.Event) -> None:
    while not ended.is_set():
        server.ingested.clear()
        try:
            judge_waiting(server.db, server.clock.now())
        except Exception as error:  # a fault here must not end judging for good
            note_fault("judge", error)
        server.ingested.wait(_SWEEP)
        ended.wait(_PAUSE)  # many batches are judged at once
