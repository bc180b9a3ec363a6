"""A history as a list: day and time, a dot on a line, what happened, who did it where, and the receipt it led to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.kit import RowList
from sanad_ui.kit.row import Row
from sanad_ui.kit.row_delegate import RowDelegate
from sanad_ui.theme import theme

_DAY_WIDTH, _LINE_WIDTH, _DOT = 84, 30, 9
_LINE_HEIGHT = 22


@dataclass(frozen=True, slots=True)
class TimeLineRow(Row):
    """`day` stands only in the first row of a day; `dot` names a token; the first and last row end the line."""

    day: str = ""
    time: str = ""
    dot: str = "brand"
    is_first: bool = False
    is_last: bool = False


class _TimeLineDelegate(RowDelegate):
    def _paint_ends(self, painter: QPainter, row: Row, room: QRectF, rtl: bool) -> QRectF:
        assert isinstance(row, TimeLineRow)
        start = QRectF(room.right() - _DAY_WIDTH if rtl else room.left(), room.top(), _DAY_WIDTH, room.height())
        self._paint_moment(painter, row, start)
        middle = start.left() - _LINE_WIDTH / 2 if rtl else start.right() + _LINE_WIDTH / 2
        self._paint_dot(painter, row, QPointF(middle, room.center().y()), room)
        taken = _DAY_WIDTH + _LINE_WIDTH
        left = room.adjusted(0, 0, -taken, 0) if rtl else room.adjusted(taken, 0, 0, 0)
        return super()._paint_ends(painter, row, left, rtl)

    def _paint_moment(self, painter: QPainter, row: TimeLineRow, box: QRectF) -> None:
        lines = [(row.day, tokens.SEMIBOLD, "ink"), (row.time, tokens.REGULAR, "ink2")]
        shown = [line for line in lines if line[0]]
        top = box.center().y() - _LINE_HEIGHT * len(shown) / 2
        for place, (text, weight, ink) in enumerate(shown):
            painter.setFont(font(tokens.TEXT_SECONDARY, weight))
            painter.setPen(theme.colour(ink))
            line = QRectF(box.left(), top + place * _LINE_HEIGHT, box.width(), _LINE_HEIGHT)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)

    def _paint_dot(self, painter: QPainter, row: TimeLineRow, middle: QPointF, room: QRectF) -> None:
        painter.setPen(QPen(theme.colour("line"), 2))
        top = middle.y() if row.is_first else room.top() - 1
        bottom = middle.y() if row.is_last else room.bottom() + 1
        painter.drawLine(QPointF(middle.x(), top), QPointF(middle.x(), bottom))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(row.dot))
        painter.drawEllipse(middle, _DOT / 2, _DOT / 2)


class TimeLine(RowList):
    """Walked by the arrows like any list; Return or a click leads to what a row is about."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__("find.history.spoken", name=name, parent=parent)
        self.setItemDelegate(_TimeLineDelegate(self))

    def show_story(self, rows: Sequence[Row]) -> None:
        """From its newest row on; none is chosen until the keyboard comes here."""
        self.show_rows(rows)
        self.selectionModel().clear()
        self.scrollToTop()
