"""The approval sheet of this page: the usual reasons to choose from, free words only where no secret can stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.operators import Operator
from sanad_desk.usecases.approve import LISTED_REASONS
from sanad_ui.kit import ApprovalSheet, ChoiceField, OperatorTile
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase

OTHER = "other"


class ReasonSheet(ApprovalSheet):
    """A listed reason goes on the record as its code; a sensitive service takes no other."""

    def __init__(self, managers: Sequence[Operator], *, parent: QWidget) -> None:
        tiles = [OperatorTile(str(m.id), m.name.ar, m.name.en, "manager") for m in managers]
        super().__init__(tiles, name="approval", parent=parent)
        self.listed = ChoiceField("checklist.reason_title", name="approval_listed", required=True)
        self.content.insertWidget(self.content.indexOf(self.reason), self.listed)
        self.listed.chosen.connect(self._on_listed)

    def ask_about(self, question: Phrase | str, *, sensitive: bool, **params: object) -> None:
        options = [(code, f"checklist.reason.{code}") for code in LISTED_REASONS]
        self.listed.set_options(options if sensitive else [*options, (OTHER, "checklist.reason.other")])
        self.listed.set_value(None)
        self.listed.set_error(None)
        set_shown(self.reason, False)
        self.ask(question, reason="", **params)
        self.listed.box.setFocus(Qt.FocusReason.TabFocusReason)

    def is_filled(self) -> bool:
        return bool(self.pin.pin()) or super().is_filled()

    def _on_listed(self, code: str) -> None:
        is_other = code == OTHER
        set_shown(self.reason, is_other)
        (self.reason.edit if is_other else self.pin).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_confirmed(self) -> None:
        chosen = self.listed.check()
        if chosen is None:
            self.listed.box.setFocus()
            return
        if chosen != OTHER:
            self.reason.set_text(chosen)
        super()._on_confirmed()
        if chosen != OTHER:
            self.reason.set_text("")
