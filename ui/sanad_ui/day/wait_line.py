"""One line of what waits, with the sign of how it stands; pressed it leads to what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.day.pressable import Pressable
from sanad_ui.kit import IconLabel, Label
from sanad_ui.texts import Phrase, as_phrase, language

_ICONS = {"brand": "circle-check", "warn": "clock", "bad": "circle-alert", "info": "info", "ink2": "circle"}

_MARGIN = 4


class WaitLine(Pressable):
    """Without anything to do about it the line only tells, and the keyboard passes it by."""

    def __init__(
        self, phrase: Phrase | str, *, name: str, tone: str, leads_on: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(name=name, parent=parent)
        self._phrase = as_phrase(phrase)
        self.setEnabled(leads_on)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, _MARGIN, 6, _MARGIN)
        row.setSpacing(tokens.SPACE_SMALL)
        row.addWidget(self.hold(IconLabel(_ICONS[tone], tone=tone, size=18)), 0, Qt.AlignmentFlag.AlignTop)
        self.label = Label(phrase, size=tokens.TEXT_SECONDARY, weight=tokens.MEDIUM, wrap=True)
        row.addWidget(self.hold(self.label), 1)
        if leads_on:
            on = IconLabel("chevron-right", size=16)
            row.addWidget(self.hold(on), 0, Qt.AlignmentFlag.AlignVCenter)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """One line of words: wrapped words ask for the height they would have in a narrow column."""
        return QSize(120, self.label.fontMetrics().height() + 2 * _MARGIN)

    def retranslate(self) -> None:
        self.setAccessibleName(self._phrase())
