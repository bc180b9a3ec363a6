"""A manager's own decision that goes on the record with a reason: what is decided, why, and the key that does it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui.kit import Sheet
from sanad_ui.kit.reason_field import ReasonField
from sanad_ui.texts import Phrase


class ReasonSheet(Sheet):
    """`given` carries the reason; answer with `close_now()` or `refuse(error)`."""

    given = Signal(str)

    def __init__(
        self, title: Phrase | str, *, name: str, confirm: Phrase | str, label: Phrase | str, parent: QWidget
    ) -> None:
        super().__init__(title, name=name, confirm=confirm, parent=parent)
        self.reason = ReasonField(label, name=f"{name}_reason")
        self.content.addWidget(self.reason)
        self.reason.submitted.connect(self.confirm)
        self.confirmed.connect(self._on_confirmed)

    def ask(self, question: Phrase | str) -> None:
        self.explain(question)
        self.reason.set_text("")
        self.confirm_button.setEnabled(True)
        self.open(self.reason.field.edit)

    def refuse(self, error: SanadError) -> None:
        super().refuse(error)
        self.reason.focus()

    def is_filled(self) -> bool:
        return bool(self.reason.text())

    def _on_confirmed(self) -> None:
        reason = self.reason.check()
        if reason is None:
            self.reason.focus()
            return
        self.confirm_button.setEnabled(False)
        self.given.emit(reason)
