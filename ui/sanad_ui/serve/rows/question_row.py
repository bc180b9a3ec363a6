"""A question with its answers on number keys."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sanad_ui.kit import SecondaryButton
from sanad_ui.kit.option_row import OptionRow
from sanad_ui.serve.rows.open_row import Chooser, OpenRow
from sanad_ui.serve.rows.row_words import choice_text

_MOST_SIDE_BY_SIDE = 4


class QuestionRow(OpenRow):
    """No answer is taken for granted: Space presses only the one that has the focus."""

    def build(self) -> None:
        row = self.item.row
        self._answers: list[QWidget] = []
        side_by_side = len(row.choices) <= _MOST_SIDE_BY_SIDE
        for place, choice in enumerate(row.choices):
            words, name, key = choice_text(row, choice.code), f"step_{choice.code}", str(place + 1)
            answer: SecondaryButton | OptionRow
            if side_by_side:
                answer = SecondaryButton(words, name=name, key=key)
                self.buttons.add(answer)
            else:
                answer = OptionRow(words, name=name, key=key)
                self.body.addWidget(answer)
            answer.clicked.connect(Chooser(self, place + 1).choose)
            self._answers.append(answer)

    def first(self) -> QWidget:
        return self._answers[0] if self._answers else self.buttons

    def choose(self, place: int) -> bool:
        choices = self.item.row.choices
        if not 0 < place <= len(choices):
            return False
        self.send(choices[place - 1].code)
        return True
