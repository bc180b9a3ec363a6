"""What the lessons page asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from sanad_desk.domain.day import Period
from sanad_desk.domain.lessons import Lessons
from sanad_desk.domain.operators import SignedIn
from sanad_desk.reports.report import Language
from sanad_desk.usecases.complaint_slip import complaint_slip
from sanad_desk.usecases.complaints import ComplaintRow, complaints
from sanad_desk.usecases.lessons import lessons, lessons_report
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.prepare_paper import ReadyPaper, prepare_slip
from sanad_desk.usecases.settle_complaint import settle_complaint
from sanad_ui.printing.reports import report_as_workbook, report_on_paper


class LessonsDoor:
    """Reads them, hands them out as a report, and answers complaints."""

    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk

    def look(self, who: SignedIn, period: Period) -> Lessons:
        return lessons(self._desk, who, period)

    def complaints(self, who: SignedIn) -> tuple[ComplaintRow, ...]:
        return complaints(self._desk, who)

    def settle(self, who: SignedIn, number: str, outcome: str) -> None:
        settle_complaint(self._desk, who, number, outcome)

    def complaint_paper(self, who: SignedIn, number: str) -> ReadyPaper:
        return prepare_slip(self._desk, complaint_slip(self._desk, who, number), number)

    def prepare_report(self, who: SignedIn, period: Period, language: Language) -> ReadyPaper:
        return report_on_paper(self._desk, report_title(period), lessons_report(self._desk, who, period), language)

    def save_workbook(self, who: SignedIn, period: Period, language: Language) -> str:
        return report_as_workbook(self._desk, report_title(period), lessons_report(self._desk, who, period), language)


def report_title(period: Period) -> str:
    """The name of its file."""
    return f"lessons-{period.kind}-{period.first}"
