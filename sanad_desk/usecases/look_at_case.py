"""The whole story of a case: how it stands, and everything that happened to it at any desk of the centre."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.catalogue import NO_WORDS, Action, Words
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.row_words import row_words
from sanad_desk.store import customers, people
from sanad_desk.store.case_history import Happening, KnownOutage, happenings_of, outages_of, settlements_of
from sanad_desk.store.cases import held_of_case
from sanad_desk.store.unsettled_payments import has_unsure
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.day_view import entity_name, service_name
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.serve_case import later_actions
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened; `desk_number` is the desk's own number, also for this one.

    `params` by kind, amounts in baisa, days as dates: paid(number, actions, total, government), reversed(number,
    original, total, refund_due), moved(move, state, reason, remark, rows, promised, remind_on, portal_reference,
    amount), payment(state, amount, channel, reference), portal_paid and portal_taken_back(amount, reference),
    missing(rows), told(channel), rated(stars), complaint(number, kind), complaint_settled(number, outcome),
    outage_began and outage_ended(entity), account(number, kind, amount); rows and entity are Words.
    """

    at: int
    kind: str
    operator: Words
    desk_number: int
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CaseStory:
    """Receipts in the order they were given, events newest first."""

    standing: Standing
    service: Words
    entity: Words
    sensitive: bool
    customer: Words
    masked: str
    customer_id: UUID | None
    representative: Words
    phone: str
    receipts: tuple[str, ...]
    events: tuple[CaseEvent, ...]
    actions: tuple[Action, ...] = ()  # that can be charged for now
    held: int = 0  # of its government fees, at this desk, in baisa


def look_at_case(desk: OpenDesk, who: SignedIn, case_id: UUID) -> CaseStory:
    """Raises DomainError: case_unknown, also for a case that was never paid for."""
    with reading_centre(desk) as centre:
        standing = known_standing(centre, case_id)
        events = newest_first([*case_events(desk, centre, standing), *_outages(desk, centre, standing)])
        ids = (standing.customer_id, standing.representative_id)
        customer, representative = (customers.load(centre.own, key) if key else None for key in ids)
        is_unsure = any(has_unsure(connection, case_id) for connection in centre.connections)
        held, _ = held_of_case(centre.own, case_id)
    service = desk.catalogue.services.get(standing.service_code)
    receipts = (event.params["number"] for event in reversed(events) if event.kind in ("paid", "reversed"))
    return CaseStory(
        standing=standing,
        service=service_name(desk, standing.service_code),
        entity=entity_name(desk, standing.entity or (service.entity if service else "")),
        sensitive=service is None or service.sensitive,
        customer=customer.name if customer else NO_WORDS,
        masked=customer.masked if customer else "",
        customer_id=standing.customer_id,
        representative=representative.name if representative else NO_WORDS,
        phone=customer.phone if customer else "",
        receipts=tuple(dict.fromkeys(receipts)),
        events=events,
        actions=later_actions(desk, standing, is_unsure=is_unsure),
        held=held,
    )


def newest_first(events: Sequence[CaseEvent]) -> tuple[CaseEvent, ...]:
    """Of one instant, what is later in its journal stands first."""
    return tuple(sorted(events, key=lambda event: event.at))[::-1]


def case_events(desk: OpenDesk, centre: WholeCentre, standing: Standing) -> list[CaseEvent]:
    """What every desk knows of it, each in the order of its chain; outages are not among them."""
    key = standing.case_id.bytes
    found = [(number, one) for number, at in centre.numbered for one in happenings_of(at, key)]
    complaints = [one.params["number"] for _, one in found if one.kind == "complaint"]
    found += [(number, one) for number, at in centre.numbered for one in settlements_of(at, complaints)]
    return [event_of(centre, number, _in_words(desk, standing, one)) for number, one in found]


def event_of(centre: WholeCentre, number: int, one: Happening) -> CaseEvent:
    """With the name of whoever did it, as far as it is known."""
    operator = people.name_of(centre.own, one.operator_id) if one.operator_id else NO_WORDS
    return CaseEvent(one.at, one.kind, operator, number, one.params)


def _in_words(desk: OpenDesk, standing: Standing, one: Happening) -> Happening:
    if not one.params.get("rows"):
        return one
    words = tuple(row_words(desk.catalogue, standing.service_code, key) for key in one.params["rows"])
    return replace(one, params={**one.params, "rows": words})


def _outages(desk: OpenDesk, centre: WholeCentre, standing: Standing) -> Iterator[CaseEvent]:
    """Of its entity while the case was open; one may begin at one desk and end at another."""
    until = desk.clock.now() if standing.is_open else standing.since
    begun: dict[bytes, tuple[int, KnownOutage]] = {}
    ended: dict[bytes, tuple[int, KnownOutage]] = {}
    for number, at in centre.numbered if standing.entity else ():
        for outage in outages_of(at, standing.entity, standing.begun_at, until):
            (ended if outage.ended_at else begun)[outage.outage_id] = (number, outage)
    params = {"entity": entity_name(desk, standing.entity)}
    for key in begun.keys() | ended.keys():
        number, outage = begun.get(key) or ended[key]
        end, last = ended.get(key, (0, outage))
        if not last.ended_at or last.ended_at > standing.begun_at:
            yield event_of(centre, number, Happening(outage.began_at, "outage_began", outage.began_by, params))
        if standing.begun_at < last.ended_at <= until:
            yield event_of(centre, end, Happening(last.ended_at, "outage_ended", last.ended_by, params))
