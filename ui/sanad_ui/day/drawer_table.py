"""The table of operators and drawers: one line a shift, opened with Return."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.day import DayView, DrawerRow, PeriodKind
from sanad_ui import tokens
from sanad_ui.day.drawer_columns import columns_for, places
from sanad_ui.day.drawer_delegate import DrawerDelegate, drawer_words
from sanad_ui.day.words import operator_phrase
from sanad_ui.fonts import font
from sanad_ui.kit import Label, Row, RowList
from sanad_ui.texts import language, t
from sanad_ui.theme import theme

_HEADING = 28


class _Heading(QWidget):
    """The names of the columns, each over its own: a scroll bar takes its room from both."""

    def __init__(self, list_below: RowList) -> None:
        super().__init__()
        self._list = list_below
        self.columns = columns_for(is_day=True)
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
        for column, box in places(self.columns, line, rtl=rtl):
            shown = metrics.elidedText(t(f"day.drawers.{column.code}"), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, column.alignment | Qt.TextFlag.TextSingleLine, shown)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class DrawerTable(QWidget):
    """`opened` carries the DrawerRow of the line."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer_table")
        self._drawers: dict[UUID, DrawerRow] = {}
        self.list = RowList("day.drawers.title", name="drawer_list")
        self._heading = _Heading(self.list)
        self._delegate = DrawerDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        empty = Label("day.drawers.empty", tone="ink2")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self.stack, 1)
        self.list.chosen.connect(self._on_chosen)
        language.changed.connect(self._show_rows)

    def show_view(self, view: DayView) -> None:
        self._drawers = {drawer.shift_id: drawer for drawer in view.drawers}
        is_day = view.period.kind is PeriodKind.DAY
        self._delegate.show_drawers(view.drawers, is_day=is_day)
        self._heading.columns = columns_for(is_day=is_day)
        self._heading.update()
        self.stack.setCurrentIndex(0 if view.drawers else 1)
        self._show_rows()

    def _show_rows(self) -> None:
        self.list.show_rows(
            [
                Row(shift_id, operator_phrase(drawer)(), drawer_words(drawer))
                for shift_id, drawer in self._drawers.items()
            ]
        )

    def _on_chosen(self, shift_id: UUID) -> None:
        self.opened.emit(self._drawers[shift_id])
