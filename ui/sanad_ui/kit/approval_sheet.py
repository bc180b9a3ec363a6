"""A manager lets something pass: who, the PIN, and why, on the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.digits import clean_text
from sanad_desk.domain.errors import DomainError, SanadError
from sanad_ui import tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.kit.label import Label
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.kit.pin_field import PinField
from sanad_ui.kit.segmented import Segmented
from sanad_ui.kit.sheet import Sheet
from sanad_ui.kit.text_field import TextField
from sanad_ui.texts import Phrase


@dataclass(frozen=True, slots=True)
class ApprovalGiven:
    """What was entered; whether it holds is for the use case to say."""

    manager_id: str
    pin: str = field(repr=False)
    reason: str


class ApprovalSheet(Sheet):
    """`approved` carries an ApprovalGiven; answer with `close_now()` or `refuse(error)`."""

    approved = Signal(object)

    def __init__(
        self, managers: Sequence[OperatorTile], *, name: str = "approval", width: int = 480, parent: QWidget
    ) -> None:
        super().__init__("app.approval.title", name=name, confirm="app.approval.confirm", width=width, parent=parent)
        self.managers = Segmented(
            [(manager.id, manager.name) for manager in managers],
            name=f"{name}_manager",
            spoken="app.approval.manager",
            value=managers[0].id if managers else None,
        )
        self.reason = TextField("app.approval.reason", name=f"{name}_reason", limit=200, required=True)
        self.pin = PinField("app.approval.pin", name=f"{name}_pin")
        self.pin_note = Label.secondary(wrap=True, name=f"{name}_pin_note")
        self.pin_note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        who = QHBoxLayout()
        who.setSpacing(tokens.SPACE)
        who.addWidget(Label.secondary("app.approval.manager"))
        who.addWidget(self.managers, 1)
        self.content.addLayout(who)
        self.content.addWidget(self.reason)
        caption = Label("app.approval.pin", weight=tokens.SEMIBOLD)
        caption.setBuddy(self.pin)
        self.content.addWidget(caption, 0, Qt.AlignmentFlag.AlignHCenter)
        self.content.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignHCenter)
        self.content.addWidget(self.pin_note)
        self.reason.submitted.connect(self._go_to_pin)
        self.pin.submitted.connect(self.confirm)
        self.pin.edited.connect(self._forget_refusal)
        self.confirmed.connect(self._on_confirmed)

    def ask(self, question: Phrase | str, *, reason: str = "", **params: object) -> None:
        """Opens for one matter; a reason already given elsewhere is put in."""
        self.explain(question, **params)
        self.reason.set_text(reason)
        self.pin.clear()
        self._forget_refusal()
        self.open(self.pin if reason else self.reason.edit)

    def refuse(self, error: SanadError) -> None:
        """Says why it did not pass and gives the PIN another try."""
        self.set_busy(False)
        self.pin.clear()
        self.pin.set_bad(True)
        self.pin_note.say(error_phrase(error))
        self.pin_note.set_tone("bad")
        self.pin.setFocus()

    def set_busy(self, is_busy: bool) -> None:
        self.confirm_button.setEnabled(not is_busy)

    def is_filled(self) -> bool:
        return bool(clean_text(self.reason.text()) or self.pin.pin())

    def close_now(self) -> None:
        self.pin.clear()
        self.set_busy(False)
        super().close_now()

    def _go_to_pin(self) -> None:
        if self.reason.check():
            self.pin.setFocus(Qt.FocusReason.TabFocusReason)

    def _forget_refusal(self) -> None:
        self.pin.set_bad(False)
        self.pin_note.say(None)

    def _on_confirmed(self) -> None:
        reason = self.reason.check()
        if not reason:
            self.reason.set_error(DomainError("reason_missing"))
            self.reason.setFocus()
            return
        if not self.pin.pin():
            self.pin.setFocus()
            return
        self.set_busy(True)
        self.approved.emit(ApprovalGiven(str(self.managers.value()), self.pin.pin(), reason))
