"""The one visit the page works on, as the store's thread knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sanad_desk.domain.charges import CentrePrices
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import Operator, Role, SignedIn
from sanad_desk.domain.visit import Visit
from sanad_desk.usecases.begin_visit import begin_visit, drop_visit, hold_visit, list_visits, resume_visit
from sanad_desk.usecases.complete_step import note_typing
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import current_shift, is_count_locked
from sanad_desk.usecases.outages import outages
from sanad_desk.usecases.own_prices import own_prices
from sanad_desk.usecases.pin_services import Habits, habits_of
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.take_new_catalogue import take_new_catalogue

Change = Callable[[UUID], VisitView]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the page needs when it comes to the front."""

    has_shift: bool
    is_count_locked: bool
    view: VisitView | None
    waiting: tuple[VisitView, ...]
    habits: Habits
    prices: CentrePrices
    managers: tuple[Operator, ...]
    down_since: Mapping[str, int]  # the entities whose portal is down, in milliseconds UTC


@dataclass(frozen=True, slots=True)
class Shown:
    """A visit to show, or none, and the others that wait."""

    view: VisitView | None
    waiting: tuple[VisitView, ...]


class VisitInHand:
    """Every method runs on the store's thread only, so that jobs given one after the other agree on the visit."""

    def __init__(self, desk: OpenDesk, who: SignedIn) -> None:
        self._desk, self._who = desk, who
        self.visit_id: UUID | None = None
        self._has_arrived = False

    def arrive(self) -> Arrival:
        """The first time takes up the visit that was in hand when the window closed, however it closed."""
        take_new_catalogue(self._desk)
        found = list_visits(self._desk)
        view = next((v for v in found if v.visit.id == self.visit_id), None)
        if view is None and not self._has_arrived:
            mine = [v for v in found if not v.visit.held and v.visit.operator_id == self._who.operator_id]
            view = mine[0] if mine else None
        self._has_arrived = True
        self.visit_id = view.visit.id if view else None
        return Arrival(
            current_shift(self._desk, self._who) is not None,
            is_count_locked(self._desk, self._who),
            view,
            self._others(found),
            habits_of(self._desk, self._who),
            own_prices(self._desk),
            tuple(person for person in list_operators(self._desk) if Role.MANAGER in person.roles),
            {outage.entity: outage.began_at for outage in outages(self._desk)},
        )

    def change(self, change: Change) -> VisitView:
        """Begins a visit first when none is in hand."""
        if self.visit_id is None:
            self.visit_id = begin_visit(self._desk, self._who).visit.id
        return change(self.visit_id)

    def note(self, focus: str, texts: Mapping[str, str]) -> None:
        """A draft that no visit takes any more is nobody's loss; one that cannot be written is."""
        if self.visit_id is None and not texts:
            return
        try:
            if self.visit_id is None:
                self.visit_id = begin_visit(self._desk, self._who).visit.id
            note_typing(self._desk, self._who, self.visit_id, focus, texts)
        except Refused:
            return

    def hold(self) -> Shown:
        if self.visit_id is not None:
            hold_visit(self._desk, self._who, self.visit_id)
            self.visit_id = None
        return Shown(None, self.waiting())

    def resume(self, visit_id: UUID) -> Shown:
        """The visit in hand is held first: nothing is lost by taking up another one."""
        if self.visit_id is not None and self.visit_id != visit_id:
            hold_visit(self._desk, self._who, self.visit_id)
            self.visit_id = None
        view = resume_visit(self._desk, self._who, visit_id)
        self.visit_id = visit_id
        return Shown(view, self.waiting())

    def drop(self, visit_id: UUID | None) -> Shown:
        """Without an id the visit in hand."""
        gone = visit_id or self.visit_id
        if gone is not None:
            drop_visit(self._desk, self._who, gone)
        if gone == self.visit_id:
            self.visit_id = None
        found = list_visits(self._desk)
        view = next((v for v in found if v.visit.id == self.visit_id), None)
        return Shown(view, self._others(found))

    def waiting(self) -> tuple[VisitView, ...]:
        return self._others(list_visits(self._desk))

    def _others(self, found: list[VisitView]) -> tuple[VisitView, ...]:
        return tuple(view for view in found if view.visit.id != self.visit_id and not _is_blank(view.visit))


def _is_blank(visit: Visit) -> bool:
    return not (visit.cases or visit.customer_id or visit.typed)
