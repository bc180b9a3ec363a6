"""The approval sheet of this page: the usual reasons to choose from, free words only where no secret can stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import Operator
from sanad_desk.usecases.approve import LISTED_REASONS
from sanad_ui.error_text import error_phrase
from sanad_ui.keys import digit_of
from sanad_ui.kit import ApprovalSheet, Label
from sanad_ui.kit.operator_tile import tile_of
from sanad_ui.kit.option_row import OptionRow
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase

OTHER = "other"
# Every listed reason on one line in either language, so that a refusal below finds its room on a low screen.
_WIDTH = 560


class ReasonChoice(QWidget):
    """The listed reasons on digits; `chosen` carries the code."""

    chosen = Signal(str)

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.codes = (*LISTED_REASONS, OTHER)
        self.note = Label.caption(wrap=True, name=f"{name}_note")
        self.note.set_tone("bad")
        self.options = [
            OptionRow(f"checklist.reason.{code}", name=f"{name}_{code}", key=str(place + 1))
            for place, code in enumerate(self.codes)
        ]
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, option in enumerate(self.options):
            option.setCheckable(True)
            option.clicked.connect(self._on_clicked)
            grid.addWidget(option, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label.secondary("checklist.reason_title"))
        column.addLayout(grid)
        column.addWidget(self.note)

    def value(self) -> str:
        """Empty until one is chosen."""
        return next((code for code, option in zip(self.codes, self.options, strict=True) if option.isChecked()), "")

    def offer(self, *, listed_only: bool) -> None:
        set_shown(self.options[-1], not listed_only)
        self._mark(-1)
        self.refuse(None)

    def refuse(self, error: DomainError | None) -> None:
        self.note.say(error_phrase(error) if error is not None else None)
        set_shown(self.note, error is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = digit_of(event) - 1
        if 0 <= place < len(self.options) and not self.options[place].isHidden():
            self.options[place].click()
            return
        super().keyPressEvent(event)

    def _mark(self, place: int) -> None:
        for index, option in enumerate(self.options):
            option.setChecked(index == place)

    def _on_clicked(self) -> None:
        place = self.options.index(self.sender())  # type: ignore[arg-type]  # the options are all that is connected
        self._mark(place)
        self.refuse(None)
        self.chosen.emit(self.codes[place])


class ReasonSheet(ApprovalSheet):
    """A listed reason goes on the record as its code; a sensitive service takes no other."""

    def __init__(self, managers: Sequence[Operator], *, parent: QWidget) -> None:
        super().__init__([tile_of(manager) for manager in managers], name="approval", width=_WIDTH, parent=parent)
        self.listed = ReasonChoice(name="approval_listed")
        self.content.insertWidget(self.content.indexOf(self.reason), self.listed)
        self.listed.chosen.connect(self._on_listed)

    def ask_about(self, question: Phrase | str, *, sensitive: bool, **params: object) -> None:
        self.listed.offer(listed_only=sensitive)
        set_shown(self.reason, False)
        self.ask(question, reason="", **params)
        self.listed.options[0].setFocus(Qt.FocusReason.TabFocusReason)

    def is_filled(self) -> bool:
        return bool(self.pin.pin()) or super().is_filled()

    def _on_listed(self, code: str) -> None:
        is_other = code == OTHER
        set_shown(self.reason, is_other)
        (self.reason.edit if is_other else self.pin).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_confirmed(self) -> None:
        chosen = self.listed.value()
        if not chosen:
            self.listed.refuse(DomainError("value_missing"))
            self.listed.options[0].setFocus()
            return
        if chosen != OTHER:
            self.reason.set_text(chosen)
        super()._on_confirmed()
        if chosen != OTHER:
            self.reason.set_text("")
