"""Working days: weekend, holidays, Ramadan's shorter hours, and the days a centre knows better."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.words import NO_WORDS, Words
from sanad_desk.domain.working_days import LONGEST_WAIT_DAYS, Holiday, OwnDay, Span, WorkingCalendar

THURSDAY, FRIDAY, SATURDAY, SUNDAY = (date(2026, 11, day) for day in (19, 20, 21, 22))
PLAIN = WorkingCalendar()
EID = Words("عيد الأضحى", "Eid al-Adha")
EID_WEEK = Holiday(Span(date(2027, 5, 15), date(2027, 5, 18)), EID)
RAMADAN = Span(date(2027, 2, 8), date(2027, 3, 8))
OMAN = WorkingCalendar(holidays=(EID_WEEK,), ramadans=(RAMADAN,), ramadan_pace=71)

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
SPANS = st.builds(lambda first, days: Span(first, first + timedelta(days)), DAYS, st.integers(0, 30))
CALENDARS = st.builds(
    WorkingCalendar,
    weekend=st.sampled_from([(4, 5), (5, 6), (4,), ()]),
    holidays=st.lists(st.builds(Holiday, SPANS, st.just(EID)), max_size=4).map(tuple),
    ramadans=st.lists(SPANS, max_size=3).map(tuple),
    ramadan_pace=st.integers(1, 100),
    own_days=st.lists(st.builds(OwnDay, DAYS, st.just(EID), st.booleans()), max_size=5).map(tuple),
)


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
    assert PLAIN.after(start, days) == expected


@given(CALENDARS, DAYS, st.integers(0, 90))
def test_counting_there_and_back_agree(calendar: WorkingCalendar, start: date, days: int) -> None:
    end = calendar.after(start, days)
    assert calendar.is_working_day(end)
    assert calendar.between(start, end) == days
    assert calendar.between(end, start) == -days


@given(CALENDARS, DAYS, st.integers(1, 400))
def test_a_day_more_never_counts_less(calendar: WorkingCalendar, start: date, days: int) -> None:
    end = start + timedelta(days)
    assert 0 <= calendar.between(start, end) - calendar.between(start, end - timedelta(1)) <= 1


def test_nothing_is_promised_for_the_eid_week() -> None:
    assert OMAN.after(date(2027, 5, 12), 2) == date(2027, 5, 19), "after Wednesday the 12th: Thursday, then Wednesday"
    assert OMAN.between(date(2027, 5, 13), date(2027, 5, 19)) == 1
    assert (OMAN.holiday(date(2027, 5, 16)), OMAN.holiday(date(2027, 5, 19))) == (EID, NO_WORDS)
    assert OMAN.holidays_within(date(2027, 5, 1), date(2027, 5, 31)) == (EID,)
    assert OMAN.holidays_within(date(2027, 5, 14), date(2027, 5, 15)) == (), "it takes nobody a day on the weekend"


def test_five_hours_of_seven_take_longer_in_ramadan() -> None:
    monday = date(2027, 2, 8)
    assert OMAN.is_ramadan(monday)
    assert PLAIN.after(monday, 5) == date(2027, 2, 15)
    assert OMAN.after(monday, 5) == date(2027, 2, 18), "eight days of 71 percent are the first that make up five"
    assert OMAN.is_ramadan_within(date(2027, 1, 1), monday)
    assert not OMAN.is_ramadan_within(date(2027, 1, 1), monday - timedelta(1))


def test_the_centre_knows_a_day_better() -> None:
    named = Words("إجازة معلنة", "announced late")
    ours = OMAN.with_own((OwnDay(SUNDAY, named), OwnDay(date(2027, 5, 16), NO_WORDS, is_closed=False)))
    assert ours.after(THURSDAY, 1) == date(2026, 11, 23)
    assert ours.holiday(SUNDAY) == named
    assert ours.is_working_day(date(2027, 5, 16)), "the Eid is said to begin a day later"
    assert ours.holiday(date(2027, 5, 16)) == NO_WORDS


def test_a_wait_without_end_is_cut() -> None:
    assert PLAIN.after(SUNDAY, 10**9) == PLAIN.after(SUNDAY, LONGEST_WAIT_DAYS)


def test_no_span_is_too_long_to_count() -> None:
    assert PLAIN.between(SUNDAY, SUNDAY + timedelta(weeks=100_000)) == 500_000
    assert PLAIN.between(SUNDAY, date.max) > LONGEST_WAIT_DAYS
