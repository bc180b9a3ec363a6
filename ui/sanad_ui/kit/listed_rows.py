"""A few choices one below the other, each on its digit: the listed reasons of a move, what a portal answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui.error_text import error_phrase
from sanad_ui.keys import digit_of
from sanad_ui.kit.label import Label
from sanad_ui.kit.option_row import OptionRow
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase

_NO_CAPTIONS: Mapping[str, Phrase] = {}


class ListedRows(QWidget):
    """`chosen` carries the code, only when a person chose; digits work wherever the keyboard is in the form."""

    chosen = Signal(str)

    def __init__(self, label: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.codes: tuple[str, ...] = ()
        self.options: list[OptionRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)
        self._column.addWidget(Label.secondary(label))
        self.note = Label.caption(wrap=True, name=f"{name}_note")
        self.note.set_tone("bad")
        self._column.addWidget(self.note)
        set_shown(self.note, False)

    def offer(self, choices: Sequence[tuple[str, Phrase]], captions: Mapping[str, Phrase] = _NO_CAPTIONS) -> None:
        """Nothing is chosen at first."""
        for option in self.options:
            option.hide()
            option.deleteLater()
        self.codes = tuple(code for code, _ in choices)
        self.options = []
        for place, (code, phrase) in enumerate(choices):
            name, caption = f"{self.objectName()}_{code}", captions.get(code)
            option = OptionRow(phrase, name=name, caption=caption, key=str(place + 1))
            option.setCheckable(True)
            option.clicked.connect(partial(self._on_clicked, place))
            self._column.insertWidget(place + 1, option)
            option.show()  # at once, or it could not take the keyboard yet
            self.options.append(option)
        self.refuse(None)

    def value(self) -> str:
        """Empty until one is chosen."""
        return next((code for code, option in zip(self.codes, self.options, strict=True) if option.isChecked()), "")

    def set_value(self, value: str) -> None:
        for code, option in zip(self.codes, self.options, strict=True):
            option.setChecked(code == value)

    def refuse(self, problem: SanadError | Phrase | str | None) -> None:
        self.note.say(error_phrase(problem) if isinstance(problem, SanadError) else problem)
        set_shown(self.note, problem is not None)
        if problem is not None and self.options:
            self.options[0].setFocus(Qt.FocusReason.TabFocusReason)

    def take_digit(self, event: QKeyEvent) -> bool:
        """Whether the key was the digit of a choice."""
        place = digit_of(event) - 1
        if not 0 <= place < len(self.options):
            return False
        self.options[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.options[place].click()
        return True

    def _on_clicked(self, place: int, _checked: bool = False) -> None:
        self.set_value(self.codes[place])
        self.refuse(None)
        self.chosen.emit(self.codes[place])
