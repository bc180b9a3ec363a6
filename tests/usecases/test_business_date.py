"""The day that money counts to: over midnight, under a clock that is a day off either way, in any zone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from sanad_desk.domain.cash import break_down
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.day import Period, PeriodKind
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store.verify import verify
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.close_day import close_day
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.day_view import day_view
from sanad_desk.usecases.look_at_shift import look_at_shift, waiting_shifts
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import accept_clock, open_shift
from sanad_desk.usecases.z_report import z_report
from tests.conftest import TODAY
from tests.usecases.counter import Counter

HOUR = 3_600_000
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def counter(desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn) -> Counter:
    return Counter(desk, clock, operator, manager)


def _close(counter: Counter, place: int = 0) -> date:
    """The oldest shift that waits, counted as expected; gives back its business date."""
    view = waiting_shifts(counter.desk, counter.manager)[place]
    pieces, rest = break_down(view.expected or 0)
    assert rest == 0
    lock_count(counter.desk, counter.clerk, view.shift.id, pieces)
    close_shift(counter.desk, counter.clerk, view.shift.id)
    return view.shift.business_date


def _count(counter: Counter, day: date) -> int:
    return day_view(counter.desk, counter.manager, Period.around(PeriodKind.DAY, day)).sales


def _is_true(counter: Counter) -> bool:
    with counter.desk.store.reading() as connection:
        return not verify(connection).faults


def test_an_evening_that_ends_after_midnight_is_one_day(counter: Counter) -> None:
    counter.clock.move(15 * HOUR)  # 23:00
    counter.sell()
    counter.clock.move(2 * HOUR)
    counter.sell()
    assert _close(counter) == TODAY
    close_day(counter.desk, counter.manager, TODAY)
    assert (_count(counter, TODAY), _count(counter, TOMORROW)) == (2, 0)
    counter.clock.move(8 * HOUR)
    counter.sell()
    assert (_count(counter, TODAY), _count(counter, TOMORROW)) == (2, 1)
    assert _is_true(counter)


def test_a_shift_forgotten_overnight_closes_with_its_own_date(counter: Counter) -> None:
    counter.sell()
    counter.clock.move(24 * HOUR)
    assert look_at_shift(counter.desk, counter.clerk) is None
    open_shift(counter.desk, counter.clerk, 10_000)
    with pytest.raises(Refused, match="day_shifts_open"):
        close_day(counter.desk, counter.manager, TODAY)
    forgotten = waiting_shifts(counter.desk, counter.clerk)[0].shift
    assert _close(counter) == TODAY
    assert TODAY.isoformat() in str(z_report(counter.desk, counter.clerk, forgotten.id).facts)
    close_day(counter.desk, counter.manager, TODAY)
    assert [view.shift.business_date for view in waiting_shifts(counter.desk, counter.clerk)] == [TOMORROW]
    assert _is_true(counter)


def test_a_clock_a_day_ahead_leaves_what_it_dated_and_goes_on_rightly(counter: Counter) -> None:
    counter.clock.move(24 * HOUR)
    counter.sell()
    counter.clock.move(-24 * HOUR)
    with pytest.raises(Refused, match="clock_went_back"):
        counter.sell()
    accept_clock(counter.desk, counter.clerk, Approval(counter.manager, "system_fault"))
    counter.sell()
    dates = [view.shift.business_date for view in waiting_shifts(counter.desk, counter.clerk)]
    assert dates == [TOMORROW, TODAY]
    assert (_close(counter), _close(counter)) == (TOMORROW, TODAY)
    assert (_count(counter, TODAY), _count(counter, TOMORROW)) == (1, 1)
    with pytest.raises(Refused, match="day_to_come"):
        close_day(counter.desk, counter.manager, TOMORROW)
    close_day(counter.desk, counter.manager, TODAY)
    assert _is_true(counter)


def test_a_clock_a_day_behind_asks_before_it_dates_anything(counter: Counter) -> None:
    counter.sell()
    counter.clock.move(-24 * HOUR)
    running = waiting_shifts(counter.desk, counter.manager)[0].shift
    with pytest.raises(Refused, match="clock_went_back"):
        lock_count(counter.desk, counter.clerk, running.id, {})
    counter.clock.move(24 * HOUR)
    assert _close(counter) == TODAY
    assert _is_true(counter)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_the_zone_of_the_machine_changes_nothing(tmp_path: Path, zone: str) -> None:
    """Days, hours and closings of the same odd days are those of a machine in Muscat."""
    told = []
    for name, place in (("here", "Asia/Muscat"), ("there", zone)):
        store = tmp_path / name
        surroundings = os.environ | {"TZ": place}
        play = ["simulate", "--store", str(store), "--days", "2", "--per-day", "6", "--seed", "8", "--odd"]
        _ctl(play, surroundings)
        shown = _ctl(
            ["report", "week", "--store", str(store), "--date", "2026-01-05", "--format", "json"], surroundings
        )
        told.append(_sums(shown))
    assert told[0] == told[1]


def _ctl(arguments: list[str], surroundings: dict[str, str]) -> dict[str, object]:
    command = [sys.executable, "-m", "sanad_desk.ctl.main", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=True)
    shown: dict[str, object] = json.loads(done.stdout)
    return shown


def _sums(shown: dict[str, object]) -> object:
    """The report without the instant at which it was made."""
    return {key: value for key, value in shown.items() if key in ("facts", "tables")}
