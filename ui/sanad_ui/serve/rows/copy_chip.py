"""A value that a portal wants, copied exactly as it is with one click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.kit import SecondaryButton
from sanad_ui.texts import Phrase, say

TIME_SHOWN_MS = 1_500


class CopyChip(SecondaryButton):
    """Says for a moment that it was copied."""

    tall = 30
    padding = 10
    weight = tokens.MEDIUM
    text_size = tokens.TEXT_SECONDARY

    def __init__(
        self,
        label: Phrase,
        shown: Callable[[], str],
        value: str,
        copy: Callable[[str], object],
        *,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        self._words = say("checklist.copy_chip", label=label, value=shown)
        super().__init__(self._words, name=name, icon="copy", parent=parent)
        self.setFont(font(self.text_size, self.weight))
        self._value, self._copy, self._label = value, copy, label
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TIME_SHOWN_MS)
        self._timer.timeout.connect(self._as_before)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self._copy(self._value)
        self.set_icon("check")
        self.say("checklist.copied", label=self._label)
        self._timer.start()

    def _as_before(self) -> None:
        self.set_icon("copy")
        self.say(self._words)
