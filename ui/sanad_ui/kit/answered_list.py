"""A list beside which something is asked about the row that the arrows are on, answered by digits."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from sanad_ui.keys import digit_of
from sanad_ui.kit.row_list import RowList


class AnsweredList(RowList):
    """Digits answer for the row that the arrows are on."""

    digit = Signal(QKeyEvent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if digit_of(event):
            self.digit.emit(event)
            return
        super().keyPressEvent(event)
