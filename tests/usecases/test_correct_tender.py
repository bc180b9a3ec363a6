"""A payment booked to the wrong tender is put right while its drawer is open, approved and on the record."""

from __future__ import annotations

import pytest

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.reports.sums import balance_of, sums_of
from sanad_desk.store.verify import verify
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.correct_tender import correct_tender
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.look_at_shift import look_at_shift
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from tests.usecases.played import ID_CARD, count, sold


@pytest.fixture
def approval(manager: SignedIn) -> Approval:
    return Approval(manager, "typed wrong")


def _refused(desk: OpenDesk, *arguments: object) -> str:
    before = count(desk, "journal")
    with pytest.raises(SanadError) as error:
        correct_tender(desk, *arguments)  # type: ignore[arg-type]
    assert count(desk, "journal") == before
    return error.value.code


def test_cash_that_was_a_card_leaves_the_drawer(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator)
    correct_tender(desk, operator, sale.number, Tender.CASH, Tender.CARD, sale.total, "123456", approval)
    with desk.store.reading() as connection:
        assert balance_of(connection, "drawer", shift.id.hex) == shift.opening_float
        assert balance_of(connection, "card_clearing") == sale.total
        assert sums_of(connection, shift_id=shift.id.bytes).totals.tenders == {"card": sale.total}
        assert verify(connection).faults == []
    view = look_at_shift(desk, operator)
    assert view is not None
    assert [(c.number, c.amount, c.reason) for c in view.corrections] == [(sale.number, sale.total, "typed wrong")]


def test_it_can_be_put_right_twice(desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval) -> None:
    sale = sold(desk, operator)
    correct_tender(desk, operator, sale.number, Tender.CASH, Tender.CARD, 1_000, "123456", approval)
    correct_tender(desk, operator, sale.number, Tender.CARD, Tender.TRANSFER, 400, "T-1", approval)
    over = _refused(desk, operator, sale.number, Tender.CARD, Tender.CASH, 601, "", approval)
    assert over == "correction_over"
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


@pytest.mark.parametrize(
    ("wrong", "right", "amount", "code", "why"),
    [
        (Tender.CASH, Tender.CASH, 100, "", "tender_same"),
        (Tender.CASH, Tender.ON_ACCOUNT, 100, "", "tender_not_correctable"),
        (Tender.CASH, Tender.DEPOSIT, 100, "", "tender_not_correctable"),
        (Tender.CASH, Tender.CARD, 0, "123456", "amount_missing"),
        (Tender.CASH, Tender.CARD, 100, "", "approval_code_missing"),
        (Tender.CARD, Tender.CASH, 100, "", "correction_over"),
        (Tender.CASH, Tender.CARD, 99_000, "123456", "correction_over"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    desk: OpenDesk,
    operator: SignedIn,
    shift: Shift,
    approval: Approval,
    wrong: Tender,
    right: Tender,
    amount: int,
    code: str,
    why: str,
) -> None:
    sale = sold(desk, operator)
    assert _refused(desk, operator, sale.number, wrong, right, amount, code, approval) == why


def test_money_that_left_the_drawer_is_not_in_it(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator)
    move_cash(desk, operator, MoveKind.DROP, shift.opening_float + sale.total, reason="too much")
    low = _refused(desk, operator, sale.number, Tender.CASH, Tender.CARD, sale.total, "123456", approval)
    assert low == "drawer_too_low"


def test_what_a_reversal_gave_back_to_a_card_came_by_it(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator)
    correct_tender(desk, operator, sale.number, Tender.CASH, Tender.CARD, sale.total, "123456", approval)
    back = [TenderInput(Tender.CARD, sale.total, "654321")]
    reverse_transaction(desk, operator, sale.number, None, back, "wrong_service", approval)
    late = _refused(desk, operator, sale.number, Tender.CARD, Tender.CASH, 1, "", approval)
    assert late == "correction_over"


def test_once_counted_it_is_a_variance(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator)
    correction = (sale.number, Tender.CASH, Tender.CARD, 100, "123456", approval)
    counted = lock_count(desk, operator, shift.id, {})
    assert _refused(desk, operator, *correction) == "shift_counted"
    close_shift(desk, operator, shift.id, reason="robbed at noon", approve_later=True)
    assert counted.variance < 0
    assert _refused(desk, operator, *correction) == "shift_closed"


def test_a_sensitive_service_takes_no_free_words(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator, ID_CARD)
    correction = (sale.number, Tender.CASH, Tender.CARD, sale.total, "123456")
    assert _refused(desk, operator, *correction, approval) == "reason_must_be_listed"
    correct_tender(desk, operator, *correction, Approval(approval.manager, "wrong_tender"))


def test_it_is_for_whoever_took_it_or_a_manager(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, colleague: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator)
    open_shift(desk, colleague, 0)
    correction = (sale.number, Tender.CASH, Tender.CARD, 100, "123456", approval)
    assert _refused(desk, colleague, *correction) == "manager_needed"
    own = (sale.number, Tender.CASH, Tender.CARD, 100, "123456", Approval(operator, "typed wrong"))
    assert _refused(desk, operator, *own) == "manager_needed"
    correct_tender(desk, manager, *correction)
