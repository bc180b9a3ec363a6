"""A star to press: one of the five by which a customer says how he was served."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.icons import paint_icon
from sanad_ui.keys import clicked_by_return
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.texts import Phrase, language
from sanad_ui.theme import theme

_TALL, _LOW, _ICON = 74, 40, 26


class StarTile(QAbstractButton):
    """A number of stars; where it shows its key, whatever it stands in takes the digit."""

    def __init__(self, phrase: Phrase, *, name: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._phrase, self._key = phrase, key
        self.setFixedHeight(_TALL if key else _LOW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def retranslate(self) -> None:
        self.setAccessibleName(self._phrase())
        self.setToolTip(self._phrase())

    def sizeHint(self) -> QSize:
        return QSize(48, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pointed = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(theme.colour("warn" if pointed else "line"), 1))
        painter.setBrush(theme.colour("warn_soft" if pointed else "surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        top = 12.0 if self._key else (self.height() - _ICON) / 2
        paint_icon(painter, QRectF((self.width() - _ICON) / 2, top, _ICON, _ICON), "star", "warn")
        if self._key:
            size = key_cap_size(self._key)
            paint_key_cap(
                painter, QRectF((self.width() - size.width()) / 2, 46, size.width(), size.height()), self._key
            )
