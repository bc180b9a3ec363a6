"""Runs the use cases of the page in the background and says what came of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.transaction import TenderInput
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.pin_services import Habits, pin_services
from sanad_desk.usecases.take_payment import Sale, take_payment
from sanad_ui.background import Background, OnError
from sanad_ui.serve.drafts import Drafts
from sanad_ui.serve.visit_in_hand import Arrival, Change, Shown, VisitInHand

T = TypeVar("T")
TIME_BEFORE_PROGRESS_MS = 300


class ServePresenter(QObject):
    """`view_changed` carries a VisitView or None, `refused` what no field of the page has answered for.

    `taken_up` follows when it is another visit than before, with the name of the field that was in use in it.

    One payment at a time: from the moment it is asked for until its answer, asking again does nothing.
    """

    arrived = Signal(object)
    view_changed = Signal(object)
    waiting_changed = Signal(object)
    habits_changed = Signal(object)
    refused = Signal(object)
    sold = Signal(object)
    taken_up = Signal(str)
    paying_changed = Signal(bool)
    slow_changed = Signal(bool)

    def __init__(
        self, desk: OpenDesk, who: SignedIn, background: Background, drafts: Drafts, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self.who, self.drafts = desk, who, drafts
        self._background = background
        self._hand = VisitInHand(desk, who)
        self.view: VisitView | None = None
        self.habits = Habits({}, ())
        self.down_since: Mapping[str, int] = {}
        self.is_paying = False
        self._running = 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(TIME_BEFORE_PROGRESS_MS)
        self._patience.timeout.connect(self._on_slow)
        drafts.due.connect(self.write_drafts)

    @property
    def is_idle(self) -> bool:
        """Whether every answer asked for has come."""
        return self._running == 0

    def serve_as(self, who: SignedIn) -> None:
        """Another operator has signed in; what the one before had in hand stays in hand for him."""
        if who.operator_id == self.who.operator_id:
            self.who = who
            return
        self.write_drafts()
        self.who, self._hand = who, VisitInHand(self.desk, who)
        self._take_up(None)

    def arrive(self, on_done: Callable[[], object] | None = None) -> None:
        def arrived(arrival: Arrival) -> None:
            self._on_arrived(arrival)
            if on_done is not None:
                on_done()

        self.ask(self._hand.arrive, arrived)

    def ask(
        self, job: Callable[[], T], on_done: Callable[[T], object] | None = None, on_error: OnError | None = None
    ) -> None:
        """Anything that reads or writes the store; without `on_error` the page itself says what went wrong."""
        self._begin()
        answer = _Answer(self, on_done, on_error)
        self._background.run(job, answer.done, answer.failed)

    def change(
        self,
        change: Change,
        on_done: Callable[[VisitView], object] | None = None,
        on_error: OnError | None = None,
    ) -> None:
        """A change of the visit in hand, which is begun when there is none."""

        def shown(view: VisitView) -> None:
            self._show(view)
            if on_done is not None:
                on_done(view)

        hand = self._hand
        self.ask(lambda: hand.change(change), shown, on_error)

    def write_drafts(self) -> None:
        self.drafts.stop()
        hand, focus, texts = self._hand, self.drafts.focus, self.drafts.texts()
        self._background.run(lambda: hand.note(focus, texts), None, self.refused.emit)

    def pay(self, tenders: Sequence[TenderInput], on_error: OnError) -> None:
        view = self.view
        if view is None or self.is_paying:
            return
        desk, who, hand = self.desk, self.who, self._hand
        visit_id, total = view.visit.id, view.bill.total
        self._set_paying(True)
        self.drafts.stop()

        def sell() -> Sale:
            sale = take_payment(desk, who, visit_id, tuple(tenders), total)
            hand.visit_id = None
            return sale

        def refuse(error: SanadError) -> None:
            self._set_paying(False)
            on_error(error)

        self.ask(sell, self._on_sold, refuse)

    def hold(self, on_done: Callable[[Shown], object] | None = None) -> None:
        self.write_drafts()
        self.ask(self._hand.hold, self._shown(on_done))

    def resume(self, visit_id: UUID) -> None:
        self.write_drafts()
        hand = self._hand
        self.ask(lambda: hand.resume(visit_id), self._shown(None))

    def drop(self, visit_id: UUID | None = None) -> None:
        self.drafts.stop()
        hand = self._hand
        self.ask(lambda: hand.drop(visit_id), self._shown(None))

    def pin(self, codes: Sequence[str]) -> None:
        desk, who = self.desk, self.who
        self.ask(lambda: pin_services(desk, who, codes), self._on_habits)

    def _shown(self, on_done: Callable[[Shown], object] | None) -> Callable[[Shown], None]:
        def show(shown: Shown) -> None:
            self.waiting_changed.emit(shown.waiting)
            self._take_up(shown.view)
            if on_done is not None:
                on_done(shown)

        return show

    def _show(self, view: VisitView | None) -> None:
        self.view = view
        self.view_changed.emit(view)

    def _take_up(self, view: VisitView | None) -> None:
        """Drafts come first: fields ask for their half-typed text when they are made."""
        before = self.view.visit.id if self.view else None
        if before == (view.visit.id if view else None):
            self._show(view)
            return
        self.drafts.load(*((view.visit.typed, view.visit.focus) if view else ({}, "")))
        focus = self.drafts.focus
        self._show(view)
        self.taken_up.emit(focus)

    def _on_arrived(self, arrival: Arrival) -> None:
        self.habits, self.down_since = arrival.habits, arrival.down_since
        self.arrived.emit(arrival)
        self.waiting_changed.emit(arrival.waiting)
        self._take_up(arrival.view)

    def _on_habits(self, habits: Habits) -> None:
        self.habits = habits
        self.habits_changed.emit(habits)

    def _on_sold(self, sale: Sale) -> None:
        self._set_paying(False)
        self._take_up(None)
        self.sold.emit(sale)
        self.arrive()

    def _set_paying(self, is_paying: bool) -> None:
        self.is_paying = is_paying
        self.paying_changed.emit(is_paying)

    def _begin(self) -> None:
        self._running += 1
        if not self._patience.isActive():
            self._patience.start()

    def end(self) -> None:
        self._running -= 1
        if self._running == 0:
            self._patience.stop()
            self.slow_changed.emit(False)

    def _on_slow(self) -> None:
        if self._running:
            self.slow_changed.emit(True)


class _Answer:
    """The two ends of one job."""

    def __init__(
        self,
        presenter: ServePresenter,
        on_done: Callable[..., object] | None,
        on_error: OnError | None,
    ) -> None:
        self._presenter, self._on_done, self._on_error = presenter, on_done, on_error

    def done(self, value: object) -> None:
        self._presenter.end()
        if self._on_done is not None:
            self._on_done(value)

    def failed(self, error: SanadError) -> None:
        self._presenter.end()
        if self._on_error is not None:
            self._on_error(error)
        else:
            self._presenter.refused.emit(error)
