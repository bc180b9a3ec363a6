"""A day that somebody is told to come back on: neither gone by nor years away."""

from __future__ import annotations

from datetime import date, timedelta

from sanad_desk.domain.errors import DomainError

FARTHEST = timedelta(days=731)  # two years, a leap day among them: farther off it is a slip of the keyboard


def check_day(day: date | None, today: date, field: str) -> None:
    """Raises DomainError: date_in_past, date_too_far(last)."""
    if day is None:
        return
    if day < today:
        raise DomainError("date_in_past", field=field)
    if day > today + FARTHEST:
        raise DomainError("date_too_far", last=today + FARTHEST, field=field)
