"""How the customer found the service: one press, one to five, when a case is handed over."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from sanad_desk.usecases.rate_visit import MOST_STARS
from sanad_ui.follow.case_form import CaseForm, start_on
from sanad_ui.keys import digit_of
from sanad_ui.kit import Label
from sanad_ui.kit.star_tile import StarTile
from sanad_ui.texts import say


class RatingForm(CaseForm):
    """`rated` carries the stars."""

    rated = Signal(int)

    def __init__(self) -> None:
        super().__init__(name="case_rating")
        self.title.say("follow.rating.title")
        self.explain("follow.rating.lead")
        self.tiles = [
            StarTile(say("follow.event.rated", n=n), name=f"rating_{n}", key=str(n)) for n in range(1, MOST_STARS + 1)
        ]
        row, ends = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(6)
        for tile in self.tiles:
            row.addWidget(tile)
            tile.clicked.connect(lambda _checked=False, tile=tile: self._on_pressed(tile))
        ends.addWidget(Label.caption("follow.rating.worst"))
        ends.addStretch(1)
        ends.addWidget(Label.caption("follow.rating.best"))
        self.parts.addLayout(row)
        self.parts.addLayout(ends)

    def open(self) -> None:
        self.line.clear()
        self.set_busy(False)
        start_on(self.close_button)  # no answer is put into his mouth

    def set_busy(self, is_busy: bool) -> None:
        for tile in self.tiles:
            tile.setEnabled(not is_busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stars = digit_of(event)
        if 1 <= stars <= MOST_STARS:
            self.tiles[stars - 1].click()
        else:
            super().keyPressEvent(event)

    def _on_pressed(self, tile: StarTile) -> None:
        self.set_busy(True)
        self.rated.emit(self.tiles.index(tile) + 1)
