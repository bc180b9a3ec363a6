"""What the desk does for itself while nobody touches it: copies that are due, the file made whole, old identities."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from sanad_desk.domain.errors import SanadError
from sanad_ui.background import Background, Lane
from sanad_ui.idle import IdleWatch

TIME_BETWEEN_LOOKS_MS = 60_000
QUIET_FOR_MS = 20_000
# After a copy that failed: the stick is not there, and asking each minute brings it no sooner.
REST_AFTER_FAILURE = 15
# A counter that is never quiet still gets its copy.
LONGEST_WAIT = 45


class QuietWork(QObject):
    """Counts in looks, one a minute; `done` comes after every one, so that ages and states are shown anew."""

    done = Signal()

    def __init__(
        self,
        background: Background,
        idle: IdleWatch,
        keep_count: Callable[[], None],
        tidy: Callable[[], None],
        purge: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._idle = background, idle
        self._keep_count, self._tidy, self._purge = keep_count, tidy, purge
        self._waited = self._resting = 0
        self._is_running = False
        self._timer = QTimer(self)
        self._timer.setInterval(TIME_BETWEEN_LOOKS_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Works if nobody does, or if it has waited too long."""
        self._waited += 1
        if self._resting:
            self._resting -= 1
        is_time = self._idle.has_been_idle_for(QUIET_FOR_MS) or self._waited >= LONGEST_WAIT
        if self._is_running or self._resting or not is_time:
            self.done.emit()
            return
        self._is_running = True
        self._background.run(self._keep_count, self._on_kept, self._on_failed)

    def stop(self) -> None:
        self._timer.stop()

    def _on_kept(self, _none: None) -> None:
        self._background.run(self._tidy, self._on_tidied, self._on_failed, lane=Lane.BACKUP)

    def _on_tidied(self, _none: None) -> None:
        """The copy first: it may not wait for what is never urgent."""
        self._background.run(self._purge, self._on_purged, self._on_failed)

    def _on_purged(self, _none: None) -> None:
        self._is_running, self._waited = False, 0
        self.done.emit()

    def _on_failed(self, _error: SanadError) -> None:
        """Quiet also in failure: the status bar says that the last copy failed."""
        self._is_running, self._resting = False, REST_AFTER_FAILURE
        self.done.emit()
