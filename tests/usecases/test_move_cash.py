"""Money without a customer: always with a reason, with a manager above the threshold, and only what is there."""

from __future__ import annotations

from typing import Any

import pytest

from sanad_desk.domain.cash_movement import SOURCES, MoveKind, touches_drawer
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.reports.sums import balance_of
from sanad_desk.store.verify import verify
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput, fees_to_pay, record_portal_payments
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.wire.entries import CashMoved
from tests.conftest import TODAY
from tests.usecases.counter import Counter, a_customer
from tests.usecases.played import count, facts

# Refunds are always with a manager and have their own tests.
OF_THE_DRAWER = sorted(
    kind
    for kind, sources in SOURCES.items()
    if kind is not MoveKind.REFUND_PAID and any(touches_drawer(kind, source) for source in sources)
)
FEE = 21_000  # of the government, in each sale of this file


@pytest.fixture
def counter(desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn) -> Counter:
    open_shift(desk, operator, 150_000)
    return Counter(desk, clock, operator, manager)


def _refused(counter: Counter, who: SignedIn, kind: MoveKind, amount: int, **more: Any) -> str:
    before = count(counter.desk, "journal")
    with pytest.raises(SanadError) as error:
        move_cash(counter.desk, who, kind, amount, **({"reason": "goodwill"} | more))
    assert count(counter.desk, "journal") == before
    return error.value.code


def _void_after_portal(counter: Counter, customer: int) -> str:
    """A sale whose fee the centre's card had paid is taken back; the number of the void."""
    sale = counter.sell(customer=a_customer(customer), government=FEE)
    due = fees_to_pay(counter.desk, counter.clerk, TODAY, TODAY)
    fees = [PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held) for fee in due]
    record_portal_payments(counter.desk, counter.clerk, fees)
    back = [TenderInput(Tender.CASH, sale.total - FEE)]
    approval = Approval(counter.manager, "goodwill")
    return reverse_transaction(counter.desk, counter.clerk, sale.number, None, back, "entity_rejected", approval).number


def _back_from_entity(counter: Counter, amount: int) -> None:
    move_cash(counter.desk, counter.manager, MoveKind.ENTITY_REFUND, amount, entity="rop", reason="statement")


def _pay_back(counter: Counter, number: str, amount: int) -> None:
    approval = Approval(counter.manager, "goodwill")
    move_cash(
        counter.desk, counter.clerk, MoveKind.REFUND_PAID, amount, reason="refund", slip=number, approval=approval
    )


@pytest.mark.parametrize("kind", OF_THE_DRAWER)
def test_each_movement_has_a_reason_and_above_the_threshold_a_manager(counter: Counter, kind: MoveKind) -> None:
    counter.sell(government=150_000)
    where: dict[str, Any] = {"source": "safe" if kind is MoveKind.CASH_IN else "drawer"}
    where |= {"entity": "rop"} if kind is MoveKind.REMITTANCE else {}
    assert _refused(counter, counter.clerk, kind, 1_000, reason=" ", **where) == "reason_missing"
    assert _refused(counter, counter.clerk, kind, 50_005, **where) == "movement_needs_manager"
    approval = Approval(counter.manager, "goodwill")
    move_cash(counter.desk, counter.clerk, kind, 50_005, reason="goodwill", approval=approval, **where)
    move_cash(counter.desk, counter.clerk, kind, 50_000, reason="goodwill", **where)


def test_parts_of_a_large_movement_need_the_manager_as_the_whole_does(counter: Counter) -> None:
    for _ in range(2):
        move_cash(counter.desk, counter.clerk, MoveKind.DROP, 25_000, reason="too much")
    assert _refused(counter, counter.clerk, MoveKind.DROP, 5) == "movement_needs_manager"
    move_cash(counter.desk, counter.clerk, MoveKind.CASH_OUT, 25_000, reason="repair")  # another kind has its own sum
    assert _refused(counter, counter.clerk, MoveKind.CASH_OUT, 25_005) == "movement_needs_manager"


