"""A manager gives his PIN, so that an operator's screen may decide for a while."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui import tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.kit import Label, OperatorTile, PinField, Segmented, Sheet
from sanad_ui.texts import Phrase


class ManagerSheet(Sheet):
    """`given` carries manager id and PIN; answer with `close_now()` or `refuse(error)`."""

    given = Signal(str, str)

    def __init__(self, managers: Sequence[OperatorTile], *, name: str, parent: QWidget) -> None:
        super().__init__("settings.manager.title", name=name, confirm="settings.manager.confirm", parent=parent)
        self.managers = Segmented(
            [(manager.id, manager.name) for manager in managers],
            name=f"{name}_who",
            spoken="app.approval.manager",
            value=managers[0].id if managers else None,
        )
        self.pin = PinField("app.approval.pin", name=f"{name}_pin")
        self.note = Label.secondary(wrap=True, name=f"{name}_note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.content.addWidget(self.managers)
        caption = Label("app.approval.pin", weight=tokens.SEMIBOLD)
        caption.setBuddy(self.pin)
        self.content.addWidget(caption, 0, Qt.AlignmentFlag.AlignHCenter)
        self.content.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignHCenter)
        self.content.addWidget(self.note)
        self.pin.submitted.connect(self.confirm)
        self.pin.edited.connect(self._forget_refusal)
        self.confirmed.connect(self._on_confirmed)

    def ask(self, question: Phrase | str) -> None:
        self.explain(question)
        self.pin.clear()
        self._forget_refusal()
        self.confirm_button.setEnabled(True)
        self.open(self.pin)

    def refuse(self, error: SanadError) -> None:
        self.confirm_button.setEnabled(True)
        self.pin.clear()
        self.pin.set_bad(True)
        self.note.say(error_phrase(error))
        self.note.set_tone("bad")
        self.pin.setFocus()

    def close_now(self) -> None:
        self.pin.clear()
        super().close_now()

    def _forget_refusal(self) -> None:
        self.pin.set_bad(False)
        self.note.say(None)

    def _on_confirmed(self) -> None:
        if self.pin.pin():
            self.confirm_button.setEnabled(False)
            self.given.emit(str(self.managers.value()), self.pin.pin())
        else:
            self.pin.setFocus()
