"""The slip by which a case is found again: its reference and QR, how it stands, and what its customer is to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sanad_desk.domain.money import format_amount
from sanad_desk.receipts.bidi import LTR, ltr
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import slim_pdf, slim_sheet
from sanad_desk.receipts.rows import label_marks, names, note, pair, qr
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import Align, Ink, Paper, Sheet
from sanad_desk.receipts.slip_parts import service_lines, slip_head, tick_boxes
from sanad_desk.wire.picture import Text

_PADDING = 7.0
_AT_ENTITY = ("submitted", "in_review", "paid")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class FollowSlip:
    """Names nobody; `state` is a domain.case_life.CaseState, `amount` the baisa that it waits for."""

    centre_name: Text
    phone: str
    printed: date
    reference: str
    code: str  # the text of the QR
    service: Text
    entity: Text
    state: str
    reason: Text
    papers: tuple[Text, ...]
    amount: int
    portal_reference: str
    promised: date | None
    masked: str  # tells the slips of an agent's workers apart

    def pdf(self, paper: Paper) -> bytes:
        """The slip as it is printed."""
        sheet = slim_sheet(paper)
        slip_head(sheet, self.centre_name, self.phone, label("title.follow"))
        _reference(sheet, self)
        service_lines(sheet, self.service, self.entity)
        sheet.gap()
        _state(sheet, self)
        _details(sheet, self)
        sheet.rule(1.4)
        note(sheet, label("follow.keep"), weight=Weight.MEDIUM, ink=Ink.BLACK)
        return slim_pdf(sheet, title=self.reference, author=self.centre_name.ar)


def _reference(sheet: Sheet, slip: FollowSlip) -> None:
    """Large enough to be read out over the phone, and beside nothing that could be taken for it."""
    scale = sheet.scale
    sheet.words(slip.reference, scale.figure, Weight.BOLD, align=Align.CENTRE, base=LTR)
    symbol = qr(sheet, slip.code)
    sheet.inset(symbol, (sheet.width - symbol.width) / 2)
    words = label("follow.scan")
    sheet.words(words.ar, scale.small, Weight.MEDIUM, align=Align.CENTRE)
    sheet.words(words.en, scale.small, align=Align.CENTRE, base=LTR)
    sheet.rule(dashed=True)


def _state(sheet: Sheet, slip: FollowSlip) -> None:
    """What is true now in a frame, and below it what the customer does about it."""
    size = sheet.scale.heading * 1.15
    inside = Sheet(sheet.paper, sheet.width - 2 * _PADDING)
    names(inside, label(f"follow_state.{slip.state}"), size, Weight.BOLD)
    names(inside, slip.reason, sheet.scale.strong, Weight.MEDIUM)
    sheet.framed(inside, _PADDING, ink=Ink.BLACK, filled=False)
    sheet.gap(4)
    size = sheet.scale.strong
    amount = format_amount(slip.amount)
    words = label(f"follow_next.{slip.state}")
    if slip.papers:
        words = label("follow.bring")
    elif slip.amount:
        words = label(f"follow_amount.{slip.state}")
        words = Text(words.ar.format(amount=ltr(amount)), words.en.format(amount=amount))
    marks, height, _ = label_marks(words, sheet.width, size, Weight.SEMIBOLD)
    sheet.add(height, marks, keep_with_next=bool(slip.papers))
    tick_boxes(sheet, slip.papers, size)


def _details(sheet: Sheet, slip: FollowSlip) -> None:
    sheet.rule(dashed=True)
    if slip.promised is not None:
        pair(sheet, label("follow.promised"), _day(slip.promised), size=sheet.scale.strong, weight=Weight.BOLD)
        if slip.state in _AT_ENTITY:
            note(sheet, label("follow.late"))
    if slip.portal_reference:
        pair(sheet, label("field.portal_reference"), slip.portal_reference, weight=Weight.BOLD)
    if slip.masked:
        pair(sheet, label("field.identifier"), slip.masked)
    pair(sheet, label("follow.printed"), slip.printed.isoformat())


def _day(day: date) -> Text:
    words = label(f"weekday.{_WEEKDAYS[day.weekday()]}")
    return Text(f"{words.ar} {ltr(day.isoformat())}", f"{words.en} {day.isoformat()}")
