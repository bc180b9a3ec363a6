"""How the result reaches the customer, and by when."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui.kit import DateField, Label, Segmented, SmallPrimaryButton
from sanad_ui.promised_words import note_promise
from sanad_ui.serve.beside import beside
from sanad_ui.serve.rows.open_row import OpenRow
from sanad_ui.serve.rows.row_words import choice_text
from sanad_ui.texts import both, say


class HandoverRow(OpenRow):
    """The date is filled in from what the service usually takes; the clerk may know better."""

    def build(self) -> None:
        row = self.item.row
        for place, step in enumerate(row.details):
            words = say("checklist.later_step", step=both(step.ar, step.en))
            self.body.addWidget(Label.secondary(words, wrap=True, name=f"step_part_{place + 1}"))
        options = [(choice.code, choice_text(row, choice.code)) for choice in row.choices]
        self.delivery = Segmented(options, name="step_delivery", spoken="checklist.delivery", value=options[0][0])
        self.date = DateField("checklist.expected_on", name="step_expected")
        if row.typical_days is not None:
            self.date.set_day(self.item.calendar.after(self.item.today, row.typical_days))
        self._note()
        self.date.edited.connect(self._note)
        self.add_field(self.date)
        self.delivery.chosen.connect(self._to_date)
        self.done = SmallPrimaryButton("checklist.done", name="step_done", key="Space")
        self.done.clicked.connect(self.complete)
        self.date.setMaximumWidth(240)
        line = beside(self.date, self.done)
        line.addStretch(1)
        self.body.addWidget(self.delivery)
        self.body.addLayout(line)

    def first(self) -> QWidget:
        return self.date.edit

    def complete(self) -> None:
        self.send(str(self.delivery.value()), value=self.date.text().strip())

    def choose(self, place: int) -> bool:
        choices = self.item.row.choices
        if not 0 < place <= len(choices):
            return False
        self.delivery.set_value(choices[place - 1].code)
        return True

    def refuse(self, error: SanadError) -> None:
        self.is_sent = False
        self.date.set_error(error)
        self.date.setFocus()

    def _note(self) -> None:
        note_promise(self.date, self.item.calendar, self.item.today, self.item.row.typical_days)

    def _to_date(self, _code: str) -> None:
        self.date.setFocus(Qt.FocusReason.OtherFocusReason)
