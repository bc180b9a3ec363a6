"""Receipt numbers: their shape, and that a slip of the hand does not find somebody else's receipt."""

from __future__ import annotations

import itertools
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.digits import to_arabic_digits
from sanad_desk.domain.errors import BugError, DomainError
from sanad_desk.domain.receipt_number import (
    LAST_OF_YEAR,
    ReceiptNumber,
    check_character,
    counted,
    next_number,
    parse_receipt_number,
)

ALPHABET = string.digits + string.ascii_uppercase
numbers = st.builds(
    ReceiptNumber,
    st.text(alphabet=ALPHABET, min_size=4, max_size=4),
    st.integers(1, 99),
    st.integers(2026, 2099),
    st.integers(1, LAST_OF_YEAR),
)


@given(numbers)
def test_what_is_printed_can_be_typed_again(number: ReceiptNumber) -> None:
    text = str(number)
    assert parse_receipt_number(text) == number
    assert parse_receipt_number(text.replace("-", "").lower()) == number
    assert parse_receipt_number(f" \u200e{text} ") == number


@given(numbers)
def test_desk_year_and_count_are_read_without_ado(number: ReceiptNumber) -> None:
    assert counted(str(number)) == (number.desk_number, number.year, number.sequence)


def test_arabic_digits_are_read() -> None:
    text = str(ReceiptNumber("KSB1", 2, 2026, 418))
    assert parse_receipt_number(to_arabic_digits(text)) == ReceiptNumber("KSB1", 2, 2026, 418)


def test_the_shape_is_that_of_the_design() -> None:
    assert str(ReceiptNumber("KSB1", 2, 2026, 418))[:17] == "KSB1-02-26-000418"


def _compact(seed: int) -> str:
    dice = random.Random(seed)
    code = "".join(dice.choices(ALPHABET, k=4))
    return str(ReceiptNumber(code, dice.randrange(1, 100), 2026, dice.randrange(1, 10**6))).replace("-", "")


def test_every_single_slip_is_found() -> None:
    """Each of the fifteen places, each other character that the place can hold."""
    for text in map(_compact, range(60)):
        for place, character in itertools.product(range(len(text)), ALPHABET):
            if character != text[place]:
                slipped = text[:place] + character + text[place + 1 :]
                assert check_character(slipped[:-1]) != slipped[-1], (text, slipped)
                with pytest.raises(DomainError):
                    parse_receipt_number(slipped)


def test_nearly_every_swap_of_neighbours_is_found() -> None:
    missed = swapped = 0
    for text in map(_compact, range(1000)):
        for place in range(len(text) - 1):
            turned = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            if turned != text:
                swapped += 1
                missed += check_character(turned[:-1]) == turned[-1]
    assert swapped > 10_000
    assert missed / swapped < 1 / 150


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_named_fault(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_receipt_number(text)
    assert refused.value.code in ("receipt_number_malformed", "receipt_number_mistyped")


@pytest.mark.parametrize(
    "text", ["KSB1-०२-26-000418-X", "KSB1-02-26-000418", "", "KSB1-02-26-0000418-X", "كسب1-02-26-000418-X"]
)
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_receipt_number(text)
    assert refused.value.code == "receipt_number_malformed"


def test_the_next_number_counts_on_and_stops_at_a_million() -> None:
    assert next_number("KSB1", 2, 2026, 0).sequence == 1
    assert next_number("KSB1", 2, 2026, LAST_OF_YEAR - 1).sequence == LAST_OF_YEAR
    with pytest.raises(BugError):
        next_number("KSB1", 2, 2026, LAST_OF_YEAR)
