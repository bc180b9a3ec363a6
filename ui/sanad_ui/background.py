"""Work away from the GUI thread: a thread each for store, line, paper and copies, answers back on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from sanad_desk.domain.errors import BugError, SanadError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from sanad_ui.daemon_lane import DaemonLane

T = TypeVar("T")
OnError = Callable[[SanadError], object]


class Lane(StrEnum):
    """Each lane is one thread, so its jobs run one after the other in the order they were given."""

    STORE = "store"
    NETWORK = "network"  # of a thread that nobody waits for: a request may hang for a minute
    PAPER = "paper"  # a print queue that hangs may hold up neither the next sale nor the line
    BACKUP = "backup"  # nor may a slow stick; checkpoints come here too, as one that meets a copy waits for its end


class Job:
    """A piece of work on its way; `cancel()` keeps it from starting and, in any case, keeps its answer away."""

    def __init__(self, on_done: Callable[[Any], object] | None, on_error: OnError | None) -> None:
        self.on_done = on_done
        self.on_error = on_error
        self.future: Future[Any] | None = None
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True
        if self.future is not None:
            self.future.cancel()


class Background(QObject):
    """Order: a job's answer is delivered in the order jobs end; failures arrive as SanadError, never as raw ones.

    An answer whose receiver (the object of a bound method) is gone is dropped.
    """

    _ended = Signal(object)
    failed_unexpectedly = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executors: dict[Lane, ThreadPoolExecutor] = {}
        self._line: DaemonLane | None = None
        self._on_the_line: WeakSet[Job] = WeakSet()
        self._is_open = True
        # Queued although Qt would find out by itself: the executor's threads are not known to Qt as such.
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        job: Callable[[], T],
        on_done: Callable[[T], object] | None = None,
        on_error: OnError | None = None,
        *,
        lane: Lane = Lane.STORE,
    ) -> Job:
        """Runs `job` on its lane; exactly one of the callbacks is called later, on the GUI thread."""
        handle = Job(on_done, on_error)
        if not self._is_open:
            handle.is_cancelled = True
            return handle
        self._give(handle, job, lane)
        return handle

    def drain(self, at_last: Callable[[], object] | None = None) -> None:
        """On closing: jobs already given are finished, but for network jobs, which are given up where they are.

        `at_last` runs in the store's thread when no other lane works any more.
        """
        if not self._is_open:
            return
        self._is_open = False
        for job in list(self._on_the_line):
            job.cancel()
        if self._line is not None:
            self._line.shutdown()
        for lane in (Lane.PAPER, Lane.BACKUP):
            self._executor(lane).shutdown(wait=True)
        if at_last is not None:
            self._give(Job(None, None), at_last, Lane.STORE)
        self._executor(Lane.STORE).shutdown(wait=True)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def _give(self, handle: Job, job: Callable[[], object], lane: Lane) -> None:
        if lane is Lane.NETWORK:
            self._on_the_line.add(handle)
            handle.future = self._network().submit(job)
        else:
            handle.future = self._executor(lane).submit(job)
        handle.future.add_done_callback(partial(self._report, handle))

    def _report(self, handle: Job, _future: object) -> None:
        # What was given up on closing may end when there is nobody left to tell.
        if not handle.is_cancelled:
            self._ended.emit(handle)

    def _network(self) -> DaemonLane:
        if self._line is None:
            from sanad_ui.daemon_lane import DaemonLane

            self._line = DaemonLane(Lane.NETWORK.value)
        return self._line

    def _executor(self, lane: Lane) -> ThreadPoolExecutor:
        """Made with the lane's first job: threads and their library are no part of the first paint."""
        if lane not in self._executors:
            from concurrent.futures import ThreadPoolExecutor

            self._executors[lane] = ThreadPoolExecutor(1, thread_name_prefix=lane.value)
        return self._executors[lane]

    def _deliver(self, handle: Job) -> None:
        future = cast("Future[Any]", handle.future)
        # A cancelled future is done too, and asking it for its exception would raise.
        if handle.is_cancelled or future.cancelled():
            return
        error = future.exception()
        if error is None:
            _call(handle.on_done, future.result())
            return
        known = error if isinstance(error, SanadError) else _as_bug(error)
        if handle.on_error is not None:
            _call(handle.on_error, known)
        else:
            self.failed_unexpectedly.emit(known)


def _as_bug(error: BaseException) -> BugError:
    import logging  # part of no good start

    logging.getLogger(__name__).error("a background job failed", exc_info=error)
    bug = BugError("unexpected", kind=type(error).__name__)
    bug.__cause__ = error
    return bug


def _call(callback: Callable[[Any], object] | None, value: object) -> None:
    receiver = getattr(callback, "__self__", None)
    if callback is None or (isinstance(receiver, QObject) and not shiboken6.isValid(receiver)):
        return
    callback(value)
