"""Something typed at the counter, with the sentence at the field when it cannot be right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.identity import CHECKS
from sanad_ui.error_text import warning_phrase
from sanad_ui.kit import DateField, DigitField, Field, MoneyField, PhoneField, SmallPrimaryButton, TextField
from sanad_ui.serve.rows.open_row import OpenRow
from sanad_ui.serve.rows.row_words import title_of

NAME = "step_value"
_DIGITS = {"civil_number": "id-card", "cr_number": "building-2", "number": "hash"}
_FREE = frozenset({"text", "name"})


class FieldRow(OpenRow):
    """What is checked decides the field: a date, an amount, digits, or words."""

    def build(self) -> None:
        self.field = self._make()
        self.add_field(self.field, takes_spaces=self.item.row.check in _FREE)
        self.field.edited.connect(self._on_edited)
        self.done = SmallPrimaryButton("checklist.done", name="step_done", key="Space")
        if self.item.row.check in _FREE:
            self.done = SmallPrimaryButton("checklist.done", name="step_done", key="Return")
        self.done.clicked.connect(self.complete)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        line.addWidget(self.done, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self._on_edited()

    def first(self) -> QWidget:
        return self.field.edit

    def complete(self) -> None:
        self.send("typed", value=self.field.text())

    def refuse(self, error: SanadError) -> None:
        self.is_sent = False
        self.field.set_error(error)
        self.field.setFocus()

    def _make(self) -> Field:
        row = self.item.row
        spoken = title_of(row, self.item.case)
        if row.check == "date":
            return DateField(name=NAME, spoken=spoken)
        if row.check == "amount":
            return MoneyField(name=NAME, spoken=spoken)
        if row.check == "phone":
            return PhoneField(name=NAME, spoken=spoken, longest=40, icon="phone")
        if row.check in _DIGITS:
            return DigitField(name=NAME, spoken=spoken, longest=40, icon=_DIGITS[row.check])
        is_code = row.check not in _FREE and row.check != "plate"
        return TextField(name=NAME, spoken=spoken, limit=300, left_to_right=is_code, icon="hash" if is_code else "")

    def _on_edited(self) -> None:
        if not self.field.text().strip():
            return
        try:
            warnings = CHECKS[self.item.row.check](self.field.text()).warnings
        except DomainError:
            return  # while it is typed it is not wrong yet
        self.field.set_warning(warning_phrase(warnings[0]) if warnings else None)
