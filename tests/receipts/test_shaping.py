"""Shaping: joined letters, marks as outlines, tabular digits, and lines that never run over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanad_desk.receipts.bidi import LTR, ltr
from sanad_desk.receipts.shaping import Line, Weight, shape, wrap

arabic_words = st.text(alphabet="ابتجدرسعفقكلمنهويةىءأإؤئّ", min_size=1, max_size=14)
latin_words = st.text(alphabet="abcdeXYZ0123456789-/.", min_size=1, max_size=14)
sentences = st.lists(arabic_words | latin_words | latin_words.map(ltr), min_size=1, max_size=14).map(" ".join)


def letters(lines: tuple[Line, ...]) -> list[str]:
    """The letters behind all glyphs, in no order; presentation forms count as what they join."""
    return sorted("".join(glyph.text for line in lines for glyph in line.glyphs))


def test_letters_join() -> None:
    alone = [shape(letter).glyphs[0].glyph_id for letter in "بيت"]
    joined = [glyph.glyph_id for glyph in shape("بيت").glyphs]
    assert not set(alone) & set(joined)


def test_glyphs_stand_from_left_to_right() -> None:
    assert "".join(glyph.text for glyph in shape("سند").glyphs) == "دنس"
    assert "".join(glyph.text for glyph in shape("سند " + ltr("26 000")).glyphs) == "26 000 دنس"


def test_a_ligature_stands_for_one_presentation_form() -> None:
    assert [glyph.text for glyph in shape("لا").glyphs] == ["ﻻ"]


def test_vowel_marks_are_drawn_but_stand_for_no_text() -> None:
    glyphs = shape("عُمان").glyphs
    assert "".join(glyph.text for glyph in glyphs) == "نامع"
    assert [glyph.advance for glyph in glyphs if not glyph.text] == [0]


def test_brackets_face_the_words_between_them() -> None:
    opening, closing = shape("(", base=LTR).glyphs[0].glyph_id, shape(")", base=LTR).glyphs[0].glyph_id
    glyphs = [glyph.glyph_id for glyph in shape("نسخة (أصلية)").glyphs]
    assert glyphs[0] == opening  # the left edge of the line, where the Arabic closing bracket stands
    assert closing in glyphs


@pytest.mark.parametrize("weight", list(Weight))
def test_amounts_of_equal_length_are_equally_wide(weight: Weight) -> None:
    assert len({shape(amount, weight, LTR).width for amount in ("1,111.111", "8,888.888", "4,070.250")}) == 1


@settings(deadline=None)
@given(sentences, st.integers(3_000, 30_000))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width: int) -> None:
    lines = wrap(text, Weight.REGULAR, width)
    assert all(line.width <= width for line in lines)
    spaces_apart = [letter for letter in letters((shape(text),)) if letter != " "]
    if len(lines) == 1:
        assert letters(lines) == letters((shape(text),))
    elif all(shape(word).width <= width for word in text.split()):
        assert [letter for letter in letters(lines) if letter != " "] == spaces_apart


def test_a_code_moves_to_the_next_line_as_a_whole() -> None:
    phone = "26 000 000"
    text = "للشكاوى والملاحظات والاقتراحات يرجى الاتصال على " + ltr(phone)
    width = shape(text).width - 500
    lines = wrap(text, Weight.REGULAR, width)
    assert len(lines) == 2
    assert "".join(glyph.text for glyph in lines[1].glyphs) == phone


def test_a_word_longer_than_the_line_is_cut_and_nothing_is_lost() -> None:
    reference = "OBP" + "0123456789" * 8
    lines = wrap(reference, Weight.REGULAR, 12_000, LTR)
    assert len(lines) > 2
    assert "".join(glyph.text for line in lines for glyph in line.glyphs) == reference


def test_blank_text_is_an_empty_line() -> None:
    assert wrap("", Weight.REGULAR, 1_000) == (Line((), 0, Weight.REGULAR),)
    assert shape("\u2066\u2069").width == 0
