"""The till page: opens today's shift, shows its running sums, prints the X report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.x_report import ShiftSums
from sanad_ui import tokens
from sanad_ui.background import Background
from sanad_ui.kit import ApprovalGiven, ApprovalSheet, OperatorTile
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import t
from sanad_ui.till.door import TillDoor
from sanad_ui.till.open_shift_card import APPROVAL_KEY, OpenShiftCard
from sanad_ui.till.shift_view import ShiftView


class TillPage(Page):
    """`shift_missing` comes when somebody begins without a shift, `shift_opened` once the drawer is open."""

    title_key = "app.page.till"
    also_key = "command.also.till"
    shift_missing = Signal()
    shift_opened = Signal()

    def __init__(
        self,
        door: TillDoor,
        background: Background,
        room: PrintRoom,
        now: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="till_page", parent=parent)
        self._door, self._background, self._room = door, background, room
        self._who: SignedIn | None = None
        self._approval: ApprovalSheet | None = None
        self.opening = OpenShiftCard(now)
        self.shift = ShiftView()
        self.stack = QStackedWidget()
        self.stack.setObjectName("till_stack")
        self.blank = QWidget()
        for part in (self.blank, self.opening, self.shift):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        column.addWidget(self.stack)
        self.opening.asked.connect(self._open)
        self.opening.approval_asked.connect(self._ask_approval)
        self.shift.print_asked.connect(self.print_report)

    def begin(self, signed_in: object) -> None:
        self._who = signed_in if isinstance(signed_in, SignedIn) else None
        self.opening.float.set_text("")
        self.opening.forget_refusal()
        self.stack.setCurrentWidget(self.blank)
        if self._who is not None:
            self._background.run(partial(self._door.look, self._who), self._on_begun, self._on_begun)

    def _on_begun(self, sums: object) -> None:
        """Nobody can be served without a shift, nor while the clock cannot be believed."""
        if not isinstance(sums, ShiftSums):
            self.shift_missing.emit()

    def enter(self) -> None:
        self.look()

    def commands(self) -> Sequence[Command]:
        return (
            Command(
                "till.x", "till.do.x", self.print_report, "Ctrl+P", "printer", hinted=True, is_enabled=self._is_open
            ),
            Command("till.look", "till.do.look", self.look, "F5", "refresh-cw", hinted=True, is_enabled=self._is_open),
            Command(
                "till.clock",
                "till.do.clock",
                self._ask_approval,
                APPROVAL_KEY,
                "lock-open",
                hinted=True,
                is_enabled=self._is_held_up,
            ),
        )

    def look(self) -> None:
        """Reads the sums of this moment."""
        if self._who is not None:
            self._background.run(partial(self._door.look, self._who), self._on_looked, self._on_refused)

    def print_report(self) -> None:
        if self._who is not None and self._is_open():
            self._room.print_paper(self._who, t("till.x.title"), partial(self._door.report, self._who))
            self.look()

    def _is_open(self) -> bool:
        return self.stack.currentWidget() is self.shift

    def _is_held_up(self) -> bool:
        return self.stack.currentWidget() is self.opening and self.opening.needs_approval()

    def _open(self, opening_float: int) -> None:
        if self._who is not None:
            opened = partial(self._door.open, self._who, opening_float)
            self._background.run(opened, self._on_opened, self._on_refused)

    def _on_opened(self, sums: ShiftSums | None) -> None:
        self._on_looked(sums)
        if sums is not None:
            self.tell("till.open.done")
            self.shift_opened.emit()

    def _on_looked(self, sums: ShiftSums | None) -> None:
        if sums is None:
            self.stack.setCurrentWidget(self.opening)
            self._begin_opening()
        else:
            was_open = self._is_open()
            self.shift.show_sums(sums)
            self.stack.setCurrentWidget(self.shift)
            if not was_open and self.isVisible():
                self.shift.print_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.commands_changed.emit()

    def _on_refused(self, error: SanadError) -> None:
        self.stack.setCurrentWidget(self.opening)
        if not self.opening.banner.isVisible():
            self._begin_opening()
        self.opening.refuse(error)
        self.commands_changed.emit()

    def _begin_opening(self) -> None:
        """An answer may come when another page is in front already: that one keeps the keyboard."""
        if self.isVisible():
            self.opening.enter()

    def _ask_approval(self) -> None:
        self._background.run(self._door.managers, self._show_approval, self.opening.refuse)

    def _show_approval(self, managers: list[OperatorTile]) -> None:
        if self._approval is not None:
            self._approval.deleteLater()
        self._approval = ApprovalSheet(managers, name="clock_approval", parent=self.window())
        self._approval.approved.connect(self._believe)
        self._approval.ask("till.clock.question")

    def _believe(self, given: ApprovalGiven) -> None:
        if self._who is not None and self._approval is not None:
            believe = partial(self._door.believe_clock, self._who, given)
            self._background.run(believe, self._on_believed, self._approval.refuse)

    def _on_believed(self, _none: None) -> None:
        if self._approval is not None:
            self._approval.close_now()
        self.opening.forget_refusal()
        self.tell("till.clock.believed")
        self.look()
