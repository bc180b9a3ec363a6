"""A shift: one operator at one drawer, opened with a float; its business date is fixed when it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

# Oman keeps +04:00 all year; a fixed offset also works where no time zone data is installed.
MUSCAT = timezone(timedelta(hours=4), "Asia/Muscat")
_MUSCAT_MS = 4 * 3_600_000
_DAY_MS = 24 * 3_600_000
_FIRST_DAY = date(1970, 1, 1).toordinal()
# A clock that reads earlier than the last fact by more than this asks for the manager.
BACKWARDS_JUMP_MS = 5 * 60_000
# Ramadan evenings run past midnight; by this hour nobody is still at work, and a forgotten shift takes no more money.
NIGHT_ENDS_MS = 5 * 3_600_000
# A dead battery or a slip sets the clock to another century; its dates would stand on receipts for ever.
PLAUSIBLE_YEARS = range(2025, 2100)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift; amounts in baisa, instants in milliseconds UTC."""

    id: UUID
    operator_id: UUID
    business_date: date
    opened_at: int
    opening_float: int


def muscat_time(instant: int) -> datetime:
    """An instant as the wall clock in Muscat shows it, whatever zone the machine is set to."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(MUSCAT)


def business_date_at(instant: int) -> date:
    """The date in Muscat at that instant."""
    return date.fromordinal(_FIRST_DAY + (instant + _MUSCAT_MS) // _DAY_MS)


def muscat_midnight(day: date) -> int:
    """The instant a date begins in Muscat."""
    return (day.toordinal() - _FIRST_DAY) * _DAY_MS - _MUSCAT_MS


def is_running(shift: Shift, now: int) -> bool:
    """Whether money may still count to the shift: on its own business date, and over midnight until the night ends."""
    day = shift.business_date
    return day == business_date_at(now) or day == business_date_at(now - NIGHT_ENDS_MS)


def clock_went_back(now: int, last_fact: int) -> bool:
    """Whether the clock reads minutes before something that is already written down."""
    return now < last_fact - BACKWARDS_JUMP_MS
