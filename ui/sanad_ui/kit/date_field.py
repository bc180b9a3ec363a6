"""The field for a date, typed day first as people say it."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.identity import parse_date
from sanad_ui.kit.field import Field
from sanad_ui.texts import Phrase


class DateField(Field):
    """`date_typed` carries the date, or None while it is not whole; leaving writes it as dd/mm/yyyy."""

    always_left_to_right = True
    date_typed = Signal(object)

    def __init__(self, label: Phrase | str | None = None, *, name: str, required: bool = False, **look: Any) -> None:
        super().__init__(label, name=name, **{"icon": "calendar", "placeholder": "app.date.placeholder"} | look)
        self._required = required

    def day(self) -> date | None:
        try:
            return parse_date(self.text())
        except DomainError:
            return None

    def set_day(self, day: date | None) -> None:
        self.set_text("" if day is None else f"{day:%d/%m/%Y}")

    def check(self) -> date | None:
        """The date, or None with the reason shown at the field; an empty optional field is silently None."""
        try:
            return parse_date(self.text())
        except DomainError as error:
            if self._required or error.code != "value_missing":
                self.set_error(error)
            return None

    def on_typed(self) -> None:
        self.date_typed.emit(self.day())

    def on_left(self) -> None:
        if (day := self.day()) is not None:
            self.edit.setText(f"{day:%d/%m/%Y}")
        elif self.text().strip():
            self.check()
