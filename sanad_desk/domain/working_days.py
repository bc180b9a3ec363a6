"""Working days in Oman: Sunday to Thursday."""

from __future__ import annotations

from datetime import date, timedelta

_WEEKEND = frozenset({4, 5})  # Friday and Saturday
LONGEST_WAIT_DAYS = 3_650


def is_working_day(day: date) -> bool:
    """Public holidays are announced late and are not known here."""
    return day.weekday() not in _WEEKEND


def after_working_days(start: date, days: int) -> date:
    """The date so many working days later; 0 is the day itself, or the next working day."""
    day = start
    while not is_working_day(day):
        day += timedelta(days=1)
    for _ in range(min(max(days, 0), LONGEST_WAIT_DAYS)):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day
