"""Shifts: a float, a business date fixed in Muscat, and a clock that must be believed first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.store.verify import verify
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.begin_visit import begin_visit
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import accept_clock, current_shift, is_count_locked, open_shift
from sanad_desk.wire.entries import OverrideApproved, ShiftOpened
from tests.conftest import TODAY
from tests.usecases.played import facts, shift_sums, sold

HOUR = 3_600_000
DAY = 24 * HOUR


def test_a_shift_opens_with_its_float_in_the_drawer(desk: OpenDesk, operator: SignedIn) -> None:
    shift = open_shift(desk, operator, 20_000)
    assert current_shift(desk, operator) == shift
    assert shift.business_date == TODAY
    assert shift_sums(desk, shift.id.bytes).drawer == 20_000
    assert [fact.opening_float for fact in facts(desk, ShiftOpened)] == [20_000]


def test_the_float_may_be_nothing_but_not_less(desk: OpenDesk, operator: SignedIn, colleague: SignedIn) -> None:
    assert open_shift(desk, operator, 0).opening_float == 0
    for wrong in (-1, 10**8):
        with pytest.raises(DomainError) as error:
            open_shift(desk, colleague, wrong)
        assert error.value.params["field"] == "float"
    assert current_shift(desk, colleague) is None


def test_one_shift_a_day_for_each(desk: OpenDesk, operator: SignedIn, colleague: SignedIn, shift: Shift) -> None:
    with pytest.raises(Refused) as error:
        open_shift(desk, operator, 0)
    assert error.value.code == "shift_already_open"
    assert open_shift(desk, colleague, 0).id != shift.id


def test_a_sale_after_midnight_counts_to_the_day_it_began(
    desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock
) -> None:
    clock.move(20 * HOUR)  # 04:00 of the next day
    sold(desk, operator)
    with desk.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT business_date FROM transactions").scalar() == "2026-11-22"


def test_a_shift_that_was_forgotten_takes_no_money_the_next_morning(
    desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock
) -> None:
    clock.move(DAY)
    assert current_shift(desk, operator) is None
    with pytest.raises(Refused) as error:
        begin_visit(desk, operator)
    assert error.value.code == "shift_not_open"
    assert open_shift(desk, operator, 0).business_date == TODAY + timedelta(days=1)
    sold(desk, operator)
    with desk.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT business_date FROM transactions").scalar() == "2026-11-23"


def test_a_new_shift_may_be_opened_in_the_night_and_is_the_one_that_counts(
    desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock
) -> None:
    clock.move(17 * HOUR)  # 01:00
    assert current_shift(desk, operator) == shift
    second = open_shift(desk, operator, 0)
    assert current_shift(desk, operator) == second
    assert second.business_date == TODAY + timedelta(days=1)


def test_a_clock_that_went_back_asks_for_the_manager(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, clock: SetClock
) -> None:
    clock.move(-3 * DAY)
    for door in (lambda: begin_visit(desk, operator), lambda: open_shift(desk, operator, 0)):
        with pytest.raises(Refused) as error:
            door()
        assert error.value.code == "clock_went_back"
    accept_clock(desk, operator, Approval(manager, "system_fault"))
    assert [(f.subject, f.approved_by) for f in facts(desk, OverrideApproved)] == [("clock", manager.operator_id.bytes)]
    assert open_shift(desk, operator, 0).business_date == TODAY - timedelta(days=3)
    sold(desk, operator)
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


def test_a_clock_that_ran_years_ahead_does_not_shut_the_desk_when_it_is_put_right(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, clock: SetClock
) -> None:
    clock.move(3 * 365 * DAY)
    ahead = open_shift(desk, operator, 0)
    sold(desk, operator)
    clock.move(-3 * 365 * DAY)
    accept_clock(desk, operator, Approval(manager, "system_fault"))
    assert current_shift(desk, operator) is None
    today = open_shift(desk, operator, 0)
    assert (today.business_date, ahead.business_date.year) == (TODAY, 2029)
    assert sold(desk, operator).number[8:17] == "26-000001"
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


@pytest.mark.parametrize("year", [1970, 2000, 2024, 2100])
def test_a_clock_of_another_age_opens_no_shift(desk: OpenDesk, operator: SignedIn, clock: SetClock, year: int) -> None:
    clock.at = (date(year, 6, 1) - date(1970, 1, 1)).days * DAY
    with pytest.raises(Refused) as error:
        open_shift(desk, operator, 0)
    assert error.value.code == "clock_wrong"


def test_minutes_back_are_borne(desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock) -> None:
    clock.move(-4 * 60_000)
    sold(desk, operator)
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


def test_behind_a_locked_count_only_the_closing_is_left(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    assert not is_count_locked(desk, operator)
    lock_count(desk, operator, shift.id, {})
    assert is_count_locked(desk, operator)
    with pytest.raises(Refused, match="count_locked"):
        begin_visit(desk, operator)
    close_shift(desk, operator, shift.id, reason="taken out", approve_later=True)
    assert not is_count_locked(desk, operator)
    with pytest.raises(Refused, match="shift_not_open"):
        begin_visit(desk, operator)
