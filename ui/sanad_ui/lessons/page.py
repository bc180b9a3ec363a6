"""The lessons page: a day, a week or a month of the whole centre, for its manager to learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.day import Period, PeriodKind
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.lessons import Lessons
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.complaints import ComplaintRow
from sanad_ui import formats, tokens
from sanad_ui.background import Background, Job
from sanad_ui.day.drawers_card import EXCEL_KEY, PRINT_KEY
from sanad_ui.kit import EmptyState
from sanad_ui.language import language
from sanad_ui.lessons.board import LessonsBoard
from sanad_ui.lessons.complaints_sheet import ComplaintsSheet
from sanad_ui.lessons.door import LessonsDoor, report_title
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import say


class LessonsPage(Page):
    """It begins with the month, as a day teaches little; a newer period takes the place of an older one."""

    title_key = "app.page.lessons"
    also_key = "command.also.lessons"

    def __init__(
        self,
        door: LessonsDoor,
        background: Background,
        room: PrintRoom,
        now: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="lessons_page", parent=parent)
        self._door, self._background, self._room, self._now = door, background, room, now
        self._who: SignedIn | None = None
        self._looking: Job | None = None
        self.lessons: Lessons | None = None
        self.board = LessonsBoard(self._today)
        self.sheet: ComplaintsSheet | None = None
        self.closed_door = EmptyState(
            "lock", "lessons.manager.only", name="lessons_manager_only", hint="lessons.manager.hint"
        )
        self.stack = QStackedWidget()
        for part in (self.closed_door, self.board):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        column.addWidget(self.stack)
        self.board.period_bar.chosen.connect(self.show_period)
        self.board.banner.acted.connect(self.look)
        self.board.excel.clicked.connect(self.save_workbook)
        self.board.print.clicked.connect(self.print_report)
        self.board.answer.clicked.connect(self.show_complaints)

    def begin(self, signed_in: object) -> None:
        """Nothing of the centre stays on the page for somebody who may not see it."""
        self._who = signed_in if isinstance(signed_in, SignedIn) else None
        self.lessons = None
        if self._looking is not None:
            self._looking.cancel()
        self.board.clear()
        self.stack.setCurrentWidget(self.board if self.is_for_manager else self.closed_door)
        self.board.period_bar.show_period(Period.around(PeriodKind.MONTH, self._today), self._today)

    @property
    def is_for_manager(self) -> bool:
        return self._who is not None and Role.MANAGER in self._who.roles

    def enter(self) -> None:
        if self.is_for_manager:
            self.board.period_bar.previous.setFocus(Qt.FocusReason.TabFocusReason)
            self.look()

    def commands(self) -> Sequence[Command]:
        if not self.is_for_manager:
            return ()
        return (
            *self.board.period_bar.commands("lessons"),
            Command("lessons.look", "day.do.look", self.look, "Ctrl+R", "refresh-cw"),
            Command(
                "lessons.complaints",
                "lessons.complaints.open",
                self.show_complaints,
                "Ctrl+J",
                "message-square",
                hinted=True,
            ),
            Command("lessons.excel", "lessons.report.excel", self.save_workbook, EXCEL_KEY, "download", hinted=True),
            Command("lessons.print", "lessons.report.print", self.print_report, PRINT_KEY, "printer", hinted=True),
        )

    def show_period(self, period: Period) -> None:
        self.board.period_bar.show_period(period, self._today)
        self.look()

    def look(self) -> None:
        """Reads the period anew."""
        if self._who is None or not self.is_for_manager:
            return
        if self._looking is not None:
            self._looking.cancel()
        read = partial(self._door.look, self._who, self.board.period_bar.period)
        self._looking = self._background.run(read, self._on_looked, self._on_refused)

    def show_complaints(self) -> None:
        """Of two years, whatever period is in front."""
        if self._who is None or not self.is_for_manager:
            return
        if self.sheet is None:
            self.sheet = ComplaintsSheet(parent=self.window())
            self.sheet.settled.connect(self._settle)
            self.sheet.paper_wanted.connect(self._print_complaint)
        read = partial(self._door.complaints, self._who)
        self._background.run(read, partial(self._open_complaints, self.sheet), self._on_refused)

    def _open_complaints(self, sheet: ComplaintsSheet, rows: tuple[ComplaintRow, ...]) -> None:
        sheet.show_complaints(rows, self._now())
        sheet.open(sheet.list if rows else None)

    def _settle(self, number: str, outcome: str) -> None:
        if self._who is not None and self.sheet is not None:
            settle = partial(self._door.settle, self._who, number, outcome)
            self._background.run(settle, self._on_settled, self.sheet.refuse)

    def _on_settled(self, _none: object) -> None:
        self.tell("lessons.complaints.settled")
        self.look()
        self.show_complaints()

    def _print_complaint(self, number: str) -> None:
        if self._who is not None:
            self._room.print_paper(self._who, number, partial(self._door.complaint_paper, self._who, number))

    def save_workbook(self) -> None:
        """In the folder of saved papers."""
        if self._who is not None and self.is_for_manager:
            save = partial(self._door.save_workbook, self._who, self.board.period_bar.period, language.code)
            self._background.run(save, self._on_saved, self._on_refused)

    def print_report(self) -> None:
        """On A4."""
        if self._who is not None and self.is_for_manager:
            period = self.board.period_bar.period
            prepare = partial(self._door.prepare_report, self._who, period, language.code)
            self._room.print_paper(self._who, report_title(period), prepare)

    def _on_looked(self, found: Lessons) -> None:
        self.lessons = found
        self.board.show_lessons(found)

    def _on_saved(self, file: str) -> None:
        self.tell(say("day.report.saved", file=formats.identifier(Path(file).name)))

    def _on_refused(self, error: SanadError) -> None:
        self.board.banner.say_error(error, action="app.action.retry")

    @property
    def _today(self) -> date:
        return business_date_at(self._now())
