"""A period's dates: weeks from Sunday, months of every length, and what each is compared with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.day import DayClosed, DayView, DrawerRow, DrawerState, Period, PeriodKind
from sanad_desk.domain.totals import Totals

SATURDAY = date(2026, 11, 21)


def test_a_week_begins_on_sunday() -> None:
    week = Period.around(PeriodKind.WEEK, SATURDAY)
    assert (week.first, week.last) == (date(2026, 11, 15), SATURDAY)
    assert Period.around(PeriodKind.WEEK, date(2026, 11, 22)).first == date(2026, 11, 22)


def test_a_month_knows_its_length() -> None:
    assert Period.around(PeriodKind.MONTH, date(2028, 2, 3)).last == date(2028, 2, 29)
    assert Period.around(PeriodKind.MONTH, date(2026, 12, 31)).next().first == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (PeriodKind.DAY, date(2026, 11, 14)),
        (PeriodKind.WEEK, date(2026, 11, 8)),
        (PeriodKind.MONTH, date(2026, 10, 1)),
    ],
)
def test_it_is_compared_with_its_like(kind: PeriodKind, first: date) -> None:
    assert Period.around(kind, SATURDAY).same_before().first == first


@given(st.sampled_from(PeriodKind), st.dates(date(2025, 1, 1), date(2099, 12, 31)))
def test_periods_follow_each_other_without_gap(kind: PeriodKind, day: date) -> None:
    period = Period.around(kind, day)
    assert day in period
    assert period.days()[0] == period.first
    assert period.days()[-1] == period.last
    assert period.next().first == period.last + timedelta(days=1)
    assert period.next().previous() == period


def test_a_day_closes_once_every_drawer_is_closed_and_explained() -> None:
    row = DrawerRow(uuid4(), Words("أ", "A"), 1, SATURDAY, 0, None, 3, 60, 9_000, DrawerState.OPEN)
    view = DayView(Period.around(PeriodKind.DAY, SATURDAY), Totals(), Totals(), 0, 0, 0, False, 0, 0)
    assert not view.can_be_closed
    assert not replace(view, drawers=(row,)).can_be_closed
    assert not replace(view, drawers=(replace(row, state=DrawerState.WAITS),)).can_be_closed
    short = replace(view, drawers=(replace(row, state=DrawerState.SHORT),))
    assert short.can_be_closed
    assert not replace(short, closed=DayClosed(1, Words("م", "M"))).can_be_closed
