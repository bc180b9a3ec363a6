"""The thin line that fills."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sanad_ui.theme import theme

_HEIGHT = 6
_TIME_BETWEEN_STEPS_MS = 30
_STEPS = 60


class ProgressLine(QWidget):
    """Fills from the side where reading begins; without a value it runs, for work of unknown length."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._value: int | None = 0
        self._maximum = 1
        self._phase = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setInterval(_TIME_BETWEEN_STEPS_MS)
        self._timer.timeout.connect(self._step)

    def set_progress(self, value: int, maximum: int) -> None:
        self._value, self._maximum = value, max(1, maximum)
        self._timer.stop()
        self.update()

    def set_busy(self) -> None:
        self._value = None
        if self.isVisible():
            self._timer.start()

    def fraction(self) -> float:
        return min(1.0, (self._value or 0) / self._maximum)

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        if self._value is None:
            self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setBrush(theme.colour("brand"))
        start, width = 0.0, self.width() * self.fraction()
        if self._value is None:
            width = self.width() * 0.3
            start = (self.width() + width) * self._phase / _STEPS - width
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            start = self.width() - start - width
        painter.setClipRect(self.rect())
        if width > 0:
            painter.drawRoundedRect(QRectF(start, 0, width, self.height()), 3, 3)

    def _step(self) -> None:
        self._phase = (self._phase + 1) % _STEPS
        self.update()
