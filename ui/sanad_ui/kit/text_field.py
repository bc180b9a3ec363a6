"""A field for words: names, addresses, references."""

from __future__ import annotations

from typing import Any

from sanad_desk.domain.digits import clean_text
from sanad_desk.domain.errors import DomainError
from sanad_ui.kit.field import Field
from sanad_ui.texts import Phrase


class TextField(Field):
    """`value()` is the cleaned text; `check()` says at the field what is missing or too long."""

    def __init__(
        self,
        label: Phrase | str | None = None,
        *,
        name: str,
        limit: int = 120,
        required: bool = False,
        left_to_right: bool = False,
        **look: Any,
    ) -> None:
        self.always_left_to_right = left_to_right
        super().__init__(label, name=name, **look)
        self._limit, self._required = limit, required

    def value(self) -> str:
        return clean_text(self.text())

    def check(self) -> str | None:
        """The value, or None with the reason shown."""
        value = self.value()
        if self._required and not value:
            self.set_error(DomainError("value_missing"))
            return None
        if len(value) > self._limit:
            self.set_error(DomainError("text_too_long", limit=self._limit))
            return None
        return value
