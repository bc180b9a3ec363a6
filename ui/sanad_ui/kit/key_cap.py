"""The small picture of a key that stands beside what it does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sanad_ui.fonts import font
from sanad_ui.theme import theme
from sanad_ui.tokens import MEDIUM, RADIUS_KEY

_HEIGHT = 18
_TEXT = 11


def shown_key(shortcut: str) -> str:
    """`Ctrl+K` as printed on the cap: `Ctrl K`."""
    return {"Return": "Enter", "Escape": "Esc"}.get(shortcut, shortcut.replace("+", " "))


def key_cap_size(shortcut: str) -> QSize:
    width = QFontMetricsF(font(_TEXT, MEDIUM)).horizontalAdvance(shown_key(shortcut))
    return QSize(max(20, round(width) + 12), _HEIGHT)


def paint_key_cap(painter: QPainter, rect: QRectF, shortcut: str, *, ink: QColor | None = None) -> None:
    """With `ink` the cap is an outline on a coloured button, without it a key of its own colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    body = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    edge = ink or theme.colour("line")
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if ink else theme.colour("sunken"))
    painter.drawRoundedRect(body, RADIUS_KEY, RADIUS_KEY)
    painter.setPen(QPen(edge, 1))
    lower = body.bottom() - 1
    painter.drawLine(
        round(body.left()) + RADIUS_KEY - 1, round(lower), round(body.right()) - RADIUS_KEY + 1, round(lower)
    )
    painter.setPen(ink or theme.colour("ink2"))
    painter.setFont(font(_TEXT, MEDIUM))
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(body.adjusted(0, -1, 0, -1), Qt.AlignmentFlag.AlignCenter, shown_key(shortcut))
    painter.restore()


class KeyCap(QWidget):
    """Only a picture: the command itself owns the key."""

    def __init__(self, shortcut: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shortcut = shortcut
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def shortcut(self) -> str:
        return self._shortcut

    def sizeHint(self) -> QSize:
        return key_cap_size(self._shortcut)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_key_cap(QPainter(self), QRectF(self.rect()), self._shortcut)
