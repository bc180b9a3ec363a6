"""Totals: the sums read by SQL are the fold over the facts, for any sales whatever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.ledger import DRAWER
from sanad_desk.domain.totals import fold
from sanad_desk.domain.transaction import Tender
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.simulate import simulate
from sanad_desk.usecases.totals import day_totals
from sanad_desk.wire.entries import TransactionCompleted, read_entry
from sanad_desk.wire.postings import settled_of
from tests.conftest import TODAY
from tests.usecases.played import shift_sums


def _sales(desk: OpenDesk, field: str) -> dict[object, list[TransactionCompleted]]:
    """The stored facts by business date or by shift."""
    found: dict[object, list[TransactionCompleted]] = {}
    with desk.store.reading() as connection:
        for raw in connection.exec_driver_sql("SELECT entry FROM journal ORDER BY seq").scalars():
            entry = read_entry(raw)
            if isinstance(fact := entry.read(), TransactionCompleted):
                found.setdefault(getattr(entry, field), []).append(fact)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sums_of_a_day_and_of_a_shift_are_the_fold(desk: OpenDesk, clock: SetClock, seed: int) -> None:
    list(simulate(desk, clock, first_day=TODAY, days=2, per_day=25, seed=seed))
    by_day, by_shift = _sales(desk, "business_date"), _sales(desk, "shift_id")
    assert set(by_day) == {str(TODAY), str(TODAY + timedelta(days=1))}
    everything = [fact for facts in by_day.values() for fact in facts]
    for facts, sums in (
        *((facts, day_totals(desk, str(day))) for day, facts in by_day.items()),
        *((facts, shift_sums(desk, bytes(shift))) for shift, facts in by_shift.items()),  # type: ignore[call-overload]
        (everything, day_totals(desk)),
    ):
        assert sums.totals == fold(map(settled_of, facts))
        assert (sums.first_number, sums.last_number) == (facts[0].number, facts[-1].number)
        shifts = len(by_shift) if facts is everything else 1
        cash = sum(p.amount for fact in facts for p in settled_of(fact).payments if p.tender == Tender.CASH)
        assert sums.drawer == cash + shifts * 50_000


def test_a_day_without_sales_is_nothing(desk: OpenDesk) -> None:
    sums = day_totals(desk, "2026-01-01")
    assert (sums.totals, sums.first_number, sums.last_number, sums.drawer) == (fold([]), "", "", 0)


def test_the_drawer_of_the_report_is_that_of_the_ledger(desk: OpenDesk, clock: SetClock) -> None:
    list(simulate(desk, clock, first_day=TODAY, days=1, per_day=20, seed=9))
    with desk.store.reading() as connection:
        query = "SELECT sum(amount) FROM posting WHERE account = ?"
        assert day_totals(desk).drawer == connection.exec_driver_sql(query, (DRAWER,)).scalar()
        assert connection.exec_driver_sql("SELECT sum(amount) FROM posting").scalar() == 0
