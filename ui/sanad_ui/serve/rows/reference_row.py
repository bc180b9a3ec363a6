"""The number that the portal gave for the request, or that it gave none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui.kit import SecondaryButton, SmallPrimaryButton, TextField
from sanad_ui.serve.rows.field_row import NAME
from sanad_ui.serve.rows.open_row import OpenRow
from sanad_ui.serve.rows.row_words import choice_text


class ReferenceRow(OpenRow):
    def build(self) -> None:
        self.field = TextField(name=NAME, spoken="checklist.kind.reference", limit=300, left_to_right=True, icon="hash")
        self.add_field(self.field)
        done = SmallPrimaryButton("checklist.done", name="step_done", key="Space")
        done.clicked.connect(self.complete)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        line.addWidget(done, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        none_given = self.item.row.choices[0].code
        words = choice_text(self.item.row, none_given)
        self.none = SecondaryButton(words, name=f"step_{none_given}", key="Ctrl+2")
        self.none.clicked.connect(self._on_none)
        self.buttons.add(self.none)

    def first(self) -> QWidget:
        return self.field.edit

    def complete(self) -> None:
        self.send("typed", value=self.field.text())

    def choose(self, place: int) -> bool:
        if place != 2:
            return False
        self._on_none()
        return True

    def refuse(self, error: SanadError) -> None:
        self.is_sent = False
        self.field.set_error(error)
        self.field.setFocus()

    def _on_none(self) -> None:
        self.send(self.item.row.choices[0].code)
