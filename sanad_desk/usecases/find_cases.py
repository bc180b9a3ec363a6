"""Finding the cases that outlived their receipt, by the same words that find receipts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import CaseState, Standing
from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import customers, found_cases
from sanad_desk.usecases.case_standings import desks_of, latest_standings
from sanad_desk.usecases.day_view import entity_name, service_name
from sanad_desk.usecases.find_receipts import Search, cases_counted, details_meant, references_meant
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.whole_centre import WholeCentre

LONGEST_LIST = 30
_DONE_AT_ONCE = 1  # the turn of a case that was never touched again


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A line of the list; `found_by` is why it is there: number, reference, customer, typed."""

    standing: Standing
    service: Words
    entity: Words
    customer: Words
    masked: str
    found_by: str
    elsewhere: int  # the desk that moved it last, if it was another one


def find_cases(desk: OpenDesk, centre: WholeCentre, search: Search) -> list[FoundCase]:
    """The best readings first; within each those that wait, then the newest.

    What was done at once has nothing to follow: its receipt is found.
    """
    found: list[FoundCase] = []
    for reason, ask in _ways(desk, search):
        known = {case.standing.case_id for case in found}
        ids = dict.fromkeys(case_id for at in centre.connections for case_id in ask(at) if case_id not in known)
        latest = latest_standings(centre, ids)
        standings = (latest[case_id] for case_id in ids if case_id in latest)
        meant = (each for each in standings if _is_followed(each) and _is_of_day(each, search.query.day))
        ordered = sorted(meant, key=lambda each: (not each.is_open, -each.moved_at))
        found += list_cases(desk, centre, ordered[: LONGEST_LIST - len(found)], reason)
        if len(found) == LONGEST_LIST:
            break
    return found


def _is_followed(standing: Standing) -> bool:
    return standing.state is not CaseState.DONE or standing.turn > _DONE_AT_ONCE


def _is_of_day(standing: Standing, day: date | None) -> bool:
    return day is None or day in (business_date_at(standing.begun_at), business_date_at(standing.moved_at))


def list_cases(desk: OpenDesk, centre: WholeCentre, standings: Sequence[Standing], reason: str) -> list[FoundCase]:
    """The lines of a list; `reason` is why the cases stand there."""
    elsewhere = desks_of(centre, standings)
    return [_found_case(desk, centre, each, reason, elsewhere.get(each.case_id, 0)) for each in standings]


def _found_case(desk: OpenDesk, centre: WholeCentre, standing: Standing, reason: str, elsewhere: int) -> FoundCase:
    customer = customers.load(centre.own, standing.customer_id) if standing.customer_id else None
    return FoundCase(
        standing=standing,
        service=service_name(desk, standing.service_code),
        entity=entity_name(desk, standing.entity or desk.catalogue.service(standing.service_code).entity),
        customer=customer.name if customer else NO_WORDS,
        masked=customer.masked if customer else "",
        found_by=reason,
        elsewhere=elsewhere,
    )


def _ways(desk: OpenDesk, search: Search) -> Iterator[tuple[str, Callable[[Connection], list[UUID]]]]:
    query = search.query
    if not query.words:
        return
    if query.number:
        yield "number", lambda at: found_cases.of_receipt(at, query.number)
    if query.sequence is not None:
        yield "number", partial(_by_sequence, desk, query.sequence)
    for reference in references_meant(query):
        yield "reference", partial(_by_reference, reference)
    people = [person.id for person in search.people]
    yield "customer", lambda at: found_cases.by_customers(at, people, LONGEST_LIST)
    for value in details_meant(query):
        yield "typed", partial(_by_typed_detail, value)


def _by_sequence(desk: OpenDesk, sequence: int, at: Connection) -> list[UUID]:
    """People read out the last digits."""
    centre, _, _ = desk.identity()
    return [found for case in cases_counted(centre.code, sequence, at) for found in _by_reference(case, at)]


def _by_reference(reference: str, at: Connection) -> list[UUID]:
    return found_cases.by_reference(at, reference, LONGEST_LIST)


def _by_typed_detail(value: str, at: Connection) -> list[UUID]:
    return found_cases.by_typed_detail(at, value, LONGEST_LIST)
