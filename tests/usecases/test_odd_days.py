"""Odd days, played through the same doors as the screens: every book agrees with every other, to the baisa."""

from __future__ import annotations

import os
from collections import Counter as Tally
from datetime import date

import pytest

from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.totals import Totals, fold
from sanad_desk.reports.sums import Sums, sums_of
from sanad_desk.store.verify import verify
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.simulate import simulate
from sanad_desk.wire.entries import CashMoved, DayClosed, ShiftClosed, TenderCorrected, TransactionCompleted, read_entry
from sanad_desk.wire.manifest import Manifest, manifest_of, totals_of
from sanad_desk.wire.postings import settled_of
from tests.conftest import TODAY

FULL = os.environ.get("SANAD_FAULT_DOSE") == "full"
SEEDS = range(200) if FULL else (1, 2, 8)
DAYS, PER_DAY = (10, 25) if FULL else (6, 14)


@pytest.fixture(params=SEEDS)
def odd_desk(request: pytest.FixtureRequest, desk: OpenDesk, clock: SetClock) -> OpenDesk:
    list(simulate(desk, clock, first_day=TODAY, days=DAYS, per_day=PER_DAY, seed=request.param, odd=True))
    return desk


def _entries(desk: OpenDesk) -> list[tuple[date, bytes | None, object]]:
    with desk.store.reading() as connection:
        raws = connection.exec_driver_sql("SELECT entry FROM journal ORDER BY seq").scalars().all()
    read = [read_entry(raw) for raw in raws]
    return [(date.fromisoformat(entry.business_date), entry.shift_id, entry.read()) for entry in read]


def test_fold_report_manifest_and_ledger_are_one(odd_desk: OpenDesk) -> None:
    """Each closing is compared with a fold over the transactions of its shift or day, and whole with sums by SQL."""
    entries = _entries(odd_desk)
    closings = [fact for _, _, fact in entries if isinstance(fact, ShiftClosed)]
    assert closings
    with odd_desk.store.reading() as connection:
        assert verify(connection).faults == []
        for fact in closings:
            folded = _folded([one for _, shift, one in entries if shift == fact.shift_id])
            assert totals_of(fact.manifest) == folded
            assert _manifest(sums_of(connection, shift_id=fact.shift_id), fact.manifest) == fact.manifest
            assert sum(amount for _, amount in fact.manifest.buckets) == 0
        for day in {day for day, _, fact in entries if isinstance(fact, TransactionCompleted)}:
            folded = _folded([one for that, _, one in entries if that == day])
            assert sums_of(connection, business_date=day.isoformat()).totals == folded
        for day_closed in (fact for _, _, fact in entries if isinstance(fact, DayClosed)):
            sums = sums_of(connection, business_date=day_closed.closed_date)
            assert _manifest(sums, day_closed.manifest) == day_closed.manifest
        assert connection.exec_driver_sql("SELECT sum(amount) FROM balance").scalar() == 0
        kept = "SELECT account, detail, sum(amount) FROM posting GROUP BY account, detail ORDER BY account, detail"
        assert (
            connection.exec_driver_sql(kept).all()
            == connection.exec_driver_sql("SELECT account, detail, amount FROM balance ORDER BY account, detail").all()
        )


def _manifest(sums: Sums, signed: Manifest) -> Manifest:
    """What a closing would say now, at the place in the chain where it was signed."""
    numbers = (sums.first_number, sums.last_number)
    return manifest_of(sums.totals, numbers, sums.movements, sums.buckets, signed.chain_head)


def _folded(facts: list[object]) -> Totals:
    totals = fold(settled_of(fact) for fact in facts if isinstance(fact, TransactionCompleted))
    for fact in facts:
        if isinstance(fact, TenderCorrected):
            totals = totals.corrected(fact.wrong, fact.right, fact.amount)
    return totals.without_zeros()


def test_the_drawer_of_a_shift_is_what_people_would_count(odd_desk: OpenDesk) -> None:
    """Float and cash in, change and cash out: added up from the journal alone, without the ledger."""
    entries = _entries(odd_desk)
    for _, _, closing in entries:
        if isinstance(closing, ShiftClosed):
            of_shift = [fact for _, shift, fact in entries if shift == closing.shift_id]
            assert sum(map(_cash, of_shift)) == closing.expected


def _cash(fact: object) -> int:
    if isinstance(fact, TransactionCompleted):
        return sum(payment.received - payment.change for payment in fact.payments if payment.tender == "cash")
    if isinstance(fact, CashMoved):
        return {"cash_in": fact.amount}.get(fact.move, -fact.amount if fact.source == "drawer" else 0)
    if isinstance(fact, TenderCorrected):
        return fact.amount * ((fact.right == "cash") - (fact.wrong == "cash"))
    return int(getattr(fact, "opening_float", 0))


def test_all_that_is_odd_happens(desk: OpenDesk, clock: SetClock) -> None:
    """A simulation that never reverses or hands over would prove nothing of it."""
    list(simulate(desk, clock, first_day=TODAY, days=25, per_day=12, seed=8, odd=True))
    with desk.store.reading() as connection:
        kinds = Tally(connection.exec_driver_sql("SELECT kind FROM journal").scalars())
        kinds.update(connection.exec_driver_sql("SELECT kind FROM transactions").scalars())
        handed = connection.exec_driver_sql("SELECT count(*) FROM shift WHERE handed_from IS NOT NULL").scalar_one()
        off = connection.exec_driver_sql("SELECT count(*) FROM shift_closing WHERE counted != expected").scalar_one()
    wanted = "void refund deposit account_payment deposit_return cash_moved portal_payment_recorded tender_corrected"
    missing = [kind for kind in (*wanted.split(), "variance_approved", "day_closed") if not kinds[kind]]
    assert (missing, bool(handed), bool(off)) == ([], True, True), kinds
