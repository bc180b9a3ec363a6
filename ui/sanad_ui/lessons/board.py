"""Everything that a period teaches, laid out: four figures and five lists of bars."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.lessons import Lessons
from sanad_ui import formats, tokens
from sanad_ui.day.period_bar import PeriodBar
from sanad_ui.kit import Banner, EmptyState, IconButton
from sanad_ui.lessons.chart_card import ChartCard
from sanad_ui.lessons.words import (
    assisted_phrase,
    complaints_phrase,
    duration_bar,
    missing_bar,
    outage_bar,
    percent,
    return_bar,
    wish_bar,
)
from sanad_ui.performance.stat_card import StatCard
from sanad_ui.texts import say


class LessonsBoard(QWidget):
    """Blank until something was read; one sentence where there was nothing to learn from."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessons_board")
        self.period_bar = PeriodBar(today)
        self.answer = IconButton("message-square", "lessons.complaints.open", name="lessons_complaints_open")
        self.excel = IconButton("download", "lessons.report.excel", name="lessons_excel")
        self.print = IconButton("printer", "lessons.report.print", name="lessons_print")
        self.banner = Banner(name="lessons_banner", tone="bad")
        self.in_time, self.stars, self.complaints, self.assisted = (
            StatCard(f"lessons.figure.{name}", name=f"lessons_{name}")
            for name in ("in_time", "stars", "complaints", "assisted")
        )
        self.missing, self.returns, self.outages = (ChartCard(name) for name in ("missing", "returns", "outages"))
        self.durations = ChartCard(
            "durations", legend={"lessons.durations.real": "brand", "lessons.durations.promised": "accent"}
        )
        self.not_offered = ChartCard("not_offered")
        self.empty = EmptyState("book-open", "lessons.empty.title", name="lessons_empty", hint="lessons.empty.hint")
        self.blank, self.cards = QWidget(), QWidget()
        self.stack = QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_SMALL)
        head.addWidget(self.period_bar, 1)
        head.addWidget(self.answer)
        head.addWidget(self.excel)
        head.addWidget(self.print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        self._lay_out_cards()
        for part in (self.blank, self.cards, self.empty):
            self.stack.addWidget(part)

    def _lay_out_cards(self) -> None:
        column = QVBoxLayout(self.cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        figures = QHBoxLayout()
        figures.setSpacing(tokens.SPACE)
        for figure in (self.in_time, self.stars, self.complaints, self.assisted):
            figures.addWidget(figure, 1)
        column.addLayout(figures)
        lists = QGridLayout()
        lists.setSpacing(tokens.SPACE)
        for place, card in enumerate((self.missing, self.returns, self.outages)):
            lists.addWidget(card, 0, place)
            lists.setColumnStretch(place, 1)
        lists.addWidget(self.durations, 1, 0, 1, 2)
        lists.addWidget(self.not_offered, 1, 2)
        for row in (0, 1):
            lists.setRowStretch(row, 1)
        column.addLayout(lists, 1)

    def clear(self) -> None:
        self.banner.clear()
        self.stack.setCurrentWidget(self.blank)

    def show_lessons(self, found: Lessons) -> None:
        self.banner.clear()
        self.stack.setCurrentWidget(self.empty if found.is_empty else self.cards)
        self._show_figures(found)
        self.missing.show_bars([missing_bar(each) for each in found.missing])
        self.returns.show_bars([return_bar(each) for each in found.returns])
        self.outages.show_bars([outage_bar(each) for each in found.outages])
        self.durations.show_bars([duration_bar(each) for each in found.durations])
        self.not_offered.show_bars([wish_bar(each) for each in found.not_offered])

    def _show_figures(self, found: Lessons) -> None:
        nothing = "performance.nothing"
        dated = sum(each.dated for each in found.durations)
        in_time = dated - sum(each.late for each in found.durations)
        share = partial(percent, in_time, dated) if dated else nothing
        self.in_time.show_figure(share, say("lessons.figure.dated", n=dated))
        mean = found.mean_stars
        stars = nothing if mean is None else partial(formats.decimal, mean)
        self.stars.show_figure(stars, say("lessons.figure.ratings", n=found.ratings))
        waiting = sum(each.waiting for each in found.complaints)
        waits = say("lessons.figure.waiting", n=waiting) if waiting else complaints_phrase(found)
        self.complaints.show_figure(
            partial(formats.number, sum(each.times for each in found.complaints)),
            waits if found.complaints else "lessons.figure.no_complaints",
        )
        helped = sum(times for _, times in found.assisted)
        note = assisted_phrase(found) if helped else "lessons.figure.nobody_assisted"
        self.assisted.show_figure(partial(formats.number, helped), note)
