"""Where the columns of a painted table stand, for its heading and its rows alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.texts import language, t
from sanad_ui.theme import theme

_GAP, _SIDE = 18.0, 10.0
_HEADING = 28


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` shares the width, `least` is what the column needs; figures stand digit under digit."""

    code: str
    weight: float
    is_figure: bool = False
    least: float = 0.0

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        if self.is_figure:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def places(
    columns: tuple[Column, ...], line: QRectF, *, rtl: bool, gap: float = _GAP
) -> Iterator[tuple[Column, QRectF]]:
    """Each column with its box in a line of the table."""
    room = line.width() - 2 * _SIDE - gap * (len(columns) - 1)
    share = room / sum(column.weight for column in columns)
    narrow = [column for column in columns if share * column.weight < column.least]
    rest = sum(column.weight for column in columns if column not in narrow)
    share = (room - sum(column.least for column in narrow)) / rest if rest else share
    x = _SIDE
    for column in columns:
        width = column.least if column in narrow else share * column.weight
        left = line.right() - x - width if rtl else line.x() + x
        yield column, QRectF(left, line.y(), width, line.height())
        x += width + gap


class TableHeading(QWidget):
    """The names of the columns, each over its own: a scroll bar takes its room from both.

    `words` is the place of the names among the texts.
    """

    def __init__(
        self, list_below: QAbstractItemView, columns: tuple[Column, ...], words: str, *, gap: float = _GAP
    ) -> None:
        super().__init__()
        self._list, self._words, self._gap = list_below, words, gap
        self.columns = columns
        self.setFixedHeight(_HEADING)
        language.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(tokens.TEXT_SECONDARY, tokens.MEDIUM))
        painter.setLayoutDirection(self.layoutDirection())
        metrics = QFontMetricsF(painter.font())
        painter.setPen(theme.colour("ink2"))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        below = self._list.viewport().geometry()
        line = QRectF(below.x(), 0, below.width(), self.height())
        for column, box in places(self.columns, line, rtl=rtl, gap=self._gap):
            shown = metrics.elidedText(t(f"{self._words}.{column.code}"), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, column.alignment | Qt.TextFlag.TextSingleLine, shown)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
