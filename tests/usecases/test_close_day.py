"""A closed day stays as it was signed, and nobody accepts what is missing in his own count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.usecases.add_operator import add_operator
from sanad_desk.usecases.approve_variance import approve_variance
from sanad_desk.usecases.close_day import close_day, reopen_day
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import current_shift
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput, fees_to_pay, record_portal_payments
from tests.conftest import TODAY
from tests.usecases.counter import Counter
from tests.usecases.played import count

DAY_MS = 24 * 3_600_000


@pytest.fixture
def second(desk: OpenDesk, manager: SignedIn) -> SignedIn:
    """Another manager."""
    added = add_operator(desk, manager, Words("مدير تجريبي ثانٍ", ""), {Role.MANAGER}, "975310")
    return SignedIn(added.id, added.name, added.roles)


def _close(desk: OpenDesk, counts: SignedIn, closes: SignedIn, shift: Shift, missing: int = 0) -> None:
    lock_count(desk, counts, shift.id, {5: (shift.opening_float - missing) // 5})
    close_shift(desk, closes, shift.id, reason="goodwill" if missing else "", approve_later=True)


def _refused(desk: OpenDesk, door: Callable[[], object]) -> str:
    before = count(desk, "journal")
    with pytest.raises(Refused) as error:
        door()
    assert count(desk, "journal") == before
    return error.value.code


def test_a_closed_day_takes_no_more_movements_until_it_is_open_again(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    def move() -> None:
        move_cash(desk, manager, MoveKind.BANK_DEPOSIT, 1_000, source="safe", reason="takings")

    _close(desk, operator, operator, shift)
    close_day(desk, manager, TODAY)
    assert _refused(desk, move) == "day_closed"
    reopen_day(desk, manager, TODAY, "too early")
    move()


def test_a_closed_day_takes_no_more_portal_payments(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn
) -> None:
    counter = Counter(desk, clock, operator, manager)
    counter.sell(government=21_000)
    (fee,) = fees_to_pay(desk, manager, TODAY, TODAY)
    payment = [PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held)]
    shift = current_shift(desk, operator)
    assert shift is not None
    lock_count(desk, operator, shift.id, {1_000: 73})
    close_shift(desk, operator, shift.id)
    close_day(desk, manager, TODAY)
    assert _refused(desk, lambda: record_portal_payments(desk, manager, payment)) == "day_closed"
    clock.move(DAY_MS)
    record_portal_payments(desk, manager, payment)


def test_a_day_without_a_shift_has_nothing_to_close(desk: OpenDesk, manager: SignedIn, shift: Shift) -> None:
    for day in (TODAY - timedelta(days=1), TODAY - timedelta(days=400)):
        assert _refused(desk, lambda day=day: close_day(desk, manager, day)) == "day_empty"  # type: ignore[misc]


def test_a_clock_that_went_back_dates_neither_an_acceptance_nor_a_reopening(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    _close(desk, operator, operator, shift, missing=2_000)
    clock.move(-DAY_MS)
    assert _refused(desk, lambda: approve_variance(desk, manager, shift.id, "explained")) == "clock_went_back"
    clock.move(DAY_MS)
    approve_variance(desk, manager, shift.id, "explained")
    close_day(desk, manager, TODAY)
    clock.move(-DAY_MS)
    assert _refused(desk, lambda: reopen_day(desk, manager, TODAY, "too early")) == "clock_went_back"


@pytest.mark.parametrize(("counts", "closes"), [("manager", "operator"), ("operator", "manager")])
def test_whoever_counted_or_closed_does_not_accept_what_is_missing(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, second: SignedIn, shift: Shift, counts: str, closes: str
) -> None:
    people = {"operator": operator, "manager": manager}
    _close(desk, people[counts], people[closes], shift, missing=2_000)
    assert _refused(desk, lambda: approve_variance(desk, manager, shift.id, "explained")) == "approver_is_requester"
    approve_variance(desk, second, shift.id, "explained")
