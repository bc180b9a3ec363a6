"""The manager's day: every sum of the page is the fold over the same transactions, and every number leads to them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.cash import break_down
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.charges import VatMode
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.day import DayView, DrawerState, Period, PeriodKind
from sanad_desk.domain.errors import AuthError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift, muscat_time
from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import Tender, TenderInput, TransactionKind
from sanad_desk.reports.report import words_in
from sanad_desk.usecases.close_day import close_day, reopen_day
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.day_report import day_report
from sanad_desk.usecases.day_view import day_view
from sanad_desk.usecases.look_at_shift import look_at_shift
from sanad_desk.usecases.open_account import open_account
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.pay_account import receive_deposit, receive_on_account
from sanad_desk.usecases.set_centre import set_centre
from sanad_desk.usecases.set_customer import set_customer
from sanad_desk.usecases.simulate import simulate
from sanad_desk.usecases.take_payment import take_payment
from sanad_desk.wire.entries import Entry, TenderCorrected, TransactionCompleted, read_entry
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.postings import settled_of
from tests.conftest import MORNING, TODAY
from tests.usecases.played import CONTRACT, ID_CARD, ready_visit, sold

HOUR = 3_600_000
DAY = Period.around(PeriodKind.DAY, TODAY)
WEEK = Period.around(PeriodKind.WEEK, TODAY)
MONTH = Period.around(PeriodKind.MONTH, TODAY)

Transaction = tuple[Entry, TransactionCompleted]


@pytest.fixture(scope="module")
def odd_days(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Days with reversals, corrections, accounts, handovers and wrong clocks; nothing more is written."""
    clock = SetClock(MORNING)
    desk = open_desk(Path(shutil.copytree(demo_store, tmp_path_factory.mktemp("days") / "store")), clock=clock)
    list(simulate(desk, clock, first_day=TODAY, days=6, per_day=25, seed=5, odd=True))
    yield desk
    desk.close()


def _facts(desk: OpenDesk, period: Period) -> Iterator[tuple[Entry, Fact]]:
    with desk.store.reading() as connection:
        raws = list(connection.exec_driver_sql("SELECT entry FROM journal ORDER BY seq").scalars())
    for entry in map(read_entry, raws):
        if date.fromisoformat(entry.business_date) in period:
            yield entry, entry.read()


def _transactions(desk: OpenDesk, period: Period) -> list[Transaction]:
    return [(entry, fact) for entry, fact in _facts(desk, period) if isinstance(fact, TransactionCompleted)]


def _totals(desk: OpenDesk, period: Period) -> Totals:
    totals = Totals()
    for _, fact in _facts(desk, period):
        if isinstance(fact, TransactionCompleted):
            totals = totals.plus(settled_of(fact))
        if isinstance(fact, TenderCorrected):
            totals = totals.corrected(fact.wrong, fact.right, fact.amount)
    return totals.without_zeros()


@pytest.mark.parametrize("period", [DAY, DAY.next(), WEEK, WEEK.next(), MONTH], ids=str)
def test_every_sum_is_the_fold_over_its_transactions(odd_days: OpenDesk, period: Period, manager: SignedIn) -> None:
    view, totals = day_view(odd_days, manager, period), _totals(odd_days, period)
    assert view.totals == totals
    assert view.before == _totals(odd_days, period.same_before())
    sales = [fact for _, fact in _transactions(odd_days, period) if fact.kind == TransactionKind.SALE]
    assert view.sales == len(sales)
    for rows in (view.slots, view.operators):
        assert sum(row.total for row in rows) == totals.government + totals.centre + totals.vat
    money = sum(totals.tenders.get(tender, 0) for tender in ("cash", "card", "transfer"))
    assert sum(drawer.collected for drawer in view.drawers) == view.collected == money
    assert sum(slot.complete + slot.follow_up for slot in view.slots) == view.sales
    assert {row.key: row.total for row in view.tenders if row.total} == totals.tenders
    assert {row.key: row.government for row in view.entities if row.government} == totals.entities
    for rows in (view.entities, view.services):
        assert sum(row.government for row in rows) == totals.government
        assert sum(row.centre for row in rows) == totals.centre
        assert sum(row.vat for row in rows) == totals.vat
    here = _transactions(odd_days, period)
    assert (view.not_on_server.count, view.not_on_server.total) == (len(here), totals.total)


def test_rows_count_a_sale_once(odd_days: OpenDesk, manager: SignedIn) -> None:
    view = day_view(odd_days, manager, WEEK)
    assert view.totals.reversals > 0
    sales = [(entry, fact) for entry, fact in _transactions(odd_days, WEEK) if fact.kind == TransactionKind.SALE]
    for row in view.services:
        assert row.count == sum(any(c.service_code == row.key for c in fact.cases) for _, fact in sales)
    for slot in view.slots:
        facts = [fact for entry, fact in sales if entry.business_date == slot.key]
        waiting = sum(any(c.portal_outcome != "done" for c in fact.cases) for fact in facts)
        assert (slot.complete, slot.follow_up) == (len(facts) - waiting, waiting)
    assert [slot.key for slot in view.slots] == [day.isoformat() for day in WEEK.days()]
    seconds = sum(row.seconds for _, fact in sales for case in fact.cases for row in case.rows)
    assert view.seconds_average == round(seconds / len(sales))


