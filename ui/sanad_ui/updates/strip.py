"""The line over the status bar that says a newer version lies ready, or is required soon."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from sanad_desk.domain.program_update import ProgramUpdate
from sanad_ui.kit import Banner, IconButton
from sanad_ui.updates.keys import SHOW_KEY
from sanad_ui.updates.words import note_told


class UpdateStrip(Banner):
    """Once it was hidden by its cross it comes back only when there is something else to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name="update_strip", tone="info", parent=parent)
        self._hidden = self._told = ""
        self.button.show_key(SHOW_KEY)
        self.forget_button = IconButton("x", "updates.note.forget", name="update_strip_forget")
        row = self.layout()
        if row is not None:
            row.addWidget(self.forget_button)
        self.forget_button.clicked.connect(self._forget)

    def show_update(self, update: ProgramUpdate, today: date) -> None:
        told = note_told(update, today)
        if told is None:
            self.clear()
            return
        tone, phrase = told
        self._told = f"{tone} {update.version} {update.required_version}"
        if self._told != self._hidden:
            self.say(phrase, tone=tone, action="app.action.show")
            self.forget_button.ink = tone

    def _forget(self) -> None:
        self._hidden = self._told
        self.clear()
