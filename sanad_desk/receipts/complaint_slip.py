"""The complaint on paper, once for the customer and once for the centre: its number, room for its words, where next."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.receipts.bidi import LTR
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import new_sheet, to_pdf
from sanad_desk.receipts.receipt_words import both, instant
from sanad_desk.receipts.rows import names, note, pair, signature
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import MM, Align, Ink, Paper, Sheet
from sanad_desk.receipts.slip_parts import slip_head
from sanad_desk.wire.picture import Text

_LINES = {Paper.ROLL: 8, Paper.A4: 7}
_LINE_ROOM = 8.5 * MM  # to write on by hand


@dataclass(frozen=True, slots=True)
class ComplaintSlip:
    """What the customer complains of he writes himself; `about` is a receipt or a case by its number."""

    centre_name: Text
    phone: str
    number: str
    kind: str  # one of domain.complaint.KINDS
    made_at: int  # milliseconds UTC
    operator: Text
    about: str

    def pdf(self, paper: Paper) -> bytes:
        """Both parts one below the other, to be torn apart."""
        sheet = new_sheet(paper)
        _head(sheet, self, label("complaint.for_customer"))
        sheet.gap()
        note(sheet, label("complaint.next"), weight=Weight.MEDIUM, ink=Ink.BLACK)
        note(sheet, label("complaint.keep"))
        sheet.gap()
        sheet.rule(dashed=True)
        sheet.gap()
        _head(sheet, self, label("complaint.for_centre"))
        _room_for_words(sheet)
        signature(sheet, label("complaint.signature"))
        return to_pdf(sheet, title=self.number, author=self.centre_name.ar)


def _head(sheet: Sheet, slip: ComplaintSlip, whose: Text) -> None:
    scale = sheet.scale
    slip_head(sheet, slip.centre_name, slip.phone, label("title.complaint"))
    sheet.words(slip.number, scale.figure, Weight.BOLD, align=Align.CENTRE, base=LTR)
    sheet.words(both(whose), scale.strong, Weight.MEDIUM, align=Align.CENTRE)
    sheet.rule(dashed=True)
    pair(sheet, label("complaint.kind"), label(f"complaint_kind.{slip.kind}"), size=scale.strong, weight=Weight.BOLD)
    if slip.about:
        pair(sheet, label("complaint.about"), slip.about)
    pair(sheet, label("field.issued"), instant(slip.made_at))
    pair(sheet, label("complaint.taken_by"), slip.operator)


def _room_for_words(sheet: Sheet) -> None:
    sheet.gap()
    names(sheet, label("complaint.words"), sheet.scale.strong, Weight.SEMIBOLD)
    for _ in range(_LINES[sheet.paper]):
        sheet.gap(_LINE_ROOM)
        sheet.rule(0.5, air=0, ink=Ink.LINE)
