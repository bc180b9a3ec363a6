"""A surface that is pressed as a whole and holds other parts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from sanad_ui import tokens
from sanad_ui.keys import clicked_by_return
from sanad_ui.theme import theme


class Pressable(QAbstractButton):
    """Quiet until it is pointed at; with `as_card` it has the card's border."""

    def __init__(self, *, name: str, as_card: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._as_card = as_card
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("ring_radius", tokens.RADIUS_CARD if as_card else tokens.RADIUS_CONTROL)

    def hold(self, part: QWidget) -> QWidget:
        """Presses on the part are presses on the whole."""
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return part

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pointed = self.underMouse() and self.isEnabled()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._as_card:
            painter.setPen(QPen(theme.colour("line_strong" if pointed else "line"), 1))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(box, tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        elif pointed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
