"""What the colours of a chart stand for, in chips beside its title."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.mirror import mirrored
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import theme

_PADDING, _GAP, _DOT = 11, 7, 8


class LegendChip(QWidget):
    """The dot has the colour of the bars, the words the quiet ink of all captions."""

    def __init__(self, phrase: Phrase | str, *, name: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._phrase, self._tone = as_phrase(phrase), tone
        self.setFont(font(tokens.TEXT_SECONDARY, tokens.MEDIUM))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self._phrase())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.font()).horizontalAdvance(self._phrase())
        return QSize(round(width) + 1 + _DOT + _GAP + 2 * _PADDING, tokens.CHIP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setBrush(theme.colour(self._tone))
        painter.drawEllipse(mirrored(QRectF(_PADDING, (self.height() - _DOT) / 2, _DOT, _DOT), self))
        painter.setPen(theme.colour("ink2"))
        start = _PADDING + _DOT + _GAP
        words = mirrored(QRectF(start, 0, self.width() - start - _PADDING, self.height()), self)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, self._phrase())
