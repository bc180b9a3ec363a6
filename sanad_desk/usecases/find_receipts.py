"""Finding any receipt by what somebody remembers: number, person, reference, plate, date or amount."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.identity import check_plate
from sanad_desk.domain.receipt_number import ReceiptNumber
from sanad_desk.domain.receipt_query import ReceiptQuery, read_receipt_query
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import customers, found_receipts
from sanad_desk.store.found_receipts import FoundRow
from sanad_desk.usecases.open_desk import OpenDesk

LONGEST_LIST = 60
CUSTOMERS_CONSIDERED = 20
# An amount or a plate says nothing by itself where no day is named; people ask within weeks.
DAYS_BACK = 92
SHORTEST_REFERENCE = 3


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


def find_receipts(desk: OpenDesk, text: str) -> list[FoundReceipt]:
    """The best readings first, newest first within each; nothing typed shows the latest receipts."""
    today = business_date_at(desk.clock.now())
    query = read_receipt_query(text, today)
    reasons: dict[bytes, str] = {}
    with desk.store.reading() as connection:
        for reason, ids in _ways(desk, connection, query):
            for transaction_id in ids:
                reasons.setdefault(transaction_id, reason)
            if len(reasons) >= LONGEST_LIST:
                break
        rows = found_receipts.load_rows(connection, list(reasons))
    found = [found_receipt(desk, row, reason) for row, reason in zip(rows, reasons.values(), strict=True)]
    if query.day is not None:
        found_on = {row.number for row in rows if row.business_date == query.day.isoformat()}
        found = [receipt for receipt in found if receipt.number in found_on]
    return found[:LONGEST_LIST]


def _ways(desk: OpenDesk, connection: Connection, query: ReceiptQuery) -> Iterator[tuple[str, list[bytes]]]:
    """Each reading of the query with what it leads to, surest first; asked only until enough is found."""
    if query.is_empty:
        yield "latest", found_receipts.latest(connection, LONGEST_LIST)
        return
    today = business_date_at(desk.clock.now())
    first = (query.day or today - timedelta(days=DAYS_BACK)).isoformat()
    last = (query.day or today).isoformat()
    if not query.words:
        yield "day", found_receipts.by_days(connection, first, last, LONGEST_LIST)
        return
    if query.number:
        yield "number", found_receipts.by_number(connection, query.number)
    if query.sequence is not None:
        yield "number", _by_sequence(desk, connection, query.sequence)
    if len(query.words) >= SHORTEST_REFERENCE:
        for reference in dict.fromkeys((query.words, query.words.upper())):
            yield "reference", found_receipts.by_reference(connection, reference, LONGEST_LIST)
    people = customers.find(connection, query.words, CUSTOMERS_CONSIDERED)
    yield "customer", found_receipts.by_customers(connection, [person.id for person in people], LONGEST_LIST)
    if query.amount is not None:
        yield "amount", found_receipts.by_days(connection, first, last, LONGEST_LIST, query.amount)
    for value in _typed_values(query.words):
        yield "typed", found_receipts.by_typed_detail(connection, first, last, value, LONGEST_LIST)


def _by_sequence(desk: OpenDesk, connection: Connection, sequence: int) -> list[bytes]:
    """The desk's own receipt and case of that count: people read out the last digits."""
    centre, identity, _ = desk.identity()
    years = found_receipts.years_with_receipts(connection)
    numbers = [str(ReceiptNumber(centre.code, identity.number, year, sequence)) for year in years]
    found = [found for number in numbers for found in found_receipts.by_number(connection, number)]
    case = f"{centre.code}-{identity.number:02d}-{sequence:06d}"
    return found + found_receipts.by_reference(connection, case, LONGEST_LIST)


def _typed_values(words: str) -> list[str]:
    """As typed, and as a plate is stored."""
    with contextlib.suppress(DomainError):
        return list(dict.fromkeys((words, check_plate(words).value)))
    return [words]


def found_receipt(desk: OpenDesk, row: FoundRow, reason: str) -> FoundReceipt:
    """A line of a list; `reason` is why the receipt stands there."""
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
    )
