"""An icon that stands by itself, in a token's colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sanad_ui.icons import paint_icon
from sanad_ui.tokens import ICON_SIZE


class IconLabel(QWidget):
    """Never the only bearer of a meaning: a word stands beside it, so it has no accessible name of its own."""

    def __init__(self, icon: str, *, tone: str = "ink2", size: int = ICON_SIZE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._size = icon, tone, size
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, icon: str, tone: str | None = None) -> None:
        self._icon, self._tone = icon, tone or self._tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        paint_icon(QPainter(self), QRectF(self.rect()), self._icon, self._tone, rtl=rtl)
