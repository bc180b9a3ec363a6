"""The running shift in figures: drawer, takings, the entities' money and the centre's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.usecases.x_report import ShiftSums
from sanad_ui import formats, tokens
from sanad_ui.kit import Amount, Card, Chip, Label, PrimaryButton, ScrollColumn
from sanad_ui.texts import Phrase, both, plain, say
from sanad_ui.till.figures import Figures


class ShiftView(QWidget):
    """`print_asked` comes from the button; the page's command owns the key."""

    print_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shift_view")
        self.drawer = Figures(name="drawer")
        self.expected = Amount(size=tokens.TEXT_FIGURE, weight=tokens.BOLD, name="expected_drawer")
        self.takings = Figures(name="takings")
        self.government = Figures(name="government")
        self.own = Figures(name="own")
        self.memo = Figures(name="memo")
        self.receipts = Label(weight=tokens.SEMIBOLD, name="receipt_count")
        self.span = Label.secondary(name="receipt_span", wrap=True)
        self.opened = Chip(name="shift_opened", tone="brand", icon="clock")
        self.print_button = PrimaryButton("till.x.print", name="print_x", icon="printer", key="Ctrl+P")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE)
        row.addWidget(self._drawer_card(), 5)
        row.addWidget(self._movement_card(), 6)
        row.addWidget(self._report_card(), 4)
        self.print_button.clicked.connect(self.print_asked)

    def _drawer_card(self) -> Card:
        card = Card("till.drawer.title", name="drawer_card")
        card.add_to_header(self.opened)
        card.body.addSpacing(tokens.SPACE_SMALL)
        card.add(self.drawer)
        sum_line = QHBoxLayout()
        sum_line.addWidget(Label("till.drawer.expected", size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD), 1)
        sum_line.addWidget(self.expected)
        card.body.addLayout(sum_line)
        card.body.addStretch(1)
        card.add(Label.secondary("till.memo.title"))
        card.add(self.memo)
        return card

    def _movement_card(self) -> Card:
        card = Card("till.takings.title", name="takings_card")
        card.add_to_header(self.receipts)
        card.add(self.span)
        card.add(self.takings)
        card.body.addSpacing(tokens.SPACE)
        card.add(Label("till.government.title", size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD))
        entities = ScrollColumn(name="government_scroll")
        entities.column.addWidget(self.government)
        entities.column.addStretch(1)
        card.add(entities, 1)
        return card

    def _report_card(self) -> Card:
        card = Card("till.x.title", name="report_card")
        card.body.addSpacing(tokens.SPACE_SMALL)
        card.add(self.own)
        card.body.addStretch(1)
        card.add(Label.secondary("till.x.not_final", wrap=True))
        card.add(self.print_button)
        return card

    def show_sums(self, sums: ShiftSums) -> None:
        self.opened.say(_opened(sums))
        self._show_drawer(sums)
        self._show_takings(sums)
        self.own.clear()
        self.own.add("till.own.centre", sums.centre_income, key="centre", strong=True)
        if sums.vat:
            self.own.add("till.own.vat", sums.vat, key="vat")
        self.memo.clear()
        self.memo.add("till.memo.paid_direct", sums.paid_direct, key="paid_direct", tone="ink2")
        self.memo.add("till.memo.waived", sums.waived, key="waived", tone="ink2")

    def _show_drawer(self, sums: ShiftSums) -> None:
        cash = dict(sums.tenders).get("cash", 0)
        self.drawer.clear()
        self.drawer.add("till.drawer.float", sums.opening_float, key="float")
        self.drawer.add("till.drawer.cash", cash, key="cash")
        self.expected.set_baisa(sums.expected_drawer)

    def _show_takings(self, sums: ShiftSums) -> None:
        self.receipts.say("till.receipts", n=sums.receipts)
        self.span.say(_span(sums))
        self.takings.clear()
        for tender, amount in sums.tenders:
            self.takings.add(f"till.tender.{tender}", amount, key=tender)
        if len(sums.tenders) != 1:
            total = sum(amount for _, amount in sums.tenders)
            self.takings.add("till.takings.sum", total, key="sum", strong=True)
        self.government.clear()
        for place, (name, amount) in enumerate(sums.government):
            self.government.add(both(name.ar, name.en), amount, key=str(place))
        if len(sums.government) != 1:
            self.government.add("till.government.sum", sums.government_held, key="sum", strong=True)


def _opened(sums: ShiftSums) -> Phrase:
    opened, day = sums.opened_at, sums.business_date
    return say(
        "till.opened",
        time=lambda: formats.time_text(opened),
        day=lambda: f"{formats.weekday(day)} {formats.date_text(day)}",
    )


def _span(sums: ShiftSums) -> Phrase:
    if not sums.receipts:
        return say("till.none_yet")
    first, last = formats.identifier(sums.first_number), formats.identifier(sums.last_number)
    return say("till.span", first=first, last=last) if sums.receipts > 1 else plain(first)
