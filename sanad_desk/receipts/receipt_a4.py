"""The receipt or tax invoice on A4: both languages side by side, the lines as a table, totals and payments below."""

from __future__ import annotations

from dataclasses import replace

from sanad_desk.domain.money import format_amount
from sanad_desk.receipts import receipt_words as say
from sanad_desk.receipts.bidi import LTR, ltr
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import new_sheet
from sanad_desk.receipts.rows import amount_column, banner, field_grid, money, names, note, qr, signature, stamp
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import Align, Block, Ink, Paper, Sheet, code, placed
from sanad_desk.wire.picture import ActionLine, CaseBlock, CustomerBlock, Picture, Text

_QUANTITY_WIDTH = 36.0
_AMOUNT_WIDTH = 74.0
_VAT_WIDTH = 60.0
_PADDING = 6.0  # of the table, left and right
_PANEL = 10.0  # of the sums


def compose_a4(picture: Picture, customer: CustomerBlock | None, qr_text: str, copy: int) -> Sheet:
    """The whole receipt; the table may go over several pages, its header comes again on each."""
    sheet = new_sheet(Paper.A4)
    if copy:
        banner(sheet, label("mark.copy", n=copy))
    _heading(sheet, picture)
    sheet.rule(2, ink=Ink.BRAND)
    _title(sheet, picture)
    sheet.gap()
    field_grid(sheet, [*say.when_and_who(picture), *say.customer_fields(picture, customer)], 3)
    sheet.gap(12)
    _Lines(sheet, picture).all()
    sheet.gap(14)
    right, left = sheet.narrower(0.42), sheet.narrower(0.54)
    _stamp_and_remarks(right, picture, qr_text)
    _sums(left, picture)
    _payments(left, picture)
    sheet.beside([right, left], gutter=sheet.width * 0.04)
    return sheet


def _heading(sheet: Sheet, picture: Picture) -> None:
    """Arabic at the right, the same in English at the left."""
    centre, scale = picture.centre, sheet.scale
    arabic, english = sheet.narrower(0.54), sheet.narrower(0.44)
    arabic.words(centre.name.ar, scale.title, Weight.BOLD)
    english.gap((scale.title - scale.heading) * 0.9)
    english.words(centre.name.en, scale.heading, Weight.BOLD, align=Align.END, base=LTR)
    for detail in say.centre_details(centre):
        arabic.words(detail.ar, scale.body)
        english.words(detail.en, scale.small, align=Align.END, base=LTR, ink=Ink.SOFT)
    sheet.beside([arabic, english], gutter=sheet.width * 0.02)


def _title(sheet: Sheet, picture: Picture) -> None:
    scale, words = sheet.scale, say.title(picture)
    right, left = sheet.narrower(0.55), sheet.narrower(0.45)
    right.words(words.ar, scale.title, Weight.BOLD, ink=Ink.BRAND)
    right.words(words.en, scale.heading, Weight.MEDIUM, base=LTR, ink=Ink.SOFT)
    number = say.number_label(picture)
    left.words(say.beside(number), scale.small, align=Align.END, ink=Ink.SOFT)
    left.words(picture.number, scale.heading * 1.15, Weight.BOLD, align=Align.END, base=LTR)
    sheet.beside([right, left])


