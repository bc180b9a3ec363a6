"""Customers: found by what they say, written down once, and named on a visit."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.set_customer import find_customers, new_customer_id, save_customer, set_customer
from tests.usecases.played import begin, count, known, person, sold

COMPANY = Words("شركة النخلة التجريبية 77", "Sample Palm Company 77")


def _company(**changes: object) -> Customer:
    fields: dict[str, object] = {"is_company": True, "name": COMPANY, "civil_number": "", "cr_number": "9900001"}
    return person(**{**fields, **changes})


@pytest.mark.parametrize(
    "text",
    ["99000001", "990000", "٩٩٠٠٠٠٠١", "99-000 001", "9912 3456", "+96899123456", "0096899123456", "99123", "تجريبي",
     "sample CUST", "زبون  تجريبي", "تِجرِيبي"],
)  # fmt: skip
def test_a_known_customer_comes_back_by_what_is_typed(desk: OpenDesk, operator: SignedIn, text: str) -> None:
    saved = known(desk, operator, phone="99123456")
    assert find_customers(desk, text) == [saved]


@pytest.mark.parametrize("text", ["", "9", "99", "x", "99000002", "nobody", "%", "__", "98", "*", "زبون آخر"])
def test_nobody_is_found_by_what_names_nobody(desk: OpenDesk, operator: SignedIn, text: str) -> None:
    known(desk, operator, phone="99123456")
    assert find_customers(desk, text) == []


def test_a_name_with_digits_is_found_by_them(desk: OpenDesk, operator: SignedIn) -> None:
    saved = save_customer(desk, operator, _company()).customer
    assert find_customers(desk, "النخلة 77") == find_customers(desk, "company 77") == [saved]
    assert find_customers(desk, "9900001") == [saved]


def test_foreign_phones_are_found(desk: OpenDesk, operator: SignedIn) -> None:
    saved = known(desk, operator, phone="+971501234567")
    assert (
        find_customers(desk, "+97150") == find_customers(desk, "0097150") == find_customers(desk, "971501") == [saved]
    )


def test_somebody_known_is_written_down_once(desk: OpenDesk, operator: SignedIn) -> None:
    first = known(desk, operator, phone="99123456", name=Words("زبون تجريبي", ""))
    again = save_customer(desk, operator, person(name=Words("زبون تجريبي", "Sample Customer"), phone="")).customer
    assert again.id == first.id
    assert (again.phone, again.name.en) == ("+96899123456", "Sample Customer")
    assert count(desk, "customer") == 1
    company = save_customer(desk, operator, _company(phone="24000000")).customer
    assert save_customer(desk, operator, _company()).customer == company


def test_somebody_known_by_phone_alone_is_the_same_under_the_same_name(desk: OpenDesk, operator: SignedIn) -> None:
    """A family shares a phone: another name is another person."""
    first = known(desk, operator, civil_number="", phone="99123456")
    assert known(desk, operator, civil_number="", phone="9912 3456").id == first.id
    other = known(desk, operator, civil_number="", phone="99123456", name=Words("زبونة تجريبية", ""))
    assert other.id != first.id


def test_a_correction_may_take_a_number_away_and_keeps_the_visits(
    desk: OpenDesk, operator: SignedIn, shift: Shift
) -> None:
    sold(desk, operator)
    (saved,) = find_customers(desk, "99000001")
    corrected = replace(saved, civil_number="", phone="99123456", visits=0)
    assert save_customer(desk, operator, corrected).customer.visits == 1
    (found,) = find_customers(desk, "99123456")
    assert (found.id, found.civil_number, found.visits) == (saved.id, "", 1)


def test_an_unusual_number_is_kept_with_a_warning(desk: OpenDesk, operator: SignedIn) -> None:
    saved = save_customer(desk, operator, person(civil_number="1234567"))
    assert saved.warnings == ("civil_number_unusual",)
    assert saved.customer.civil_number == "1234567"


def test_a_wrong_customer_is_not_written_down(desk: OpenDesk, operator: SignedIn) -> None:
    with pytest.raises(DomainError) as error:
        save_customer(desk, operator, person(civil_number="12"))
    assert error.value.params["field"] == "civil_number"
    assert count(desk, "customer") == 0


def test_a_visit_is_for_somebody_known_or_for_nobody(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    visit_id = begin(desk, operator)
    for representative in (False, True):
        with pytest.raises(Refused) as error:
            set_customer(desk, operator, visit_id, uuid4(), representative=representative)
        assert error.value.code == "customer_unknown"
    agent = known(desk, operator, civil_number="99000009")
    view = set_customer(desk, operator, visit_id, agent.id, representative=True)
    assert (view.representative, view.customer is None) == (agent, False)
    assert set_customer(desk, operator, visit_id, None).customer is None
    assert set_customer(desk, operator, visit_id, None, representative=True).representative is None


def test_ids_are_time_ordered() -> None:
    ids = [new_customer_id() for _ in range(1000)]
    assert ids == sorted(ids)
