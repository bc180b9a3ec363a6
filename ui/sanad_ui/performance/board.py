"""One's own day, laid out: a kind word, four figures, the weeks before, today's services and the last drawers."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.usecases.own_statistics import OwnDay, OwnService
from sanad_ui import formats, tokens
from sanad_ui.charts.bar import Bar
from sanad_ui.charts.bar_rows import BarRows
from sanad_ui.charts.columns import Columns
from sanad_ui.charts.legend import LegendChip
from sanad_ui.kit import Banner, Card, IconLabel, Label, ScrollColumn
from sanad_ui.performance.drawers_card import DrawersCard, variance_phrase
from sanad_ui.performance.stat_card import StatCard
from sanad_ui.texts import Phrase, both, say

_TONES = {"before": "brand", "today": "accent"}


class PerformanceBoard(QWidget):
    """Everything about one operator and nothing about anybody else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("performance_board")
        self.banner = Banner(name="performance_banner", tone="bad")
        self.word = Label(size=tokens.TEXT_TITLE, weight=tokens.SEMIBOLD, wrap=True, name="performance_word")
        self.sales = StatCard("performance.sales", name="own_sales")
        self.average = StatCard("performance.average", name="own_average")
        self.waiting = StatCard("performance.waiting", name="own_waiting")
        self.drawer = StatCard("performance.drawer", name="own_drawer")
        self.weeks = Columns(
            "performance.weeks.title", name="own_weeks", empty="performance.weeks.empty", tones=tuple(_TONES.values())
        )
        self.services = BarRows("performance.services.title", name="own_services", empty="performance.services.empty")
        self.drawers = DrawersCard()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        column.addWidget(self.banner)
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_SMALL)
        head.addWidget(IconLabel("trophy", tone="brand", size=26))
        head.addWidget(self.word, 1)
        head.addWidget(Label.secondary("performance.own"))
        column.addLayout(head)
        figures = QHBoxLayout()
        figures.setSpacing(tokens.SPACE)
        for card in (self.sales, self.average, self.waiting, self.drawer):
            figures.addWidget(card, 1)
        column.addLayout(figures)
        lower, side = QHBoxLayout(), QVBoxLayout()
        for part in (lower, side):
            part.setSpacing(tokens.SPACE)
        lower.addWidget(self._weeks_card(), 3)
        side.addWidget(self._services_card(), 4)
        side.addWidget(self.drawers, 3)
        lower.addLayout(side, 2)
        column.addLayout(lower, 1)

    def _weeks_card(self) -> Card:
        card = Card("performance.weeks.title", name="own_weeks_card")
        for part, tone in _TONES.items():
            card.add_to_header(LegendChip(f"performance.weeks.{part}", name=f"legend_{part}", tone=tone))
        card.add(self.weeks, 1)
        return card

    def _services_card(self) -> Card:
        card = Card("performance.services.title", name="own_services_card")
        scroll = ScrollColumn(name="own_services_scroll")
        scroll.column.addWidget(self.services)
        scroll.column.addStretch(1)
        card.add(scroll, 1)
        return card

    def show_day(self, day: OwnDay) -> None:
        self.banner.clear()
        self.word.say(_word(day))
        usual = _usual(None if day.usual_sales is None else partial(formats.number, day.usual_sales))
        self.sales.show_figure(partial(formats.number, day.sales), usual)
        self.average.show_figure(
            _clock(day.seconds_average), _usual(_clock(day.usual_seconds) if day.usual_seconds else None)
        )
        self.waiting.show_figure(partial(formats.number, day.follow_up), say("performance.on_hold", n=day.on_hold))
        self._show_drawer(day)
        self.weeks.show_bars([_column(on, count, is_today=on == day.on) for on, count in day.days], start=-1)
        self.services.show_bars([_row(service) for service in day.services])
        self.drawers.show_variances(day.variances)

    def _show_drawer(self, day: OwnDay) -> None:
        if not day.variances:
            self.drawer.show_figure("performance.nothing", "performance.drawers.none_yet")
            return
        last = day.variances[0]
        self.drawer.show_figure(variance_phrase(last), partial(formats.date_text, last.business_date))


def _word(day: OwnDay) -> Phrase:
    """Something kind and true; a slow day is told without a comparison."""
    if not day.sales:
        return say("performance.word.none")
    if day.usual_sales is not None and day.sales > day.usual_sales:
        return say("performance.word.more", sales=say("performance.count", n=day.sales))
    return say("performance.word.some", sales=say("performance.count", n=day.sales))


def _usual(figure: Phrase | None) -> Phrase:
    return say("performance.first_days") if figure is None else say("performance.usual", figure=figure)


def _clock(seconds: int | None) -> Phrase:
    return say("performance.nothing") if seconds is None else partial(formats.clock, seconds * 1_000)


def _column(on: date, count: int, *, is_today: bool) -> Bar:
    sales = say("performance.count", n=count)
    spoken = say(
        "performance.weeks.spoken",
        weekday=partial(formats.weekday, on),
        date=partial(formats.date_text, on),
        sales=sales,
    )
    parts = (0, count) if is_today else (count, 0)
    return Bar(on.isoformat(), partial(formats.number, on.day), parts, partial(formats.number, count), spoken)


def _row(service: OwnService) -> Bar:
    name, figure = both(service.name.ar, service.name.en), partial(formats.number, service.count)
    spoken = say("performance.services.spoken", name=name, sales=say("performance.count", n=service.count))
    return Bar(service.code, name, (service.count,), figure, spoken)