class _Lines:
    """The table of cases and their actions."""

    def __init__(self, sheet: Sheet, picture: Picture) -> None:
        self._sheet, self._picture = sheet, picture
        amounts = [_AMOUNT_WIDTH, _AMOUNT_WIDTH, *([_VAT_WIDTH] if picture.vat_rate_ppm else []), _AMOUNT_WIDTH]
        self._widths = [sheet.width - _QUANTITY_WIDTH - sum(amounts), _QUANTITY_WIDTH, *amounts]
        self._header = self._make_header()

    def all(self) -> None:
        self._sheet.blocks.append(self._header)
        for case in say.shown_cases(self._picture):
            self._case(case)

    def _make_header(self) -> Block:
        vat = [label("line.vat", rate=say.vat_rate(self._picture))] if self._picture.vat_rate_ppm else []
        keys = ("line.service", "line.quantity", "line.government_fee", "line.centre_fee")
        titles = [*(label(key) for key in keys), *vat, label("line.line_total")]
        whole = Sheet(Paper.A4, self._sheet.width - 2 * _PADDING)
        cells: list[Sheet] = []
        for words, width in zip(titles, self._widths, strict=True):
            cell = Sheet(Paper.A4, width - (0 if cells else _PADDING))
            cell.words(words.ar, cell.scale.small, Weight.BOLD, ink=Ink.WHITE)
            cell.words(words.en, cell.scale.small * 0.9, base=LTR, ink=Ink.WHITE)
            cells.append(cell)
        whole.beside(cells)
        outer = Sheet(Paper.A4, self._sheet.width)
        outer.framed(whole, _PADDING, ink=Ink.BRAND, filled=True)
        return replace(outer.blocks[0], keep_with_next=True)

    def _case(self, case: CaseBlock) -> None:
        first = len(self._sheet.blocks)
        self._sheet.gap(6)
        inner = Sheet(Paper.A4, self._sheet.width - 2 * _PADDING)
        names(inner, case.service, inner.scale.strong, Weight.BOLD)
        names(inner, case.entity, inner.scale.small, Weight.MEDIUM)
        codes = [f"{say.beside(words)} {ltr(value)}" for words, value in say.case_codes(case)]
        inner.words("   ·   ".join(codes), inner.scale.small, ink=Ink.SOFT)
        if case.delivery != Text():
            delivery = label("field.delivery")
            told = Text(f"{delivery.ar}: {case.delivery.ar}", f"{delivery.en}: {case.delivery.en}")
            names(inner, told, inner.scale.small, ink=Ink.SOFT)
        self._sheet.inset(inner, _PADDING)
        first_line = len(self._sheet.blocks)
        for line in case.lines:
            self._line(line)
        self._sheet.gap(4)
        self._sheet.rule(0.6, ink=Ink.LINE, air=0)
        last = len(self._sheet.blocks) - 1
        for i in range(first, last + 1):
            keep = i <= first_line or last - 3 <= i < last  # neither the heading nor the closing rule stands alone
            self._sheet.blocks[i] = replace(self._sheet.blocks[i], repeated=self._header, keep_with_next=keep)

    def _line(self, line: ActionLine) -> None:
        cells = [Sheet(Paper.A4, width) for width in self._widths]
        description = Sheet(Paper.A4, cells[0].width - 22)
        unit = Text(line.unit.ar and f"({line.unit.ar})", line.unit.en and f"({line.unit.en})")
        names(description, Text(f"{line.action.ar} {unit.ar}".rstrip(), f"{line.action.en} {unit.en}".rstrip()), 9.6)
        if line.government_paid_direct and line.government_fee:
            note(description, say.paid_direct_remark(line))
        for remark in say.line_remarks(line):
            note(description, remark)
        cells[0].beside([Sheet(Paper.A4, 14), description])
        _figure(cells[1], str(line.quantity))
        direct = line.government_paid_direct and line.government_fee
        if direct:
            cells[2].words(label("line.paid_direct_short").ar, cells[2].scale.small, ink=Ink.SOFT)
        else:
            _figure(cells[2], format_amount(line.government_fee))
        _figure(cells[3], format_amount(line.centre_fee))
        if self._picture.vat_rate_ppm:
            _figure(cells[4], format_amount(line.vat))
        total = line.centre_fee + line.vat + (0 if direct else line.government_fee)
        _figure(cells[-1], format_amount(total), Weight.SEMIBOLD)
        self._sheet.beside(cells)


def _figure(cell: Sheet, text: str, weight: Weight = Weight.REGULAR) -> None:
    size = cell.scale.body
    cell.add(size * 1.5, (placed(code(text, weight), size, cell.width, Align.START, 0),))


def _sums(sheet: Sheet, picture: Picture) -> None:
    """The sums in a panel at the left, where the totals of the table stand."""
    scale = sheet.scale
    column = amount_column([(picture.total, scale.figure, Weight.BOLD)])
    sums = Sheet(sheet.paper, sheet.width - 2 * _PANEL)
    for words, amount in say.subtotals(picture):
        money(sums, words, amount, column)
    sums.rule(0.6, ink=Ink.LINE)
    money(sums, say.total_label(), picture.total, column, size=13, weight=Weight.BOLD, figure=scale.figure)
    if picture.vat_rate_ppm:
        names(sums, label("total.vat_included"), scale.small, ink=Ink.SOFT)
    if picture.paid_direct_total:
        money(sums, label("total.paid_direct"), picture.paid_direct_total, column, size=scale.small)
    sheet.framed(sums, _PANEL, ink=Ink.PALE, filled=True)
    sheet.gap()


def _payments(sheet: Sheet, picture: Picture) -> None:
    column = amount_column([(picture.total, sheet.scale.figure, Weight.BOLD)])
    inside = Sheet(sheet.paper, sheet.width - 2 * _PANEL)
    if not picture.payments:
        names(inside, say.nothing_paid(picture), sheet.scale.body)
    for row in say.settled_rows(picture):
        money(inside, row.words, row.amount, column, weight=Weight.BOLD if row.loud else Weight.REGULAR)
        note(inside, row.remark)
    received = say.signed_for(picture)
    if received != Text():
        signature(inside, received)
    sheet.inset(inside, _PANEL)


def _stamp_and_remarks(sheet: Sheet, picture: Picture, qr_text: str) -> None:
    scale = sheet.scale
    symbol = qr(sheet, qr_text)
    scan = label("foot.scan")
    symbol.words(scan.ar, scale.small * 0.9, align=Align.CENTRE, ink=Ink.SOFT)
    symbol.words(scan.en, scale.small * 0.85, align=Align.CENTRE, base=LTR, ink=Ink.SOFT)
    box = Sheet(sheet.paper, sheet.width - symbol.width - scale.gap)
    stamp(box, symbol.height)
    sheet.beside([box, symbol], gutter=scale.gap)
    sheet.gap()
    for words in (picture.footer, say.keep_line(picture)):
        sheet.words(words.ar, scale.body)
        if words.en != words.ar:
            sheet.words(words.en, scale.small, base=LTR, ink=Ink.SOFT)
        sheet.gap(3)
    sheet.words(say.source_line(picture), scale.small, ink=Ink.SOFT)
