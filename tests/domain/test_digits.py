"""Digits and marks: both digit sets come out as ASCII, and what cannot be seen goes."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.digits import clean_text, only_digits, strip_marks, to_arabic_digits, to_ascii_digits
from sanad_desk.domain.folding import fold_text


@given(st.text(alphabet="0123456789"))
def test_arabic_digits_and_back(digits: str) -> None:
    assert to_ascii_digits(to_arabic_digits(digits)) == digits


def test_persian_digits_count_as_well() -> None:
    assert to_ascii_digits("۰۱۲۳۴۵۶۷۸۹") == "0123456789"


def test_every_direction_mark_is_taken_out() -> None:
    marks = "\u200e\u200f\u061c" + "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
    assert strip_marks(f"1{marks}2ـ3") == "123"


@given(st.text())
def test_cleaned_text_is_one_line_and_cleaning_it_again_changes_nothing(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert not any(unicodedata.category(c) == "Cc" for c in cleaned)
    assert cleaned == " ".join(cleaned.split())


def test_dashes_and_spaces_of_a_number_go_but_letters_stay_to_be_refused() -> None:
    assert only_digits(" 99-12 34٥٦ ") == "99123456"
    assert only_digits("99a") == "99a"


def test_one_spelling_for_hamza_ya_and_ta_marbuta() -> None:
    assert fold_text("إِقَامَة") == fold_text("اقامه")
    assert fold_text("مُسْتَشْفَى") == fold_text("مستشفي")
    assert fold_text("ABC ١٢") == "abc 12"
