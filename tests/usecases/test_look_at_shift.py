"""What is told of a shift: to the operator nothing that gives the cash away, to a manager all of it."""

from __future__ import annotations

import pytest

from sanad_desk.domain.cash import break_down
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.look_at_shift import ShiftView, look_at_shift
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from tests.usecases.counter import FLOAT, Counter, a_customer


@pytest.fixture
def counter(desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn) -> Counter:
    return Counter(desk, clock, operator, manager)


def _seen(counter: Counter, *, by_manager: bool = False) -> ShiftView:
    view = look_at_shift(counter.desk, counter.clerk)
    assert view is not None
    if by_manager:
        view = look_at_shift(counter.desk, counter.manager, view.shift.id)
        assert view is not None
    return view


def test_no_sum_tells_the_operator_his_cash(counter: Counter) -> None:
    counter.sell(tender=Tender.CARD)
    cash = counter.sell(customer=a_customer(2))
    view = _seen(counter)
    assert (view.expected, view.totals.count, view.totals.tenders) == (None, 2, {"card": 23_000})
    assert (view.totals.total, view.cash_receipts) == (0, 1)
    assert _seen(counter, by_manager=True).expected == FLOAT + cash.total


def test_a_manager_counts_his_own_drawer_as_blindly(counter: Counter) -> None:
    counter.sell(who=counter.manager)
    view = look_at_shift(counter.desk, counter.manager)
    assert view is not None
    assert (view.expected, view.totals.total) == (None, 0)


def test_the_lock_tells_everything(counter: Counter) -> None:
    sale = counter.sell()
    shift = _seen(counter).shift
    pieces, _ = break_down(FLOAT)
    counted = lock_count(counter.desk, counter.clerk, shift.id, pieces)
    assert (counted.expected, counted.variance) == (FLOAT + sale.total, -sale.total)
    view = look_at_shift(counter.desk, counter.clerk, shift.id)
    assert view is not None
    assert (view.expected, view.totals.total, view.pieces) == (FLOAT + sale.total, sale.total, pieces)


def test_cash_that_was_handed_back_is_told_with_its_receipt(counter: Counter) -> None:
    open_shift(counter.desk, counter.clerk, FLOAT)
    sale = counter.sell()
    approval = Approval(counter.manager, "goodwill")
    cash = [TenderInput(Tender.CASH, sale.total)]
    reverse_transaction(counter.desk, counter.clerk, sale.number, None, cash, "wrong_service", approval)
    view = _seen(counter, by_manager=True)
    assert [(part.original_number, part.cash) for part in view.handed_back] == [(sale.number, sale.total)]
    assert (view.expected, view.totals.reversals, view.totals.total) == (FLOAT, 1, 0)
