"""An operator's own statistics: his work alone, measured by nobody's but his own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sanad_desk.domain.cash import break_down
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.usecases.begin_visit import hold_visit
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.own_statistics import OwnDay, OwnVariance, own_statistics
from sanad_desk.usecases.simulate import simulate
from tests.conftest import TODAY
from tests.usecases.played import CONTRACT, ID_CARD, ready_visit, sold

DAY_MS = 24 * 3_600_000
FIELDS_WITH_MONEY = {"variances"}  # of closed shifts; a total would tell what a drawer holds before it is counted


def test_only_ones_own_work_counts(
    desk: OpenDesk, shift: Shift, operator: SignedIn, colleague: SignedIn, clock: SetClock
) -> None:
    sold(desk, operator, CONTRACT, ID_CARD)
    sold(desk, operator)
    open_shift(desk, colleague, 5_000)
    sold(desk, colleague)
    mine, theirs = own_statistics(desk, operator, TODAY), own_statistics(desk, colleague, TODAY)
    assert (mine.sales, theirs.sales) == (2, 1)
    assert [(service.code, service.count) for service in mine.services] == [(CONTRACT, 2), (ID_CARD, 1)]
    assert mine.services[0].name == desk.catalogue.service(CONTRACT).name


def test_no_sum_tells_what_the_drawer_holds(desk: OpenDesk, shift: Shift, operator: SignedIn) -> None:
    sale = sold(desk, operator)
    day = own_statistics(desk, operator, TODAY)
    told = {name: getattr(day, name) for name in OwnDay.__dataclass_fields__ if name not in FIELDS_WITH_MONEY}
    assert str(sale.total) not in str(told)


@pytest.mark.parametrize("n", [1, 3])
def test_visits_on_hold_wait(desk: OpenDesk, shift: Shift, operator: SignedIn, colleague: SignedIn, n: int) -> None:
    for _ in range(n):
        hold_visit(desk, operator, ready_visit(desk, operator).visit.id)
    ready_visit(desk, operator)
    assert own_statistics(desk, operator, TODAY).on_hold == n
    assert own_statistics(desk, colleague, TODAY).on_hold == 0


def test_what_is_usual_are_ones_own_days_with_work(desk: OpenDesk, clock: SetClock, operator: SignedIn) -> None:
    list(simulate(desk, clock, first_day=TODAY, days=2, per_day=6, seed=1))
    quiet = TODAY + timedelta(days=9)
    day = own_statistics(desk, operator, quiet)
    assert (day.sales, day.usual_sales, day.seconds_average) == (0, 6, None)
    assert day.usual_seconds is not None
    assert day.usual_seconds > 0
    assert len(day.days) == 29
    assert dict(day.days)[TODAY] == 6
    assert day.days[-1] == (quiet, 0)


def test_variances_of_closed_shifts_newest_first(
    desk: OpenDesk, shift: Shift, operator: SignedIn, clock: SetClock
) -> None:
    assert own_statistics(desk, operator, TODAY).variances == ()
    lock_count(desk, operator, shift.id, break_down(18_000)[0])
    close_shift(desk, operator, shift.id, reason="wrong change", approve_later=True)
    clock.move(DAY_MS)
    second = open_shift(desk, operator, 10_000)
    lock_count(desk, operator, second.id, break_down(10_000)[0])
    assert own_statistics(desk, operator, TODAY).variances == (OwnVariance(TODAY, -2_000, waits=True),)
    close_shift(desk, operator, second.id)
    tomorrow = TODAY + timedelta(days=1)
    assert own_statistics(desk, operator, tomorrow).variances == (
        OwnVariance(tomorrow, 0, waits=False),
        OwnVariance(TODAY, -2_000, waits=True),
    )
