"""All that a customer ever did at the centre: his cases, his receipts, and every event of them in time order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import customers
from sanad_desk.store.case_history import cases_of_customer, money_without_case, served_for
from sanad_desk.store.customer_accounts import account_of
from sanad_desk.usecases.case_standings import latest_standings
from sanad_desk.usecases.day_view import service_name
from sanad_desk.usecases.find_cases import FoundCase, list_cases
from sanad_desk.usecases.look_at_case import CaseEvent, case_events, event_of, newest_first
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre

# An agent comes every day for years; what is older is found by its number.
MOST_CASES = 200


@dataclass(frozen=True, slots=True)
class CustomerStory:
    """Cases that wait stand first, then the newest; amounts in baisa.

    An event's `params` also hold `case_id`, `services`, which it is about, and `customer`, for whom he came.
    """

    customer_id: UUID
    customer: Words
    masked: str
    phone: str
    is_company: bool
    cases: tuple[FoundCase, ...]
    events: tuple[CaseEvent, ...]
    served: int  # what his receipts come to
    waiting: int  # what his open cases still ask for, or will give back
    balance: int  # what he owes on his account
    deposit: int
    is_cut: bool  # there are older cases


def look_at_customer(desk: OpenDesk, who: SignedIn, customer_id: UUID) -> CustomerStory:
    """Also of somebody who was erased: what he did stays, and names nobody."""
    with reading_centre(desk) as centre:
        known = customers.load(centre.own, customer_id)
        standings = _standings(centre, customer_id)
        shown = sorted(standings, key=lambda each: (not each.is_open, -each.moved_at))
        events = [event for standing in reversed(standings) for event in _events(desk, centre, standing, customer_id)]
        money = [
            event_of(centre, number, one)
            for number, at in centre.numbered
            for one in money_without_case(at, customer_id)
        ]
        accounts = [account_of(at, customer_id) for at in centre.connections]
        return CustomerStory(
            customer_id=customer_id,
            customer=known.name if known else NO_WORDS,
            masked=known.masked if known else "",
            phone=known.phone if known else "",
            is_company=known is not None and known.is_company,
            cases=tuple(list_cases(desk, centre, shown, "customer")),
            events=newest_first([*_by_receipt(events), *money]),
            served=sum(served_for(at, customer_id) for at in centre.connections),
            waiting=sum(each.amount for each in shown if each.is_open),
            balance=sum(account.balance for account in accounts),
            deposit=sum(account.deposit for account in accounts),
            is_cut=len(standings) == MOST_CASES,
        )


def _standings(centre: WholeCentre, customer_id: UUID) -> list[Standing]:
    """Of the newest cases, the newest first, as ids are time-ordered."""
    found = dict.fromkeys(
        case_id for at in centre.connections for case_id in cases_of_customer(at, customer_id, MOST_CASES)
    )
    newest = sorted(found, reverse=True)[:MOST_CASES]
    known = latest_standings(centre, newest)
    return [known[case_id] for case_id in newest]


def _events(desk: OpenDesk, centre: WholeCentre, standing: Standing, customer_id: UUID) -> Iterator[CaseEvent]:
    """With what they are about, as the page tells of many cases."""
    about: dict[str, object] = {
        "case_id": standing.case_id,
        "services": (service_name(desk, standing.service_code),),
    }
    if standing.customer_id and standing.customer_id != customer_id:
        other = customers.load(centre.own, standing.customer_id)
        about["customer"] = other.name if other else NO_WORDS
    for event in case_events(desk, centre, standing):
        yield replace(event, params={**event.params, **about})


def _by_receipt(events: Sequence[CaseEvent]) -> Iterable[CaseEvent]:
    """A receipt for several cases, or what was said of it, is one event."""
    found: dict[tuple[object, ...], CaseEvent] = {}
    for place, event in enumerate(events):
        params = event.params
        whole = event.kind in ("paid", "reversed", "rated", "complaint", "complaint_settled")
        key = (event.kind, params.get("number", event.at)) if whole else (place,)
        known = found.get(key)
        found[key] = event if known is None else _joined(known, event)
    return found.values()


def _joined(known: CaseEvent, other: CaseEvent) -> CaseEvent:
    sums = {
        name: known.params[name] + other.params[name]
        for name in ("total", "government", "refund_due")
        if name in known.params
    }
    services = (*known.params["services"], *other.params["services"])
    actions = tuple(dict.fromkeys((*known.params.get("actions", ()), *other.params.get("actions", ()))))
    joined = {**known.params, **sums, "services": services}
    return replace(known, params=joined | ({"actions": actions} if actions else {}))
