"""The sale just made: its number, the change to hand back, and its paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.take_payment import Sale
from sanad_ui import formats, tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.kit import Banner, ElidedLabel, Label, SecondaryButton
from sanad_ui.serve.change_box import ChangeBox
from sanad_ui.texts import say


class LastSale(QWidget):
    """Stays until the next case is opened; a printer that fails says so here and touches nothing."""

    print_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("last_sale")
        self._sale: Sale | None = None
        self.title = Label("serve.sold.title", weight=tokens.SEMIBOLD, tone="brand", name="sold_title")
        self.number = ElidedLabel(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, name="sold_number")
        self.total = Label.secondary(name="sold_total")
        self.change = ChangeBox(name="sold_change")
        self.banner = Banner(name="sold_printing", tone="warn")
        self.again = SecondaryButton("serve.sold.print_again", name="sold_print", icon="printer", key="Ctrl+P")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.title, self.number, self.total, self.change, self.banner, self.again):
            column.addWidget(part)
        column.addStretch(1)
        self.again.clicked.connect(self.print_again)

    @property
    def has_sale(self) -> bool:
        return self._sale is not None

    @property
    def sale(self) -> Sale | None:
        return self._sale

    def show_sale(self, sale: Sale) -> None:
        self._sale = sale
        self.banner.clear()
        self.number.say(lambda: formats.identifier(sale.number))
        self.total.say(say("serve.sold.total", amount=lambda: formats.amount_with_unit(sale.total)))
        if sale.change:
            self.change.show_change(sale.change)
        else:
            self.change.show_nothing("serve.sold.no_change")

    def forget(self) -> None:
        self._sale = None

    def show_print_failure(self, number: str, error: SanadError) -> None:
        if self._sale is not None and self._sale.number == number:
            self.banner.say(error_phrase(error), tone="warn")

    def print_again(self) -> None:
        if self._sale is not None:
            self.banner.clear()
            self.print_wanted.emit(self._sale.number)
