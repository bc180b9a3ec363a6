"""The running shift beside its drawer: receipts, what came otherwise than in cash, and the ways to end it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.transaction import Tender
from sanad_desk.usecases.look_at_shift import ShiftView
from sanad_ui import formats, tokens
from sanad_ui.kit import Banner, Card, Chip, Label, PrimaryButton, SecondaryButton
from sanad_ui.kit.figures import Figures
from sanad_ui.texts import Phrase, plain, say, t
from sanad_ui.till.closing_card import HAND_OVER_KEY

FORWARD_KEY = "F12"


class RunningCard(Card):
    """Its buttons only ask; the page's commands own their keys."""

    print_asked = Signal()
    hand_over_asked = Signal()
    count_asked = Signal()
    waiting_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("till.shift.title", name="running_card", parent=parent)
        self.opened = Chip(name="shift_opened", tone="brand", icon="clock")
        self.receipts = Label(weight=tokens.SEMIBOLD, name="receipt_count")
        self.span = Label.secondary(name="receipt_span", wrap=True)
        self.takings = Figures(name="takings")
        self.own = Figures(name="own")
        self.waiting = Banner(name="shifts_waiting", tone="warn")
        self.print_button = SecondaryButton("till.x.print", name="print_x", icon="receipt-text", key="Ctrl+P")
        self.hand_button = SecondaryButton(
            "till.do.hand_over", name="hand_over", icon="arrow-left-right", key=HAND_OVER_KEY
        )
        self.count_button = PrimaryButton("till.do.count", name="count_drawer", icon="calculator", key=FORWARD_KEY)
        self._lay_out()
        self.print_button.clicked.connect(self.print_asked)
        self.hand_button.clicked.connect(self.hand_over_asked)
        self.count_button.clicked.connect(self.count_asked)
        self.waiting.acted.connect(self.waiting_asked)

    def _lay_out(self) -> None:
        self.add_to_header(self.receipts)
        self.body.addWidget(self.opened)
        self.add(self.span)
        self.body.addSpacing(tokens.SPACE_SMALL)
        self.add(self.takings)
        self.body.addSpacing(tokens.SPACE_SMALL)
        self.add(self.own)
        self.body.addStretch(1)
        self.add(self.waiting)
        self.add(Label.secondary("till.x.not_final", wrap=True))
        self.add(self.print_button)
        self.add(self.hand_button)
        self.add(self.count_button)

    def show_view(self, view: ShiftView) -> None:
        totals, masked = view.totals, view.is_blind
        self.opened.say(opened_phrase(view))
        self.receipts.say(lambda: _receipts(totals.count, totals.reversals))
        self.span.say(span_phrase(view))
        self.takings.clear()
        for tender in Tender:
            amount = totals.tenders.get(tender, 0)
            if tender is not Tender.CASH and (amount or tender is Tender.CARD):
                self.takings.add(f"till.tender.{tender}", amount, key=tender.value)
        self.own.clear()
        # With the takings by card these would tell the cash.
        self.own.add("till.own.centre", None if masked else totals.centre, key="centre", masked=masked, strong=True)
        if totals.vat:
            self.own.add("till.own.vat", None if masked else totals.vat, key="vat", masked=masked)
        if totals.account:
            self.own.add("till.own.account", None if masked else totals.account, key="account", masked=masked)
        if totals.waived:
            self.own.add("till.own.waived", totals.waived, key="waived", tone="ink2")

    def set_open(self, is_open: bool) -> None:
        """While a movement is typed the shift does not end."""
        self.count_button.setEnabled(is_open)
        self.count_button.show_key(FORWARD_KEY if is_open else "")  # the form has it meanwhile
        self.hand_button.setEnabled(is_open)

    def show_waiting(self, forgotten: int) -> None:
        if forgotten:
            self.waiting.say("till.waiting.title", n=forgotten, action="app.action.show")
        else:
            self.waiting.clear()


def _receipts(count: int, reversals: int) -> str:
    back = t("till.shift.reversals", n=reversals) if reversals else ""
    return formats.listed([t("till.receipts", n=count), back])


def opened_phrase(view: ShiftView) -> Phrase:
    opened, day = view.shift.opened_at, view.shift.business_date
    return say(
        "till.opened",
        time=lambda: formats.time_text(opened),
        day=lambda: f"{formats.weekday(day)} {formats.date_text(day)}",
    )


def span_phrase(view: ShiftView) -> Phrase:
    if not view.first_number:
        return say("till.none_yet")
    first, last = formats.identifier(view.first_number), formats.identifier(view.last_number)
    return say("till.span", first=first, last=last) if first != last else plain(first)
