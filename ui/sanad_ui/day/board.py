"""Everything the page shows of a period, laid out: figures, time, sums, drawers and the closing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.day import DayView
from sanad_ui import tokens
from sanad_ui.day.by_card import ByCard
from sanad_ui.day.close_card import CloseCard
from sanad_ui.day.desks_bar import DesksBar
from sanad_ui.day.drawers_card import DrawersCard
from sanad_ui.day.figures import Figures
from sanad_ui.day.period_bar import PeriodBar
from sanad_ui.day.time_card import TimeCard
from sanad_ui.kit import Banner

_CLOSE_WIDTH = 320


class DayBoard(QWidget):
    """`drilled` carries the Drill of whichever number, bar or row was opened."""

    drilled = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("day_board")
        self.period_bar = PeriodBar(today)
        self.banner = Banner(name="day_banner", tone="bad")
        self.desks = DesksBar()
        self.figures = Figures()
        self.time = TimeCard()
        self.by = ByCard()
        self.drawers = DrawersCard()
        self.closing = CloseCard()
        self._lay_out()
        for part in (self.figures, self.time, self.by, self.drawers, self.closing):
            part.drilled.connect(self.drilled)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        column.addWidget(self.period_bar)
        column.addWidget(self.banner)
        column.addWidget(self.desks)
        column.addWidget(self.figures)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row, share in ((upper, 17), (lower, 15)):
            row.setSpacing(tokens.SPACE)
            column.addLayout(row, share)
        upper.addWidget(self.time, 3)
        upper.addWidget(self.by, 2)
        lower.addWidget(self.drawers, 1)
        self.closing.setFixedWidth(_CLOSE_WIDTH)
        lower.addWidget(self.closing)

    def show_view(self, view: DayView, today: date) -> None:
        self.banner.clear()
        self.desks.show_view(view)
        self.period_bar.show_period(view.period, today, view.closed)
        self.figures.show_view(view, is_running=self.period_bar.is_running and view.closed is None)
        for card in (self.time, self.by, self.drawers, self.closing):
            card.show_view(view)
