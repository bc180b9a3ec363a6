"""The sale just made: its number, the change to hand back, its papers, and what the customer says of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.take_payment import Sale
from sanad_ui import formats, tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.kit import Banner, ElidedLabel, Label, SecondaryButton
from sanad_ui.serve.change_box import ChangeBox
from sanad_ui.serve.small_button import SmallQuietButton
from sanad_ui.serve.star_row import StarRow
from sanad_ui.texts import say

SLIPS_KEY, COMPLAINT_KEY = "Ctrl+Shift+P", "Ctrl+Shift+C"


class LastSale(QWidget):
    """Stays until the next case is opened; a printer that fails says so here and touches nothing."""

    print_wanted = Signal(str)
    slips_wanted = Signal()
    complaint_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("last_sale")
        self._sale: Sale | None = None
        self.title = Label("serve.sold.title", weight=tokens.SEMIBOLD, tone="brand", name="sold_title")
        self.number = ElidedLabel(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, name="sold_number")
        self.total = Label.secondary(name="sold_total")
        self.change = ChangeBox(name="sold_change")
        self.banner = Banner(name="sold_printing", tone="warn")
        self.again = SmallQuietButton("serve.sold.print_again", name="sold_print", icon="printer", key="Ctrl+P")
        self.slips = SecondaryButton(say("serve.sold.slips", n=1), name="sold_slips", icon="qr-code", key=SLIPS_KEY)
        self.stars = StarRow(name="sold_stars")
        self.complaint = SmallQuietButton("serve.complaint.button", name="sold_complaint", key=COMPLAINT_KEY)
        self._has_slips = False
        self._lay_out()
        self.again.clicked.connect(self.print_again)
        self.slips.clicked.connect(self.slips_wanted)
        self.complaint.clicked.connect(self.complaint_wanted)

    def _lay_out(self) -> None:
        """The column is narrow on a small screen: what is seldom wanted stands beside a heading."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(_line(self.title, self.again))
        for part in (self.number, self.total, self.change, self.banner, self.slips):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(_line(self.stars.words, self.complaint))
        column.addWidget(self.stars)

    @property
    def has_sale(self) -> bool:
        return self._sale is not None

    @property
    def sale(self) -> Sale | None:
        return self._sale

    @property
    def has_slips(self) -> bool:
        """Whether a case of the sale goes on."""
        return self.has_sale and self._has_slips

    @property
    def can_be_rated(self) -> bool:
        return self.has_sale and self.stars.is_open

    def show_sale(self, sale: Sale) -> None:
        self._sale = sale
        self.banner.clear()
        self.stars.ask()
        self.offer_slips(0)
        self.number.say(lambda: formats.identifier(sale.number))
        self.total.say(say("serve.sold.total", amount=lambda: formats.amount_with_unit(sale.total)))
        if sale.change:
            self.change.show_change(sale.change)
        else:
            self.change.show_nothing("serve.sold.no_change")

    def offer_slips(self, count: int) -> None:
        """A follow-up slip for each case that goes on after it was paid."""
        self._has_slips = count > 0
        self.slips.setVisible(self._has_slips)
        self.slips.say("serve.sold.slips", n=count)

    def forget(self) -> None:
        self._sale = None

    def show_print_failure(self, number: str, error: SanadError) -> None:
        if self._sale is not None and self._sale.number == number:
            self.banner.say(error_phrase(error), tone="warn")

    def print_again(self) -> None:
        if self._sale is not None:
            self.banner.clear()
            self.print_wanted.emit(self._sale.number)


def _line(words: QWidget, button: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(words)
    line.addStretch(1)
    line.addWidget(button)
    return line
