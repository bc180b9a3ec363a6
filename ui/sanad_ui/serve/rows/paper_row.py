"""A paper to look at: seen, copied or returned, with its expiry date where it has one."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.identity import expiry_warnings
from sanad_ui.error_text import warning_phrase
from sanad_ui.kit import DateField
from sanad_ui.kit.buttons import DeskButton
from sanad_ui.serve.rows.open_row import OpenRow


class PaperRow(OpenRow):
    """The expiry date is worth having and holds nothing up."""

    def build(self) -> None:
        self.until: DateField | None = None
        if self.item.row.has_validity:
            self.until = DateField("checklist.until", name="step_until")
            self.until.setMaximumWidth(260)
            self.add_field(self.until)
            self.until.date_typed.connect(self._on_date)
            line = QHBoxLayout()
            line.addWidget(self.until, 3)
            line.addStretch(2)
            self.body.addLayout(line)
            self._on_date(self.until.day())
        self._outcomes: list[DeskButton] = self.outcome_buttons(after_field=self.until is not None)

    def first(self) -> QWidget:
        return self.until.edit if self.until is not None else self._outcomes[0]

    def complete(self) -> None:
        self.choose(1)

    def choose(self, place: int) -> bool:
        choices = self.item.row.choices
        if not 0 < place <= len(choices):
            return False
        self.send(choices[place - 1].code, valid_until=self.until.text().strip() if self.until is not None else "")
        return True

    def refuse(self, error: SanadError) -> None:
        if self.until is None or not self.until.text().strip():
            super().refuse(error)
            return
        self.is_sent = False
        self.until.set_error(error)
        self.until.setFocus()

    def _on_date(self, until: date | None) -> None:
        if self.until is None or until is None:
            return
        codes = expiry_warnings(until, self.item.today)
        days = (until - self.item.today).days
        self.until.set_warning(warning_phrase(codes[0], days=days) if codes else None)
