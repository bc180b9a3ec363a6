"""Cases for tests whose portal step was put off at the counter."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.checklist import RowKind
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.complete_step import complete_step
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk
from tests.usecases.played import CONTRACT, begin, pay, work_through


def sold_put_off(
    desk: OpenDesk, who: SignedIn, service: str = CONTRACT, *actions: Action, outcome: str = "deferred"
) -> UUID:
    """Paid, with the work in the portal still to be done unless `outcome` says so; gives back the case."""
    view = open_case(desk, who, begin(desk, who), service, actions or (Action.SUBMIT,))
    portal = next(row for row in view.cases[0].checklist.rows if row.kind is RowKind.PORTAL)
    case_id = view.cases[0].case.id
    work_through(desk, who, complete_step(desk, who, view.visit.id, case_id, portal.key, outcome))
    pay(desk, who, look_at_visit(desk, view.visit.id))
    return case_id
