"""Customers, the centre, and operators: cleaned fields, the field that is wrong, and the lock-out."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.centre import Centre, check_centre, check_desk_number
from sanad_desk.domain.charges import VatMode
from sanad_desk.domain.customer import Customer, check_customer, guess_number
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import (
    FIRST_LOCK_MS,
    LONGEST_LOCK_MS,
    TRIES_BEFORE_LOCK,
    check_pin,
    is_locked,
    locked_until,
    tries_left,
)

PERSON = Customer(UUID(int=1), False, Words("زبون تجريبي", ""), civil_number="12345678")
COMPANY = Customer(UUID(int=2), True, Words("شركة تجريبية", ""), cr_number="1234567")
CENTRE = Centre("KSB1", Words("مركز", "Centre"), Words("", ""), "1234567", phone="26000000")


def test_a_customers_fields_are_stored_clean() -> None:
    typed = replace(PERSON, name=Words(" زبون  تجريبي ", "Sample"), civil_number="١٢٣٤٥٦٧", phone="9912 3456")
    cleaned, warnings = check_customer(typed)
    assert (cleaned.name.ar, cleaned.civil_number, cleaned.phone) == ("زبون تجريبي", "1234567", "+96899123456")
    assert warnings == ("civil_number_unusual",)


@pytest.mark.parametrize(
    ("customer", "field", "code"),
    [
        (replace(PERSON, civil_number="12"), "civil_number", "civil_number_malformed"),
        (replace(PERSON, phone="12"), "phone", "phone_length"),
        (replace(PERSON, name=Words("", "")), "name_ar", "name_missing"),
        (replace(PERSON, name=Words("١٢٣", "")), "name_ar", "name_malformed"),
        (replace(PERSON, name=Words("", "x")), "name_en", "name_malformed"),
        (replace(PERSON, civil_number=""), "civil_number", "value_missing"),
        (replace(COMPANY, cr_number=""), "cr_number", "value_missing"),
        (replace(COMPANY, cr_number="1"), "cr_number", "cr_number_malformed"),
    ],
)
def test_a_wrong_customer_names_the_field(customer: Customer, field: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_customer(customer)
    assert (refused.value.code, refused.value.params["field"]) == (code, field)


def test_a_person_may_be_known_by_phone_alone() -> None:
    cleaned, _ = check_customer(replace(PERSON, civil_number="", phone="99123456"))
    assert cleaned.masked == "••••••••3456"


def test_what_names_a_customer_is_masked() -> None:
    assert PERSON.masked == "••••5678"
    assert COMPANY.masked == "••••567"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12345678", "civil_number"),
        ("123456", "civil_number"),
        ("99123456", "phone"),
        ("+968 99123456", "phone"),
        ("0096899123456", "phone"),
        ("96899123456", "phone"),
        ("1234567", "cr_number"),
        ("١٢٣٤٥٦٧", "cr_number"),
        ("سالم", ""),
        ("", ""),
    ],
)
def test_which_number_was_typed(text: str, number: str) -> None:
    assert guess_number(text) == number


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"code": "KSB"}, "code", "centre_code_malformed"),
        ({"code": "كسب1"}, "code", "centre_code_malformed"),
        ({"name": Words("", "Centre")}, "name", "value_missing"),
        ({"cr_number": "12"}, "cr_number", "cr_number_malformed"),
        ({"phone": ""}, "phone", "value_missing"),
        ({"vatin": "OM1"}, "vatin", "vatin_malformed"),
        ({"vat_mode": VatMode.INCLUSIVE}, "vatin", "vatin_missing"),
        ({"address": Words("x" * 121, "")}, "address", "text_too_long"),
        ({"footer": Words("", "x" * 241)}, "footer", "text_too_long"),
        ({"licence_number": "x" * 41}, "licence_number", "text_too_long"),
    ],
)
def test_a_wrong_centre_names_the_field(changes: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_centre(replace(CENTRE, **changes))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.params["field"]) == (code, field)


def test_a_centre_is_stored_clean() -> None:
    typed = replace(CENTRE, code="ksb1 ", phone="+968 2600 0000", vatin="om 1100000000", address=Words("أ\nب", " x "))
    cleaned = check_centre(typed)
    assert (cleaned.code, cleaned.phone, cleaned.vatin) == ("KSB1", "+96826000000", "OM1100000000")
    assert cleaned.trade_name == cleaned.name
    assert cleaned.address == Words("أ ب", "x")
    assert check_centre(cleaned) == cleaned


@pytest.mark.parametrize("number", [0, 100, -1])
def test_a_desk_number_has_two_digits(number: int) -> None:
    with pytest.raises(DomainError) as refused:
        check_desk_number(number)
    assert refused.value.params["field"] == "desk_number"


@pytest.mark.parametrize(("pin", "stored"), [("2468", "2468"), ("٢٤٦٨١٠", "246810"), ("24-68", "2468")])
def test_a_pin_is_ascii_digits_however_it_was_typed(pin: str, stored: str) -> None:
    assert check_pin(pin) == stored


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("123", "pin_too_short"),
        ("123456789", "pin_too_short"),
        ("", "pin_too_short"),
        ("12a4", "pin_too_short"),
        ("१२९४", "pin_too_short"),
        ("1111", "pin_too_simple"),
        ("12345678", "pin_too_simple"),
        ("9876", "pin_too_simple"),
    ],
)
def test_pins_that_are_guessed_at_once_are_refused(pin: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_pin(pin)
    assert refused.value.code == code


def test_every_fifth_wrong_pin_locks_for_twice_as_long_up_to_an_hour() -> None:
    now = 1_000
    waits = [locked_until(failed, now) for failed in range(60)]
    locks = [until - now for until in waits if until]
    assert [failed for failed, until in enumerate(waits) if until] == list(range(5, 60, TRIES_BEFORE_LOCK))
    assert locks[:4] == [FIRST_LOCK_MS, 2 * FIRST_LOCK_MS, 4 * FIRST_LOCK_MS, 8 * FIRST_LOCK_MS]
    assert max(locks) == locks[-1] == LONGEST_LOCK_MS
    assert [tries_left(failed) for failed in range(6)] == [5, 4, 3, 2, 1, 5]


def test_a_lock_set_by_a_clock_that_ran_ahead_holds_nobody() -> None:
    assert is_locked(2_000, 1_999)
    assert not is_locked(2_000, 2_000)
    assert is_locked(LONGEST_LOCK_MS, 0)
    assert not is_locked(LONGEST_LOCK_MS + 1, 0)


def test_a_phone_is_no_identity_on_paper() -> None:
    customer = Customer(UUID(int=1), name=Words("زبون", ""), phone="+96899887766")
    assert customer.masked_identity == ""
    assert customer.masked.endswith("7766")
