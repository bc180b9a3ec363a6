"""The initials of a person in a circle."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sanad_ui.fonts import font
from sanad_ui.texts import Phrase, language
from sanad_ui.theme import theme
from sanad_ui.tokens import MEDIUM


def initials(name: str) -> str:
    """The first letters of the first and last word, with a dot so that Arabic letters do not join."""
    words = [word.removeprefix("ال") or word for word in name.split()]
    if not words:
        return ""
    return words[0][0] if len(words) == 1 else f"{words[0][0]}.{words[-1][0]}"


def paint_avatar(painter: QPainter, box: QRectF, text: str, *, ground: str = "sunken", ink: str = "ink2") -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawEllipse(box)
    painter.setPen(theme.colour(ink))
    painter.setFont(font(round(box.height() * 0.38), MEDIUM))
    painter.drawText(box.adjusted(0, -1, 0, -1), Qt.AlignmentFlag.AlignCenter, text)


class Avatar(QWidget):
    """Stands beside the name it abbreviates, so screen readers pass over it."""

    def __init__(self, person: Phrase | None = None, *, size: int = 30, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person, self._size = person, size
        self.setFixedSize(size, size)
        language.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._person is not None:
            paint_avatar(QPainter(self), QRectF(self.rect()), initials(self._person()))
