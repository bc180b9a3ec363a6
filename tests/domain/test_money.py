"""Money: what is typed becomes whole baisa or a reason, and what is shown can be typed again."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.digits import to_arabic_digits
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.money import LARGEST_AMOUNT, divide_half_up, format_amount, parse_amount

amounts = st.integers(min_value=0, max_value=LARGEST_AMOUNT)


@given(amounts, st.booleans(), st.booleans())
def test_what_is_shown_can_be_typed_again(baisa: int, arabic: bool, grouped: bool) -> None:
    assert parse_amount(format_amount(baisa, arabic_digits=arabic, grouped=grouped)) == baisa


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_a_named_fault(text: str) -> None:
    with contextlib.suppress(DomainError):
        assert 0 <= parse_amount(text) <= LARGEST_AMOUNT


@pytest.mark.parametrize(
    ("text", "baisa"),
    [
        ("12.5", 12_500),
        ("12", 12_000),
        (".5", 500),
        ("5.", 5_000),
        ("0", 0),
        ("0.001", 1),
        ("007", 7_000),
        ("1.5000", 1_500),
        ("1,234.500", 1_234_500),
        ("1,234,567", None),
        ("99,999.999", 99_999_999),
        ("١٢٫٥", 12_500),
        ("۱۲٫۵", 12_500),
        ("١٬٢٣٤٫٥٠٠", 1_234_500),
        (" 12 . 5 ", 12_500),
        ("\u200f12.5\u200e", 12_500),
        ("\u206612.5\u2069", 12_500),
    ],
)
def test_amounts_as_people_type_them(text: str, baisa: int | None) -> None:
    if baisa is None:
        with pytest.raises(DomainError):
            parse_amount(text)
    else:
        assert parse_amount(text) == baisa


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount_missing"),
        ("  \u200f ", "amount_missing"),
        ("-5", "amount_negative"),
        ("−5", "amount_negative"),
        ("5-", "amount_negative"),
        ("-", "amount_negative"),
        ("12,5", "amount_not_a_number"),
        ("0,123", "amount_not_a_number"),
        ("١٢،٥", "amount_not_a_number"),
        ("1,23,456", "amount_not_a_number"),
        (",", "amount_not_a_number"),
        (".", "amount_not_a_number"),
        ("1.2.3", "amount_not_a_number"),
        ("12 rial", "amount_not_a_number"),
        ("1e5", "amount_not_a_number"),
        ("NaN", "amount_not_a_number"),
        ("+5", "amount_not_a_number"),
        ("१२", "amount_not_a_number"),
        ("1.2345", "amount_too_many_decimals"),
        ("١٫٢٣٤٥", "amount_too_many_decimals"),
        ("100000", "amount_too_large"),
        ("9" * 30, "amount_too_large"),
        ("1" * 30 + ".5", "amount_too_large"),
        ("9" * 5000, "amount_too_large"),
    ],
)
def test_each_bad_amount_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_amount(text)
    assert refused.value.code == code


def test_a_smaller_limit_is_named() -> None:
    with pytest.raises(DomainError) as refused:
        parse_amount("10.001", largest=10_000)
    assert refused.value.params == {"largest": 10_000}


def test_amounts_are_shown_with_three_decimals_and_a_minus_in_front() -> None:
    assert format_amount(1_234_500) == "1,234.500"
    assert format_amount(-5) == "-0.005"
    assert format_amount(1_234_500, grouped=False) == "1234.500"
    assert format_amount(1_234_500, arabic_digits=True) == to_arabic_digits("1,234.500") == "١٬٢٣٤٫٥٠٠"


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**7), st.booleans())
def test_rounding_is_to_the_nearest_with_halves_away_from_zero(numerator: int, denominator: int, below: bool) -> None:
    result = divide_half_up(numerator, -denominator if below else denominator)
    signed = -numerator if below else numerator
    error = 2 * abs(result * denominator - signed)
    assert error <= denominator
    if error == denominator:
        assert abs(result * denominator) > abs(signed)
