"""One figure of the day, large, with what it is and what it means; pressed it shows its receipts."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from sanad_ui import tokens
from sanad_ui.day.pressable import Pressable
from sanad_ui.kit import ElidedLabel, Label
from sanad_ui.texts import Phrase, as_phrase, language, t

# The digits are lower than the line that Arabic letters of their size would need.
_FIGURE_LINE = 34


class FigureCard(Pressable):
    """`figure` is what it shows, in the words in use."""

    def __init__(self, title: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name=name, as_card=True, parent=parent)
        self._title = as_phrase(title)
        self.title = ElidedLabel(title, size=tokens.TEXT_SECONDARY, weight=tokens.MEDIUM, tone="ink2")
        self.figure = Label(size=tokens.TEXT_FIGURE, weight=tokens.BOLD, name=f"{name}_figure")
        self.note = ElidedLabel(size=tokens.TEXT_SECONDARY, tone="ink2", name=f"{name}_note")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        self.figure.setFixedHeight(_FIGURE_LINE)
        column.setContentsMargins(14, 8, 14, 9)
        column.setSpacing(0)
        for part in (self.title, self.figure, self.note):
            column.addWidget(self.hold(part))
        language.changed.connect(self.retranslate)

    def show_figure(
        self, figure: Phrase, note: Phrase | str, *, tone: str = "ink2", title: Phrase | str | None = None
    ) -> None:
        if title is not None:
            self._title = as_phrase(title)
            self.title.say(title)
        self.figure.say(figure)
        self.note.say(note)
        self.note.set_tone(tone)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(
            t("day.figure.spoken", title=self._title, figure=self.figure.text(), note=self.note.text())
        )
        # Presses go through the note to the card, and so does the pointer that would show the note whole.
        self.setToolTip(self.note.text())
