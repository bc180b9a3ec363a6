"""Finding any receipt by what somebody remembers: number, person, reference, plate, date or amount."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.identity import check_plate
from sanad_desk.domain.receipt_number import ReceiptNumber, counted
from sanad_desk.domain.receipt_query import ReceiptQuery, read_receipt_query
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import customers, found_receipts, server_link
from sanad_desk.store.found_receipts import FoundRow
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre

LONGEST_LIST = 60
CUSTOMERS_CONSIDERED = 20
# An amount says nothing by itself where no day is named; people ask within weeks.
DAYS_BACK = 92
SHORTEST_REFERENCE = 3  # and the shortest detail: a one or a two was typed for many


class Standing(StrEnum):
    """How far a receipt is on its way."""

    HERE = "here"  # on this PC alone
    ON_SERVER = "on_server"
    AGREED = "agreed"  # the server checked it and agrees


@dataclass(frozen=True, slots=True)
class FoundReceipt:
    """A line of the list; `found_by` is why it is there: number, reference, customer, amount, typed, day or latest."""

    number: str
    completed_at: int
    customer: Words
    masked: str
    services: tuple[Words, ...]
    references: tuple[str, ...]
    operator: Words
    total: int
    tenders: tuple[str, ...]
    prints: int
    found_by: str
    kind: str = "sale"
    taken_back: str = ""  # part, whole; empty where nothing was reversed
    elsewhere: int = 0  # the desk that gave it, if it was another one
    standing: Standing | None = None  # None where there is no server


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed, with the customers it may mean."""

    query: ReceiptQuery
    people: tuple[Customer, ...]


def find_receipts(desk: OpenDesk, text: str) -> list[FoundReceipt]:
    """The best readings first, newest first within each; nothing typed shows the latest receipts."""
    with reading_centre(desk) as centre:
        return receipts_found(desk, centre, read_search(desk, centre, text))


def read_search(desk: OpenDesk, centre: WholeCentre, text: str) -> Search:
    """Names are looked through once, whatever is looked for then."""
    query = read_receipt_query(text, business_date_at(desk.clock.now()))
    people = customers.find(centre.own, query.words, CUSTOMERS_CONSIDERED) if query.words else []
    return Search(query, tuple(people))


def receipts_found(desk: OpenDesk, centre: WholeCentre, search: Search) -> list[FoundReceipt]:
    """As find_receipts, where the journals are being read."""
    query = search.query
    reasons: dict[bytes, tuple[str, Connection]] = {}
    for reason, ask in _ways(desk, search):
        for transaction_id, connection in newest_first(centre, ask, as_asked=reason == "number"):
            reasons.setdefault(transaction_id, (reason, connection))
        if len(reasons) >= LONGEST_LIST:
            break
    found = []
    for transaction_id, (reason, connection) in reasons.items():
        row = found_receipts.load_row(connection, transaction_id, centre.own)
        if query.day is None or row.business_date == query.day.isoformat():
            found.append(found_receipt(desk, centre, connection, row, reason))
        if len(found) == LONGEST_LIST:
            break
    return found


Ask = Callable[[Connection], list[bytes]]


def newest_first(centre: WholeCentre, ask: Ask, *, as_asked: bool = False) -> list[tuple[bytes, Connection]]:
    """What each journal answers, with where it is; each answers in its own order."""
    found = [(transaction_id, at) for at in centre.connections for transaction_id in ask(at)]
    if as_asked or not centre.others:
        return found
    return sorted(found, key=lambda each: found_receipts.completed_at(each[1], each[0]), reverse=True)


