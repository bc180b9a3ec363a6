"""The slip for a customer who must come back: what is missing and what it will cost, in large type."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.domain.identity import show_phone
from sanad_desk.receipts.bidi import LTR
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import slim_pdf, slim_sheet
from sanad_desk.receipts.receipt_words import both, labelled
from sanad_desk.receipts.rows import amount_column, banner, label_marks, money, names, note, pair
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import Align, Group, Ink, Panel, Paper, Sheet
from sanad_desk.wire.picture import Text


@dataclass(frozen=True, slots=True)
class NotReadySlip:
    """Nothing was paid and nothing is numbered; `costs` with None are known to the entity's portal alone."""

    centre_name: Text
    phone: str
    date: str
    service_name: Text
    entity: Text
    missing: list[Text]
    costs: list[tuple[Text, int | None]]
    total_known: int
    note: Text = Text()  # noqa: RUF009 - an immutable value


def render_not_ready(slip: NotReadySlip, *, paper: Paper) -> bytes:
    """The PDF of the slip."""
    sheet = slim_sheet(paper)
    scale = sheet.scale
    sheet.words(both(slip.centre_name), scale.strong, Weight.SEMIBOLD, align=Align.CENTRE)
    sheet.words(both(labelled("centre.phone", show_phone(slip.phone))), scale.small, align=Align.CENTRE)
    sheet.gap()
    banner(sheet, label("title.not_ready"))
    sheet.words(slip.service_name.ar, scale.title, Weight.BOLD)
    sheet.words(slip.service_name.en, scale.strong, Weight.MEDIUM, base=LTR)
    names(sheet, slip.entity, scale.strong)
    pair(sheet, label("field.date"), slip.date, size=scale.strong)
    _missing(sheet, slip.missing)
    _costs(sheet, slip)
    sheet.rule(1.4)
    note(sheet, slip.note, weight=Weight.MEDIUM)
    for key in ("not_ready.come_back", "not_ready.not_a_receipt"):
        note(sheet, label(key))
    return slim_pdf(sheet, title=slip.service_name.ar, author=slip.centre_name.ar)


def _missing(sheet: Sheet, missing: list[Text]) -> None:
    """One box to tick for each paper, so that the customer can gather them at home."""
    if not missing:
        return
    size = sheet.scale.heading * 1.15
    sheet.rule(1.4)
    names(sheet, label("not_ready.missing"), size, Weight.BOLD)
    side = size * 0.95
    for words in missing:
        marks, height, _ = label_marks(words, sheet.width - side - size * 0.6, size, Weight.MEDIUM)
        box = Panel(sheet.width - side, size * 0.22, side, side, 2, Ink.BLACK, False)
        sheet.gap(4)
        sheet.add(height, (box, Group(0, 0, tuple(marks))))


def _costs(sheet: Sheet, slip: NotReadySlip) -> None:
    size = sheet.scale.heading
    sheet.rule(1.4)
    names(sheet, label("not_ready.costs"), size, Weight.BOLD)
    amounts = [amount for _, amount in slip.costs if amount is not None]
    column = amount_column([(amount, size, Weight.BOLD) for amount in (*amounts, slip.total_known)])
    for words, amount in slip.costs:
        if amount is None:
            pair(sheet, words, label("not_ready.shown_by_portal"), size=sheet.scale.strong)
        else:
            money(sheet, words, amount, column, size=sheet.scale.strong, figure=size)
    sheet.rule(dashed=True)
    known, currency = label("not_ready.total_known"), label("total.currency")
    total = Text(f"{known.ar} {currency.ar}", f"{known.en} {currency.en}")
    money(sheet, total, slip.total_known, column, size=size, weight=Weight.BOLD)
