"""FIGURES rows 9 and 10: the manager's page with a million transactions stored, and closing full shifts and days.

The yardstick of row 9 reads the very same page from the very same store, once its dates have no index any more.
Run with `python -m tests.bench.bench_day [--stored N]`.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.cash import break_down
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.day import By, Period, PeriodKind
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.reports.sums import balance_of
from sanad_desk.store.encrypted_file import connect
from sanad_desk.usecases.close_day import close_day
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.day_receipts import day_receipts
from sanad_desk.usecases.day_report import day_report
from sanad_desk.usecases.day_view import day_view
from sanad_desk.usecases.find_receipts import find_receipts
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import current_shift
from sanad_desk.usecases.own_statistics import own_statistics
from sanad_desk.usecases.set_customer import find_customers
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.z_report import z_report
from tests.bench.desks import fill, found
from tests.bench.long_years import fill_years
from tests.conftest import MORNING, TODAY

TARGET = 1 / 100
CLOSES_WITHIN_S = 2
TIMES = 15


def timed(work: Callable[[], object], times: int = 1) -> float:
    """The median, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def show(what: str, seconds: float, more: str = "") -> None:
    print(f"{what:<58} {seconds * 1e3:10.1f} ms   {more}", flush=True)


def signed_in(desk: OpenDesk, place: int) -> SignedIn:
    operator = list_operators(desk)[place]
    return SignedIn(operator.id, operator.name, operator.roles)


def the_page(folder: Path, stored: int) -> None:
    """Row 9, and what else the manager opens on the way."""
    desk, who = found(folder)
    fill_years(desk, who, stored)
    desk.close()
    desk = open_desk(folder, clock=SetClock(MORNING))
    manager = signed_in(desk, 0)
    day, month = (Period.around(kind, TODAY) for kind in (PeriodKind.DAY, PeriodKind.MONTH))
    ours = timed(lambda: day_view(desk, manager, day), TIMES)
    week = timed(lambda: day_view(desk, manager, Period.around(PeriodKind.WEEK, TODAY)), 3)
    month_taken = timed(lambda: day_view(desk, manager, month), 3)
    sales = day_view(desk, manager, month).sales
    show("   the week", week)
    show(f"   the month, {sales:,} transactions", month_taken)
    show("   the day's report", timed(lambda: day_report(desk, manager, day), 3))
    show("   the receipts behind the largest number", timed(lambda: day_receipts(desk, manager, month, By.ALL), 3))
    show("   an operator's own day", timed(lambda: own_statistics(desk, who, TODAY), 3))
    show("   a receipt found by a name", timed(lambda: find_receipts(desk, "زبون 41"), 3))
    show("   a customer found by part of a name, of 50,000", timed(lambda: find_customers(desk, "زبون 41"), 3))
    without_index(desk)
    yardstick = timed(lambda: day_view(desk, manager, day), 3)
    desk.close()
    show(f"9  the page of a day, {stored:,} stored, without index", yardstick)
    show("   the same as it is", ours, f"1/{yardstick / ours:,.0f} of 1/{1 / TARGET:.0f}")


def without_index(desk: OpenDesk) -> None:
    with contextlib.closing(connect(desk.store.path, desk.store.key)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'ix%business_date'"
        for (name,) in connection.execute(query).fetchall():
            connection.execute(f"DROP INDEX {name}")


def count_and_close(desk: OpenDesk, who: SignedIn, shift: Shift) -> None:
    with desk.store.reading() as connection:
        expected = balance_of(connection, "drawer", shift.id.hex)
    lock_count(desk, who, shift.id, break_down(expected)[0])
    close_shift(desk, who, shift.id)


def closing(folder: Path, receipts: int) -> None:
    """Row 10."""
    desk, who = found(folder)
    fill(desk, who, receipts)
    desk.close()
    desk = open_desk(folder, clock=SetClock(MORNING))
    manager, shift = signed_in(desk, 0), current_shift(desk, who)
    assert shift is not None
    limit = f"of {CLOSES_WITHIN_S} s"
    show(f"10 count and close a shift of {receipts:,}", timed(lambda: count_and_close(desk, who, shift)), limit)
    show("   its Z report", timed(lambda: z_report(desk, manager, shift.id)))
    show("   close the day", timed(lambda: close_day(desk, manager, TODAY)), limit)
    period = Period.around(PeriodKind.DAY, TODAY)
    show("   its page", timed(lambda: day_view(desk, manager, period), 3))
    show("   its report", timed(lambda: day_report(desk, manager, period)))
    desk.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        closing(Path(name, "shift"), 2_000)
        closing(Path(name, "day"), 10_000)
        the_page(Path(name, "years"), options.stored)


if __name__ == "__main__":
    main()
