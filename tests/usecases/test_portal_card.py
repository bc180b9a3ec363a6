"""Fees paid in portals: offered once, never more than is held, in one commit; and the card against its statement."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.ledger import GOVERNMENT_FEES_HELD, PORTAL_CARD
from sanad_desk.domain.operators import SignedIn
from sanad_desk.reports.sums import balance_of
from sanad_desk.store.portal_payments import paid_at_portal
from sanad_desk.store.verify import verify
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_desk import OpenDesk, append, new_id, running_shift
from sanad_desk.usecases.record_portal_payment import (
    FeeToPay,
    PortalPaymentInput,
    card_balance,
    fees_to_pay,
    record_portal_payments,
)
from sanad_desk.wire.entries import TransactionCompleted, read_entry
from tests.conftest import TODAY
from tests.usecases.counter import Counter, a_customer


@pytest.fixture
def counter(desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn) -> Counter:
    return Counter(desk, clock, operator, manager)


def _fees(counter: Counter, first: date = TODAY, last: date = TODAY) -> list[FeeToPay]:
    return fees_to_pay(counter.desk, counter.clerk, first, last)


def _paid(fee: FeeToPay, amount: int | None = None, reference: str = "") -> PortalPaymentInput:
    return PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held if amount is None else amount, reference)


def _pay(counter: Counter, *payments: PortalPaymentInput, who: SignedIn | None = None) -> int:
    return record_portal_payments(counter.desk, who or counter.clerk, payments)


def _holds(counter: Counter, account: str, detail: str = "") -> int:
    with counter.desk.store.reading() as connection:
        return balance_of(connection, account, detail)


def _is_whole(counter: Counter) -> bool:
    with counter.desk.store.reading() as connection:
        return not verify(connection).faults


def test_a_fee_is_offered_until_it_is_paid(counter: Counter):
    sale = counter.sell(government=21_000)
    counter.sell("rop-omani-passport", customer=a_customer(2), government=0)
    [fee] = _fees(counter)
    assert (fee.number, fee.held, fee.is_done) == (sale.number, 21_000, True)
    assert fee.masked.endswith("0001")
    assert fee.customer.en == "Sample Customer 1"
    assert _pay(counter, _paid(fee, reference=" ٤٧١١ ")) == -21_000
    assert not _fees(counter)
    assert _holds(counter, GOVERNMENT_FEES_HELD, "rop") == 0
    assert card_balance(counter.desk) == -21_000
    with counter.desk.store.reading() as connection:
        assert paid_at_portal(connection, fee.transaction_id.bytes) == {0: 21_000}
        assert connection.exec_driver_sql("SELECT reference FROM portal_payment").scalar() == "4711"
    assert _is_whole(counter)


def test_nothing_is_paid_twice(counter: Counter):
    counter.sell(government=21_000)
    [fee] = _fees(counter)
    with pytest.raises(Refused) as twice:
        _pay(counter, _paid(fee), _paid(fee))
    assert (twice.value.code, twice.value.params["available"]) == ("fee_not_held", 0)
    assert [left.held for left in _fees(counter)] == [21_000]
    _pay(counter, _paid(fee, 20_000))
    with pytest.raises(Refused) as more:
        _pay(counter, _paid(fee))
    assert (more.value.code, more.value.params["available"]) == ("fee_not_held", 1_000)
    assert [left.held for left in _fees(counter)] == [1_000]
    assert _is_whole(counter)


def test_one_wrong_fee_holds_up_all(counter: Counter):
    counter.sell(government=21_000)
    counter.sell(customer=a_customer(2), government=7_000)
    first, second = _fees(counter)
    with pytest.raises(Refused):
        _pay(counter, _paid(first), _paid(second, 7_001))
    assert len(_fees(counter)) == 2
    assert card_balance(counter.desk) == 0


def test_a_reversed_fee_is_not_offered(counter: Counter):
    counter.sell(government=21_000)
    counter.sell(customer=a_customer(2), government=7_000)
    first, second = _fees(counter)
    _pay(counter, _paid(second, 5_000))
    _reverse(counter, first, 21_000, 0)
    _reverse(counter, second, 2_000, 5_000)
    assert not _fees(counter)
    with pytest.raises(Refused, match="fee_not_held"):
        _pay(counter, _paid(first))
    assert _holds(counter, GOVERNMENT_FEES_HELD, "rop") == 0


def _reverse(counter: Counter, fee: FeeToPay, back: int, refund_due: int) -> None:
    """The government fee alone, as the journal would tell it."""
    with counter.desk.store.unit_of_work() as unit:
        query = "SELECT j.entry FROM transactions t JOIN journal j ON j.seq = t.seq WHERE t.id = ?"
        raw = unit.connection.exec_driver_sql(query, (fee.transaction_id.bytes,)).scalar_one()
        sale = read_entry(raw).read()
        assert isinstance(sale, TransactionCompleted)
        positions = [n for n, charge in enumerate(sale.charges) if charge.kind == ChargeKind.GOVERNMENT_FEE]
        reversal = msgspec.structs.replace(
            sale,
            transaction_id=new_id().bytes,
            visit_id=new_id().bytes,
            number=f"{sale.number}-R",
            cases=(),
            charges=tuple(
                msgspec.structs.replace(sale.charges[n], amount=-back, refund_due=refund_due) for n in positions
            ),
            payments=tuple(msgspec.structs.replace(p, amount=-back, received=-back) for p in sale.payments[:1]),
            kind="refund",
            original_id=sale.transaction_id,
            reversed=tuple(positions),
        )
        shift = running_shift(counter.desk, unit.connection, counter.clerk.operator_id)
        append(counter.desk, unit, reversal, counter.clerk, shift)
        unit.commit()


def test_what_was_handed_over_in_one_sum_is_gone(counter: Counter):
    sale = counter.sell(government=21_000)
    move_cash(counter.desk, counter.manager, MoveKind.REMITTANCE, 15_000, source="bank", entity="rop", reason="daily")
    [fee] = _fees(counter)
    with pytest.raises(Refused) as less:
        _pay(counter, _paid(fee))
    assert less.value.code == "entity_holds_less"
    assert less.value.params == {"number": sale.number, "available": 6_000}
    assert _pay(counter, _paid(fee, 6_000)) == -6_000


def test_who_may_write_it_down(counter: Counter, colleague: SignedIn):
    counter.sell(government=21_000)
    [fee] = _fees(counter)
    with pytest.raises(Refused, match="shift_not_open"):
        _pay(counter, _paid(fee), who=colleague)
    _pay(counter, _paid(fee, 1_000), who=counter.manager)
    with counter.desk.store.reading() as connection:
        row = connection.exec_driver_sql("SELECT shift_id, business_date FROM portal_payment").one()
    assert tuple(row) == (None, TODAY.isoformat())
    assert _is_whole(counter)


def test_what_cannot_be_written_down(counter: Counter):
    counter.sell(government=21_000)
    [fee] = _fees(counter)
    for wrong, code in (
        ([], "fees_not_chosen"),
        ([_paid(fee, 0)], "amount_missing"),
        ([_paid(fee, -1)], "amount_negative"),
        ([_paid(fee, reference="9" * 41)], "reference_too_long"),
        ([PortalPaymentInput(new_id(), 0, 1_000)], "fee_not_held"),
        ([PortalPaymentInput(fee.transaction_id, 1, 1_000)], "fee_not_held"),
    ):
        with pytest.raises(DomainError) as refused:
            _pay(counter, *wrong)
        assert refused.value.code == code
    counter.clock.move(-3_600_000)
    with pytest.raises(Refused, match="clock_went_back"):
        _pay(counter, _paid(fee))
    assert len(_fees(counter)) == 1


def test_a_top_up_fills_the_card(counter: Counter):
    counter.sell(government=21_000)
    move_cash(counter.desk, counter.manager, MoveKind.CARD_TOP_UP, 100_000, source="bank", reason="weekly")
    assert _pay(counter, *map(_paid, _fees(counter))) == 79_000
    assert _holds(counter, PORTAL_CARD) == 79_000
