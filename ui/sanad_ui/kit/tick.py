"""A box to tick, with its words beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import theme

_BOX, _GAP = 20, 10


class Tick(QCheckBox):
    """Space ticks it; the whole line can be clicked."""

    def __init__(self, phrase: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._phrase = as_phrase(phrase)
        self.setFont(font())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retranslate()
        language.changed.connect(self.retranslate)

    def say(self, phrase: Phrase | str, **params: object) -> None:
        self._phrase = as_phrase(phrase, **params)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(self._phrase())
        self.setAccessibleName(self._phrase())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(round(width) + _BOX + _GAP + 8, 36)

    def hitButton(self, pos: object) -> bool:  # noqa: N802  # a Qt override
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        box = QRectF(self.width() - _BOX - 3 if rtl else 3, (self.height() - _BOX) / 2, _BOX, _BOX)
        checked = self.isChecked()
        painter.setPen(QPen(theme.colour("brand" if checked else "line_strong"), 1.5))
        painter.setBrush(theme.colour("brand" if checked else "surface"))
        painter.drawRoundedRect(box, 6, 6)
        if checked:
            paint_icon(painter, box.adjusted(3, 3, -3, -3), "check", "on_brand")
        painter.setPen(theme.colour("ink" if self.isEnabled() else "ink3"))
        painter.setFont(self.font())
        edge = _BOX + _GAP + 3
        room = QRectF(self.rect()).adjusted(0 if rtl else edge, 0, -edge if rtl else 0, 0)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
