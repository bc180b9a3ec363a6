"""Paints a row of the drawers' table: who, where, how much, and whether the drawer agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sanad_desk.domain.day import DrawerRow
from sanad_ui import formats, tokens
from sanad_ui.day import words
from sanad_ui.day.drawer_columns import columns_for
from sanad_ui.fonts import font
from sanad_ui.kit.chip import paint_chip
from sanad_ui.kit.row_delegate import ROW_ROLE
from sanad_ui.kit.table import Column, places
from sanad_ui.texts import t
from sanad_ui.theme import theme

_ROW = 40


class DrawerDelegate(QStyledItemDelegate):
    """Rows carry the shift's id; the drawer itself is looked up here."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._drawers: dict[UUID, DrawerRow] = {}
        self.columns = columns_for(is_day=True)

    def show_drawers(self, drawers: Iterable[DrawerRow], *, is_day: bool) -> None:
        self._drawers = {drawer.shift_id: drawer for drawer in drawers}
        self.columns = columns_for(is_day=is_day)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        drawer = self._drawers[index.data(ROW_ROLE).id]
        line = QRectF(option.rect)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        if index.row():
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(line.left(), line.top() + 0.5), QPointF(line.right(), line.top() + 0.5))
        self._paint_ground(painter, line, option)
        for column, box in places(self.columns, line, rtl=rtl):
            if column.code == "drawer":
                paint_chip(painter, box, words.drawer_phrase(drawer)(), words.drawer_tone(drawer), rtl=rtl)
            else:
                _paint_cell(painter, column, box, _CELLS[column.code](drawer))
        painter.restore()

    def _paint_ground(self, painter: QPainter, line: QRectF, option: QStyleOptionViewItem) -> None:
        """Which row the arrows are on is told only while the keyboard is here."""
        focused = isinstance(option.widget, QWidget) and option.widget.hasFocus()
        selected = focused and bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(theme.colour("brand"), tokens.FOCUS_RING) if selected else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("brand_soft" if selected else "sunken"))
            painter.drawRoundedRect(line.adjusted(2, 2, -2, -2), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)


def drawer_words(drawer: DrawerRow) -> str:
    """The row as it is read out."""
    return t(
        "day.drawers.row",
        desk=desk_text(drawer),
        sales=t("day.count", n=drawer.count),
        average=words.average_text(drawer),
        collected=formats.amount_with_unit(drawer.collected),
        drawer=words.drawer_phrase(drawer)(),
    )


def desk_text(drawer: DrawerRow) -> str:
    return t("day.drawers.desk_number", n=drawer.desk_number)


_CELLS: dict[str, Callable[[DrawerRow], str]] = {
    "operator": lambda drawer: words.operator_phrase(drawer)(),
    "date": lambda drawer: formats.date_text(drawer.business_date),
    "desk": desk_text,
    "sales": lambda drawer: formats.number(drawer.count),
    "average": words.average_text,
    "collected": lambda drawer: formats.amount(drawer.collected),
}


def _paint_cell(painter: QPainter, column: Column, box: QRectF, text: str) -> None:
    painter.setFont(font(tokens.TEXT_BODY, tokens.MEDIUM if column.code == "operator" else tokens.REGULAR))
    painter.setPen(theme.colour("ink"))
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, column.alignment | Qt.TextFlag.TextSingleLine, shown)
