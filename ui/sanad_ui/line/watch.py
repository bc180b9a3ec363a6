"""Keeps the desk in step with the server: a round at the start, soon after each sale, and when the next is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from sanad_ui.background import Background, Lane

if TYPE_CHECKING:
    from sanad_desk.domain.errors import SanadError
    from sanad_desk.usecases.sync_now import SyncOutcome

# Short enough for "at once", long enough for the papers and drafts of the same sale to go with it.
TIME_AFTER_A_SALE_MS = 1_500
TIME_AFTER_A_FAULT_MS = 60_000


class LineDoor(Protocol):
    """What the rounds need of the desk."""

    def is_joined(self) -> bool:
        """In the store's thread; also of a desk that joins with its first round."""
        ...

    def sync(self) -> SyncOutcome:
        """In the network's thread; raises SanadError for faults of the store only."""
        ...

    def join(self, address: str, code: str) -> bool:
        """In the network's thread, for a start that brings a code; whether the desk is joined now."""
        ...

    def hang_up(self) -> None:
        """In the window's thread: ends a request that is under way."""
        ...


class LineWatch(QObject):
    """One round at a time, all of it in the network's thread; nothing at all while the desk is not joined.

    `began` and `ended` come around each round, `arrived` after one that brought something from elsewhere, and
    `came_back` when the server is reached again, or for the first time since the start.
    """

    began = Signal()
    ended = Signal()
    arrived = Signal()
    came_back = Signal()

    def __init__(self, background: Background, door: LineDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background, self._door = background, door
        self.outcome: SyncOutcome | None = None  # of the last round
        self.error: SanadError | None = None  # what stood in the way of it or of the joining
        self.offered: tuple[str, str] | None = None  # address and code that came with the start
        self.is_running = self.is_joined = False
        self._is_wanted = self._is_over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._round)

    @property
    def is_online(self) -> bool:
        """Whether the last round came through."""
        return self.error is None and self.outcome is not None and self.outcome.is_online

    def start(self, join: tuple[str, str] | None = None) -> None:
        """Begins where there is a server; `join` is an address and a code that came with the start."""
        self.offered = join
        if join is not None:
            self.is_running = True
            self._background.run(lambda: self._door.join(*join), self._on_joined, self._on_failed, lane=Lane.NETWORK)
        else:
            self._background.run(self._door.is_joined, self._on_joined, self._on_failed)

    def nudge(self) -> None:
        """Something was written here: a good line takes it soon, a bad one when its time has come."""
        if self.is_running:
            self._is_wanted = True
        elif self.is_joined and self.is_online:
            self._wait(min(TIME_AFTER_A_SALE_MS, max(0, self._timer.remainingTime())))

    def sync_now(self) -> None:
        """A person asks; nobody waits for a time that has not come."""
        if self.is_running:
            self._is_wanted = True
        elif self.is_joined:
            self._round()

    def stop(self) -> None:
        """The window closes: no round begins any more, and the one that is under way is given up."""
        self._is_over = True
        self._timer.stop()
        if self.is_running:
            self._door.hang_up()

    def _round(self) -> None:
        if self._is_over:
            return
        self._timer.stop()
        self.is_running, self._is_wanted = True, False
        self.began.emit()
        self._background.run(self._door.sync, self._on_outcome, self._on_failed, lane=Lane.NETWORK)

    def _on_joined(self, is_joined: bool) -> None:
        self.is_running = False
        self.is_joined = is_joined
        if is_joined:
            self._round()

    def _on_outcome(self, outcome: SyncOutcome) -> None:
        self.is_running, was_online = False, self.is_online
        self.outcome, self.error = outcome, None
        self._wait(outcome.next_after_ms)
        if self._is_wanted:
            self.nudge()
        self.ended.emit()
        if outcome.received:
            self.arrived.emit()
        if self.is_online and not was_online:
            self.came_back.emit()

    def _on_failed(self, error: SanadError) -> None:
        self.is_running = False
        self.error = error
        if self.is_joined:
            self._wait(TIME_AFTER_A_FAULT_MS)
        self.ended.emit()

    def _wait(self, milliseconds: int) -> None:
        if not self._is_over:
            self._timer.start(milliseconds)
