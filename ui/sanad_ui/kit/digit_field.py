"""Fields for numbers that are names: civil numbers, CR numbers, phones; stored and shown in western digits."""

from __future__ import annotations

from typing import Any

from sanad_desk.domain.digits import only_digits, to_ascii_digits
from sanad_desk.domain.errors import DomainError
from sanad_ui.kit.field import Field
from sanad_ui.texts import Phrase


class DigitField(Field):
    """Takes digits of either set, also pasted with spaces and marks; everything else is left out while typing."""

    always_left_to_right = True
    kept = ""

    def __init__(
        self,
        label: Phrase | str | None = None,
        *,
        name: str,
        longest: int = 20,
        required: bool = False,
        **look: Any,
    ) -> None:
        super().__init__(label, name=name, **look)
        self._longest, self._required = longest, required

    def digits(self) -> str:
        return only_digits(self.text())

    def check(self) -> str | None:
        """The digits, or None with the reason shown; what the digits mean is for the rules to say."""
        digits = self.digits()
        if self._required and not digits:
            self.set_error(DomainError("value_missing"))
            return None
        return digits

    def on_typed(self) -> None:
        typed, cursor = self.edit.text(), self.edit.cursorPosition()
        before, after = self.filtered(typed[:cursor]), self.filtered(typed[cursor:])
        wanted = (before + after)[: self._longest]
        if wanted != typed:
            self.edit.setText(wanted)
            self.edit.setCursorPosition(min(len(before), len(wanted)))

    def filtered(self, text: str) -> str:
        return "".join(c for c in to_ascii_digits(text) if c in "0123456789" or c in self.kept)


class PhoneField(DigitField):
    """A phone as people write it, `+968 9123 4567`; grouped in fours once it is left."""

    kept = "+ "

    def on_left(self) -> None:
        digits = self.digits()
        if len(digits) == 8:
            self.edit.setText(f"{digits[:4]} {digits[4:]}")

    def digits(self) -> str:
        """The digits without a leading country code of Oman; other countries keep their plus."""
        text = only_digits(self.text())
        for prefix in ("+968", "00968"):
            if text.startswith(prefix):
                return text.removeprefix(prefix)
        return text[3:] if len(text) == 11 and text.startswith("968") else text
