"""A report on paper: all its words and amounts, on pages of the right shape, with the head of its table on each."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from sanad_desk.reports.report import Column, Language, Report, Table, words_in
from sanad_desk.reports.report_paper import render_report
from sanad_desk.wire.picture import Text
from tests.receipts.reading import poppler_amount, poppler_lines, pypdf_text
from tests.reports.reports import CENTRE, CLERKS, TENDERS, receipts, report

LANGUAGES: tuple[Language, Language] = ("ar", "en")
# Comfortable only on a page that lies, but readable on one that stands.
NARROWER = replace(
    receipts(3),
    columns=tuple(receipts(3).columns[i] for i in (0, 1, 3, 4, 8, 9)),
    rows=tuple(tuple(row[i] for i in (0, 1, 3, 4, 8, 9)) for row in receipts(3).rows),
    sums=None,
)
in_both = pytest.mark.parametrize("language", LANGUAGES)


def shapes(pdf: bytes) -> set[bool]:
    """For each page whether it lies."""
    return {page.mediabox.width > page.mediabox.height for page in PdfReader(BytesIO(pdf)).pages}


@in_both
def test_a_narrow_report_stands_and_says_everything(language: Language) -> None:
    pdf = render_report(report(TENDERS), language)
    assert shapes(pdf) == {False}
    text = pypdf_text(pdf)
    wanted = [CENTRE, report().title, TENDERS.title, CLERKS[0], report().notes[0], *(c.label for c in TENDERS.columns)]
    for words in wanted:  # one by one: readers of PDF put stops and dots elsewhere in a line from right to left
        assert all(word.strip(".") in text for word in words_in(words, language).split())
    for figure in ("1,234.567", "2,046.867", "1,236", "2026-11-22 08:00", "+968 2600 0000"):
        assert figure in text


@in_both
def test_a_wide_report_lies_and_repeats_its_head(language: Language) -> None:
    pdf = render_report(report(receipts(120)), language)
    assert shapes(pdf) == {True}
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert len(pages) > 3
    found = [pypdf_text(pdf).count(words_in(Text("رسم المركز", "Centre fee"), language))]
    assert found == [len(pages)]
    whole = " ".join(pages)
    assert all(f"KSBA-02-26-{n:06d}-K" in whole for n in range(120))
    assert {"ar": f"{len(pages)} من", "en": f"of {len(pages)}"}[language] in pypdf_text(pdf)


def test_amounts_stand_on_the_same_digit() -> None:
    lines = poppler_lines(render_report(report(TENDERS), "en"))
    assert [line.split()[-1] for line in lines if line.startswith(("Cash", "Card", "Total"))] == [
        "812.300",
        "1,234.567",
        "2,046.867",
    ]
    assert poppler_amount(render_report(report(TENDERS), "en"), "Cash") == "812.300"


def test_long_words_are_wrapped_and_none_is_lost() -> None:
    long = " ".join(f"word{n}" for n in range(150)) + " " + "x" * 300
    table = Table("t", Text(), TENDERS.columns, ((Text("", long), 1, 1),))
    text = pypdf_text(render_report(report(table), "en"))
    assert all(f"word{n}" in text for n in range(150))
    assert text.count("x") >= 300


def test_a_table_too_wide_for_any_page_is_set_smaller() -> None:
    columns = tuple(Column(f"c{n}", Text("عمود", f"Column {n}"), "baisa") for n in range(20))
    rows = (tuple(1_234_567 + n for n in range(20)),)
    text = pypdf_text(render_report(report(Table("wide", Text(), columns, rows)), "ar"))
    assert all(f"1,234.{567 + n}" in text for n in range(20))


def test_an_empty_table_says_so() -> None:
    assert "Nothing in this table." in pypdf_text(render_report(report(replace(TENDERS, rows=(), sums=None)), "en"))


def grouped(rows: int) -> Report:
    """Rows under two words of a column that is none on paper."""
    columns = (Column("entity", Text("الجهة", "Entity"), "text"), *TENDERS.columns)
    names = (Text("وزارة أولى", "First ministry"), Text("وزارة ثانية", "Second ministry"))
    cells = tuple((names[2 * n // rows], Text("خدمة تجريبية", f"Service {n}"), n, n * 1_000) for n in range(rows))
    return replace(report(Table("t", Text(), columns, cells, grouped_by="entity")), for_the_wall=True)


@in_both
def test_groups_have_a_head_that_comes_again_on_the_next_page(language: Language) -> None:
    pdf = render_report(grouped(120), language)
    pages = len(PdfReader(BytesIO(pdf)).pages)
    text = pypdf_text(pdf)
    heads = text.count("First ministry") + text.count("Second ministry")
    assert heads in (pages, pages + 1)
    assert "Entity" not in text
    assert text.count("خدمة تجريبية") == 120, "for the wall both languages are printed"
    assert "Service 7" in text


def test_what_rows_of_a_group_share_is_printed_once_but_never_lost_over_a_page() -> None:
    few, many = grouped(3), grouped(90)
    (table,) = many.tables
    same = tuple((Text("", "Ministry"), Text("", "Shared words"), *row[2:]) for row in table.rows)
    for report_of, rows in ((few, same[:3]), (many, same)):
        pdf = render_report(replace(report_of, tables=(replace(table, rows=rows),)), "en")
        pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
        assert all("Shared words" in page for page in pages)
        assert "".join(pages).count("Shared words") < len(rows) / 2
        assert all(f"{n}.000" in "".join(pages) for n in range(len(rows)))


@in_both
def test_the_same_report_gives_the_same_paper(language: Language) -> None:
    assert render_report(report(TENDERS), language) == render_report(report(TENDERS), language)


def test_one_wide_table_among_narrow_ones_does_not_lay_the_report_down() -> None:
    assert shapes(render_report(report(TENDERS, TENDERS, NARROWER), "en")) == {False}
    assert shapes(render_report(report(NARROWER), "en")) == {True}


def test_a_column_of_nothing_is_left_out_of_a_wide_table() -> None:
    def said(table: Table) -> str:
        return pypdf_text(render_report(report(table), "en"))

    columns = (*TENDERS.columns, Column("waived", Text("إعفاء", "Waived"), "baisa"))
    nothing = replace(TENDERS, columns=columns, rows=tuple((*row, 0) for row in TENDERS.rows), sums=None)
    assert "Waived" not in said(nothing)
    assert "Waived" in said(replace(nothing, rows=((*TENDERS.rows[0], 5), *nothing.rows)))
    assert "Amount" in said(replace(TENDERS, rows=((Text("نقدًا", "Cash"), 31, 0),), sums=None))
