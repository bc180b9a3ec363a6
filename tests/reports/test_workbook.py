"""The workbook holds typed cells that are exact to the baisa, reads in its language, and runs nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from sanad_desk.reports.report import Column, Language, Table, words_in
from sanad_desk.reports.workbook import workbook_bytes
from sanad_desk.wire.picture import Text
from tests.reports.reports import CENTRE, MADE_AT, SERVICE, TENDERS, receipts, report
from tests.reports.workbooks import ReadCell, ReadSheet, read_workbook

LANGUAGES: tuple[Language, Language] = ("ar", "en")
in_both = pytest.mark.parametrize("language", LANGUAGES)
HEAD = 7  # title, four facts, an empty row


def only_sheet(table: Table, language: Language = "en") -> ReadSheet:
    (sheet,) = read_workbook(workbook_bytes(report(table), language))
    return sheet


def one_cell(kind: str, cell: Text | str | int | None) -> ReadCell:
    column = Column("it", Text("هو", "It"), kind)  # type: ignore[arg-type]
    return only_sheet(Table("one", Text("جدول", "Table"), (column,), ((cell,),))).cells[f"A{HEAD + 1}"]


@in_both
def test_each_table_has_a_sheet_of_its_name_and_direction(language: Language) -> None:
    sheets = read_workbook(workbook_bytes(report(TENDERS, receipts(3)), language))
    assert [sheet.name for sheet in sheets] == [words_in(table.title, language) for table in (TENDERS, receipts(0))]
    assert all(('rightToLeft="1"' in sheet.xml) == (language == "ar") for sheet in sheets)
    assert all(f'ySplit="{HEAD}"' in sheet.xml and 'paperSize="9"' in sheet.xml for sheet in sheets)
    assert 'fitToPage="1"' in sheets[0].xml
    assert 'fitToHeight="0"' in sheets[0].xml
    assert f'<autoFilter ref="A{HEAD}:J{HEAD + 3}"' in sheets[1].xml
    assert sheets[1].cells["A7"].value == words_in(receipts(0).columns[0].label, language)
    assert sheets[1].cells["B2"].value == "2026-11-22"


@pytest.mark.parametrize("baisa", [0, 5, 1_235, 20_105, 99_999_999, -1_235, 1_234_567_891])
def test_amounts_are_rials_exact_to_the_baisa(baisa: int) -> None:
    cell = one_cell("baisa", baisa)
    assert (cell.type, cell.number_format) == ("n", "#,##0.000")
    assert Decimal(cell.value) * 1000 == baisa


def test_every_kind_has_its_type() -> None:
    assert one_cell("count", 1_204) == ReadCell("n", "1204", "", "#,##0")
    assert one_cell("percent", 31_250) == ReadCell("n", "0.03125", "", "0.0%")
    assert one_cell("duration", 90_000_000) == ReadCell("n", "1.041666666666667", "", "[h]:mm:ss")
    days = str((datetime(2026, 11, 22) - datetime(1899, 12, 30)).days)
    assert one_cell("date", "2026-11-22") == ReadCell("n", days, "", "yyyy-mm-dd")
    instant = one_cell("instant", MADE_AT)
    assert instant.number_format == "yyyy-mm-dd hh:mm"
    assert abs(Decimal(instant.value) - int(days) - Decimal(8) / 24) < Decimal("0.00001"), "08:00 in Muscat"
    assert one_cell("id", "0012345678") == ReadCell("s", "0012345678", "", "@")
    assert one_cell("id", 12) == ReadCell("s", "12", "", "@")
    assert one_cell("baisa", Text("كما في المنصة", "As the portal shows")).value == "As the portal shows"
    assert one_cell("baisa", None).value == ""


@pytest.mark.parametrize("text", ["=1+1", "+968", "-1", "@SUM(A1)", "\t=1", "http://example.com", "=cmd|' /C calc'!A0"])
@pytest.mark.parametrize("kind", ["text", "id", "count"])
def test_no_text_becomes_a_formula_or_a_link(text: str, kind: str) -> None:
    cell = one_cell(kind, text)
    assert (cell.type, cell.formula) == ("s", "")
    assert cell.value == text
    sheet = only_sheet(TENDERS)
    assert "<hyperlink" not in sheet.xml


def test_sums_are_formulas_that_show_their_value_without_being_reckoned() -> None:
    sheet = only_sheet(receipts(4))
    total = sheet.cells[f"I{HEAD + 5}"]
    assert total.formula == f"SUM(I{HEAD + 1}:I{HEAD + 4})"
    assert Decimal(total.value) * 1000 == sum((20_106, 40_211, 60_316))
    assert sheet.cells[f"G{HEAD + 5}"].formula.startswith("SUM(G")
    assert sheet.cells[f"H{HEAD + 5}"].value == "", "a share is not added up"


def test_a_sum_that_the_rows_do_not_add_up_to_stays_as_it_was_told() -> None:
    closing = replace(TENDERS, sums=(Text("الرصيد", "Balance"), 3, 5_000))
    cell = only_sheet(closing).cells[f"C{HEAD + 4}"]
    assert (cell.formula, cell.value) == ("", "5")


def test_an_empty_table_opens() -> None:
    sheet = only_sheet(replace(TENDERS, rows=(), sums=(Text("المجموع", "Total"), 0, 0)))
    assert sheet.cells[f"C{HEAD + 1}"] == ReadCell("n", "0", "", "#,##0.000")
    assert "autoFilter" not in sheet.xml


def test_sheet_names_are_such_as_excel_opens() -> None:
    titles = ["a/b\\c[d]e:f*g?h", "x" * 40, "x" * 40, "'quoted'", "", "History", "X" * 40]
    tables = [replace(TENDERS, code=f"t{i}", title=Text("", title)) for i, title in enumerate(titles)]
    names = [sheet.name for sheet in read_workbook(workbook_bytes(report(*tables), "en"))]
    assert names[0] == "a b c d e f g h"
    assert names[3:5] == ["quoted", "Report of the day"]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert "history" not in {name.casefold() for name in names}


@in_both
def test_the_same_report_gives_the_same_bytes(language: Language) -> None:
    whole = report(TENDERS, receipts(5))
    assert workbook_bytes(whole, language) == workbook_bytes(whole, language)


def test_words_are_whole_in_either_language() -> None:
    arabic = only_sheet(receipts(1), "ar").cells[f"E{HEAD + 1}"].value
    english = only_sheet(receipts(1)).cells[f"E{HEAD + 1}"].value
    assert Text(arabic, english) == SERVICE
    assert CENTRE.en in only_sheet(TENDERS).xml


def test_a_row_is_as_high_as_its_wrapped_words() -> None:
    def heights(*names: str) -> list[float]:
        rows = tuple((Text("", name), 1, 1) for name in names)
        xml = only_sheet(replace(TENDERS, rows=rows, sums=None)).xml
        return [float(height) for height in re.findall(r'<row [^>]* ht="([0-9.]+)"', xml)]

    assert heights("Cash", "x" * 46) == []
    assert heights("Cash", "word " * 24, "word " * 1_000) == [45.0, 405.0]
