"""A list of two-line rows that is walked with the arrows, for hits, cases and commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from sanad_ui.keys import is_return
from sanad_ui.kit.row import Row
from sanad_ui.kit.row_delegate import ROW_ROLE, RowDelegate
from sanad_ui.texts import Phrase, as_phrase, language

__all__ = ["Row", "RowList"]

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class _RowModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (row.title, row.subtitle, row.trailing, row.tip) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip or None
        return None


class RowList(QListView):
    """`moved` carries the id of the row the arrows are on, `chosen` the id on Return or a click."""

    moved = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, spoken: Phrase | str, *, name: str, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._spoken = as_phrase(spoken)
        self._model = _RowModel()
        self.setModel(self._model)
        self.setItemDelegate(RowDelegate(self, compact=compact))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setProperty("ring", "own")
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentChanged.connect(self._on_moved)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Keeps the row the arrows were on, and the place, when that row is still there; else the first one."""
        kept, place = self.current_id(), self.verticalScrollBar().value()
        self._model.show_rows(rows)
        ids = [row.id for row in rows]
        self.go_to(ids.index(kept) if kept in ids else 0)
        if kept in ids:
            self.verticalScrollBar().setValue(place)

    def rows(self) -> list[Row]:
        return list(self._model.rows)

    def current_id(self) -> Any:
        index = self.currentIndex()
        return self._model.rows[index.row()].id if index.isValid() else None

    def go_to(self, position: int) -> None:
        if self._model.rows:
            index = self._model.index(max(0, min(position, len(self._model.rows) - 1)), 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def step(self, distance: int) -> None:
        """Lets a search field above walk the list while the focus stays in the field."""
        self.go_to(self.currentIndex().row() + distance)

    def choose_current(self) -> None:
        if self.currentIndex().isValid():
            self.chosen.emit(self.current_id())

    def retranslate(self) -> None:
        self.setAccessibleName(self._spoken())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_return(event):
            if not event.isAutoRepeat():
                self.choose_current()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to(0)

    def _on_clicked(self, _index: QModelIndex) -> None:
        self.choose_current()

    def _on_moved(self, index: QModelIndex, _previous: QModelIndex) -> None:
        if index.isValid():
            self.moved.emit(self._model.rows[index.row()].id)