def test_a_sale_counts_with_each_of_its_tenders(desk: OpenDesk, clock: SetClock, manager: SignedIn) -> None:
    list(simulate(desk, clock, first_day=TODAY, days=1, per_day=30, seed=5))
    sales = _transactions(desk, DAY)
    tenders = {row.key: row.count for row in day_view(desk, manager, DAY).tenders}
    paid = [{payment.tender for payment in fact.payments} for _, fact in sales]
    assert tenders == {tender: sum(tender in ways for ways in paid) for tender in tenders}
    assert sum(tenders.values()) > len([ways for ways in paid if ways])


def test_hours_are_those_of_muscat_without_a_gap(desk: OpenDesk, clock: SetClock, manager: SignedIn) -> None:
    list(simulate(desk, clock, first_day=TODAY, days=1, per_day=30, seed=5))
    slots = day_view(desk, manager, DAY).slots
    hours = [f"{muscat_time(entry.at).hour:02d}" for entry, _ in _transactions(desk, DAY)]
    assert [slot.key for slot in slots] == [f"{hour:02d}" for hour in range(int(hours[0]), int(hours[-1]) + 1)]
    assert [slot.complete + slot.follow_up for slot in slots] == [hours.count(slot.key) for slot in slots]


def test_the_night_follows_the_evening(desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn) -> None:
    clock.at = MORNING + 15 * HOUR + HOUR // 2  # 23:30
    open_shift(desk, operator, 0)
    sold(desk, operator)
    clock.move(2 * HOUR)
    sold(desk, operator)
    view = day_view(desk, manager, DAY)
    assert [(slot.key, slot.complete) for slot in view.slots] == [("23", 1), ("00", 0), ("01", 1)]
    assert day_view(desk, manager, DAY.next()).slots == ()


def test_only_a_manager_looks(desk: OpenDesk, operator: SignedIn) -> None:
    with pytest.raises(AuthError, match="manager_needed"):
        day_view(desk, operator, DAY)


def test_nothing_happened(desk: OpenDesk, manager: SignedIn) -> None:
    view = day_view(desk, manager, DAY)
    assert (view.totals, view.drawers, view.open_days, view.seconds_average) == (Totals(), (), (), None)
    assert not view.can_be_closed


def _close(desk: OpenDesk, who: SignedIn, shift: Shift, short: int = 0, *, later: bool = False) -> None:
    manager_sees = look_at_shift(desk, who, shift.id)
    assert manager_sees is not None
    with desk.store.reading() as connection:
        query = "SELECT amount FROM balance WHERE account = 'drawer' AND detail = ?"
        expected = connection.exec_driver_sql(query, (shift.id.hex,)).scalar() or 0
    lock_count(desk, who, shift.id, break_down(expected - short)[0])
    close_shift(desk, who, shift.id, reason="wrong change" if short else "", approve_later=later)


def _states(view: DayView) -> list[tuple[DrawerState, int | None]]:
    return [(drawer.state, drawer.variance) for drawer in view.drawers]


def test_drawers_from_open_to_closed(
    desk: OpenDesk, shift: Shift, operator: SignedIn, colleague: SignedIn, manager: SignedIn
) -> None:
    sale = sold(desk, operator)
    view = day_view(desk, manager, DAY)
    drawer = view.drawers[0]
    assert _states(view) == [(DrawerState.OPEN, None)]
    assert (drawer.count, drawer.collected, drawer.expected) == (1, sale.total, 20_000 + sale.total)
    assert view.expected_cash == 20_000 + sale.total

    _close(desk, operator, shift, 2_000, later=True)
    other = open_shift(desk, colleague, 5_000)
    view = day_view(desk, manager, DAY)
    assert _states(view) == [(DrawerState.OPEN, None), (DrawerState.WAITS, -2_000)]
    assert view.drawers[1].reason == "wrong change"
    assert view.expected_cash == 5_000
    assert not view.can_be_closed

    lock_count(desk, colleague, other.id, break_down(5_000)[0])
    assert day_view(desk, manager, DAY).drawers[0].state is DrawerState.COUNTED
    close_shift(desk, colleague, other.id)
    view = day_view(desk, manager, DAY)
    assert view.drawers[1].state is DrawerState.AGREES
    assert view.expected_cash == 0


