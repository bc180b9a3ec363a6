"""The count of a drawer: the grid, and below it what was expected once the count is locked."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_ui import tokens
from sanad_ui.kit import Amount, Card, Chip, Hairline, Label
from sanad_ui.kit.shown import set_shown
from sanad_ui.till.count_grid import CountGrid


class CountCard(Card):
    """Blind: it holds no figure of what should be there until `show_result` gives it."""

    def __init__(self, *, name: str, blind: str = "till.count.blind", parent: QWidget | None = None) -> None:
        super().__init__("till.count.title", name=f"{name}_card", parent=parent)
        self._blind = blind
        self.chip = Chip(blind, name=f"{name}_blind", tone="info")
        self.add_to_header(self.chip)
        self.grid = CountGrid(name=name)
        self.expected = Amount(name=f"{name}_expected", size=tokens.TEXT_HEADING)
        self.variance = Amount(name=f"{name}_variance", size=tokens.TEXT_LOUD, weight=tokens.BOLD)
        self.verdict = Label(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, name=f"{name}_verdict")
        self._result = QWidget()
        column = QVBoxLayout(self._result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Hairline())
        column.addLayout(_line(Label("till.count.expected", tone="ink2"), self.expected))
        column.addLayout(_line(self.verdict, self.variance))
        self.add(self.grid, 1)
        self.add(self._result)
        self.open_anew()

    def open_anew(self) -> None:
        """An empty grid that knows nothing."""
        self.grid.clear()
        self.reopen()

    def reopen(self) -> None:
        """Counting goes on; what was expected is forgotten."""
        self.grid.set_open(True)
        self.expected.set_baisa(None)
        self.variance.set_baisa(None)
        set_shown(self._result, False)
        self.chip.say(self._blind, tone="info")

    def lock(self) -> None:
        self.grid.set_open(False)

    def show_result(self, expected: int, variance: int) -> None:
        """`variance` in baisa, negative for money that is missing."""
        self.lock()
        tone = "brand" if not variance else "bad" if variance < 0 else "warn"
        self.expected.set_baisa(expected)
        self.variance.set_baisa(variance)
        self.variance.set_tone(tone)
        self.verdict.say(verdict_key(variance))
        self.verdict.set_tone(tone)
        set_shown(self._result, True)
        self.chip.say("till.count.locked", tone="brand")


def verdict_key(variance: int) -> str:
    if not variance:
        return "till.variance.none"
    return "till.variance.short" if variance < 0 else "till.variance.over"


def _line(words: Label, amount: Amount) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(words, 1)
    line.addWidget(amount)
    return line
