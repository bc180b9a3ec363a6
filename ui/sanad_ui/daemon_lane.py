"""A thread that nobody waits for: a request that hangs holds up neither the window that closes nor the process."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any

_Given = tuple["Future[Any]", Callable[[], Any]]


class DaemonLane:
    """To whoever gives it jobs an executor of one thread; the interpreter joins executors' threads at its end."""

    def __init__(self, name: str) -> None:
        self._given: SimpleQueue[_Given | None] = SimpleQueue()
        Thread(target=self._work, name=name, daemon=True).start()

    def submit(self, job: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self._given.put((future, job))
        return future

    def shutdown(self) -> None:
        """Ends the thread once the job it is at has ended, whenever that is."""
        self._given.put(None)

    def _work(self) -> None:
        while (given := self._given.get()) is not None:
            future, job = given
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(job())
            except BaseException as error:  # as executors do: it is the answer
                future.set_exception(error)
            del given, future, job  # the next job may be long in coming