def test_why_the_manager_agreed_stands_in_the_journal(counter: Counter) -> None:
    approval = Approval(counter.manager, "owner is told")
    move_cash(counter.desk, counter.clerk, MoveKind.DROP, 60_000, reason="too much", approval=approval)
    (moved,) = facts(counter.desk, CashMoved)
    assert (moved.reason, moved.approval_reason) == ("too much", "owner is told")


def test_the_owner_fills_the_safe(counter: Counter) -> None:
    assert _refused(counter, counter.clerk, MoveKind.OWNER_IN, 300_000) == "manager_needed"
    move_cash(counter.desk, counter.manager, MoveKind.OWNER_IN, 300_000, reason="first_cash")
    with counter.desk.store.reading() as connection:
        assert balance_of(connection, "safe") == 150_000  # the float of the open shift came out of it
        assert balance_of(connection, "owner") == -300_000
        assert verify(connection).faults == []


def test_a_customer_gets_what_came_back_of_his_reversal_and_no_more(counter: Counter) -> None:
    first, second = _void_after_portal(counter, 1), _void_after_portal(counter, 2)
    agreed = {"approval": Approval(counter.manager, "goodwill")}
    pay = MoveKind.REFUND_PAID
    assert _refused(counter, counter.clerk, pay, 1_000, slip=first, **agreed) == "refund_not_back"
    _back_from_entity(counter, FEE + 5_000)
    assert _refused(counter, counter.clerk, pay, 1_000, slip=first) == "refund_needs_manager"
    assert _refused(counter, counter.manager, pay, 1_000, slip=first, source="safe") == "refund_needs_manager"
    assert _refused(counter, counter.clerk, pay, FEE + 5, slip=first, **agreed) == "refund_not_due"
    _pay_back(counter, first.replace("-", ""), 11_000)
    assert _refused(counter, counter.clerk, pay, 10_005, slip=first, **agreed) == "refund_not_due"
    _pay_back(counter, first, 10_000)
    assert _refused(counter, counter.clerk, pay, 5, slip=first, **agreed) == "refund_not_due"
    assert _refused(counter, counter.clerk, pay, 5_005, slip=second, **agreed) == "refund_not_back"
    _pay_back(counter, second, 5_000)
    with counter.desk.store.reading() as connection:
        assert balance_of(connection, "refunds_owed") == -balance_of(connection, "refund_due", "rop") == 5_000 - FEE
        assert verify(connection).faults == []


def test_what_is_paid_back_names_the_receipt_of_a_reversal(counter: Counter) -> None:
    sale = counter.sell(government=FEE)
    void = _void_after_portal(counter, 2)
    _back_from_entity(counter, FEE)
    agreed = {"approval": Approval(counter.manager, "goodwill")}
    for slip, why in (
        ("", "receipt_number_malformed"),
        (void[:-1] + ("A" if void[-1] != "A" else "B"), "receipt_number_mistyped"),
        (sale.number, "refund_not_due"),
    ):
        assert _refused(counter, counter.clerk, MoveKind.REFUND_PAID, 1_000, slip=slip, **agreed) == why


def test_a_movement_that_cannot_be_tells_nothing_of_the_drawer(counter: Counter) -> None:
    """Fees of an entity that holds none: above and below what lies there the answer is the same."""
    drawer = 150_000
    told = {
        _refused(counter, counter.manager, MoveKind.REMITTANCE, 1, source="safe", entity="rop"),
        *(
            _refused(
                counter,
                counter.clerk,
                MoveKind.REMITTANCE,
                amount,
                source="drawer",
                entity="rop",
                approval=Approval(counter.manager, "goodwill"),
            )
            for amount in (drawer - 5, drawer + 5)
        ),
    }
    assert told == {"more_than_account"}
