"""Which day, week or month is shown, and the way to another."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.day import DayClosed, Period, PeriodKind
from sanad_ui import tokens
from sanad_ui.day.words import closed_phrase, period_phrase
from sanad_ui.kit import Chip, DateField, Label, QuietButton, SecondaryButton, Segmented
from sanad_ui.kit.shown import set_shown
from sanad_ui.shell.command import Command

PREVIOUS_KEY, NEXT_KEY, JUMP_KEY = "PgUp", "PgDown", "Ctrl+G"


class PeriodBar(QWidget):
    """`chosen` carries the Period somebody asked for."""

    chosen = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("period_bar")
        self._today = today
        self._period = Period.around(PeriodKind.DAY, today)
        self.kind = Segmented(
            [(kind, f"day.kind.{kind}") for kind in PeriodKind],
            name="period_kind",
            spoken="day.kind.spoken",
            value=PeriodKind.DAY,
        )
        self.previous = SecondaryButton("day.previous", name="period_previous", icon="chevron-left", key=PREVIOUS_KEY)
        self.next = SecondaryButton("day.next", name="period_next", icon="chevron-right", key=NEXT_KEY)
        self.title = Label(size=tokens.TEXT_TITLE, weight=tokens.SEMIBOLD, name="period_title")
        self.state = Chip("day.running", name="period_state", tone="warn", icon="clock")
        self.today = QuietButton("day.today", name="period_today", icon="calendar")
        self.jump = DateField(name="period_jump", spoken="day.jump", placeholder="day.jump")
        self._lay_out()
        self.kind.chosen.connect(self._on_kind)
        self.previous.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.today.clicked.connect(self._go_to_today)
        self.jump.submitted.connect(self._on_jump)
        self.show_period(self._period, today)

    def commands(self, page: str) -> tuple[Command, ...]:
        """The ways to another period, as commands of that page."""
        kinds = (partial(self.choose_kind, kind) for kind in PeriodKind)
        return (
            Command(f"{page}.previous", "day.do.previous", self.go_back, PREVIOUS_KEY, "chevron-left"),
            Command(f"{page}.next", "day.do.next", self.go_on, NEXT_KEY, "chevron-right"),
            *(
                Command(f"{page}.{kind}", f"day.do.{kind}", run, f"Ctrl+{place}", "calendar")
                for place, (kind, run) in enumerate(zip(PeriodKind, kinds, strict=True), 1)
            ),
            Command(f"{page}.jump", "day.do.jump", self.focus_jump, JUMP_KEY, "calendar", hinted=True),
        )

    def _lay_out(self) -> None:
        self.kind.setFixedWidth(210)
        self.jump.setFixedWidth(230)
        # A complaint about the typed date makes the bar higher, and nothing else on it may move.
        line = QWidget()
        line.setFixedHeight(tokens.CONTROL_HEIGHT)
        parts = QHBoxLayout(line)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(10)
        for part in (self.kind, self.previous, self.next, self.title, self.state):
            parts.addWidget(part)
        parts.insertSpacing(parts.indexOf(self.title), tokens.SPACE_SMALL)
        parts.addStretch(1)
        parts.addWidget(self.today)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(line, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.jump, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def period(self) -> Period:
        return self._period

    @property
    def is_running(self) -> bool:
        return self._today <= self._period.last

    def show_period(self, period: Period, today: date, closed: DayClosed | None = None) -> None:
        self._period, self._today = period, today
        self.kind.set_value(period.kind)
        self.title.say(period_phrase(period))
        self.next.setEnabled(not self.is_running)
        if closed is None:
            self.state.say("day.running", tone="warn")
        else:
            self.state.say(closed_phrase(closed), tone="brand")
        set_shown(self.state, self.is_running or closed is not None)
        set_shown(self.today, today not in period)

    def go_to(self, day: date) -> None:
        """The period of the kind shown that the day falls into; days to come are not asked for."""
        self.chosen.emit(Period.around(self._period.kind, min(day, self._today)))

    def go_back(self) -> None:
        self.chosen.emit(self._period.previous())

    def go_on(self) -> None:
        if not self.is_running:
            self.chosen.emit(self._period.next())

    def choose_kind(self, kind: PeriodKind) -> None:
        """Around today while today is shown, else around the period's first day."""
        day = self._today if self._today in self._period else self._period.first
        self.chosen.emit(Period.around(kind, day))

    def focus_jump(self) -> None:
        self.jump.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.jump.edit.selectAll()

    def _on_kind(self, kind: object) -> None:
        self.choose_kind(PeriodKind(str(kind)))

    def _go_to_today(self) -> None:
        self.go_to(self._today)

    def _on_jump(self) -> None:
        day = self.jump.check()
        if day is not None:
            self.jump.set_day(None)
            self.go_to(day)
