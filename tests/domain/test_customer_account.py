"""Accounts: limits hold, a statement adds up from any day, and debt is as old as its oldest unpaid receipt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.customer_account import AccountMovement, CustomerAccount, age, statement_of
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.transaction import Payment, Tender

FIRST = date(2026, 1, 1)


def move(day: int, amount: int, number: str = "", takes_back: str = "") -> AccountMovement:
    kind = "sale" if amount > 0 else "void" if takes_back else "account_payment"
    return AccountMovement(FIRST + timedelta(days=day), number or f"R{day}", kind, amount, takes_back)


@st.composite
def histories(draw: st.DrawFn) -> list[AccountMovement]:
    steps = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(-9_000, 9_000).filter(bool)), max_size=12))
    day, found, numbers = 0, [], [""]
    for place, (pause, amount) in enumerate(steps):
        day += pause
        takes_back = draw(st.sampled_from(numbers)) if amount < 0 else ""
        found.append(move(day, amount, f"R{place}", takes_back))
        numbers.append(f"R{place}")
    return found


@given(histories(), st.integers(0, 500), st.integers(0, 500))
def test_a_statement_adds_up_and_its_ages_are_what_is_owed(
    history: list[AccountMovement], one: int, other: int
) -> None:
    first, last = (FIRST + timedelta(days=days) for days in sorted((one, other)))
    statement = statement_of(history, first, last)
    assert statement.closing == statement.opening + statement.debit - statement.credit
    assert statement.closing == sum(m.amount for m in history if m.day <= last)
    assert [line.movement for line in statement.lines] == [m for m in history if first <= m.day <= last]
    if statement.lines:
        assert statement.lines[-1].balance == statement.closing
    ageing = statement.ageing
    assert sum(ageing.amounts) - ageing.ahead == statement.closing
    assert (ageing.oldest is None) == (not any(ageing.amounts))
    assert not (any(ageing.amounts) and ageing.ahead)


@given(histories(), st.integers(0, 500))
def test_one_statement_begins_where_the_one_before_ended(history: list[AccountMovement], days: int) -> None:
    cut = FIRST + timedelta(days=days)
    before = statement_of(history, FIRST, cut)
    assert statement_of(history, cut + timedelta(days=1), date.max).opening == before.closing


def test_payments_settle_the_oldest_first() -> None:
    ageing = age([move(0, 5_000), move(40, 3_000), move(80, 2_000), move(95, -6_000)], FIRST + timedelta(days=100))
    assert ageing.amounts == (2_000, 2_000, 0, 0)
    assert ageing.oldest == 60


@pytest.mark.parametrize(("days", "place"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (900, 3)])
def test_the_bounds_of_the_ages(days: int, place: int) -> None:
    amounts = age([move(0, 1_000)], FIRST + timedelta(days=days)).amounts
    assert [bool(amount) for amount in amounts] == [place == each for each in range(4)]


def test_a_receipt_taken_back_leaves_older_debt_as_old_as_it_is() -> None:
    history = [move(0, 5_000, "old"), move(100, 5_000, "new"), move(100, -5_000, "void", takes_back="new")]
    ageing = age(history, FIRST + timedelta(days=100))
    assert (ageing.amounts, ageing.oldest) == ((0, 0, 0, 5_000), 100)


def test_what_was_paid_ahead_settles_what_comes_later() -> None:
    ageing = age([move(0, -4_000), move(10, 3_000)], FIRST + timedelta(days=10))
    assert (ageing.amounts, ageing.ahead, ageing.oldest) == ((0, 0, 0, 0), 1_000, None)


@pytest.mark.parametrize(
    ("account", "tender", "amount", "code"),
    [
        (CustomerAccount(), Tender.ON_ACCOUNT, 1, "account_missing"),
        (CustomerAccount(9_000, active=False), Tender.ON_ACCOUNT, 1, "account_missing"),
        (CustomerAccount(9_000, True, 4_000), Tender.ON_ACCOUNT, 5_001, "credit_limit"),
        (CustomerAccount(1_000, True, 4_000), Tender.ON_ACCOUNT, 1, "credit_limit"),
        (CustomerAccount(deposit=700), Tender.DEPOSIT, 701, "deposit_too_small"),
    ],
)
def test_more_than_there_is_is_refused(account: CustomerAccount, tender: Tender, amount: int, code: str) -> None:
    with pytest.raises(Refused) as error:
        account.refuse_more_than_available([Payment(tender, amount, amount, 0)])
    assert error.value.code == code
    assert error.value.params.get("available", 0) == (account.available or account.deposit)


def test_all_there_is_may_be_taken() -> None:
    account = CustomerAccount(9_000, True, 4_000, deposit=700)
    payments = [Payment(Tender.ON_ACCOUNT, 5_000, 5_000, 0), Payment(Tender.DEPOSIT, 700, 700, 0)]
    account.refuse_more_than_available(payments)
