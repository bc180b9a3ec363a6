"""What was found as rows of one list: customers with all of their history, cases with their state, and receipts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sanad_desk.domain.customer import Customer
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.find_anything import Found
from sanad_desk.usecases.find_cases import FoundCase
from sanad_ui import formats
from sanad_ui.case_words import state_phrase, state_tone, words_of
from sanad_ui.kit.row import Row
from sanad_ui.receipt_rows import receipt_row
from sanad_ui.texts import t


@dataclass(frozen=True, slots=True)
class Person:
    """The id of a customer's row, apart from those of cases."""

    customer_id: UUID


# What the arrows are on: a receipt by its number, a case by its id, a customer.
Pointed = str | UUID | Person


def found_rows(found: Found, now: int) -> list[Row]:
    """In the language in use; whoever typed a receipt's own number wants that first."""
    people = [_person_row(person) for person in found.people]
    cases = [_case_row(case, now) for case in found.cases]
    receipts = [receipt_row(receipt, now) for receipt in found.receipts]
    return [*receipts, *people, *cases] if found.names_receipt else [*people, *cases, *receipts]


def _person_row(person: Customer) -> Row:
    return Row(
        Person(person.id),
        words_of(person.name)(),
        formats.listed([formats.identifier(person.masked), formats.phone(person.phone) if person.phone else ""]),
        t("find.history.whole"),
        icon="building-2" if person.is_company else "user",
        chip=t("find.history.visits", n=person.visits),
        tip=t("find.history.whole_tip"),
    )


def _case_row(case: FoundCase, now: int) -> Row:
    standing = case.standing
    name, masked = words_of(case.customer)(), formats.identifier(case.masked)
    customer = t("find.customer", name=name, masked=masked) if name else masked or t("find.nobody_named")
    moved = formats.moment_text(standing.moved_at, now)
    portal = formats.identifier(standing.portal_reference) if standing.portal_reference else ""
    overdue = standing.is_overdue(business_date_at(now))
    return Row(
        standing.case_id,
        words_of(case.service)(),
        formats.listed([t("find.case"), portal, moved, customer]),
        formats.identifier(standing.reference),
        icon="history",
        tone="ink" if standing.is_open else "ink2",
        chip=state_phrase(standing)(),
        chip_tone="bad" if overdue else state_tone(standing.state),
        tip=formats.listed([words_of(case.entity)(), state_phrase(standing)()]),
    )
