"""Every number of the manager's day leads to the receipts that add up to it."""

from __future__ import annotations

import pytest

from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.day import By, Period, PeriodKind
from sanad_desk.domain.errors import AuthError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.approve import Approval, approve
from sanad_desk.usecases.day_receipts import day_receipts
from sanad_desk.usecases.day_view import day_view
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from tests.conftest import TODAY
from tests.usecases.played import CONTRACT, ID_CARD, PASSPORT, sold

HOUR = 3_600_000
DAY = Period.around(PeriodKind.DAY, TODAY)
WEEK = Period.around(PeriodKind.WEEK, TODAY)


@pytest.fixture
def approval(desk: OpenDesk, manager: SignedIn) -> Approval:
    return approve(desk, manager.operator_id, MANAGER_PIN, "goodwill")


@pytest.fixture
def busy(
    desk: OpenDesk, shift: Shift, operator: SignedIn, colleague: SignedIn, clock: SetClock, approval: Approval
) -> OpenDesk:
    """Two operators, several hours and days, one sale taken back in part and one whole."""
    first = sold(desk, operator, CONTRACT, ID_CARD)
    clock.move(HOUR)
    sold(desk, operator, PASSPORT)
    open_shift(desk, colleague, 50_000)
    second = sold(desk, colleague)
    clock.move(2 * HOUR)
    reverse_transaction(desk, operator, first.number, [0], [TenderInput(Tender.CASH, 3_000)], "changed_mind", approval)
    whole = [TenderInput(Tender.CASH, second.total)]
    reverse_transaction(desk, colleague, second.number, None, whole, "entered_twice", approval)
    clock.move(24 * HOUR)
    open_shift(desk, operator, 20_000)
    sold(desk, operator)
    return desk


@pytest.mark.parametrize("period", [DAY, WEEK], ids=["day", "week"])
def test_receipts_add_up_to_their_number(busy: OpenDesk, manager: SignedIn, period: Period) -> None:
    view = day_view(busy, manager, period)
    everything = day_receipts(busy, manager, period, By.ALL)
    assert sum(receipt.total for receipt in everything) == view.totals.total
    assert len(everything) == view.totals.count + view.totals.reversals
    assert [r.number for r in everything] == sorted((r.number for r in everything), reverse=True)
    for slot in view.slots:
        assert sum(r.total for r in day_receipts(busy, manager, period, By.SLOT, slot.key)) == slot.total
    for operator in view.operators:
        assert sum(r.total for r in day_receipts(busy, manager, period, By.OPERATOR, operator.key)) == operator.total
    for drawer in view.drawers:
        shown = day_receipts(busy, manager, period, By.SHIFT, drawer.shift_id.hex)
        assert sum(receipt.total for receipt in shown) == drawer.collected
    for by, rows in ((By.ENTITY, view.entities), (By.SERVICE, view.services), (By.TENDER, view.tenders)):
        for row in rows:
            sales = [r for r in day_receipts(busy, manager, period, by, row.key) if r.total > 0]
            assert len(sales) == row.count, row.key


def test_reversals_take_away_and_are_no_sales(busy: OpenDesk, manager: SignedIn) -> None:
    view = day_view(busy, manager, DAY)
    assert (view.totals.count, view.totals.reversals) == (3, 2)
    taken_back = day_receipts(busy, manager, DAY, By.REVERSALS)
    assert view.refunded == -sum(receipt.total for receipt in taken_back) > 0
    assert view.totals.total == sum(row.total for row in view.entities) == sum(slot.total for slot in view.slots)
    contract = next(row for row in view.services if row.key == CONTRACT)
    assert (contract.count, contract.centre) == (2, sum(r.centre for r in view.entities if r.key == "mol"))


def test_money_behind_a_figure(busy: OpenDesk, manager: SignedIn) -> None:
    everything = day_receipts(busy, manager, WEEK, By.ALL)
    assert len(day_receipts(busy, manager, WEEK, By.CENTRE)) == len(everything)
    assert day_receipts(busy, manager, WEEK, By.VAT) == []
    assert 0 < len(day_receipts(busy, manager, WEEK, By.GOVERNMENT)) < len(everything)
    assert day_receipts(busy, manager, WEEK, By.NOT_ON_SERVER) == everything


def test_a_shift_is_found_from_another_day(busy: OpenDesk, manager: SignedIn, shift: Shift) -> None:
    today = day_receipts(busy, manager, DAY, By.SHIFT, shift.id.hex)
    assert day_receipts(busy, manager, DAY.next(), By.SHIFT, shift.id.hex) == today != []


def test_only_a_manager_looks(desk: OpenDesk, operator: SignedIn) -> None:
    with pytest.raises(AuthError, match="manager_needed"):
        day_receipts(desk, operator, DAY, By.ALL)
