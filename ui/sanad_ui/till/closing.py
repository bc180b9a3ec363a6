"""The way of a shift to its end: counted blind, locked, explained, then closed or handed to the next operator."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.look_at_shift import ShiftState, ShiftView
from sanad_ui.approvals import Approvals, Attempt, Job
from sanad_ui.background import Background
from sanad_ui.kit import OperatorTile
from sanad_ui.texts import both
from sanad_ui.till.closing_card import CardTakings, Stage
from sanad_ui.till.door import ClosingView, TillDoor
from sanad_ui.till.running_card import span_phrase
from sanad_ui.till.shift_desk import ShiftDesk

# The shift is not as it was shown, and is read again.
_GONE = frozenset({"shift_closed", "not_counted"})


class Closing(QObject):
    """`left` goes back to the running shift, `closed` carries the closed one, `handed_over` who works from now on."""

    left = Signal()
    changed = Signal()
    locked = Signal()
    closed = Signal(object)
    handed_over = Signal(object, object, object)

    def __init__(self, desk: ShiftDesk, door: TillDoor, background: Background, approvals: Approvals) -> None:
        super().__init__(desk)
        self._desk, self._door, self._background, self._approvals = desk, door, background, approvals
        self._who: SignedIn | None = None
        self._shift: ClosingView | None = None
        self._resting: UUID | None = None
        self._incoming: tuple[SignedIn, OperatorTile] | None = None
        card = desk.closing
        card.forward_asked.connect(self.forward)
        card.later_asked.connect(partial(self.finish, later=True))
        card.hand_over_asked.connect(self.welcome)
        card.recount_asked.connect(self.recount)
        card.back_asked.connect(self.back)
        desk.count.grid.finished.connect(self._after_count)
        desk.incoming.grid.finished.connect(card.forward.setFocus)
        desk.hand_over.proved.connect(self._prove)

    @property
    def stage(self) -> Stage | None:
        """None while no shift is being closed."""
        return self._desk.closing.stage if self._shift is not None else None

    @property
    def shift_id(self) -> UUID | None:
        return self._shift.view.shift.id if self._shift is not None else None

    def begin(self, who: SignedIn, shift: ClosingView, *, handing_over: bool = False) -> None:
        """Where it stood: an open shift is counted, a counted one goes on behind its lock."""
        card, view = self._desk.closing, shift.view
        is_same = view.shift.id in (self.shift_id, self._resting)
        self._who, self._shift, self._incoming = who, shift, None
        card.is_handing_over = handing_over
        self._show_cards(shift)
        card.show_span(span_phrase(view))
        if view.state is ShiftState.COUNTED:
            self._show_counted(shift)
            return
        if not is_same:
            self._desk.count.open_anew()
            card.begin_counting()
        else:
            card.go_to(Stage.COUNTING)
        self._show_count(view)

    def stop(self) -> None:
        """Nothing is being closed any more, and nothing typed is kept."""
        self._shift = self._incoming = self._resting = None
        self._desk.count.open_anew()

    def rest(self) -> None:
        """The running shift is in front again; what was counted so far is there when the count goes on."""
        self._resting, self._shift = self.shift_id, None

    def pause(self) -> None:
        """Before the screen is locked: whoever takes over proves himself again."""
        if self.stage in (Stage.WELCOMING, Stage.RECEIVING):
            self._step_back()

    def forward(self) -> None:
        stage = self.stage
        if not self._desk.closing.forward.isEnabled():
            return
        if stage in (Stage.COUNTING, Stage.RECOUNTING):
            self._lock()
        elif stage is Stage.COUNTED and self._desk.closing.is_handing_over:
            self.welcome()
        elif stage in (Stage.COUNTED, Stage.RECEIVING):
            self.finish()

    def finish(self, *, later: bool = False) -> None:
        """Closes or hands over, `later` with the manager's word on the variance to come."""
        reason = self._reason()
        if reason is None or self._shift is None or self._who is None:
            return
        who, shift_id = self._who, self._shift.view.shift.id
        if self._incoming is None:
            self._attempt(partial(self._door.close, who, shift_id, reason, later), self._on_closed, reason)
        elif self._desk.incoming.grid.is_touched():
            pieces = self._desk.incoming.grid.pieces()
            incoming = self._incoming[0]
            job = partial(self._door.hand_over, who, shift_id, incoming, pieces, reason, later)
            self._attempt(job, self._on_handed_over, reason)
        else:
            self._desk.closing.banner.say("till.count.missing", tone="warn")

    def welcome(self) -> None:
        """The next operator comes to the desk; the variance is explained before he does."""
        if self._shift is not None and self._reason() is not None:
            job = partial(self._door.colleagues, self._shift.view)
            self._background.run(job, self._show_colleagues, self._desk.closing.refuse)

    def recount(self) -> None:
        """The grid opens again; what is counted then needs the manager."""
        self._incoming = None
        self._desk.count.reopen()
        self._desk.closing.begin_counting(Stage.RECOUNTING)
        if self._shift is not None:
            self._show_count(self._shift.view)

    def back(self) -> None:
        if self.stage is Stage.COUNTING:
            self.left.emit()
        elif self.stage is Stage.COUNTED and self._desk.closing.is_handing_over:
            self._desk.closing.is_handing_over = False
            self._step_back()
        elif self.stage is not Stage.COUNTED:
            self._step_back()

    def _step_back(self) -> None:
        self._incoming = None
        if self._shift is not None:
            self._show_counted(self._shift)

    def _reason(self) -> str | None:
        """None where one is missing: it is said at the field."""
        card = self._desk.closing
        if not card.variance:
            return ""
        if card.reason.isHidden():
            return card.reason.value()
        reason = card.reason.check()
        if not reason:
            card.reason.focus()
        return reason or None

    def _show_count(self, view: ShiftView) -> None:
        self._desk.show_closing(self._desk.count)
        self._desk.moved.show_view(view, is_counting=True)
        self._desk.count.grid.focus_first()
        self.changed.emit()

    def _after_count(self) -> None:
        self._desk.closing.terminal.edit.setFocus()

    def _lock(self) -> None:
        card, grid = self._desk.closing, self._desk.count.grid
        terminal = card.terminal.check()
        if card.terminal.has_error:
            card.terminal.edit.setFocus()
        elif not grid.is_touched():
            card.banner.say("till.count.missing", tone="warn")
            grid.focus_first()
        elif self._shift is not None and self._who is not None:
            self._desk.count.lock()
            shift_id = self._shift.view.shift.id
            self._attempt(partial(self._door.lock, self._who, shift_id, grid.pieces(), terminal), self._on_locked)

    def _on_locked(self, shift: ClosingView) -> None:
        self.locked.emit()
        self._shift = shift
        self._show_cards(shift)
        self._show_counted(shift)

    def _show_cards(self, shift: ClosingView) -> None:
        cards = CardTakings(shift.view.totals.tenders.get("card", 0), shift.unresolved)
        self._desk.closing.show_cards(cards, shift.threshold)

    def _show_counted(self, shift: ClosingView) -> None:
        count = shift.view.count
        if count is None or shift.view.expected is None:
            return
        variance = count.counted - count.expected
        self._desk.count.grid.set_pieces(shift.view.pieces)
        self._desk.count.show_result(count.expected, variance)
        self._desk.moved.show_view(shift.view, is_counting=False)
        self._desk.show_closing(self._desk.count)
        self._desk.closing.show_counted(variance, count.terminal_total)
        self._desk.closing.focus_first()
        self.changed.emit()

    def _on_closed(self, shift: ClosingView) -> None:
        self.stop()
        self.closed.emit(shift)

    def _show_colleagues(self, people: list[OperatorTile]) -> None:
        if self._shift is not None:
            self._desk.moved.show_view(self._shift.view, is_counting=True)
        self._desk.closing.is_handing_over = True
        self._desk.closing.go_to(Stage.WELCOMING)
        self._desk.show_closing(self._desk.hand_over)
        self._desk.hand_over.begin(people)
        self.changed.emit()

    def _prove(self, person: OperatorTile, pin: str) -> None:
        job = partial(self._door.prove, person.id, pin)
        self._background.run(job, partial(self._on_proved, person), self._desk.hand_over.refuse)

    def _on_proved(self, person: OperatorTile, incoming: SignedIn) -> None:
        if self.stage is not Stage.WELCOMING:
            return
        self._incoming = (incoming, person)
        card = self._desk.incoming
        card.open_anew()
        if card.title is not None:
            card.title.say("till.hand.count", name=both(person.name_ar, person.name_en))
        self._desk.hand_over.set_busy(False)
        self._desk.closing.go_to(Stage.RECEIVING)
        self._desk.show_closing(card)
        card.grid.focus_first()
        self.changed.emit()

    def _on_handed_over(self, incoming: SignedIn) -> None:
        if self._incoming is not None:
            shift, tile = self._shift, self._incoming[1]
            self.stop()
            self.handed_over.emit(shift, incoming, tile)

    def _attempt(self, job: Job, on_done: Callable[[Any], object], reason: str = "") -> None:
        self._desk.closing.banner.clear()
        self._desk.closing.set_busy(True)
        self._approvals.attempt(Attempt(job, on_done, self._on_refused, self._on_given_up, reason))

    def _on_given_up(self) -> None:
        self._desk.closing.set_busy(False)
        if self._desk.closing.is_counting:
            self._desk.count.grid.set_open(True)

    def _on_refused(self, error: SanadError) -> None:
        self._on_given_up()
        if error.code in _GONE:
            self.stop()
        if error.code in _GONE or error.code == "clock_went_back":
            self.left.emit()  # the page says what there is to do now
            return
        if error.code == "counts_differ":
            self._desk.incoming.open_anew()
            self._desk.incoming.grid.focus_first()
        self._desk.closing.refuse(error)
