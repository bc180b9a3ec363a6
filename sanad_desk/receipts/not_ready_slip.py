"""The slip for a customer who must come back: what is missing and what it will cost, in large type."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import slim_pdf, slim_sheet
from sanad_desk.receipts.rows import amount_column, money, names, note, pair
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import Paper, Sheet
from sanad_desk.receipts.slip_parts import service_lines, slip_head, tick_boxes
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

    def pdf(self, paper: Paper) -> bytes:
        """The slip as it is printed."""
        sheet = slim_sheet(paper)
        scale = sheet.scale
        slip_head(sheet, self.centre_name, self.phone, label("title.not_ready"))
        service_lines(sheet, self.service_name, self.entity)
        pair(sheet, label("field.date"), self.date, size=scale.strong)
        _missing(sheet, self.missing)
        _costs(sheet, self)
        sheet.rule(1.4)
        note(sheet, self.note, weight=Weight.MEDIUM)
        for key in ("not_ready.come_back", "not_ready.not_a_receipt"):
            note(sheet, label(key))
        return slim_pdf(sheet, title=self.service_name.ar, author=self.centre_name.ar)


def _missing(sheet: Sheet, missing: list[Text]) -> None:
    if missing:
        size = sheet.scale.heading * 1.15
        sheet.rule(1.4)
        names(sheet, label("not_ready.missing"), size, Weight.BOLD)
        tick_boxes(sheet, missing, size)


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
