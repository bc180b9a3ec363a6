"""What the slips for customers have in common: whose they are, the service in large type, and boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable

from sanad_desk.domain.identity import show_phone
from sanad_desk.receipts.bidi import LTR
from sanad_desk.receipts.receipt_words import both, labelled
from sanad_desk.receipts.rows import banner, label_marks, names
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import Align, Group, Ink, Panel, Sheet
from sanad_desk.wire.picture import Text


def slip_head(sheet: Sheet, centre_name: Text, phone: str, title: Text) -> None:
    """The centre with its phone, and what kind of paper this is."""
    sheet.words(centre_name.ar, sheet.scale.strong, Weight.SEMIBOLD, align=Align.CENTRE)
    if centre_name.en != centre_name.ar:
        sheet.words(centre_name.en, sheet.scale.small, Weight.MEDIUM, align=Align.CENTRE, base=LTR)
    sheet.words(both(labelled("centre.phone", show_phone(phone))), sheet.scale.small, align=Align.CENTRE)
    sheet.gap()
    banner(sheet, title)


def service_lines(sheet: Sheet, service: Text, entity: Text) -> None:
    """What it is about, in large type."""
    sheet.words(service.ar, sheet.scale.title, Weight.BOLD)
    if service.en != service.ar:
        sheet.words(service.en, sheet.scale.strong, Weight.MEDIUM, base=LTR)
    names(sheet, entity, sheet.scale.strong)


def tick_boxes(sheet: Sheet, items: Iterable[Text], size: float) -> None:
    """One box for each, so that the customer can gather them at home."""
    side = size * 0.95
    for words in items:
        marks, height, _ = label_marks(words, sheet.width - side - size * 0.6, size, Weight.MEDIUM)
        box = Panel(sheet.width - side, size * 0.22, side, side, 2, Ink.BLACK, False)
        sheet.gap(4)
        sheet.add(height, (box, Group(0, 0, tuple(marks))))
