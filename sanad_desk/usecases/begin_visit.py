"""Beginning a visit, holding it, resuming it, and letting it go."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.charges import repriced
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.visit import Visit
from sanad_desk.store import desk_book, visits
from sanad_desk.usecases.look_at_visit import VisitView, change_visit, view_of
from sanad_desk.usecases.open_desk import OpenDesk, new_id, shift_in_hand


def begin_visit(desk: OpenDesk, who: SignedIn) -> VisitView:
    """A new visit in the operator's shift; raises Refused when no shift is open."""
    with desk.store.unit_of_work() as unit:
        shift = shift_in_hand(desk, unit.connection, who)
        visit = Visit(new_id(), who.operator_id, shift.id, desk.clock.now())
        visits.save(unit.connection, visit, desk.clock.now())
        view = view_of(desk, unit.connection, visit)
        unit.commit()
    return view


def hold_visit(desk: OpenDesk, who: SignedIn, visit_id: UUID) -> VisitView:
    """Puts a visit aside with everything typed so far."""
    return change_visit(desk, visit_id, lambda visit, _: replace(visit, held=True))


def resume_visit(desk: OpenDesk, who: SignedIn, visit_id: UUID) -> VisitView:
    """Takes a visit up again, also a colleague's: in the shift of whoever resumes it, at the tariff of that day."""
    with desk.store.unit_of_work() as unit:
        shift = shift_in_hand(desk, unit.connection, who)
        visit = visits.load(unit.connection, visit_id)
        visit = replace(visit, held=False, operator_id=who.operator_id, shift_id=shift.id)
        visit = _at_todays_tariff(desk, unit.connection, visit, shift)
        visits.save(unit.connection, visit, desk.clock.now())
        view = view_of(desk, unit.connection, visit)
        unit.commit()
    return view


def _at_todays_tariff(desk: OpenDesk, connection: Connection, visit: Visit, shift: Shift) -> Visit:
    prices = desk_book.centre_prices(connection)
    for case in visit.cases:
        service = desk.catalogue.service(case.service_code)
        actions = tuple(repriced(draft, service, shift.business_date, prices) for draft in case.actions)
        visit = visit.with_case(replace(case, actions=actions))
    return visit


def drop_visit(desk: OpenDesk, who: SignedIn, visit_id: UUID) -> None:
    """Lets an unpaid visit go; raises Refused when it was paid meanwhile."""
    with desk.store.unit_of_work() as unit:
        visits.load(unit.connection, visit_id)
        visits.drop(unit.connection, visit_id)
        unit.commit()


def list_visits(desk: OpenDesk) -> list[VisitView]:
    """All visits in hand and on hold at this desk, last touched first."""
    with desk.store.reading() as connection:
        return [view_of(desk, connection, visit) for visit in visits.all_drafts(connection)]
