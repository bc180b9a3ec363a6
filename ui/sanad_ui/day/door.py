"""What the day page asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sanad_desk.domain.day import DayView, Period
from sanad_desk.domain.operators import SignedIn
from sanad_desk.reports.report import Language, Report
from sanad_desk.usecases.approve_variance import approve_variance
from sanad_desk.usecases.close_day import close_day, reopen_day
from sanad_desk.usecases.day_receipts import day_receipts
from sanad_desk.usecases.day_report import day_report
from sanad_desk.usecases.day_view import day_view
from sanad_desk.usecases.find_receipts import FoundReceipt
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.prepare_paper import ReadyPaper
from sanad_desk.usecases.wall_price_list import wall_price_list
from sanad_ui.day.drawers_card import ReportChoice
from sanad_ui.day.words import Drill
from sanad_ui.printing.reports import report_as_workbook, report_on_paper


class DayDoor:
    """Reads the sums, and writes down what a manager decides about a day."""

    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk

    def look(self, who: SignedIn, period: Period) -> DayView:
        return day_view(self._desk, who, period)

    def receipts(self, who: SignedIn, period: Period, drill: Drill) -> list[FoundReceipt]:
        return day_receipts(self._desk, who, period, drill.by, drill.key)

    def prepare_report(self, who: SignedIn, period: Period, choice: ReportChoice, language: Language) -> ReadyPaper:
        return report_on_paper(self._desk, *self._report(who, period, choice), language)

    def z_report(self, who: SignedIn, shift_id: UUID) -> ReadyPaper:
        from sanad_desk.usecases.z_report import prepare_z_report

        return prepare_z_report(self._desk, who, shift_id)

    def save_workbook(self, who: SignedIn, period: Period, choice: ReportChoice, language: Language) -> str:
        return report_as_workbook(self._desk, *self._report(who, period, choice), language)

    def _report(self, who: SignedIn, period: Period, choice: ReportChoice) -> tuple[str, Report]:
        """After the name of its file."""
        if choice == "prices":
            return "price-list", wall_price_list(self._desk)
        return f"{period.kind}-report-{period.first}", day_report(self._desk, who, period)

    def close(self, who: SignedIn, day: date) -> None:
        close_day(self._desk, who, day)

    def reopen(self, who: SignedIn, day: date, reason: str) -> None:
        reopen_day(self._desk, who, day, reason)

    def approve_variance(self, who: SignedIn, shift_id: UUID, reason: str) -> None:
        approve_variance(self._desk, who, shift_id, reason)
