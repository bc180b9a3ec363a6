"""The history of a case: what happened, newest first, each with its dot on one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.usecases.look_at_case import CaseEvent
from sanad_ui import tokens
from sanad_ui.event_words import Told, told
from sanad_ui.kit import Label, ScrollColumn
from sanad_ui.mirror import mirrored
from sanad_ui.theme import theme

_DOT, _MIDDLE, _WORDS = 9, 11, 21
_TOP, _GAP = 3, 13


class HistoryLine(QWidget):
    """One thing that happened; the line goes on below it unless it is the first that ever did."""

    def __init__(self, event: Told, *, is_first: bool, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._tone, self._is_first = event.tone, is_first
        self.title = Label(event.title, weight=tokens.MEDIUM, wrap=True, name=f"{name}_title")
        self.place = Label.caption(event.place, wrap=True, name=f"{name}_place")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, _TOP, 0, 0 if is_first else _GAP)
        row.setSpacing(0)
        row.addSpacing(_WORDS)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self.title)
        column.addWidget(self.place)
        row.addLayout(column, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dot = QRectF(_MIDDLE - _DOT / 2, _TOP + (self.title.fontMetrics().height() - _DOT) / 2, _DOT, _DOT)
        dot = mirrored(dot, self)
        if not self._is_first:
            painter.setPen(QPen(theme.colour("line"), 2))
            middle = dot.center()
            painter.drawLine(QPointF(middle.x(), dot.bottom()), QPointF(middle.x(), self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._tone))
        painter.drawEllipse(dot)


class HistoryList(ScrollColumn):
    """Scrolls by itself; the keyboard reaches what stands below it without going through it."""

    def __init__(self, *, name: str = "case_history", parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self.lines: list[HistoryLine] = []
        self.column.addStretch(1)

    def show_events(self, events: Sequence[CaseEvent], today: date) -> None:
        for line in self.lines:
            line.hide()
            line.deleteLater()
        last = len(events) - 1
        self.lines = [
            HistoryLine(told(event, today), is_first=place == last, name=f"{self.objectName()}_{place}")
            for place, event in enumerate(events)
        ]
        for place, line in enumerate(self.lines):
            self.column.insertWidget(place, line)
        self.verticalScrollBar().setValue(0)
