"""Nothing is clipped: whatever the names, every mark lies on its paper, and pages break where they may."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from sanad_desk.receipts.pages import DOT, ROLL_WIDTH
from sanad_desk.receipts.receipt import Paper, render_receipt
from sanad_desk.receipts.receipt_a4 import compose_a4
from sanad_desk.receipts.receipt_roll import compose_roll
from sanad_desk.receipts.sheet import Group, Mark, Sheet, Words
from sanad_desk.wire.picture import Text
from tests.receipts.pictures import PAY, QR_TEXT, action, case, customer, picture, with_vat
from tests.receipts.reading import pypdf_text

arabic = st.text(alphabet="ابتجدرسعفقكلمنهويةىءأإؤئ ", min_size=1, max_size=160).filter(str.strip)
latin = st.text(alphabet="abcdefghXYZ 0123456789-/()", min_size=1, max_size=160).filter(str.strip)
names = st.builds(Text, arabic, latin)
amounts = st.integers(0, 99_999_999)


def words_of(marks: tuple[Mark, ...], x: float, y: float) -> Iterator[tuple[float, float, Words]]:
    """Every drawn line of text with its place on the sheet."""
    for mark in marks:
        if isinstance(mark, Group):
            yield from words_of(mark.marks, x + mark.x, y + mark.y)
        elif isinstance(mark, Words):
            yield x + mark.x, y + mark.y, mark


def assert_on_paper(sheet: Sheet) -> None:
    for block in sheet.blocks:
        for left, baseline, words in words_of(block.marks, 0, 0):
            assert left >= -0.1
            assert left + words.line.points(words.size) <= sheet.width + 0.1
            assert 0 <= baseline <= block.height + 0.1


def assert_no_overlap(sheet: Sheet) -> None:
    """Two texts on one baseline never touch."""
    for block in sheet.blocks:
        rows: dict[float, list[tuple[float, float]]] = {}
        for left, baseline, words in words_of(block.marks, 0, 0):
            rows.setdefault(round(baseline, 1), []).append((left, left + words.line.points(words.size)))
        for spans in rows.values():
            spans.sort()
            assert all(before[1] <= after[0] + 0.1 for before, after in pairwise(spans))


@settings(deadline=None, max_examples=60)
@given(names, names, names, latin, amounts, amounts, st.sampled_from(list(Paper)))
def test_long_names_and_large_amounts_stay_on_the_paper(
    service: Text, person: Text, note: Text, reference: str, government_fee: int, centre_fee: int, paper: Paper
) -> None:
    line = with_vat(centre_fee, government_fee, waived=centre_fee, waiver_reason=note, free_note=note, unit=note)
    block = case(line, service=service, entity=person, portal_reference=reference.strip(), delivery=note)
    given_picture = picture(block, operator=person, footer=note)
    compose = compose_roll if paper is Paper.ROLL else compose_a4
    sheet = compose(given_picture, customer(name=person, representative=service), QR_TEXT, 3)
    assert_on_paper(sheet)
    assert_no_overlap(sheet)


def test_the_roll_is_as_long_as_its_content() -> None:
    short, long = (
        PdfReader(BytesIO(render_receipt(picture(*[case()] * n), None, QR_TEXT, paper=Paper.ROLL))).pages
        for n in (1, 5)
    )
    assert len(short) == len(long) == 1
    assert float(short[0].mediabox.width) == pytest.approx(ROLL_WIDTH, abs=0.01)
    assert float(long[0].mediabox.height) > 1.5 * float(short[0].mediabox.height)
    assert float(short[0].mediabox.height) / DOT == pytest.approx(
        round(float(short[0].mediabox.height) / DOT), abs=0.01
    )


def test_many_lines_go_over_pages_with_header_and_page_number() -> None:
    given_picture = picture(*[case(action(), action(0, 2_000, action=PAY)) for _ in range(14)])
    pages = PdfReader(BytesIO(render_receipt(given_picture, customer(), QR_TEXT, paper=Paper.A4, copy=1))).pages
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert f"Page {number} of 3" in text
        assert "COPY 1" in text
        assert "Government fee" in text
    assert "Total OMR" in pages[-1].extract_text()


def test_one_case_longer_than_a_page_is_not_lost() -> None:
    lines = [action(1_000 + i, 2_000 + i) for i in range(80)]
    pdf = render_receipt(picture(case(*lines)), None, QR_TEXT, paper=Paper.A4)
    text = pypdf_text(pdf)
    assert all(f"1.{i:03d}" in text and f"2.{i:03d}" in text for i in range(80))
