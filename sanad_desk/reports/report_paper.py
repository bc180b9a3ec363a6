"""A report on A4 paper: upright or lying by the width of its tables, right to left in Arabic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sanad_desk.receipts.bidi import ltr
from sanad_desk.receipts.pages import landscape_sheet, new_sheet, to_pdf
from sanad_desk.receipts.receipt_words import instant
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import Ink, Paper, Sheet
from sanad_desk.reports.layout import Layout
from sanad_desk.reports.report import Fact, Language, Report, words_in
from sanad_desk.reports.report_table import add_table, column_needs
from sanad_desk.reports.report_words import report_label
from sanad_desk.wire.picture import Text

_BODY = 9.0
_BODY_ON_THE_WALL = 11.0
_SMALLEST_BODY = 5.5
_SMALLER_UPRIGHT = 0.88  # of the body size, rather than a page on its side for one table
_FACTS_ACROSS = 3
_GUTTER = 12.0


def render_report(report: Report, language: Language) -> bytes:
    """The PDF; the same report gives the same bytes."""
    layout = _layout(report, language)
    sheet = Sheet(Paper.A4, layout.width)
    layout.words(sheet, report.centre, 11, Weight.SEMIBOLD, ink=Ink.SOFT)
    layout.words(sheet, report.title, 24 if report.for_the_wall else 18, Weight.BOLD, ink=Ink.BRAND)
    sheet.gap(4)
    sheet.rule(1.6, ink=Ink.BRAND, air=0)
    sheet.gap(8)
    _facts(sheet, report.facts, layout)
    for table in report.tables:
        sheet.gap(12)
        add_table(sheet, table, layout)
    sheet.gap(8)
    for note in report.notes:
        layout.words(sheet, note, layout.body, ink=Ink.SOFT)
    title = words_in(report.title, language)
    made = words_in(report_label("paper.printed", at=ltr(instant(report.made_at))), language)
    foot = f"{title}  ·  {made}"
    return to_pdf(sheet, title=title, author=words_in(report.centre, language), running_foot=foot, language=language)


def _layout(report: Report, language: Language) -> Layout:
    """Upright if words have comfortable room there in most tables; else lying, in smaller type if figures need it."""
    body = _BODY_ON_THE_WALL if report.for_the_wall else _BODY
    layout = Layout(language, report.for_the_wall, new_sheet(Paper.A4).width, body)
    needs = [column_needs(table, layout) for table in report.tables]
    tightest = max((sum(need.least for need in table) for table in needs), default=0.0)
    wide = sum(sum(need.comfortable for need in table) > layout.width for table in needs)
    # Lists on a wall hang upright, and wrap their words instead.
    if tightest * _SMALLER_UPRIGHT <= layout.width and (report.for_the_wall or wide * 2 < max(1, len(needs))):
        return replace(layout, body=body * min(1.0, layout.width / max(tightest, 1.0)))
    width = landscape_sheet().width
    return Layout(language, report.for_the_wall, width, max(body * min(1.0, width / tightest), _SMALLEST_BODY))


def _facts(sheet: Sheet, facts: Sequence[Fact], layout: Layout) -> None:
    """So many across, the label small and its value below it."""
    width = (sheet.width - _GUTTER * (_FACTS_ACROSS - 1)) / _FACTS_ACROSS
    for first in range(0, len(facts), _FACTS_ACROSS):
        cells = [Sheet(Paper.A4, width) for _ in range(_FACTS_ACROSS)]
        for cell, (words, value) in zip(cells, facts[first : first + _FACTS_ACROSS], strict=False):
            layout.words(cell, words, layout.body * 0.86, ink=Ink.SOFT)
            shown = value if isinstance(value, Text) else ltr(value)
            layout.words(cell, shown, layout.body * 1.08, Weight.MEDIUM)
        layout.beside(sheet, cells, _GUTTER)
        sheet.gap(4)
