"""The receipt on an 80 mm roll: one column, the label at the right, its value or amount at the left."""

from __future__ import annotations

from sanad_desk.receipts import receipt_words as say
from sanad_desk.receipts.bidi import LTR, RTL
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import new_sheet
from sanad_desk.receipts.rows import amount_column, banner, money, names, note, pair, qr, signature, stamp
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import SCALES, Align, Paper, Sheet
from sanad_desk.wire.picture import ActionLine, CaseBlock, CustomerBlock, Picture, Text


def compose_roll(picture: Picture, customer: CustomerBlock | None, qr_text: str, copy: int) -> Sheet:
    """The whole receipt, block by block in the order of FIELD.md §6."""
    sheet = new_sheet(Paper.ROLL)
    if copy:
        banner(sheet, label("mark.copy", n=copy))
    heading(sheet, picture)
    sheet.rule(1.4)
    title(sheet, say.title(picture))
    sheet.rule(dashed=True)
    pair(sheet, say.number_label(picture), picture.number, weight=Weight.BOLD)
    for words, value in [*say.when_and_who(picture), *say.customer_fields(picture, customer)]:
        pair(sheet, words, value)
    column = _column(picture)
    for case in say.shown_cases(picture):
        sheet.rule(dashed=True)
        _case(sheet, picture, case, column)
    _totals(sheet, picture, column)
    _payments(sheet, picture, column)
    _foot(sheet, picture, qr_text)
    return sheet


def heading(sheet: Sheet, picture: Picture) -> None:
    """The centre's name and the details the law asks for, centred."""
    scale, centre = sheet.scale, picture.centre
    sheet.words(centre.name.ar, scale.title, Weight.BOLD, align=Align.CENTRE)
    if centre.name.en != centre.name.ar:
        sheet.words(centre.name.en, scale.body, Weight.MEDIUM, align=Align.CENTRE, base=LTR)
    for words in (centre.trade_name if centre.trade_name != centre.name else Text(), centre.address):
        sheet.words(words.ar, scale.body, align=Align.CENTRE)
        if words.en != words.ar:
            sheet.words(words.en, scale.small, align=Align.CENTRE, base=LTR)
    for line in say.centre_lines(centre):
        sheet.words(line, scale.small, align=Align.CENTRE)


def title(sheet: Sheet, words: Text) -> None:
    """What kind of paper it is, centred."""
    sheet.words(words.ar, sheet.scale.heading, Weight.BOLD, align=Align.CENTRE)
    sheet.words(words.en, sheet.scale.body, Weight.SEMIBOLD, align=Align.CENTRE, base=LTR)


def _figure_size(picture: Picture) -> float:
    """The total is the loudest thing on the paper, but a long one must leave room for its label."""
    figure = SCALES[Paper.ROLL].figure
    return figure if abs(picture.total) < 1_000_000 else figure * 0.85


def _column(picture: Picture) -> float:
    scale = SCALES[Paper.ROLL]
    amounts = [picture.government_total, picture.centre_total, picture.paid_direct_total, picture.refund_due_total]
    amounts += [amount for payment in picture.payments for amount in (payment.amount, payment.received)]
    return amount_column(
        [(picture.total, _figure_size(picture), Weight.BOLD)]
        + [(amount, scale.body, Weight.BOLD) for amount in amounts]
    )


def _case(sheet: Sheet, picture: Picture, case: CaseBlock, column: float) -> None:
    scale = sheet.scale
    sheet.words(case.service.ar, scale.strong, Weight.BOLD)
    if case.service.en != case.service.ar:
        sheet.words(case.service.en, scale.small, base=LTR)
    names(sheet, case.entity, scale.small, Weight.MEDIUM)
    for words, value in say.case_fields(case):
        pair(sheet, words, value, size=scale.small)
    for line in case.lines:
        sheet.gap(2)
        _line(sheet, picture, line, column)


def _line(sheet: Sheet, picture: Picture, line: ActionLine, column: float) -> None:
    names(sheet, say.action_title(line), sheet.scale.body, Weight.BOLD)
    if line.government_fee and line.government_paid_direct:
        note(sheet, say.paid_direct_remark(line))
    elif line.government_fee:
        money(sheet, say.government_label(picture), line.government_fee, column)
    if line.centre_fee or not say.is_reversal(picture):
        money(sheet, label("line.centre_fee"), line.centre_fee, column)
    if line.vat:
        money(sheet, label("line.vat", rate=say.vat_rate(picture)), line.vat, column)
    for remark in say.line_remarks(line):
        note(sheet, remark)


def _totals(sheet: Sheet, picture: Picture, column: float) -> None:
    sheet.rule(1.4)
    for words, amount in say.subtotals(picture):
        money(sheet, words, amount, column)
    sheet.gap(3)
    scale = sheet.scale
    money(
        sheet,
        say.total_label(),
        picture.total,
        column,
        size=scale.heading,
        weight=Weight.BOLD,
        figure=_figure_size(picture),
    )
    if picture.vat_rate_ppm:
        names(sheet, label("total.vat_included"), scale.small)
    if picture.paid_direct_total:
        money(sheet, label("total.paid_direct"), picture.paid_direct_total, column, size=scale.small)


def _payments(sheet: Sheet, picture: Picture, column: float) -> None:
    sheet.rule(dashed=True)
    if not picture.payments:
        note(sheet, say.nothing_paid(picture))
    for row in say.settled_rows(picture):
        weight = Weight.BOLD if row.loud else Weight.REGULAR
        money(sheet, row.words, row.amount, column, weight=weight)
        note(sheet, row.remark)
    received = say.signed_for(picture)
    if received != Text():
        signature(sheet, received)


def _foot(sheet: Sheet, picture: Picture, qr_text: str) -> None:
    scale = sheet.scale
    sheet.rule(dashed=True)
    for words in (picture.footer, say.keep_line(picture)):
        sheet.words(words.ar, scale.small, align=Align.CENTRE)
        if words.en != words.ar:
            sheet.words(words.en, scale.small * 0.95, align=Align.CENTRE, base=LTR)
    sheet.gap()
    stamp_and_qr(sheet, qr_text)
    sheet.gap(3)
    sheet.words(say.source_line(picture), scale.small * 0.9, align=Align.CENTRE)


def stamp_and_qr(sheet: Sheet, qr_text: str) -> None:
    """Side by side, which spares two fingers of paper on every receipt."""
    size = sheet.scale.small
    symbol = qr(sheet, qr_text)
    scan = label("foot.scan")
    for words, each, base in ((scan.ar, size * 0.9, RTL), (scan.en, size * 0.85, LTR)):
        symbol.words(words, each, align=Align.CENTRE, base=base)
    box = Sheet(sheet.paper, sheet.width - symbol.width - sheet.scale.gap)
    stamp(box, symbol.height)
    sheet.beside([box, symbol], gutter=sheet.scale.gap)
