"""The till page: opens the shift, moves its money, reads its sums, counts and closes it or hands it over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.cash_movement import NAMES_ENTITY, MoveKind
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.look_at_shift import ShiftState, ShiftView
from sanad_ui import tokens
from sanad_ui.approvals import Approvals, Attempt
from sanad_ui.background import Background
from sanad_ui.entity_choice import EntityLine
from sanad_ui.kit import ApprovalGiven, OperatorTile
from sanad_ui.kit.tab_order import step_focus
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import t
from sanad_ui.till.closed_card import Closed, ClosedCard
from sanad_ui.till.closing import Closing
from sanad_ui.till.commands import till_commands
from sanad_ui.till.door import ClosingView, TillDoor, TillView
from sanad_ui.till.movement_form import MovementWanted
from sanad_ui.till.open_shift_card import OpenShiftCard
from sanad_ui.till.shift_desk import ShiftDesk
from sanad_ui.till.waiting_card import WaitingCard, WaitingShift


class TillPage(Page):
    """`shift_missing` comes when somebody begins without a shift, `shift_opened` once the drawer is open.

    `shift_ended` after a closing; `handed_over` carries who works from now on, and his tile.
    """

    title_key = "app.page.till"
    also_key = "command.also.till"
    shift_missing = Signal()
    shift_opened = Signal()
    shift_ended = Signal()
    handed_over = Signal(object, object)
    leave_asked = Signal()
    portal_fees_asked = Signal()

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
        self.view: TillView | None = None
        self._closed_id: UUID | None = None
        self._is_waiting_dismissed = False
        self.opening = OpenShiftCard(now)
        self.waiting = WaitingCard()
        self.desk = ShiftDesk()
        self.closed = ClosedCard()
        self.approvals = Approvals(door, background, self, name="till_approval")
        self.closing = Closing(self.desk, door, background, self.approvals)
        self.stack = QStackedWidget()
        self.stack.setObjectName("till_stack")
        self.blank = QWidget()
        for part in (self.blank, self.opening, self.waiting, self.desk, self.closed):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        column.addWidget(self.stack)
        self._connect()

    def _connect(self) -> None:
        self.opening.asked.connect(self._open)
        self.opening.approval_asked.connect(self.ask_about_clock)
        self.waiting.chosen.connect(self._count_waiting)
        self.waiting.today_asked.connect(self.go_to_today)
        running, moves, form = self.desk.running, self.desk.moves, self.desk.form
        running.print_asked.connect(self.print_report)
        running.count_asked.connect(self.count)
        running.hand_over_asked.connect(self.hand_over)
        running.waiting_asked.connect(self.show_waiting)
        moves.chosen.connect(self.begin_movement)
        self.desk.moved.portal_asked.connect(self.portal_fees_asked)
        form.asked.connect(self._move)
        form.cancelled.connect(self._on_cancelled)
        self.closing.left.connect(self._on_left)
        self.closing.changed.connect(self.commands_changed)
        self.closing.closed.connect(self._on_closed)
        self.closing.handed_over.connect(self._on_handed_over)
        self.closed.open_asked.connect(self.go_to_today)
        self.closed.print_asked.connect(self.print_report)
        self.closed.leave_asked.connect(self.leave_asked)

    def begin(self, signed_in: object) -> None:
        """What the same operator had typed before a lock is still there."""
        who = signed_in if isinstance(signed_in, SignedIn) else None
        if who is None or self._who is None or who.operator_id != self._who.operator_id:
            self._forget()
        self._who = who
        self.closing.pause()
        if self._who is not None:
            self._background.run(partial(self._door.look, self._who), self._on_begun, self._on_begun)

    def _forget(self) -> None:
        self.closing.stop()
        self.desk.show_running()
        self._is_waiting_dismissed, self._closed_id, self.view = False, None, None
        self.opening.clear()
        self.stack.setCurrentWidget(self.blank)

    def _on_begun(self, view: object) -> None:
        """Nobody can be served without a shift, nor while the clock cannot be believed."""
        if not isinstance(view, TillView) or view.now is None or not view.now.is_running or view.forgotten:
            self.shift_missing.emit()

    def enter(self) -> None:
        if self.closing.stage is None and not self.desk.is_moving:
            self.look()

    def commands(self) -> Sequence[Command]:
        return till_commands(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.is_closing:
            self.closing.back()
        elif self.desk.is_moving:
            self.desk.form.ask_to_cancel()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  # a Qt override
        columns = self.opening.columns if self.stack.currentWidget() is self.opening else self.desk.columns
        return step_focus(self, columns, forward=forward)

    @property
    def is_open(self) -> bool:
        """Whether the running shift is in front."""
        return self.stack.currentWidget() is self.desk and not self.desk.is_closing

    @property
    def is_closing(self) -> bool:
        return self.stack.currentWidget() is self.desk and self.desk.is_closing

    @property
    def is_closed(self) -> bool:
        return self.stack.currentWidget() is self.closed

    @property
    def is_waiting(self) -> bool:
        return self.stack.currentWidget() is self.waiting

    @property
    def is_held_up(self) -> bool:
        return self.stack.currentWidget() is self.opening and self.opening.needs_approval()

    @property
    def is_manager(self) -> bool:
        return self._who is not None and Role.MANAGER in self._who.roles

    @property
    def has_waiting(self) -> bool:
        return self.view is not None and bool(self.view.forgotten or self.view.others)

    def look(self) -> None:
        """Reads the sums of this moment."""
        if self._who is not None:
            self._background.run(partial(self._door.look, self._who), self._on_looked, self._on_refused)

    def print_report(self) -> None:
        """The X report of the running shift, or the Z report of the one just closed."""
        if self._who is None:
            return
        if self.is_closed and self._closed_id is not None:
            self._print_z(self._closed_id)
        elif self.is_open:
            self._room.print_paper(self._who, t("till.x.title"), partial(self._door.report, self._who))
            self.look()

    def forward(self) -> None:
        """What F12 means now: the form, the closing, or the beginning of one."""
        if self.is_closing:
            self.closing.forward()
        elif self.is_open and self.desk.is_moving:
            self.desk.form.ask()
        else:
            self.count()

    def count(self) -> None:
        self._begin_closing(handing_over=False)

    def hand_over(self) -> None:
        if self.is_closing:
            self.closing.welcome()
        else:
            self._begin_closing(handing_over=True)

    def show_waiting(self) -> None:
        """Shifts that are not closed: forgotten ones, and for a manager those of colleagues."""
        view = self.view
        if view is not None and self.has_waiting:
            shifts = [_waiting(shift) for shift in (*view.forgotten, *view.others)]
            self.stack.setCurrentWidget(self.waiting)
            self.waiting.show_shifts(shifts, has_today=view.now is not None)
            self.commands_changed.emit()

    def go_to_today(self) -> None:
        """Leaves what waits for later."""
        self._is_waiting_dismissed, self._closed_id = True, None
        self.look()

    def begin_movement(self, kind: MoveKind) -> None:
        """What is half typed of another one stays."""
        if not self.is_open or (self.desk.is_moving and self.desk.form.is_filled()):
            return
        if kind in NAMES_ENTITY:
            entities = partial(self._door.entities, self._working(), kind)
            self._background.run(entities, partial(self._show_form, kind), self._on_refused)
        else:
            self._show_form(kind, [])

    def ask_about_clock(self) -> None:
        attempt = Attempt(self._believe, self._on_believed, self.opening.refuse, self._stay)
        self.approvals.ask("till.clock.question", attempt)

    def _begin_closing(self, *, handing_over: bool) -> None:
        view = self.view
        if view is not None and view.now is not None and self.is_open:
            shift = ClosingView(view.now, view.unresolved, view.threshold)
            self.closing.begin(self._working(), shift, handing_over=handing_over)

    def _count_waiting(self, shift_id: UUID) -> None:
        begin = partial(self._door.look_at, self._working(), shift_id)
        self._background.run(begin, self._begin_waiting, self._on_refused)

    def _begin_waiting(self, shift: ClosingView) -> None:
        self.stack.setCurrentWidget(self.desk)
        self.closing.begin(self._working(), shift)

    def _working(self) -> SignedIn:
        assert self._who is not None  # nothing is asked of the page before somebody has signed in
        return self._who

    def _show_form(self, kind: MoveKind, entities: list[EntityLine]) -> None:
        self.desk.show_form()
        self.desk.form.begin(kind, entities, may_leave_drawer=self.is_manager)
        self.commands_changed.emit()

    def _move(self, wanted: MovementWanted) -> None:
        form = self.desk.form
        job = partial(self._door.move, self._working(), wanted)
        done = partial(self._on_moved, wanted.kind)
        release = partial(form.set_busy, False)
        self.approvals.attempt(Attempt(job, done, form.refuse, release, wanted.reason))

    def _on_moved(self, kind: MoveKind, view: TillView) -> None:
        self.desk.show_running()
        self._on_looked(view)
        self.desk.moves.focus(kind)
        self.tell("till.move.done")

    def _on_cancelled(self) -> None:
        self.desk.show_running()
        self.desk.moves.focus(self.desk.form.kind)
        self.commands_changed.emit()

    def _open(self, opening_float: int, pieces: Mapping[int, int]) -> None:
        opened = partial(self._door.open, self._working(), opening_float, pieces)
        self._background.run(opened, self._on_opened, self._on_refused)

    def _on_opened(self, view: TillView) -> None:
        self._is_waiting_dismissed = True
        self.opening.clear()
        self._on_looked(view)
        self.tell("till.open.done")
        self.shift_opened.emit()

    def _on_looked(self, view: TillView) -> None:
        self.view = view
        if self.closing.stage is not None:
            return
        if view.forgotten and not self._is_waiting_dismissed:
            self.show_waiting()
        elif view.now is None:
            self.stack.setCurrentWidget(self.opening)
            self._begin_opening()
        elif view.now.state is ShiftState.COUNTED:
            self._begin_waiting(ClosingView(view.now, view.unresolved, view.threshold))
        else:
            self._show_running(view, view.now)
        self.commands_changed.emit()

    def _show_running(self, view: TillView, shift: ShiftView) -> None:
        was_open = self.is_open
        self.desk.moves.show_expected(shift.expected)
        self.desk.running.show_view(shift)
        self.desk.running.show_waiting(len(view.forgotten))
        self.desk.moved.show_view(shift, is_counting=False)
        if not self.desk.is_moving:
            self.desk.show_running()
        self.stack.setCurrentWidget(self.desk)
        if not was_open and self.isVisible():
            self.desk.running.count_button.setFocus(Qt.FocusReason.TabFocusReason)

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

    def _on_left(self) -> None:
        self.desk.show_running()
        self.closing.rest()
        self.look()

    def _on_closed(self, shift: ClosingView) -> None:
        closing = shift.view.closing
        if closing is None:
            return
        self._closed_id = shift.view.shift.id
        self._print_z(self._closed_id)
        self.closed.show_closed(Closed(closing.z_number, closing.counted, closing.variance, closing.waits))
        self.stack.setCurrentWidget(self.closed)
        self.closed.open_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.commands_changed.emit()
        self.shift_ended.emit()

    def _on_handed_over(self, shift: ClosingView, incoming: SignedIn, tile: OperatorTile) -> None:
        self._print_z(shift.view.shift.id)
        self._forget()
        self.tell("till.hand.done")
        self.handed_over.emit(incoming, tile)

    def _print_z(self, shift_id: UUID) -> None:
        who = self._working()
        self._room.print_paper(who, t("till.z.title"), partial(self._door.z_report, who, shift_id))

    def _believe(self, given: ApprovalGiven | None) -> None:
        if given is not None:
            self._door.believe_clock(self._working(), given)

    def _on_believed(self, _none: None) -> None:
        self.opening.forget_refusal()
        self.tell("till.clock.believed")
        self.look()

    def _stay(self) -> None:
        """The opening waits as it is."""


def _waiting(shift: ShiftView) -> WaitingShift:
    day, opened_at = shift.shift.business_date, shift.shift.opened_at
    return WaitingShift(shift.shift.id, shift.operator, day, opened_at, shift.state is ShiftState.COUNTED)
