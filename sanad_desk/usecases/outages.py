"""The outages of entities' portals that last, at whichever desk they were noticed, and the work they hold up."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from uuid import UUID

from sanad_desk.domain.case_life import CaseState, Standing
from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.outage import is_parked, is_portal_work
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import people
from sanad_desk.store.cases import held_of_case
from sanad_desk.store.outages import open_outages
from sanad_desk.usecases.case_standings import open_cases
from sanad_desk.usecases.day_view import entity_name
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre


@dataclass(frozen=True, slots=True)
class OpenOutage:
    """`parked` cases wait for that portal; `amount` in baisa is what the centre holds for their fees."""

    outage_id: UUID
    entity: str
    name: Words
    began_at: int  # milliseconds UTC
    began_by: Words
    desk_number: int
    parked: int
    amount: int


def outages(desk: OpenDesk) -> tuple[OpenOutage, ...]:
    """One of each entity, oldest first."""
    with reading_centre(desk) as centre:
        begun = open_outages(centre.connections)
        entities = {outage.entity for outage in begun}
        waiting = portal_work(desk, centre, entities) if begun else []
        numbers = [number for number, _ in centre.numbered]
        found = []
        for outage in begun:
            if outage.entity not in entities:
                continue
            entities.discard(outage.entity)
            held = [standing for standing in waiting if standing.entity == outage.entity]
            found.append(
                OpenOutage(
                    outage_id=outage.outage_id,
                    entity=outage.entity,
                    name=entity_name(desk, outage.entity),
                    began_at=outage.began_at,
                    began_by=people.name_of(centre.own, outage.began_by) if outage.began_by else NO_WORDS,
                    desk_number=numbers[outage.place],
                    parked=len(held),
                    amount=sum(held_in_centre(centre, standing) for standing in held),
                )
            )
    return tuple(found)


def portal_work(desk: OpenDesk, centre: WholeCentre, entities: Container[str]) -> list[Standing]:
    """What is ours to do in the portals of these entities, and what is held because one of them was down."""
    today = business_date_at(desk.clock.now())
    return [
        standing
        for standing in open_cases(centre)
        if standing.entity in entities
        and (is_parked(standing) or is_portal_work(standing, today, is_paid=_is_paid(centre, standing)))
    ]


def _is_paid(centre: WholeCentre, standing: Standing) -> bool:
    return standing.state is CaseState.APPROVED and held_in_centre(centre, standing) > 0


def held_in_centre(centre: WholeCentre, standing: Standing) -> int:
    """The government fees that all desks hold for a case, in baisa."""
    return sum(held_of_case(connection, standing.case_id)[0] for connection in centre.connections)
