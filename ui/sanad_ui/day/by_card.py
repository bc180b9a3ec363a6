"""The same sums by entity, service, tender or operator, as the manager chooses."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.day import By, DayView, Row
from sanad_ui import formats
from sanad_ui.charts.bar import Bar
from sanad_ui.charts.bar_rows import BarRows
from sanad_ui.day.words import Drill, amount_phrase, number_phrase
from sanad_ui.kit import Card, ScrollColumn, Segmented
from sanad_ui.texts import Phrase, both, say

_CHOICES = (By.ENTITY, By.SERVICE, By.TENDER, By.OPERATOR)


class ByCard(Card):
    """`drilled` carries the Drill of the row that was opened."""

    drilled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("day.by.title", name="by_card", parent=parent)
        self._rows: dict[By, tuple[Row, ...]] = {}
        self.choice = Segmented(
            [(by, f"day.by.{by}") for by in _CHOICES], name="by_choice", spoken="day.by.title", value=By.ENTITY
        )
        self.add_to_header(self.choice)
        self.chart = BarRows("day.by.entity", name="by_chart", empty="day.chart.empty")
        scroll = ScrollColumn(name="by_scroll")
        scroll.column.addWidget(self.chart)
        scroll.column.addStretch(1)
        self.add(scroll, 1)
        self.choice.chosen.connect(self._show_chosen)
        self.chart.opened.connect(self._on_opened)

    def show_view(self, view: DayView) -> None:
        self._rows = dict(zip(_CHOICES, (view.entities, view.services, view.tenders, view.operators), strict=True))
        self._show_chosen()

    def _show_chosen(self, _by: object = None) -> None:
        by = By(self.choice.value())
        self.chart.say_as(f"day.by.{by}")
        self.chart.show_bars([_bar(by, row) for row in self._rows.get(by, ())])

    def _on_opened(self, key: str) -> None:
        by = By(self.choice.value())
        row = next(row for row in self._rows[by] if row.key == key)
        self.drilled.emit(Drill(by, key, _name(by, row)))


def _bar(by: By, row: Row) -> Bar:
    """Tenders are told apart by their money, everything else by how often it came."""
    name = _name(by, row)
    is_money = by is By.TENDER
    spoken = say(
        "day.by.row",
        name=name,
        sales=say("day.count", n=row.count),
        total=lambda: formats.amount_with_unit(row.total),
        government=amount_phrase(row.government),
        centre=amount_phrase(row.centre),
    )
    value = row.total if is_money else row.count
    return Bar(row.key, name, (value,), amount_phrase(value) if is_money else number_phrase(value), spoken)


def _name(by: By, row: Row) -> Phrase:
    return say(f"day.tender.{row.key}") if by is By.TENDER else both(row.name.ar, row.name.en)
