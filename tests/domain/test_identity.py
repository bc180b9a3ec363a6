"""Numbers of people and things: each rule of the field, what it stores, what it warns of and what it refuses."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.catalogue import FIELD_CHECKS
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.identity import (
    CHECKS,
    Checked,
    check_reference,
    expiry_warnings,
    mask_identifier,
    parse_date,
    show_phone,
)

GOOD = [
    ("civil_number", "12345678", "12345678", ()),
    ("civil_number", "١٢٣٤٥٦٧٨", "12345678", ()),
    ("civil_number", "۱۲۳۴ ۵۶۷۸", "12345678", ()),
    ("civil_number", "\u200f1234-5678\u200e", "12345678", ()),
    ("civil_number", "123456", "123456", ("civil_number_unusual",)),
    ("civil_number", "123456789", "123456789", ("civil_number_unusual",)),
    ("phone", "99123456", "+96899123456", ()),
    ("phone", "9912 3456", "+96899123456", ()),
    ("phone", "+968 9912 3456", "+96899123456", ()),
    ("phone", "0096899123456", "+96899123456", ()),
    ("phone", "96899123456", "+96899123456", ()),
    ("phone", "90112345", "+96890112345", ()),
    ("phone", "71234567", "+96871234567", ()),
    ("phone", "24567890", "+96824567890", ()),
    ("phone", "90012345", "+96890012345", ("phone_prefix_unusual",)),
    ("phone", "73123456", "+96873123456", ("phone_prefix_unusual",)),
    ("phone", "80012345", "+96880012345", ("phone_prefix_unusual",)),
    ("phone", "+971501234567", "+971501234567", ()),
    ("phone", "00911234567890", "+911234567890", ()),
    ("cr_number", "1234567", "1234567", ()),
    ("cr_number", "1234", "1234", ("cr_number_unusual",)),
    ("cr_number", "12345678", "12345678", ("cr_number_unusual",)),
    ("vatin", "om1100000000", "OM1100000000", ()),
    ("vatin", "OM 1100 0000 00", "OM1100000000", ()),
    ("passport", "ab1234567", "AB1234567", ()),
    ("passport", "AB123", "AB123", ("passport_unusual",)),
    ("passport", "ABCDEFG123456", "ABCDEFG123456", ("passport_unusual",)),
    ("plate", "1234567 A", "1234567 A", ("plate_unusual",)),
    ("plate", "1234", "1234", ("plate_unusual",)),
    ("plate", "1234 AB", "1234 AB", ()),
    ("plate", "ab 1234", "1234 AB", ()),
    ("plate", "١٢٣ أ ب", "123 أب", ()),
    ("plate", "أ ب ١٢٣", "123 أب", ()),
    ("plate", "1234-AB", "1234 AB", ()),
    ("plate", "A/5", "5 A", ()),
    ("iban", "OM57 0990 0000 0000 0000 000", "OM570990000000000000000", ()),
    ("email", "sample@example.invalid", "sample@example.invalid", ()),
    ("date", "1/2/2026", "2026-02-01", ()),
    ("date", "٢٩/٢/٢٠٢٤", "2024-02-29", ()),
    ("date", "01-02-2026", "2026-02-01", ()),
    ("date", "2026-02-01", "2026-02-01", ()),
    ("amount", "12.5", "12500", ()),
    ("number", "٠٠١٢", "0012", ()),
    ("name", "  سالم   بن حمد ", "سالم بن حمد", ()),
    ("text", "a\tb\nc", "a b c", ()),
    ("reference", "طلب ١٢٣/A", "طلب 123/A", ()),
]
BAD = [
    ("civil_number", "12345", "civil_number_malformed"),
    ("civil_number", "1234567890", "civil_number_malformed"),
    ("civil_number", "1234567a", "civil_number_malformed"),
    ("civil_number", "१२३४५६७८", "civil_number_malformed"),
    ("civil_number", " \u200f ", "value_missing"),
    ("phone", "9912345", "phone_length"),
    ("phone", "991234567", "phone_length"),
    ("phone", "+9689912345", "phone_length"),
    ("phone", "+12345", "phone_length"),
    ("phone", "+1234567890123456", "phone_length"),
    ("phone", "९९१२३४५६", "phone_length"),
    ("phone", "no phone", "phone_length"),
    ("cr_number", "123", "cr_number_malformed"),
    ("cr_number", "123456789", "cr_number_malformed"),
    ("vatin", "OM110000000", "vatin_malformed"),
    ("vatin", "1100000000", "vatin_malformed"),
    ("passport", "A" * 21, "passport_malformed"),
    ("passport", "جواز12345", "passport_malformed"),
    ("plate", "1234567890 ABCDE", "plate_malformed"),
    ("plate", "AB", "plate_malformed"),
    ("plate", "12!", "plate_malformed"),
    ("iban", "OM570990000000000000001", "iban_checksum"),
    ("iban", "OM57099000000000000000", "iban_malformed"),
    ("iban", "AE070331234567890123456", "iban_malformed"),
    ("email", "sample", "email_malformed"),
    ("email", "a@b", "email_malformed"),
    ("email", "a@@b.c", "email_malformed"),
    ("email", "a@" + "b" * 260 + ".c", "email_malformed"),
    ("date", "29/2/2026", "date_unknown"),
    ("date", "1/13/2026", "date_unknown"),
    ("date", "1/1/1800", "date_unknown"),
    ("date", "1/1/26", "date_malformed"),
    ("date", "tomorrow", "date_malformed"),
    ("amount", "1.2345", "amount_too_many_decimals"),
    ("number", "12a", "number_malformed"),
    ("number", "1" * 21, "number_malformed"),
    ("name", "x", "name_malformed"),
    ("name", "1234", "name_malformed"),
    ("name", "ا" * 121, "text_too_long"),
    ("text", "x" * 121, "text_too_long"),
    ("reference", "x" * 41, "reference_too_long"),
    ("reference", "", "value_missing"),
]


@pytest.mark.parametrize(("check", "text", "value", "warnings"), GOOD)
def test_what_is_stored(check: str, text: str, value: str, warnings: tuple[str, ...]) -> None:
    assert CHECKS[check](text) == Checked(value, warnings)


@pytest.mark.parametrize(("check", "text", "code"), BAD)
def test_what_is_refused(check: str, text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        CHECKS[check](text)
    assert refused.value.code == code


@given(st.sampled_from(sorted(CHECKS)), st.text(max_size=60))
def test_any_text_ends_in_a_value_or_a_named_fault(check: str, text: str) -> None:
    try:
        checked = CHECKS[check](text)
    except DomainError:
        return
    assert checked.value == checked.value.strip()
    if check not in ("date", "amount"):  # these are stored in another form than they are typed
        assert CHECKS[check](checked.value) == checked


@given(st.sampled_from(["civil_number", "phone", "cr_number", "number", "vatin", "iban"]), st.text(max_size=30))
def test_stored_numbers_are_plain_ascii(check: str, text: str) -> None:
    with contextlib.suppress(DomainError):
        assert CHECKS[check](text).value.isascii()


def test_every_check_that_a_catalogue_may_name_is_there() -> None:
    assert set(FIELD_CHECKS) <= set(CHECKS)


@given(st.integers(0, 10**16 - 1), st.integers(0, 22))
def test_every_single_slip_in_an_iban_is_found(account: int, place: int) -> None:
    body = f"099{account:016d}"
    check = 98 - int("".join(str(int(c, 36)) for c in f"{body}OM00")) % 97
    iban = f"OM{check:02d}{body}"
    assert CHECKS["iban"](iban).value == iban
    slipped = iban[:place] + ("1" if iban[place] != "1" else "2") + iban[place + 1 :]
    with pytest.raises(DomainError):
        CHECKS["iban"](slipped)


def test_a_card_that_is_over_or_nearly_is_worth_a_word() -> None:
    today = date(2026, 11, 22)
    assert expiry_warnings(date(2026, 11, 21), today) == ("card_expired",)
    assert expiry_warnings(today, today) == ("card_expires_soon",)
    assert expiry_warnings(date(2026, 12, 22), today) == ("card_expires_soon",)
    assert expiry_warnings(date(2026, 12, 23), today) == ()


def test_identifiers_show_their_last_four_at_most() -> None:
    assert mask_identifier("12345678") == "••••5678"
    assert mask_identifier("123456") == "•••456"
    assert mask_identifier("1234") == "••34"
    assert mask_identifier("1") == "•"
    assert mask_identifier("") == ""


def test_phones_are_shown_as_they_are_read() -> None:
    assert show_phone("+96899123456") == "9912 3456"
    assert show_phone("+96824567890") == "24 567890"
    assert show_phone("+971501234567") == "+971501234567"


def test_a_reference_may_hold_any_letters() -> None:
    assert check_reference("ROP-88213/26 أ").value == "ROP-88213/26 أ"


def test_a_date_is_read_day_first() -> None:
    assert parse_date("3 / 4 / 2026") == date(2026, 4, 3)