def _ways(desk: OpenDesk, search: Search) -> Iterator[tuple[str, Ask]]:
    """Each reading of the query with what it asks a journal, surest first; asked only until enough is found."""
    query = search.query
    if query.is_empty:
        yield "latest", lambda at: found_receipts.latest(at, LONGEST_LIST)
        return
    today = business_date_at(desk.clock.now())
    first = (query.day or today - timedelta(days=DAYS_BACK)).isoformat()
    last = (query.day or today).isoformat()
    if not query.words:
        yield "day", lambda at: found_receipts.by_days(at, first, last, LONGEST_LIST)
        return
    if query.number:
        yield "number", partial(_by_number, query.number)
    if query.sequence is not None:
        yield "number", partial(_by_sequence, desk, query.sequence)
    for reference in references_meant(query):
        yield "reference", partial(_by_reference, reference)
    people = [person.id for person in search.people]
    yield "customer", lambda at: found_receipts.by_customers(at, people, LONGEST_LIST)
    if query.amount is not None:
        yield "amount", lambda at: found_receipts.by_days(at, first, last, LONGEST_LIST, query.amount)
    for value in details_meant(query):
        yield "typed", partial(_by_typed_detail, value)


def _by_number(number: str, at: Connection) -> list[bytes]:
    return found_receipts.by_number(at, number)


def _by_reference(reference: str, at: Connection) -> list[bytes]:
    return found_receipts.by_reference(at, reference, LONGEST_LIST)


def _by_typed_detail(value: str, at: Connection) -> list[bytes]:
    return found_receipts.by_typed_detail(at, value, LONGEST_LIST)


def _by_sequence(desk: OpenDesk, sequence: int, at: Connection) -> list[bytes]:
    """A desk's own receipt and case of that count: people read out the last digits."""
    centre, _, _ = desk.identity()
    series = found_receipts.series_of(at)
    numbers = [str(ReceiptNumber(centre.code, number, year, sequence)) for number, year in series]
    found = [found for number in numbers for found in found_receipts.by_number(at, number)]
    return found + [found for case in cases_counted(centre.code, sequence, at) for found in _by_reference(case, at)]


def cases_counted(centre_code: str, sequence: int, at: Connection) -> list[str]:
    """The references of that count which the desk of a journal may have given."""
    return [f"{centre_code}-{number:02d}-{sequence:06d}" for number in dict(found_receipts.series_of(at))]


def references_meant(query: ReceiptQuery) -> list[str]:
    """Beginnings of references: too short a one says nothing."""
    return list(dict.fromkeys((query.words, query.words.upper()))) if len(query.words) >= SHORTEST_REFERENCE else []


def details_meant(query: ReceiptQuery) -> list[str]:
    """As typed, and as a plate is stored."""
    if len(query.words) < SHORTEST_REFERENCE:
        return []
    with contextlib.suppress(DomainError):
        return list(dict.fromkeys((query.words, check_plate(query.words).value)))
    return [query.words]


def found_receipt(
    desk: OpenDesk, centre: WholeCentre, connection: Connection, row: FoundRow, reason: str
) -> FoundReceipt:
    """A line of a list; `reason` is why the receipt stands there."""
    is_own = connection is centre.own
    return FoundReceipt(
        number=row.number,
        completed_at=row.completed_at,
        customer=row.customer.name if row.customer else NO_WORDS,
        masked=row.customer.masked if row.customer else "",
        services=tuple(desk.catalogue.service(case.service_code).name for case in row.cases),
        references=tuple(case.portal_reference for case in row.cases if case.portal_reference),
        operator=row.operator,
        total=row.total,
        tenders=row.tenders,
        prints=row.prints,
        found_by=reason,
        kind=row.kind,
        taken_back=row.taken_back,
        elsewhere=0 if is_own else counted(row.number)[0],
        standing=_standing(centre.own, row.seq) if is_own else Standing.ON_SERVER,
    )


def _standing(own: Connection, seq: int) -> Standing | None:
    link = server_link.load(own)
    if link is None:
        return None
    if seq <= link.agreed_seq:
        return Standing.AGREED
    return Standing.ON_SERVER if seq <= server_link.acknowledged(own) else Standing.HERE