def test_a_day_is_closed_and_opened_again(
    desk: OpenDesk, shift: Shift, operator: SignedIn, manager: SignedIn, clock: SetClock
) -> None:
    _close(desk, operator, shift)
    view = day_view(desk, manager, DAY)
    assert (view.can_be_closed, view.open_days) == (True, (TODAY,))
    close_day(desk, manager, TODAY)
    view = day_view(desk, manager, DAY)
    assert view.closed is not None
    assert (view.closed.at, view.closed.by, view.open_days) == (clock.now(), manager.name, ())
    assert day_view(desk, manager, WEEK).closed is None
    reopen_day(desk, manager, TODAY, "a shift was forgotten")
    assert day_view(desk, manager, DAY).closed is None


def test_what_was_left_behind_is_told_on_later_days(
    desk: OpenDesk, shift: Shift, operator: SignedIn, colleague: SignedIn, manager: SignedIn, clock: SetClock
) -> None:
    sold(desk, operator)
    other = open_shift(desk, colleague, 5_000)
    _close(desk, colleague, other, 2_000, later=True)
    clock.move(24 * HOUR)
    view = day_view(desk, manager, DAY.next())
    assert view.drawers == ()
    assert [(d.shift_id, d.state, d.count) for d in view.left_behind] == [
        (shift.id, DrawerState.OPEN, 1),
        (other.id, DrawerState.WAITS, 0),
    ]
    assert day_view(desk, manager, DAY).left_behind == ()


def test_the_week_before_is_the_comparison(
    desk: OpenDesk, shift: Shift, operator: SignedIn, manager: SignedIn, clock: SetClock
) -> None:
    sale = sold(desk, operator)
    clock.move(7 * 24 * HOUR)
    view = day_view(desk, manager, Period.around(PeriodKind.DAY, TODAY + timedelta(days=7)))
    assert (view.sales, view.sales_before, view.before.total) == (0, 1, sale.total)


def test_money_of_an_account_is_counted_once(
    desk: OpenDesk, shift: Shift, operator: SignedIn, manager: SignedIn
) -> None:
    """A sale on account, its payment, and a deposit that pays for a second sale."""
    visits = [ready_visit(desk, operator) for _ in range(2)]
    customer, fee = visits[0].visit.customer_id, visits[0].bill.total
    assert customer is not None
    for visit in visits:
        set_customer(desk, operator, visit.visit.id, customer)
    open_account(desk, manager, customer, fee)
    take_payment(desk, operator, visits[0].visit.id, [TenderInput(Tender.ON_ACCOUNT, fee)], fee)
    receive_on_account(desk, operator, customer, fee, [TenderInput(Tender.CASH, fee)])
    receive_deposit(desk, operator, customer, fee, [TenderInput(Tender.TRANSFER, fee, "T-1")])
    take_payment(desk, operator, visits[1].visit.id, [TenderInput(Tender.DEPOSIT, fee)], fee)
    view = day_view(desk, manager, DAY)
    assert (view.sales, view.collected, view.drawers[0].count, view.drawers[0].collected) == (2, 2 * fee, 2, 2 * fee)
    assert [(slot.complete, slot.total) for slot in view.slots] == [(2, 2 * fee)]
    assert [(row.count, row.total) for row in (*view.operators, *view.services)] == [(2, 2 * fee)] * 2
    rows = [(words_in(what, "en"), amount) for what, amount in day_report(desk, manager, DAY).tables[0].rows]
    assert ("Total", 2 * fee) in rows
    assert ("Collected", 2 * fee) in rows


def test_unknown_codes_stand_for_themselves(
    desk: OpenDesk, shift: Shift, operator: SignedIn, manager: SignedIn
) -> None:
    sold(desk, operator, CONTRACT, ID_CARD)
    known = desk.catalogue
    services = {code: service for code, service in known.services.items() if code != CONTRACT}
    entities = {code: entity for code, entity in known.entities.items() if code != "mol"}
    desk.loaded = replace(desk.loaded, catalogue=replace(known, services=services, entities=entities))
    view = day_view(desk, manager, DAY)
    assert {row.key: row.name for row in view.services}[CONTRACT] == Words(CONTRACT, CONTRACT)
    assert {row.key: row.name for row in view.entities}["mol"] == Words("mol", "mol")


def test_vat_counts_to_the_entity_of_its_case(
    desk: OpenDesk, shift: Shift, operator: SignedIn, manager: SignedIn
) -> None:
    assert not day_view(desk, manager, DAY).has_vat
    centre, _, _ = desk.identity()
    taxed = set_centre(desk, manager, replace(centre, vat_mode=VatMode.INCLUSIVE, vatin="OM1100000001"))
    sold(desk, operator, CONTRACT, ID_CARD)
    set_centre(desk, manager, replace(taxed, vat_mode=VatMode.OFF))
    view = day_view(desk, manager, DAY)
    assert view.has_vat
    assert view.totals.vat > 0
    assert {row.key for row in view.entities} == {"mol", "rop"}
    assert sum(row.vat for row in view.entities) == sum(row.vat for row in view.services) == view.totals.vat
