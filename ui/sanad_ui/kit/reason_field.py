"""A reason in a word that is listed, or in words of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui.kit import FilterChip, TextField
from sanad_ui.kit.flow_layout import FlowBox
from sanad_ui.reason_words import reason_key
from sanad_ui.texts import Phrase, language, t

LONGEST = 120


class ReasonField(QWidget):
    """The chips put their words into the field, where they can be added to; `submitted` comes with Return.

    A listed reason that was left as it is goes into the journal as its code: every paper has it in both languages.
    """

    submitted = Signal()
    edited = Signal()

    def __init__(self, label: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_reason")
        self.field = TextField(label, name=name, limit=LONGEST, required=True)
        self.chips: list[FilterChip] = []
        self._codes: tuple[str, ...] = ()
        self._code = ""  # of the listed reason that stands in the field
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(7)
        self._column.addWidget(self.field)
        self._box: FlowBox | None = None
        self.field.submitted.connect(self.submitted)
        self.field.edited.connect(self._on_edited)
        language.changed.connect(self.retranslate)

    def offer(self, codes: Sequence[str]) -> None:
        """The listed reasons; what was typed before is gone."""
        self.set_text("")
        if tuple(codes) == self._codes:
            return
        self._codes = tuple(codes)
        if self._box is not None:
            self._column.removeWidget(self._box)
            self._box.hide()
            self._box.deleteLater()
        self._box = FlowBox(spacing=6)
        self.chips = []
        for code in codes:
            chip = FilterChip(reason_key(code), name=f"{self.field.edit.objectName()}_{code}")
            chip.setAutoExclusive(False)
            chip.clicked.connect(partial(self._on_chosen, chip))
            self._box.add(chip)
            self.chips.append(chip)
        self._column.addWidget(self._box)

    def text(self) -> str:
        """As it stands in the field."""
        return self.field.value()

    def value(self) -> str:
        """The code of a listed reason, else the words."""
        return self._code or self.text()

    def set_text(self, text: str) -> None:
        self.field.set_text(text)
        self._mark()

    def check(self) -> str | None:
        """The reason, or None with what is wrong said at the field."""
        return self.value() if self.field.check() else None

    def refuse(self, error: SanadError) -> None:
        self.field.set_error(error)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus(self) -> None:
        self.field.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def set_open(self, is_open: bool) -> None:
        for part in (self.field, *self.chips):
            part.setEnabled(is_open)

    def retranslate(self) -> None:
        """A listed reason is said in the language in use; words of one's own stay."""
        if self._code:
            self.field.edit.setText(t(reason_key(self._code)))  # what is said at the field stays

    def _on_chosen(self, chip: FilterChip) -> None:
        self.set_text(chip.text())
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _on_edited(self) -> None:
        self._mark()
        self.edited.emit()

    def _mark(self) -> None:
        self._code = next((code for code in self._codes if t(reason_key(code)) == self.text()), "")
        for code, chip in zip(self._codes, self.chips, strict=True):
            chip.setChecked(code == self._code)
