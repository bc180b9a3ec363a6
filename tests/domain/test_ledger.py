"""The ledger: every fact balances, and government money never becomes income."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.charges import ChargeKind, VatMode, quote
from sanad_desk.domain.errors import BugError
from sanad_desk.domain.ledger import (
    CENTRE_INCOME,
    DRAWER,
    GOVERNMENT_FEES_HELD,
    VAT_PAYABLE,
    Posting,
    balanced,
    post_float,
    post_transaction,
)
from sanad_desk.domain.totals import Totals, fold
from sanad_desk.domain.transaction import Settled, Tender, TenderInput, settle
from sanad_desk.domain.visit import ActionDraft
from tests.domain.services import case, catalogue, draft, part, service

parts = st.builds(part, st.integers(0, 300_000), quantity=st.integers(1, 3), paid_direct=st.booleans())
drafts = st.builds(
    draft,
    st.sampled_from(Action),
    st.integers(0, 60_000),
    quantity=st.integers(1, 5),
    government=st.lists(parts, max_size=3).map(tuple),
)


@st.composite
def settlements(build: st.DrawFn) -> Settled:
    """The money of a transaction as the counter may see it: any bill, paid in any mix."""
    actions: list[ActionDraft] = build(st.lists(drafts, min_size=1, max_size=4))
    bill = quote(catalogue(service()), [case(*actions)], build(st.sampled_from(VatMode)))
    card = build(st.integers(0, bill.total))
    transfer = build(st.integers(0, bill.total - card))
    due = bill.total - card - transfer
    change = build(st.integers(0, 50_000)) if due else 0
    tenders = [
        TenderInput(Tender.CARD, card, "123456"),
        TenderInput(Tender.TRANSFER, transfer, "T1"),
        TenderInput(Tender.CASH, due + change),
    ]
    return Settled(bill.charges, settle(bill.total, tenders))


@given(settlements())
def test_every_transaction_balances(settled: Settled) -> None:
    postings = post_transaction(settled, "drawer-1")
    assert sum(p.amount for p in postings) == 0
    assert len({(p.account, p.detail) for p in postings}) == len(postings)
    assert all(p.amount for p in postings)


@given(settlements())
def test_each_account_holds_what_its_name_says(settled: Settled) -> None:
    postings = post_transaction(settled, "drawer-1")
    held = {
        account: -sum(p.amount for p in postings if p.account == account)
        for account in (GOVERNMENT_FEES_HELD, CENTRE_INCOME, VAT_PAYABLE)
    }
    totals = Totals().plus(settled)
    assert held == {
        GOVERNMENT_FEES_HELD: totals.government,
        CENTRE_INCOME: totals.centre,
        VAT_PAYABLE: totals.vat,
    }
    cash = sum(p.amount for p in settled.payments if p.tender is Tender.CASH)
    assert sum(p.amount for p in postings if (p.account, p.detail) == (DRAWER, "drawer-1")) == cash


@given(settlements())
def test_money_paid_direct_never_enters_the_ledger(settled: Settled) -> None:
    without = Settled(tuple(c for c in settled.charges if not c.paid_direct), settled.payments)
    assert post_transaction(settled, "d") == post_transaction(without, "d")


@given(st.lists(settlements(), max_size=6))
def test_totals_are_a_fold_that_may_be_split_anywhere(all_settled: list[Settled]) -> None:
    totals = fold(all_settled)
    assert totals.count == len(all_settled)
    assert totals.total == sum(s.total for s in all_settled) == sum(totals.tenders.values())
    assert totals.government == sum(totals.entities.values())
    direct = sum(c.amount for s in all_settled for c in s.charges if c.paid_direct)
    assert totals.paid_direct == direct
    assert fold(reversed(all_settled)) == totals


def test_a_float_comes_out_of_the_safe() -> None:
    assert post_float(20_000, "d") == (Posting(DRAWER, "d", 20_000), Posting("safe", "", -20_000))
    assert post_float(0, "d") == ()


def test_postings_that_do_not_balance_are_a_fault_of_the_program() -> None:
    with pytest.raises(BugError) as fault:
        balanced([Posting(DRAWER, "", 1)])
    assert fault.value.params == {"sum": 1}


def test_a_payment_short_of_its_charges_cannot_be_posted() -> None:
    bill = quote(catalogue(service()), [case()], VatMode.OFF)
    with pytest.raises(BugError):
        post_transaction(Settled(bill.charges, ()), "d")
    assert {c.kind for c in bill.charges} == {ChargeKind.CENTRE_FEE}
