"""The transactions along the hours of a day or the days of a longer period."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.day import By, DayView, PeriodKind, Slot
from sanad_ui import formats
from sanad_ui.charts.bar import Bar
from sanad_ui.charts.columns import Columns
from sanad_ui.charts.legend import LegendChip
from sanad_ui.day.words import Drill, number_phrase, slot_name, slot_title
from sanad_ui.kit import Card
from sanad_ui.texts import Phrase, say

_TONES = {"complete": "brand", "follow_up": "accent"}


class TimeCard(Card):
    """`drilled` carries the Drill of the column that was opened."""

    drilled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("day.chart.hours", name="time_card", parent=parent)
        self._kind = PeriodKind.DAY
        self.chart = Columns(
            "day.chart.hours", name="time_chart", empty="day.chart.empty", tones=tuple(_TONES.values())
        )
        for part, tone in _TONES.items():
            self.add_to_header(LegendChip(f"day.chart.{part}", name=f"legend_{part}", tone=tone))
        self.add(self.chart, 1)
        self.chart.opened.connect(self._on_opened)

    def show_view(self, view: DayView) -> None:
        self._kind = view.period.kind
        title = "day.chart.hours" if self._kind is PeriodKind.DAY else "day.chart.days"
        if self.title is not None:
            self.title.say(title)
        self.chart.say_as(title)
        self.chart.show_bars([self._bar(slot) for slot in view.slots])

    def _bar(self, slot: Slot) -> Bar:
        kind = self._kind
        return Bar(
            slot.key,
            lambda: slot_name(slot.key, kind),
            (slot.complete, slot.follow_up),
            number_phrase(slot.complete + slot.follow_up),
            _spoken(slot, kind),
        )

    def _on_opened(self, key: str) -> None:
        kind = self._kind
        self.drilled.emit(Drill(By.SLOT, key, lambda: slot_title(key, kind)))


def _spoken(slot: Slot, kind: PeriodKind) -> Phrase:
    return say(
        "day.chart.spoken",
        slot=lambda: slot_title(slot.key, kind),
        sales=say("day.count", n=slot.complete + slot.follow_up),
        complete=slot.complete,
        follow_up=slot.follow_up,
        total=lambda: formats.amount_with_unit(slot.total),
    )
