"""One step of the first run: a title and fields in two columns, checked together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_ui import tokens
from sanad_ui.kit.choice_field import ChoiceField
from sanad_ui.kit.field import Field
from sanad_ui.kit.label import Label

Check = Callable[[str], Any]
AnyField = Field | ChoiceField


class Step(QWidget):
    """Return in a field leads to the next one, in the last one onwards; `finished` says so."""

    finished = Signal()

    def __init__(self, key: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"step_{key}")
        self.title_key = f"firstrun.{key}.title"
        self._fields: dict[str, AnyField] = {}
        self._checks: dict[str, Check] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4, 0, 4, 0)
        self.column.setSpacing(4)
        self.column.addWidget(Label(self.title_key, size=tokens.TEXT_LOUD, weight=tokens.BOLD))
        self.column.addWidget(Label.secondary(f"firstrun.{key}.lead", wrap=True))
        self.column.addSpacing(16)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)

    def add(
        self, field_name: str, part: AnyField, row: int, column: int, *, check: Check | None = None, wide: bool = False
    ) -> None:
        """`check` is a rule of the core: it takes the text and raises DomainError."""
        self._fields[field_name] = part
        if check is not None:
            self._checks[field_name] = check
        self._grid.addWidget(part, row, column, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
        if isinstance(part, Field):
            part.submitted.connect(self._go_on)

    def add_part(self, part: QWidget, row: int, column: int) -> None:
        """Something that is no field."""
        self._grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop)

    def add_wide(self, part: QWidget, row: int) -> None:
        self._grid.addWidget(part, row, 0, 1, 2)

    def focus_first(self) -> None:
        next(iter(self._fields.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def has(self, field_name: str) -> bool:
        return field_name in self._fields

    def refuse(self, field_name: str, error: SanadError) -> None:
        """Shows the complaint at its field and goes there."""
        part = self._fields[field_name]
        part.set_error(error)
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        """Every field is looked at; the focus goes to the first that is wrong."""
        wrong = [name for name in self._fields if not self._passes(name)]
        if wrong:
            self._fields[wrong[0]].setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def _passes(self, name: str) -> bool:
        part, rule = self._fields[name], self._checks.get(name)
        if isinstance(part, ChoiceField):
            part.check()
            return not part.has_error
        if part.check() is None:
            return False
        if rule is not None and part.text().strip():
            try:
                rule(part.text())
            except DomainError as error:
                part.set_error(error)
                return False
        return True

    def _go_on(self) -> None:
        typed = [part for part in self._fields.values() if isinstance(part, Field)]
        at = next((place for place, part in enumerate(typed) if part is self.sender()), len(typed) - 1)
        if at + 1 < len(typed):
            typed[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finished.emit()
