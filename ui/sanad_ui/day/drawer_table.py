"""The table of operators and drawers: one line a shift, opened with Return."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.day import DayView, DrawerRow, PeriodKind
from sanad_ui.day.drawer_columns import columns_for
from sanad_ui.day.drawer_delegate import DrawerDelegate, drawer_words
from sanad_ui.day.words import operator_phrase
from sanad_ui.kit import Label, Row, RowList
from sanad_ui.kit.table import TableHeading
from sanad_ui.texts import language


class DrawerTable(QWidget):
    """`opened` carries the DrawerRow of the line."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer_table")
        self._drawers: dict[UUID, DrawerRow] = {}
        self.list = RowList("day.drawers.title", name="drawer_list")
        self._heading = TableHeading(self.list, columns_for(is_day=True), "day.drawers")
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
