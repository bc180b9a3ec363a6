"""One figure of one's own, large, with what it is and what is usual."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sanad_ui import tokens
from sanad_ui.kit import Card, ElidedLabel, Label
from sanad_ui.texts import Phrase

# The digits are lower than the line that Arabic letters of their size would need.
_FIGURE_LINE = 36


class StatCard(Card):
    """`figure` and `note` are filled once the day was read."""

    def __init__(self, title: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self.body.setSpacing(2)
        self.figure = Label(size=tokens.TEXT_FIGURE, weight=tokens.BOLD, name=f"{name}_figure")
        self.figure.setFixedHeight(_FIGURE_LINE)
        self.note = ElidedLabel(size=tokens.TEXT_SECONDARY, tone="ink2", name=f"{name}_note")
        self.add(ElidedLabel(title, size=tokens.TEXT_SECONDARY, weight=tokens.MEDIUM, tone="ink2"))
        self.add(self.figure)
        self.add(self.note)

    def show_figure(self, figure: Phrase | str, note: Phrase | str | None) -> None:
        self.figure.say(figure)
        self.note.say(note)
