"""Operators and drawers, and the reports that can be taken away from here."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.day import By, DayView, DrawerRow, PeriodKind
from sanad_ui import formats
from sanad_ui.day.drawer_table import DrawerTable
from sanad_ui.day.words import Drill, operator_phrase
from sanad_ui.kit import Card, SecondaryButton, Segmented
from sanad_ui.texts import say, t

ReportChoice = Literal["day", "prices"]
EXCEL_KEY, PRINT_KEY = "Ctrl+S", "Ctrl+P"


class DrawersCard(Card):
    """`drilled` carries the Drill of a shift; which report is chosen is asked of `report`."""

    drilled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("day.drawers.title", name="drawers_card", parent=parent)
        self._kind = PeriodKind.DAY
        self.choice = Segmented(
            [("day", self._report_name), ("prices", "day.report.prices")],
            name="report_choice",
            spoken="day.report.spoken",
            value="day",
        )
        self.excel = SecondaryButton("day.report.excel", name="report_excel", icon="download", key=EXCEL_KEY)
        self.print = SecondaryButton("day.report.print", name="report_print", icon="printer", key=PRINT_KEY)
        self.table = DrawerTable()
        for part in (self.choice, self.excel, self.print):
            self.add_to_header(part)
        self.add(self.table, 1)
        self.table.opened.connect(self._on_opened)

    @property
    def report(self) -> ReportChoice:
        return "prices" if self.choice.value() == "prices" else "day"

    def turn_report(self) -> None:
        self.choice.set_value("day" if self.report == "prices" else "prices")

    def show_view(self, view: DayView) -> None:
        self._kind = view.period.kind
        self.choice.retranslate()
        self.table.show_view(view)

    def _report_name(self) -> str:
        return t(f"day.report.{self._kind}")

    def _on_opened(self, drawer: DrawerRow) -> None:
        title = say(
            "day.receipts.shift",
            operator=operator_phrase(drawer),
            date=lambda: formats.date_text(drawer.business_date),
        )
        # The Z report of another desk is printed there.
        closed_shift = drawer.shift_id if drawer.is_closed and not drawer.is_elsewhere else None
        self.drilled.emit(Drill(By.SHIFT, drawer.shift_id.hex, title, closed_shift))
