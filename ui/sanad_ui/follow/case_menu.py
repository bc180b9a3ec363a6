"""Everything else that can be done with a case now: a list in its story's place, each thing with its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from sanad_ui.follow.case_form import CaseForm, start_on
from sanad_ui.keys import digit_of
from sanad_ui.kit.option_row import OptionRow
from sanad_ui.texts import Phrase


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """Something that can be done; what has no letter of its own gets a digit in the list."""

    name: str
    phrase: Phrase
    icon: str
    run: Callable[[], object]
    key: str = ""


class CaseMenu(CaseForm):
    """`chosen` carries the entry; letters are keys of the page's commands, digits are the list's own."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(name="case_menu")
        self.options: list[OptionRow] = []
        self._entries: tuple[MenuEntry, ...] = ()

    def open(self, title: Phrase, entries: Sequence[MenuEntry], lead: Phrase | None = None) -> None:
        self.title.say(title)
        self.explain(lead)
        for option in self.options:
            option.hide()
            option.deleteLater()
        digits = iter("123456789")
        self._entries = tuple(entry if entry.key else replace(entry, key=next(digits)) for entry in entries)
        self.options = []
        for entry in self._entries:
            name = f"case_menu_{entry.name}"
            option = OptionRow(entry.phrase, name=name, icon=entry.icon, key=entry.key)
            option.clicked.connect(partial(self._on_clicked, entry))
            self.parts.addWidget(option)
            option.show()  # at once, or it could not take the keyboard yet
            self.options.append(option)
        start_on(self.options[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = str(digit_of(event))
        entry = next((entry for entry in self._entries if entry.key == digit), None)
        if entry is not None:
            self.chosen.emit(entry)
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, entry: MenuEntry, _checked: bool = False) -> None:
        self.chosen.emit(entry)
