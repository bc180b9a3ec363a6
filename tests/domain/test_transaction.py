"""Taking money: payments add up to the total, change comes from the cash, and the rest is refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.money import LARGEST_AMOUNT
from sanad_desk.domain.transaction import CardOutcome, Payment, Tender, TenderInput, settle

tenders = st.builds(
    TenderInput,
    st.sampled_from(Tender),
    st.integers(-5, 20_000),
    st.sampled_from(["", "123456", "a 1-2", " - "]),
    st.sampled_from(CardOutcome),
)


@given(st.integers(0, 40_000), st.lists(tenders, max_size=4))
def test_payments_are_the_total_and_the_change_is_what_was_over(total: int, given_: list[TenderInput]) -> None:
    try:
        payments = settle(total, given_)
    except DomainError:
        return
    assert sum(p.amount for p in payments) == total
    assert sum(p.received for p in payments) == sum(t.amount for t in given_)
    assert sum(p.change for p in payments) == sum(t.amount for t in given_) - total
    for payment in payments:
        assert payment.amount == payment.received - payment.change > 0
        assert payment.change == 0 or payment.tender is Tender.CASH
        assert payment.approval_code or payment.tender in (Tender.CASH, Tender.ON_ACCOUNT, Tender.DEPOSIT)


@given(st.integers(0, 40_000), st.integers(0, 60_000))
def test_cash_is_taken_when_it_suffices(total: int, cash: int) -> None:
    if total <= cash and (total or not cash):
        assert sum(p.change for p in settle(total, [TenderInput(Tender.CASH, cash)])) == cash - total
    else:
        with pytest.raises(DomainError):
            settle(total, [TenderInput(Tender.CASH, cash)])


def test_a_split_gives_change_from_the_cash() -> None:
    payments = settle(10_000, [TenderInput(Tender.CASH, 5_000), TenderInput(Tender.CARD, 6_000, "12 34-56")])
    assert payments == (
        Payment(Tender.CARD, 6_000, 6_000, 0, "123456"),
        Payment(Tender.CASH, 4_000, 5_000, 1_000),
    )


def test_nothing_to_pay_needs_no_payment() -> None:
    assert settle(0, []) == settle(0, [TenderInput(Tender.CASH, 0)]) == ()


@pytest.mark.parametrize(
    ("given_", "code", "params"),
    [
        ([], "payment_short", {"missing": 10_000}),
        ([TenderInput(Tender.CASH, 9_995)], "payment_short", {"missing": 5}),
        ([TenderInput(Tender.CARD, 10_001, "1")], "payment_over", {"over": 1}),
        ([TenderInput(Tender.CARD, 10_000, "1"), TenderInput(Tender.CASH, 500)], "payment_over", {"over": 500}),
        ([TenderInput(Tender.CARD, 10_000)], "approval_code_missing", {"tender": "card"}),
        ([TenderInput(Tender.CARD, 10_000, " - ")], "approval_code_missing", {"tender": "card"}),
        ([TenderInput(Tender.TRANSFER, 10_000, "")], "approval_code_missing", {"tender": "transfer"}),
        ([TenderInput(Tender.CARD, 10_000, "1", CardOutcome.DECLINED)], "card_declined", {}),
        ([TenderInput(Tender.CARD, 10_000, "1", CardOutcome.UNKNOWN)], "card_unknown", {}),
        ([TenderInput(Tender.CARD, 10_000, "1" * 25)], "reference_too_long", {"limit": 24}),
        ([TenderInput(Tender.CASH, -1)], "amount_negative", {}),
        ([TenderInput(Tender.CASH, LARGEST_AMOUNT + 1)], "amount_too_large", {"largest": LARGEST_AMOUNT}),
    ],
)
def test_money_that_does_not_fit_is_refused_by_name(
    given_: list[TenderInput], code: str, params: dict[str, object]
) -> None:
    with pytest.raises(DomainError) as refused:
        settle(10_000, given_)
    assert (refused.value.code, refused.value.params) == (code, params)
