"""How one's last drawers agreed, a line each."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.usecases.own_statistics import OwnVariance
from sanad_ui import formats, tokens
from sanad_ui.kit import Card, Chip, Label, ScrollColumn
from sanad_ui.texts import Phrase, say


class DrawersCard(Card):
    """Newest first; a variance is told as it is, with nobody's beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("performance.drawers.title", name="own_drawers", parent=parent)
        self.lines = ScrollColumn(name="own_drawers_lines")
        self.lines.column.setSpacing(2)
        self.lines.column.addStretch(1)
        self.nothing = Label("performance.drawers.empty", tone="ink2", wrap=True, name="own_drawers_empty")
        self.add(self.nothing)
        self.add(self.lines, 1)
        self._made: list[QWidget] = []

    def show_variances(self, variances: tuple[OwnVariance, ...]) -> None:
        for line in self._made:
            self.lines.column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._made = [_line(place, variance) for place, variance in enumerate(variances)]
        for place, line in enumerate(self._made):
            self.lines.column.insertWidget(place, line)
        self.nothing.setVisible(not variances)


def variance_phrase(variance: OwnVariance) -> Phrase:
    """`مطابق`, `عجز 0.500`."""
    amount = partial(formats.amount, abs(variance.variance))
    if not variance.variance:
        return say("performance.drawers.agrees")
    return say(f"performance.drawers.{'short' if variance.variance < 0 else 'over'}", amount=amount)


def _line(place: int, variance: OwnVariance) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens.SPACE_SMALL)
    row.addWidget(Label(partial(_day, variance), name=f"own_drawer_{place}"))
    row.addStretch(1)
    if variance.waits:
        row.addWidget(Label.secondary("performance.drawers.waits"))
    tone = "brand" if not variance.variance else "warn"
    row.addWidget(Chip(variance_phrase(variance), name=f"own_drawer_{place}_state", tone=tone))
    return line


def _day(variance: OwnVariance) -> str:
    return f"{formats.weekday(variance.business_date)} {formats.date_text(variance.business_date)}"
