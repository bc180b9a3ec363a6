"""What the lessons page asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from sanad_desk.domain.day import Period
from sanad_desk.domain.lessons import Lessons
from sanad_desk.domain.operators import SignedIn
from sanad_desk.reports.report import Language
from sanad_desk.usecases.lessons import lessons, lessons_report
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.prepare_paper import ReadyPaper
from sanad_ui.printing.reports import report_as_workbook, report_on_paper


class LessonsDoor:
    """Reads them, and hands them out as a report."""

    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk

    def look(self, who: SignedIn, period: Period) -> Lessons:
        return lessons(self._desk, who, period)

    def prepare_report(self, who: SignedIn, period: Period, language: Language) -> ReadyPaper:
        return report_on_paper(self._desk, report_title(period), lessons_report(self._desk, who, period), language)

    def save_workbook(self, who: SignedIn, period: Period, language: Language) -> str:
        return report_as_workbook(self._desk, report_title(period), lessons_report(self._desk, who, period), language)


def report_title(period: Period) -> str:
    """The name of its file."""
    return f"lessons-{period.kind}-{period.first}"
