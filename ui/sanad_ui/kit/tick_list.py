"""A list whose rows are ticked: Space or a click ticks one, Return goes on."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent

from sanad_ui.kit.row_list import RowList


class TickList(RowList):
    """`toggled` carries the id of the row; whoever holds the list says what that makes of it."""

    toggled = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat() and self.currentIndex().isValid():
                self.toggled.emit(self.current_id())
            return
        super().keyPressEvent(event)

    def _on_clicked(self, _index: QModelIndex) -> None:
        self.toggled.emit(self.current_id())
