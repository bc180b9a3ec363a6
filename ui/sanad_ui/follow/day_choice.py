"""A day in the next time: typed, or one of the days that people say, and a word where it is a day off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.working_days import WorkingCalendar
from sanad_ui import formats
from sanad_ui.case_words import day_text, words_of
from sanad_ui.kit import DateField, FilterChip
from sanad_ui.kit.flow_layout import FlowBox
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, say, t

_DAY = timedelta(days=1)
_WEEK = 7
_FIRST_WEEKDAY = 6  # the week begins on Sunday


class DayChoice(QWidget):
    def __init__(self, label: Phrase | str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_choice")
        self.field = DateField(label, name=name)
        self.setFocusProxy(self.field)
        self._calendar, self._today = WorkingCalendar(), date.min
        self._quick: list[date] = []
        self.chips = [FilterChip(self._words(place), name=f"{name}_quick_{place}") for place in range(3)]
        box = FlowBox(spacing=6)
        for place, chip in enumerate(self.chips):
            chip.setAutoExclusive(False)
            chip.clicked.connect(partial(self._on_quick, place))
            box.add(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(self.field)
        column.addWidget(box)
        self.field.date_typed.connect(self._show)

    def offer(self, calendar: WorkingCalendar, today: date, day: date | None = None) -> None:
        """The next working day, the third one, and the first of next week."""
        self._calendar, self._today = calendar, today
        week = today + _DAY * ((_FIRST_WEEKDAY - today.weekday()) % _WEEK or _WEEK)
        self._quick = [calendar.after(today + _DAY, 0), calendar.after(today, 3), calendar.after(week, 0)]
        for place, chip in enumerate(self.chips):
            chip.retranslate()
            set_shown(chip, self._quick[place] not in self._quick[:place])
        self.field.set_day(day)
        self._show(day)

    def day(self) -> date | None:
        return self.field.day()

    def is_blank(self) -> bool:
        return not self.field.text().strip()

    def check(self) -> bool:
        """Whether what was typed, if anything, is a day; says so at the field."""
        return self.is_blank() or self.field.check() is not None

    def refuse(self, error: SanadError) -> None:
        self.field.set_error(error)
        self.field.setFocus()

    def _words(self, place: int) -> Phrase:
        def words() -> str:
            if not self._quick:
                return ""
            day = self._quick[place]
            is_tomorrow = place == 0 and day == self._today + _DAY
            name = t("follow.day.tomorrow") if is_tomorrow else formats.weekday(day)
            return t("follow.day.quick", name=name, day=day_text(day, self._today))

        return words

    def _on_quick(self, place: int, _checked: bool = False) -> None:
        self.field.set_day(self._quick[place])
        self._show(self._quick[place])
        self.field.setFocus()

    def _show(self, day: Any) -> None:
        """Marks the quick day that stands in the field, and says where it is a day off."""
        for place, chip in enumerate(self.chips):
            chip.setChecked(bool(self._quick) and day == self._quick[place])
        self.field.set_warning(self._warning(day) if day is not None else None)

    def _warning(self, day: date) -> Phrase | None:
        if day < self._today:
            return say("follow.day.gone")
        if self._calendar.is_working_day(day):
            return None
        holiday = self._calendar.holiday(day)
        if holiday:
            return say("follow.day.holiday", name=words_of(holiday))
        weekday: Callable[[], str] = partial(formats.weekday, day)
        return say("follow.day.weekend", name=weekday)
