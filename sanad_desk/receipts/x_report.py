"""The X report on paper: the running sums of an open shift."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import slim_pdf, slim_sheet
from sanad_desk.receipts.receipt_words import beside, instant
from sanad_desk.receipts.rows import amount_column, money, names, note, pair
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import Align, Paper, Sheet
from sanad_desk.wire.picture import Text


@dataclass(frozen=True, slots=True)
class XReport:
    """Sums of an open shift, in baisa; instants in milliseconds UTC."""

    centre: Text
    desk_number: int
    operator: Text
    business_date: str
    opened_at: int
    printed_at: int
    opening_float: int
    receipts: int
    first_number: str
    last_number: str
    takings: list[tuple[Text, int]]  # by tender, with its words: cash, card, transfer, on account
    government: list[tuple[Text, int]]  # fees held, by entity
    centre_income: int
    vat: int
    expected_drawer: int
    paid_direct: int


def render_x_report(report: XReport, *, paper: Paper) -> bytes:
    """The PDF of the report."""
    sheet = slim_sheet(paper)
    scale = sheet.scale
    sheet.words(report.centre.ar, scale.heading, Weight.BOLD, align=Align.CENTRE)
    sheet.words(beside(label("title.x_report")), scale.strong, Weight.SEMIBOLD, align=Align.CENTRE)
    sheet.rule(1.4)
    pair(sheet, label("field.desk"), str(report.desk_number))
    pair(sheet, label("field.served_by"), report.operator)
    pair(sheet, label("field.business_date"), report.business_date)
    pair(sheet, label("x_report.opened"), instant(report.opened_at))
    pair(sheet, label("x_report.printed"), instant(report.printed_at))
    _receipts(sheet, report)
    column = _column(sheet, report)
    _group(sheet, "takings", report.takings, column)
    _group(sheet, "government_held", report.government, column)
    own = [(label("x_report.centre_income"), report.centre_income)]
    _group(sheet, "income", [*own, (label("x_report.vat"), report.vat)] if report.vat else own, column)
    _drawer(sheet, report, column)
    sheet.rule(dashed=True)
    if report.paid_direct:
        money(sheet, label("x_report.paid_direct"), report.paid_direct, column, size=scale.small)
    note(sheet, label("x_report.not_final"))
    return slim_pdf(sheet, title=label("title.x_report").ar, author=report.centre.ar)


def _receipts(sheet: Sheet, report: XReport) -> None:
    sheet.rule(dashed=True)
    pair(sheet, label("x_report.count"), str(report.receipts), weight=Weight.BOLD)
    for key, number in (("first", report.first_number), ("last", report.last_number)):
        if number:
            pair(sheet, label(f"x_report.{key}"), number)


def _column(sheet: Sheet, report: XReport) -> float:
    rows = [amount for _, amount in (*report.takings, *report.government)]
    sums = [sum(amount for _, amount in group) for group in (report.takings, report.government)]
    amounts = [*rows, *sums, report.centre_income, report.opening_float, report.paid_direct]
    return amount_column(
        [(report.expected_drawer, sheet.scale.heading, Weight.BOLD)]
        + [(amount, sheet.scale.body, Weight.BOLD) for amount in amounts]
    )


def _group(sheet: Sheet, key: str, rows: list[tuple[Text, int]], column: float) -> None:
    """A heading, its rows, and their sum where there is more than one."""
    sheet.rule(dashed=True)
    names(sheet, label(f"x_report.{key}"), sheet.scale.strong, Weight.BOLD)
    for words, amount in rows:
        money(sheet, words, amount, column)
    if len(rows) != 1:
        money(sheet, label("x_report.sum"), sum(amount for _, amount in rows), column, weight=Weight.BOLD)


def _drawer(sheet: Sheet, report: XReport, column: float) -> None:
    sheet.rule(1.4)
    money(sheet, label("x_report.float"), report.opening_float, column)
    expected, size = label("x_report.expected"), sheet.scale.heading
    money(sheet, expected, report.expected_drawer, column, size=size, weight=Weight.BOLD, figure=size)
