"""Working days in Oman run from Sunday to Thursday."""

from __future__ import annotations

from datetime import date

import pytest

from sanad_desk.domain.working_days import LONGEST_WAIT_DAYS, after_working_days, is_working_day

THURSDAY, FRIDAY, SATURDAY, SUNDAY = (date(2026, 11, day) for day in (19, 20, 21, 22))


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (THURSDAY, 0, THURSDAY),
        (SATURDAY, 0, SUNDAY),
        (THURSDAY, 1, SUNDAY),
        (FRIDAY, 1, date(2026, 11, 23)),
        (SUNDAY, 5, date(2026, 11, 29)),
        (SUNDAY, -3, SUNDAY),
    ],
)
def test_friday_and_saturday_do_not_count(start: date, days: int, expected: date) -> None:
    assert after_working_days(start, days) == expected


def test_it_always_ends_on_a_working_day() -> None:
    assert all(is_working_day(after_working_days(SUNDAY, days)) for days in range(30))


def test_a_wait_without_end_is_cut() -> None:
    assert after_working_days(SUNDAY, 10**9) == after_working_days(SUNDAY, LONGEST_WAIT_DAYS)
