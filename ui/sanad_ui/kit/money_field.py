"""The field for an amount: typed in rials with either digit set, read as whole baisa."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.money import LARGEST_AMOUNT, Baisa, parse_amount
from sanad_ui import tokens
from sanad_ui.formats import amount_digits
from sanad_ui.kit.field import Field
from sanad_ui.texts import Phrase

# While typing, an amount that is only begun is no mistake yet.
_UNFINISHED = frozenset({"amount_missing"})


class MoneyField(Field):
    """`amount_typed` carries Baisa, or None while the text is no amount; leaving the field writes it out in full."""

    always_left_to_right = True
    amount_typed = Signal(object)

    def __init__(
        self,
        label: Phrase | str | None = None,
        *,
        name: str,
        largest: int = LARGEST_AMOUNT,
        required: bool = False,
        loud: bool = False,
        **look: Any,
    ) -> None:
        if loud:
            look = {"tall": 48, "text_size": 20, "weight": tokens.SEMIBOLD} | look
        self._largest, self._required = largest, required
        super().__init__(label, name=name, suffix="app.money.unit", **look)

    def amount(self) -> Baisa | None:
        try:
            return self._read()
        except DomainError:
            return None

    def set_amount(self, baisa: int | None) -> None:
        self.set_text("" if baisa is None else amount_digits(baisa))

    def check(self) -> Baisa | None:
        """The amount, or None with the reason shown at the field; an empty optional field is silently None."""
        try:
            return self._read()
        except DomainError as error:
            if self._required or error.code != "amount_missing":
                self.set_error(error)
            return None

    def on_typed(self) -> None:
        amount: Baisa | None = None
        try:
            amount = self._read()
        except DomainError as error:
            if error.code not in _UNFINISHED and self.text().strip() not in {".", "٫", ","}:
                self.set_error(error)
        self.amount_typed.emit(amount)

    def on_left(self) -> None:
        amount = self.amount()
        if amount is not None:
            self.edit.setText(amount_digits(amount))

    def retranslate(self) -> None:
        super().retranslate()
        if not self.edit.hasFocus():
            self.on_left()

    def _read(self) -> Baisa:
        return parse_amount(self.text(), largest=self._largest)
