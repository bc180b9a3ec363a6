"""The list of fees: Space or a click ticks one, Return goes on to its reference."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from sanad_ui.kit import RowList


class FeeList(RowList):
    """`toggled` carries the key of the fee."""

    toggled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("portal_card.fees.list", name="fee_list", parent=parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat() and self.currentIndex().isValid():
                self.toggled.emit(self.current_id())
            return
        super().keyPressEvent(event)

    def _on_clicked(self, _index: QModelIndex) -> None:
        self.toggled.emit(self.current_id())
