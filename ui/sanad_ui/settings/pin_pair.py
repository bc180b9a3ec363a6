"""A new PIN, typed twice, with the sentence that says what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import check_pin
from sanad_ui import tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.kit import Label, PinField


class PinPair(QWidget):
    """`submitted` comes with Return in the second one."""

    submitted = Signal()

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_pair")
        self.pin = PinField("settings.pin.new", name=name)
        self.again = PinField("settings.pin.again", name=f"{name}_again")
        self.note = Label.secondary("settings.pin.hint", wrap=True, name=f"{name}_note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_SMALL)
        for caption, field in (("settings.pin.new", self.pin), ("settings.pin.again", self.again)):
            words = Label(caption, weight=tokens.SEMIBOLD)
            words.setBuddy(field)
            column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(field, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.note)
        self.pin.submitted.connect(self._on_first)
        self.again.submitted.connect(self.submitted)
        for field in (self.pin, self.again):
            field.edited.connect(self._forget)

    def check(self) -> str | None:
        """The PIN, or None with the reason shown."""
        try:
            pin = check_pin(self.pin.pin())
            if pin != self.again.pin():
                raise DomainError("pin_mismatch")
        except DomainError as error:
            self.refuse(error)
            return None
        return pin

    def refuse(self, error: DomainError) -> None:
        field = self.again if error.code == "pin_mismatch" else self.pin
        field.set_bad(True)
        field.setFocus()
        self.note.say(error_phrase(error))
        self.note.set_tone("bad")

    def clear(self) -> None:
        self.pin.clear()
        self.again.clear()
        self._forget()

    def _on_first(self) -> None:
        self.again.setFocus(Qt.FocusReason.TabFocusReason)

    def _forget(self) -> None:
        self.pin.set_bad(False)
        self.again.set_bad(False)
        self.note.say("settings.pin.hint")
        self.note.set_tone("ink2")
