"""The customer's word that the data is right: signed or spoken."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sanad_ui.kit.buttons import DeskButton
from sanad_ui.serve.rows.open_row import OpenRow


class ConsentRow(OpenRow):
    def build(self) -> None:
        self._outcomes: list[DeskButton] = self.outcome_buttons(after_field=False)

    def first(self) -> QWidget:
        return self._outcomes[0]

    def complete(self) -> None:
        self.choose(1)

    def choose(self, place: int) -> bool:
        choices = self.item.row.choices
        if not 0 < place <= len(choices):
            return False
        self.send(choices[place - 1].code)
        return True
