"""A report as a workbook: a sheet for each table, typed cells, right to left in Arabic, sums that are formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from math import ceil
from typing import Any

from sanad_desk.domain.money import BAISA_IN_RIAL
from sanad_desk.domain.shift import muscat_time
from sanad_desk.reports.report import Cell, Kind, Language, Report, Table, words_in
from sanad_desk.reports.report_words import FIGURES, told
from sanad_desk.wire.picture import Text

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_NARROWEST, _WIDEST, _HEAD_LINE = 7, 46, 16  # in characters
_LOST_IN_WRAPPING = 4  # characters of a line, where the next word did not fit
_LINE, _HIGHEST = 15, 405  # points; of a row in Excel
_FORMATS: Mapping[Kind, str] = {
    "baisa": "#,##0.000",
    "count": "#,##0",
    "percent": "0.0%",
    "duration": "[h]:mm:ss",
    "date": "yyyy-mm-dd",
    "instant": "yyyy-mm-dd hh:mm",
    "id": "@",
}
_UNITS: Mapping[Kind, int] = {"baisa": BAISA_IN_RIAL, "percent": 1_000_000, "duration": 86_400_000}
_SUMMED: frozenset[Kind] = frozenset({"baisa", "count", "duration"})
_RTL, _LTR = 2, 1


def workbook_bytes(report: Report, language: Language) -> bytes:
    """The xlsx file; the same report gives the same bytes.

    Texts are written as texts whatever they begin with, so that none is ever taken for a formula.
    """
    from xlsxwriter import Workbook

    output = BytesIO()
    book = Workbook(output, {"in_memory": True, "default_date_format": _FORMATS["date"]})
    title = words_in(report.title, language)
    made = datetime.fromtimestamp(report.made_at / 1000, UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "author": words_in(report.centre, language), "created": made})
    styles = _Styles(book, language)
    for table, name in zip(report.tables, _sheet_names(report, language), strict=True):
        _Page(book.add_worksheet(name), styles, report, table, language).write()
    book.close()
    return output.getvalue()


def _sheet_names(report: Report, language: Language) -> Iterator[str]:
    """Names that Excel opens: short, without its signs, no two alike; a table without a title is the report itself."""
    taken: set[str] = set()
    for table in report.tables:
        title = words_in(table.title, language) or words_in(report.title, language)
        whole = _FORBIDDEN.sub(" ", title).strip(" '") or table.code
        name, n = whole[:_LONGEST_NAME].strip(" '"), 1
        while name.casefold() in taken | {"history"}:
            n += 1
            name = f"{whole[: _LONGEST_NAME - len(str(n)) - 1].strip()} {n}"
        taken.add(name.casefold())
        yield name


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any, language: Language) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        right_to_left = language == "ar"
        self._direction = _RTL if right_to_left else _LTR
        self._start = "right" if right_to_left else "left"

    def of(self, kind: Kind, *, words: bool, bold: bool = False) -> Any:
        """For a cell of that kind, or for words in its column."""
        code = not words and kind != "text"
        settings: dict[str, Any] = {
            "valign": "top",
            "align": "right" if kind in FIGURES else self._start,
            "reading_order": _LTR if code else self._direction,
            "text_wrap": words or kind == "text",
        }
        if code:
            settings["num_format"] = _FORMATS[kind]
        if bold:
            settings |= {"bold": True, "top": 1}
        return self._format(settings)

    def head(self, kind: Kind) -> Any:
        align = "right" if kind in FIGURES else self._start
        return self.words(
            bold=True, text_wrap=True, align=align, valign="vcenter", font_color="#FFFFFF", bg_color="#0B6B4F"
        )

    def words(self, **settings: Any) -> Any:
        return self._format({"align": self._start, "reading_order": self._direction} | settings)

    def code(self) -> Any:
        return self._format({"align": self._start, "reading_order": _LTR})

    def _format(self, settings: dict[str, Any]) -> Any:
        key = tuple(sorted(settings.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(settings)
        return self._made[key]


class _Page:
    """Writes one table on its sheet: title, facts, head, rows, sums, notes."""

    def __init__(self, sheet: Any, styles: _Styles, report: Report, table: Table, language: Language) -> None:
        self._sheet, self._styles, self._report, self._table, self._language = sheet, styles, report, table, language
        self._head_row = len(report.facts) + 2
        self._first_row = self._head_row + 1
        self._end_row = self._first_row + len(table.rows)

    def write(self) -> None:
        self._above()
        table = self._table
        for position, column in enumerate(table.columns):
            label = words_in(column.label, self._language)
            self._sheet.write_string(self._head_row, position, label, self._styles.head(column.kind))
        for row, cells in enumerate(table.rows, self._first_row):
            for position, cell in enumerate(cells):
                self._cell(row, position, cell)
            if (lines := self._lines(cells)) > 1:
                self._sheet.set_row(row, min(lines * _LINE, _HIGHEST))
        for position, cell in enumerate(table.sums or ()):
            self._sum(position, cell)
        for row, note in enumerate(self._report.notes, self._end_row + 2):
            self._sheet.write_string(row, 0, words_in(note, self._language), self._styles.words())
        self._set_up()

    def _lines(self, cells: tuple[Cell, ...]) -> int:
        """Of the row: LibreOffice makes none higher for words that are wrapped."""
        kinds = (column.kind for column in self._table.columns)
        texts = [told(cell, kind, self._language) for cell, kind in zip(cells, kinds, strict=True) if cell is not None]
        longest = max(map(len, texts), default=0)
        return 1 if longest <= _WIDEST else ceil(longest / (_WIDEST - _LOST_IN_WRAPPING))

    def _above(self) -> None:
        report = self._report
        title = f"{words_in(report.title, self._language)} · {words_in(self._table.title, self._language)}"
        self._sheet.write_string(0, 0, title.strip(" ·"), self._styles.words(bold=True, font_size=14))
        for row, (label, value) in enumerate(report.facts, 1):
            self._sheet.write_string(row, 0, words_in(label, self._language), self._styles.words(font_color="#56635B"))
            style = self._styles.words() if isinstance(value, Text) else self._styles.code()
            self._sheet.write_string(row, 1, words_in(value, self._language), style)

    def _cell(self, row: int, position: int, cell: Cell, *, bold: bool = False) -> None:
        kind = self._table.columns[position].kind
        style = self._styles.of(kind, words=isinstance(cell, Text), bold=bold)
        if cell is None:
            self._sheet.write_blank(row, position, None, style)
        elif kind == "date" and isinstance(cell, str):
            self._sheet.write_datetime(row, position, date.fromisoformat(cell), style)
        elif isinstance(cell, Text | str) or kind in ("id", "text"):
            self._sheet.write_string(row, position, told(cell, kind, self._language), style)
        elif kind == "instant":
            self._sheet.write_datetime(row, position, muscat_time(cell).replace(tzinfo=None), style)
        else:
            self._sheet.write_number(row, position, _number(cell, kind), style)

    def _sum(self, position: int, cell: Cell) -> None:
        """A formula where the cell is what the column adds up to; a share or a last balance stays as it was told."""
        from xlsxwriter.utility import xl_range

        kind = self._table.columns[position].kind
        added = sum(value for row in self._table.rows if isinstance(value := row[position], int))
        if kind not in _SUMMED or not self._table.rows or not isinstance(cell, int) or cell != added:
            self._cell(self._end_row, position, cell, bold=True)
            return
        formula = f"=SUM({xl_range(self._first_row, position, self._end_row - 1, position)})"
        style = self._styles.of(kind, words=False, bold=True)
        self._sheet.write_formula(self._end_row, position, formula, style, _number(cell, kind))

    def _set_up(self) -> None:
        sheet, columns = self._sheet, self._table.columns
        if self._language == "ar":
            sheet.right_to_left()
        sheet.freeze_panes(self._first_row, 0)
        if self._table.rows:
            sheet.autofilter(self._head_row, 0, self._end_row - 1, len(columns) - 1)
        for position in range(len(columns)):
            sheet.set_column(position, position, self._width(position))
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(self._head_row)
        if sum(self._width(position) for position in range(len(columns))) > 100:
            sheet.set_landscape()
        sheet.set_footer("&C&P / &N")
        centre = words_in(self._report.centre, self._language).replace("&", "&&")
        sheet.set_header(f"&C{centre[:200]}")

    def _width(self, position: int) -> float:
        """In characters, with room for the arrow of the filter; what is longer is wrapped."""
        column = self._table.columns[position]
        rows = [*self._table.rows, *([self._table.sums] if self._table.sums else [])]
        widths = [len(told(row[position], column.kind, self._language)) for row in rows]
        head = min(len(words_in(column.label, self._language)), _HEAD_LINE)
        if position == 0:
            widths += [len(words_in(label, self._language)) for label, _ in self._report.facts]
        return min(max([_NARROWEST, head + 2, *widths]), _WIDEST) + 2


def _number(value: int, kind: Kind) -> float:
    return value / _UNITS[kind] if kind in _UNITS else value
