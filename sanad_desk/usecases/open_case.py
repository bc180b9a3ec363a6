"""Opening a case for a service in a visit, turning to another one, and taking one out again."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.charges import default_actions, draft_action
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.visit import Case, Visit
from sanad_desk.store import desk_book, habits, server_link, visits
from sanad_desk.usecases.look_at_visit import VisitView, change_visit
from sanad_desk.usecases.open_desk import OpenDesk, new_id


def open_case(
    desk: OpenDesk, who: SignedIn, visit_id: UUID, service_code: str, actions: tuple[Action, ...] = ()
) -> VisitView:
    """The case gets its id and reference now; without `actions` it starts with what is usually settled at once."""
    service = desk.catalogue.services.get(service_code)
    if service is None:
        raise DomainError("service_unknown", service=service_code)
    now = desk.clock.now()
    today = business_date_at(now)

    def change(visit: Visit, connection: Connection) -> Visit:
        prices = desk_book.centre_prices(connection)
        case = Case(
            id=new_id(),
            reference=new_reference(desk, connection),
            service_code=service_code,
            opened_at=now,
            actions=tuple(
                draft_action(service, action, "", today, prices)
                for action in actions or default_actions(service, today)
            ),
            row_opened_at=now,
        )
        habits.count_use(connection, who.operator_id, service_code, now)
        return replace(visit, cases=(*visit.cases, case), open_case=len(visit.cases))

    return change_visit(desk, visit_id, change)


def new_reference(desk: OpenDesk, connection: Connection) -> str:
    """The next short reference of a case at this desk."""
    server_link.may_give_receipts(connection)  # nor references: a restored desk would give them again
    centre, identity, _ = desk.identity_in(connection)
    return f"{centre.code}-{identity.number:02d}-{visits.next_case_number(connection):06d}"


def turn_to_case(desk: OpenDesk, who: SignedIn, visit_id: UUID, position: int) -> VisitView:
    """Shows another case of the visit."""
    return change_visit(desk, visit_id, lambda v, _: replace(v, open_case=max(0, min(position, len(v.cases) - 1))))


def drop_case(desk: OpenDesk, who: SignedIn, visit_id: UUID, case_id: UUID) -> VisitView:
    """Takes an unpaid case out of the visit."""
    return change_visit(desk, visit_id, lambda visit, _: without_case(visit, case_id))


def without_case(visit: Visit, case_id: UUID) -> Visit:
    """Raises Refused when the visit has no such case."""
    visit.case(case_id)
    cases = tuple(case for case in visit.cases if case.id != case_id)
    return replace(visit, cases=cases, open_case=max(0, min(visit.open_case, len(cases) - 1)))
