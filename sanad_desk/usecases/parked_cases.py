"""The cases that wait for the portal of one entity, as the list that is offered when it is back."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.outage import is_parked
from sanad_desk.store import customers
from sanad_desk.usecases.day_view import service_name
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.outages import held_in_centre, portal_work
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre


@dataclass(frozen=True, slots=True)
class ParkedCase:
    """`is_held` has to be resumed; what was put off during the outage comes back by itself. `amount` in baisa."""

    standing: Standing
    service: Words
    customer: Words
    masked: str
    amount: int
    is_held: bool


def parked_cases(desk: OpenDesk, who: SignedIn, entity: str) -> tuple[ParkedCase, ...]:
    """Those that wait longest first."""
    with reading_centre(desk) as centre:
        waiting = sorted(portal_work(desk, centre, {entity}), key=lambda each: (each.begun_at, each.reference))
        return tuple(_parked(desk, centre, standing) for standing in waiting)


def _parked(desk: OpenDesk, centre: WholeCentre, standing: Standing) -> ParkedCase:
    customer = customers.load(centre.own, standing.customer_id) if standing.customer_id else None
    return ParkedCase(
        standing=standing,
        service=service_name(desk, standing.service_code),
        customer=customer.name if customer else NO_WORDS,
        masked=customer.masked if customer else "",
        amount=held_in_centre(centre, standing),
        is_held=is_parked(standing),
    )
