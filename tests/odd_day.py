"""The end of a day with a bit of everything, so that every table of the store holds rows."""

from __future__ import annotations

from sanad_desk.domain.cash import break_down
from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.approve_variance import approve_variance
from sanad_desk.usecases.close_day import close_day
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.correct_tender import correct_tender
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.look_at_shift import look_at_shift
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_account import open_account
from sanad_desk.usecases.open_desk import OpenDesk, append
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.pay_account import receive_deposit, return_deposit
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.take_payment import take_payment
from sanad_desk.wire.entries import PortalPaymentRecorded
from tests.usecases.played import ready_visit


def end_of_day(desk: OpenDesk, operator: SignedIn, manager: SignedIn) -> None:
    """The operator's running shift is counted short and closed, the manager accepts it and closes the day."""
    running = look_at_shift(desk, operator)
    assert running is not None
    shift = running.shift
    move_cash(desk, operator, MoveKind.DROP, 20_000, reason="too much", slip="D-1")
    _account_of_a_customer(desk, operator, manager)
    _facts_without_a_page(desk, operator, shift.id.bytes)
    _taken_back(desk, operator, manager, shift.id.bytes)
    seen = look_at_shift(desk, manager, shift.id)
    assert seen is not None
    assert seen.expected is not None
    pieces, _ = break_down(seen.expected - 2_000)
    lock_count(desk, operator, shift.id, pieces, terminal_total=0)
    close_shift(desk, operator, shift.id, reason="wrong change given", approve_later=True)
    approve_variance(desk, manager, shift.id, "found in the books")
    close_day(desk, manager, business_date_at(desk.clock.now()))


def _account_of_a_customer(desk: OpenDesk, operator: SignedIn, manager: SignedIn) -> None:
    """A deposit comes and partly goes back; a visit is paid out of what is left of it, and on account."""
    visit = ready_visit(desk, operator)
    customer = visit.visit.customer_id
    assert customer is not None
    open_account(desk, manager, customer, 100_000)
    receive_deposit(desk, operator, customer, 3_000, [TenderInput(Tender.TRANSFER, 3_000, "T-1")])
    return_deposit(desk, operator, customer, 2_000, Approval(manager, "goodwill"))
    tenders = [TenderInput(Tender.DEPOSIT, 500), TenderInput(Tender.ON_ACCOUNT, visit.bill.total - 500)]
    take_payment(desk, operator, visit.visit.id, tenders, visit.bill.total)


def _facts_without_a_page(desk: OpenDesk, who: SignedIn, shift_id: bytes) -> None:
    with desk.store.unit_of_work() as unit:
        query = "SELECT id, number FROM transactions WHERE shift_id = ? ORDER BY seq LIMIT 1"
        sale = unit.connection.exec_driver_sql(query, (shift_id,)).one()
        running = look_at_shift(desk, who)
        assert running is not None
        append(desk, unit, PortalPaymentRecorded(sale.id, 0, "rop", 1_000, "P-1"), who, running.shift)
        unit.commit()


def _taken_back(desk: OpenDesk, who: SignedIn, manager: SignedIn, shift_id: bytes) -> None:
    """Two sales that were paid in cash: part of it was a card, and all of the other goes back."""
    approval = Approval(manager, "wrong_amount")
    with desk.store.reading() as connection:
        query = (
            "SELECT t.number, t.total FROM transactions t JOIN payment p ON p.transaction_id = t.id "
            "WHERE t.shift_id = ? AND p.tender = 'cash' AND p.amount = t.total AND t.total > 500 ORDER BY t.seq LIMIT 2"
        )
        wrong, gone = connection.exec_driver_sql(query, (shift_id,)).all()
    correct_tender(desk, who, wrong.number, Tender.CASH, Tender.CARD, 500, "123456", approval)
    cash = [TenderInput(Tender.CASH, gone.total)]
    reverse_transaction(desk, who, gone.number, None, cash, "wrong_amount", approval)


def open_counted(desk: OpenDesk, who: SignedIn) -> None:
    """A shift whose float was counted, and which stays open."""
    open_shift(desk, who, 15_000, {5_000: 3})
