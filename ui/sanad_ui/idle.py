"""Notices that nobody has touched the desk for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QWindow

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        # The press of a shortcut never reaches the window, its release does.
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
_MS_IN_MINUTE = 60_000


class IdleWatch(QObject):
    """`idle` is emitted once after the given minutes without key, mouse or touch, and armed again by the next touch.

    It watches the native window, where each touch passes once, and not every widget's every event.
    """

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.idle)
        self.set_minutes(minutes)

    def watch(self, window: QWindow) -> None:
        """Qt keeps one filter of an object, however often it is installed."""
        window.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        self._timer.setInterval(minutes * _MS_IN_MINUTE)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        """While nobody is signed in there is nothing to lock."""
        self._timer.stop()

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    @property
    def remaining_ms(self) -> int:
        return self._timer.remainingTime()

    def has_been_idle_for(self, milliseconds: int) -> bool:
        """Whether nobody touched the desk that long; also while nobody is signed in."""
        return not self.is_running or self._timer.interval() - self.remaining_ms >= milliseconds

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return super().eventFilter(watched, event)
