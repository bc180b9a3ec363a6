"""Five stars beside the sale just made: the customer presses one, once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.usecases.rate_visit import MOST_STARS
from sanad_ui.keys import digit_of
from sanad_ui.kit import Label
from sanad_ui.kit.shown import set_shown
from sanad_ui.kit.star_tile import StarTile
from sanad_ui.texts import say

RATE_KEY = "Ctrl+Shift+S"


class StarRow(QWidget):
    """`rated` carries the stars; `words` stand wherever the row is placed.

    Digits count only while the focus is here, so that no key of the next visit rates this one.
    """

    rated = Signal(int)

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.words = Label.secondary(name=f"{name}_words")
        self.tiles = [StarTile(say("serve.rate.star", n=n), name=f"{name}_{n}") for n in range(1, MOST_STARS + 1)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for n, tile in enumerate(self.tiles, 1):
            row.addWidget(tile)
            tile.clicked.connect(partial(self._on_pressed, n))
        self.ask()

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a star."""
        return not self.isHidden()

    def ask(self) -> None:
        self.words.say("serve.rate.question")
        self.words.set_tone("ink2")
        self._set_busy(False)
        set_shown(self, True)

    def thank(self, stars: int) -> None:
        self.words.say("serve.rate.done", n=stars)
        self.words.set_tone("brand")
        set_shown(self, False)

    def release(self) -> None:
        """Nothing was noted: it can be pressed again."""
        self._set_busy(False)

    def focus(self) -> None:
        self.tiles[-1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stars = digit_of(event)
        if 1 <= stars <= MOST_STARS and not event.isAutoRepeat() and not event.modifiers():
            self.tiles[stars - 1].click()
        else:
            super().keyPressEvent(event)

    def _on_pressed(self, stars: int, _checked: bool = False) -> None:
        self._set_busy(True)
        self.rated.emit(stars)

    def _set_busy(self, is_busy: bool) -> None:
        for tile in self.tiles:
            tile.setEnabled(not is_busy)
