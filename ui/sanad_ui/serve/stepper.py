"""A count with a button on each side; the keys + and - do the same."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.charges import LARGEST_QUANTITY
from sanad_ui import formats, tokens
from sanad_ui.kit import IconButton, Label
from sanad_ui.texts import Phrase, as_phrase, language, say


class Stepper(QWidget):
    """`changed` carries the new count, only when a person changed it."""

    changed = Signal(int)

    def __init__(
        self, label: Phrase | str, *, name: str, value: int = 1, least: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._value, self._least = value, least
        self._label = as_phrase(label)
        self.label = Label.secondary(label, wrap=True)
        self.fewer = IconButton("minus", say("serve.count.fewer", what=self._label), name=f"{name}_fewer")
        self.shown = Label(weight=tokens.SEMIBOLD, name=f"{name}_value")
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setMinimumWidth(44)
        self.more = IconButton("plus", say("serve.count.more", what=self._label), name=f"{name}_more")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.label, 1)
        for part in (self.fewer, self.shown, self.more):
            row.addWidget(part)
        self.fewer.clicked.connect(self._on_fewer)
        self.more.clicked.connect(self._on_more)
        self.set_value(value)
        language.changed.connect(self._show)

    @property
    def value(self) -> int:
        return self._value

    def set_value(self, value: int) -> None:
        self._value = value
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("+", "="):
            self._on_more()
        elif event.text() in ("-", "−"):
            self._on_fewer()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        self.shown.say(self._said)

    def _said(self) -> str:
        return formats.number(self._value)

    def _on_more(self) -> None:
        self._to(self._value + 1)

    def _on_fewer(self) -> None:
        self._to(self._value - 1)

    def _to(self, value: int) -> None:
        if self._least <= value <= LARGEST_QUANTITY and value != self._value:
            self.set_value(value)
            self.changed.emit(value)
