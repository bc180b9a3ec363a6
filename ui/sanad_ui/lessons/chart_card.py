"""One lesson: its bars, and below them all there is to say of the one under the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from sanad_ui import tokens
from sanad_ui.charts.bar import Bar
from sanad_ui.charts.bar_rows import BarRows
from sanad_ui.charts.legend import LegendChip
from sanad_ui.kit import Card, ElidedLabel, ScrollColumn
from sanad_ui.kit.shown import set_shown


class ChartCard(Card):
    """`name` is its text area below `lessons`: a title, and what it says while it is empty."""

    def __init__(self, name: str, *, legend: dict[str, str] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(f"lessons.{name}.title", name=f"lessons_{name}", parent=parent)
        for words, tone in (legend or {}).items():
            self.add_to_header(LegendChip(words, name=f"legend_{tone}", tone=tone))
        self.chart = BarRows(f"lessons.{name}.title", name=f"lessons_{name}_chart", empty=f"lessons.{name}.empty")
        self.words = ElidedLabel(size=tokens.TEXT_SECONDARY, tone="ink2", name=f"lessons_{name}_words")
        scroll = ScrollColumn(name=f"lessons_{name}_scroll")
        scroll.column.addWidget(self.chart)
        scroll.column.addStretch(1)
        self.add(scroll, 1)
        self.add(self.words)
        self.chart.moved.connect(self._show_words)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self.chart.show_bars(bars)
        set_shown(self.words, bool(bars))

    def _show_words(self) -> None:
        self.words.say(self.chart.current_words)
