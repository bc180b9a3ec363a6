"""The day page: what the centre took, who did what, whether the drawers agree, and closing the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.day import DayView, DrawerRow, Period, PeriodKind
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_ui import formats, tokens
from sanad_ui.background import Background, Job
from sanad_ui.day.board import DayBoard
from sanad_ui.day.close_card import CLOSE_KEY
from sanad_ui.day.decisions import Decisions
from sanad_ui.day.door import DayDoor
from sanad_ui.day.drawers_card import EXCEL_KEY, PRINT_KEY, ReportChoice
from sanad_ui.day.receipts_sheet import ReceiptsSheet
from sanad_ui.day.words import Drill
from sanad_ui.kit import EmptyState
from sanad_ui.language import LanguageCode, language
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import say, t


class DayPage(Page):
    """A newer period takes the place of an older one whose answer is still on its way.

    `receipt_wanted` carries a number to be opened in Find, `shift_wanted` the id of a shift to be closed at the till,
    `changed` comes when a decision about the day was written down.
    """

    title_key = "app.page.day"
    also_key = "command.also.day"
    receipt_wanted = Signal(str)
    shift_wanted = Signal(object)
    changed = Signal()

    def __init__(
        self,
        door: DayDoor,
        background: Background,
        room: PrintRoom,
        now: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="day_page", parent=parent)
        self._door, self._background, self._room, self._now = door, background, room, now
        self._who: SignedIn | None = None
        self._view: DayView | None = None
        self._looking: Job | None = None
        self._drilling: Job | None = None
        self.sheet: ReceiptsSheet | None = None
        self.board = DayBoard(business_date_at(now()))
        self.closed_door = EmptyState("lock", "day.manager.only", name="day_manager_only", hint="day.manager.hint")
        self.stack = QStackedWidget()
        for part in (self.closed_door, self.board):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        column.addWidget(self.stack)
        self.decisions = Decisions(self, door, background)
        self._connect()

    def _connect(self) -> None:
        board, closing = self.board, self.board.closing
        board.period_bar.chosen.connect(self.show_period)
        board.drilled.connect(self._drill)
        board.banner.acted.connect(self.look)
        closing.day_wanted.connect(self._show_day)
        closing.shift_wanted.connect(self.shift_wanted)
        closing.close_asked.connect(self.close_day)
        closing.reopen_asked.connect(self._reopen_day)
        closing.variance_wanted.connect(self._settle_variance)
        board.drawers.excel.clicked.connect(self.save_workbook)
        board.drawers.print.clicked.connect(self.print_report)
        self.decisions.refused.connect(self._on_refused)
        self.decisions.made.connect(self._on_made)

    def begin(self, signed_in: object) -> None:
        """Nothing of the centre stays on the page for somebody who may not see it."""
        self._who = signed_in if isinstance(signed_in, SignedIn) else None
        self._view = None
        self.stack.setCurrentWidget(self.board if self.is_for_manager else self.closed_door)
        self.board.period_bar.show_period(Period.around(PeriodKind.DAY, self._today), self._today)

    @property
    def is_for_manager(self) -> bool:
        return self._who is not None and Role.MANAGER in self._who.roles

    @property
    def view(self) -> DayView | None:
        """What is shown, once it was read."""
        return self._view

    def enter(self) -> None:
        if self.is_for_manager:
            self.board.figures.transactions.setFocus(Qt.FocusReason.TabFocusReason)
            self.look()

    def commands(self) -> Sequence[Command]:
        if not self.is_for_manager:
            return ()
        drawers = self.board.drawers
        return (
            Command(
                "day.close", "day.do.close", self.close_day, CLOSE_KEY, "lock", hinted=True, is_enabled=self._can_close
            ),
            *self.board.period_bar.commands("day"),
            Command("day.look", "day.do.look", self.look, "Ctrl+R", "refresh-cw", hinted=True),
            Command("day.report", "day.do.report", drawers.turn_report, "Ctrl+Shift+P", "file-text"),
            Command("day.excel", "day.do.excel", self.save_workbook, EXCEL_KEY, "download"),
            Command("day.print", "day.do.print", self.print_report, PRINT_KEY, "printer"),
        )

    def show_period(self, period: Period) -> None:
        self.board.period_bar.show_period(period, self._today)
        self.look()

    def look(self) -> None:
        """Reads the sums of the period anew."""
        if self._who is None or not self.is_for_manager:
            return
        if self._looking is not None:
            self._looking.cancel()
        read = partial(self._door.look, self._who, self.board.period_bar.period)
        self._looking = self._background.run(read, self._on_looked, self._on_unread)

    def close_day(self) -> None:
        if self._who is not None and self._view is not None and self._can_close():
            self.board.closing.set_busy()
            self.decisions.close_day(self._who, self._view.period.first)

    def save_workbook(self) -> None:
        """The chosen report of the period shown, in the folder of saved papers."""
        if self._who is not None and self.is_for_manager:
            save = partial(self._door.save_workbook, *self._wanted_report(self._who))
            self._background.run(save, self._on_saved, self._on_refused)

    def print_report(self) -> None:
        """The chosen report of the period shown, on A4."""
        if self._who is not None and self.is_for_manager:
            wanted = self._wanted_report(self._who)
            title = f"{wanted[2]}-report-{self.board.period_bar.period.first}"
            self._room.print_paper(self._who, title, partial(self._door.prepare_report, *wanted))

    def _wanted_report(self, who: SignedIn) -> tuple[SignedIn, Period, ReportChoice, LanguageCode]:
        return who, self.board.period_bar.period, self.board.drawers.report, language.code

    def _on_saved(self, file: str) -> None:
        self.tell(say("day.report.saved", file=formats.identifier(Path(file).name)))

    def _on_looked(self, view: DayView) -> None:
        self._view = view
        self.board.show_view(view, self._today)
        self.commands_changed.emit()

    def _on_unread(self, error: SanadError) -> None:
        """The sums that stand here stay under the name of their own period."""
        if self._view is not None:
            self.board.period_bar.show_period(self._view.period, self._today, self._view.closed)
        self._on_refused(error)

    def _on_refused(self, error: SanadError) -> None:
        self.board.banner.say_error(error, action="app.action.retry")

    def _on_made(self, told: str) -> None:
        self.tell(told)
        self.changed.emit()
        self.look()

    def _can_close(self) -> bool:
        return self.board.closing.button.isEnabled()

    def _show_day(self, day: date) -> None:
        self.show_period(Period.around(PeriodKind.DAY, day))

    def _reopen_day(self) -> None:
        if self._who is not None and self._view is not None:
            self.decisions.ask_reopening(self._who, self._view.period.first)

    def _settle_variance(self, drawer: DrawerRow) -> None:
        if self._who is not None:
            self.decisions.ask_about_variance(self._who, drawer)

    def _drill(self, drill: Drill) -> None:
        if self._who is None or self._view is None:
            return
        if self.sheet is None:
            self.sheet = ReceiptsSheet(self._now, parent=self.window())
            self.sheet.receipt_wanted.connect(self.receipt_wanted)
            self.sheet.z_wanted.connect(self._print_z)
        self.sheet.begin(drill)
        read = partial(self._door.receipts, self._who, self._view.period, drill)
        if self._drilling is not None:
            self._drilling.cancel()
        self._drilling = self._background.run(read, self.sheet.show_receipts, self.sheet.refuse)

    def _print_z(self, drill: Drill) -> None:
        if self._who is not None and drill.closed_shift is not None:
            # The title tells the shifts apart, or of two papers that got stuck one would be lost.
            title = f"{t('till.z.title')} · {drill.title()}"
            self._room.print_paper(self._who, title, partial(self._door.z_report, self._who, drill.closed_shift))

    @property
    def _today(self) -> date:
        return business_date_at(self._now())
