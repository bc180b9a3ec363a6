"""The calendar that promised dates are counted by: weekend, holidays, and Ramadan with its shorter hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sanad_desk.domain.words import NO_WORDS, Words

LONGEST_WAIT_DAYS = 3_650
FULL_PACE = 100
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row, both ends included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, first: date, last: date) -> bool:
        return self.first <= last and first <= self.last


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days on which government is closed; `source` as in the catalogue's sources."""

    span: Span
    name: Words
    source: str = ""


@dataclass(frozen=True, slots=True)
class OwnDay:
    """What a centre knows of one day better than the calendar: closed after all, or open after all."""

    day: date
    name: Words
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Sunday to Thursday without holidays; a day in Ramadan is worth `ramadan_pace` percent of another.

    Weekdays are those of `date.weekday`; one of them at least is no weekend.
    """

    weekend: tuple[int, ...] = (4, 5)
    holidays: tuple[Holiday, ...] = ()
    ramadans: tuple[Span, ...] = ()
    ramadan_pace: int = FULL_PACE
    own_days: tuple[OwnDay, ...] = ()

    def with_own(self, days: tuple[OwnDay, ...]) -> WorkingCalendar:
        """The same as one centre knows it."""
        return replace(self, own_days=days)

    def is_working_day(self, day: date) -> bool:
        for own in self.own_days:
            if own.day == day:
                return not own.is_closed
        return day.weekday() not in self.weekend and not any(holiday.span.holds(day) for holiday in self.holidays)

    def is_ramadan(self, day: date) -> bool:
        return any(span.holds(day) for span in self.ramadans)

    def holiday(self, day: date) -> Words:
        """Its name, empty on a day which is none or on which the centre knows government to be open."""
        for own in self.own_days:
            if own.day == day:
                return own.name if own.is_closed else NO_WORDS
        return next((holiday.name for holiday in self.holidays if holiday.span.holds(day)), NO_WORDS)

    def holidays_within(self, first: date, last: date) -> tuple[Words, ...]:
        """The names of all that close a day which is no weekend, each once."""
        names = [self.holiday(day) for day in _days(first, last) if day.weekday() not in self.weekend]
        return tuple(dict.fromkeys(name for name in names if name))

    def is_ramadan_within(self, first: date, last: date) -> bool:
        """Whether the shorter hours fall between these days."""
        return any(span.meets(first, last) for span in self.ramadans)

    def after(self, start: date, days: int) -> date:
        """The date so many working days later; 0 is the day itself, or the next working day."""
        day = self._opening(start)
        open_work = FULL_PACE * min(max(days, 0), LONGEST_WAIT_DAYS)
        while open_work > 0:
            day = self._opening(day + _DAY)
            open_work -= self._pace(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days from one day to another, so that `after` leads back; negative where the last is earlier."""
        if last < first:
            return -self.between(last, first)
        begun = self._opening(first)
        if last <= begun:
            return 0
        work = FULL_PACE * self._weekdays_until(begun, last)
        # Whole weeks are alike; only days that differ are looked at, so that no span is too long to count.
        for day in self._odd_days(begun + _DAY, last):
            is_weekday = day.weekday() not in self.weekend
            work += (self._pace(day) if self.is_working_day(day) else 0) - FULL_PACE * is_weekday
        return work // FULL_PACE

    def _weekdays_until(self, begun: date, last: date) -> int:
        """Days that are no weekend, the first not counted."""
        weeks, rest = divmod((last - begun).days, 7)
        weekdays = (begun.weekday() + n for n in range(1, rest + 1))
        return weeks * (7 - len(set(self.weekend))) + sum(day % 7 not in self.weekend for day in weekdays)

    def _odd_days(self, first: date, last: date) -> set[date]:
        spans = [holiday.span for holiday in self.holidays] + list(self.ramadans)
        spans += [Span(own.day, own.day) for own in self.own_days]
        met = (span for span in spans if span.meets(first, last))
        return {day for span in met for day in _days(max(span.first, first), min(span.last, last))}

    def _opening(self, day: date) -> date:
        while not self.is_working_day(day):
            day += _DAY
        return day

    def _pace(self, day: date) -> int:
        return self.ramadan_pace if self.is_ramadan(day) else FULL_PACE


def _days(first: date, last: date) -> list[date]:
    return [first + n * _DAY for n in range((last - first).days + 1)]
