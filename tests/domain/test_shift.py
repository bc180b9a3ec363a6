"""A shift's date: decided in Muscat, kept over midnight, and given up when the night ends."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from sanad_desk.domain.clock import SetClock, SystemClock
from sanad_desk.domain.shift import (
    BACKWARDS_JUMP_MS,
    MUSCAT,
    Shift,
    business_date_at,
    clock_went_back,
    is_running,
    muscat_time,
)

DAY = date(2026, 11, 22)


def at(day: int, hour: int, minute: int = 0) -> int:
    return int(datetime(2026, 11, day, hour, minute, tzinfo=MUSCAT).timestamp() * 1000)


SHIFT = Shift(UUID(int=1), UUID(int=2), DAY, at(22, 8), 0)


def test_a_new_day_begins_at_midnight_in_muscat() -> None:
    assert business_date_at(at(23, 0) - 1) == DAY
    assert business_date_at(at(23, 0)) == date(2026, 11, 23)
    assert muscat_time(0) == datetime(1970, 1, 1, 4, tzinfo=MUSCAT)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Muscat"])
def test_the_machines_zone_changes_nothing(zone: str) -> None:
    code = f"from sanad_desk.domain.shift import business_date_at; print(business_date_at({at(22, 2)}))"
    done = subprocess.run([sys.executable, "-c", code], env={"TZ": zone}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2026-11-22"


@pytest.mark.parametrize(
    ("now", "running"),
    [
        (at(22, 8), True),
        (at(22, 23, 59), True),
        (at(23, 0), True),
        (at(23, 4, 59), True),
        (at(23, 5), False),
        (at(23, 8), False),
        (at(24, 8), False),
        (at(21, 23), False),
    ],
)
def test_a_shift_runs_over_midnight_and_no_further(now: int, running: bool) -> None:
    assert is_running(SHIFT, now) is running


def test_minutes_back_are_borne_and_more_are_not() -> None:
    assert not clock_went_back(1_000_000 - BACKWARDS_JUMP_MS, 1_000_000)
    assert clock_went_back(1_000_000 - BACKWARDS_JUMP_MS - 1, 1_000_000)
    assert not clock_went_back(10**15, 1_000_000)


def test_clocks_tell_milliseconds() -> None:
    clock = SetClock(5)
    clock.move(7)
    assert clock.now() == 12
    assert abs(datetime.fromtimestamp(SystemClock().now() / 1000, UTC) - datetime.now(UTC)) < timedelta(seconds=30)
