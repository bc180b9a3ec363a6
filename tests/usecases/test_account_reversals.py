"""What was sold on an account or paid towards it and is taken back: first the debt, and cash only for what was paid."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender
from sanad_desk.usecases.account_statement import account_statement, line_words
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.correct_tender import correct_tender
from sanad_desk.usecases.find_receipts import find_receipts
from sanad_desk.usecases.look_at_receipt import look_at_receipt
from sanad_desk.usecases.open_account import open_account
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.pay_account import receive_deposit, receive_on_account
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.serve_again import serve_again
from tests.conftest import TODAY
from tests.usecases.on_account import CONTRACT_FEE, DAY, cash, is_sound, ledger, on_account, sample_company, sell_to
from tests.usecases.played import shift_sums


@pytest.fixture
def company(desk: OpenDesk, operator: SignedIn) -> Customer:
    return sample_company(desk, operator)


def test_what_is_taken_back_or_corrected_stands_in_the_statement(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, clock: SetClock, company: Customer
) -> None:
    approval = Approval(manager, "goodwill")
    open_account(desk, manager, company.id, 50_000)
    sell_to(desk, operator, company, on_account())
    clock.move(40 * DAY)
    open_shift(desk, operator, 0)
    voided = sell_to(desk, operator, company, on_account())
    reverse_transaction(desk, operator, voided.number, None, [on_account()], "goodwill", approval)
    corrected = sell_to(desk, operator, company, on_account())
    correct_tender(desk, operator, corrected.number, Tender.ON_ACCOUNT, Tender.CASH, 1_000, "", approval)
    shown = account_statement(desk, operator, company.id, TODAY + timedelta(days=1), date.max)
    movements = [line.movement for line in shown.statement.lines]
    assert [(m.kind, m.amount) for m in movements] == [
        ("sale", 3_000),
        ("void", -3_000),
        ("sale", 3_000),
        ("tender_corrected", -1_000),
    ]
    assert movements[1].services == movements[0].services
    assert shown.statement.ageing.amounts == (2_000, 3_000, 0, 0)
    assert shown.statement.closing == ledger(desk, "customer_accounts", company) == 5_000
    assert line_words(desk, movements[1]).en == "Void · Individual employment contract – Omani"
    assert is_sound(desk)


def test_what_nobody_paid_is_not_handed_back_in_cash(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    approval = Approval(manager, "goodwill")
    open_account(desk, manager, company.id, 50_000)
    sale = sell_to(desk, operator, company, on_account(2_000), *cash(1_000))
    for tenders, available in ((cash(CONTRACT_FEE), 1_000), ([on_account(1_999), *cash(1_001)], 1_000)):
        with pytest.raises(DomainError) as refused:
            reverse_transaction(desk, operator, sale.number, None, tenders, "goodwill", approval)
        assert (refused.value.code, refused.value.params["available"]) == ("refund_debt_first", available)
    reverse_transaction(desk, operator, sale.number, None, [on_account(2_000), *cash(1_000)], "goodwill", approval)
    assert ledger(desk, "customer_accounts", company) == 0
    assert is_sound(desk)


def test_what_was_paid_of_the_debt_goes_back_in_cash(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    approval = Approval(manager, "goodwill")
    open_account(desk, manager, company.id, 50_000)
    sale = sell_to(desk, operator, company, on_account())
    receive_on_account(desk, operator, company.id, 2_000, cash(2_000))
    with pytest.raises(DomainError, match="refund_tender_unpaid"):
        reverse_transaction(desk, operator, sale.number, None, [on_account()], "goodwill", approval)
    with pytest.raises(DomainError, match="correction_over"):
        correct_tender(desk, operator, sale.number, Tender.ON_ACCOUNT, Tender.CASH, 1_001, "", approval)
    story = look_at_receipt(desk, operator, sale.number)
    assert story.give_back([part.position for part in story.parts]).tenders == {
        Tender.ON_ACCOUNT: 1_000,
        Tender.CASH: 2_000,
    }
    reverse_transaction(desk, operator, sale.number, None, [on_account(1_000), *cash(2_000)], "goodwill", approval)
    assert ledger(desk, "customer_accounts", company) == 0
    assert is_sound(desk)


def test_a_payment_booked_to_the_wrong_company_is_taken_back(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, clock: SetClock, company: Customer
) -> None:
    approval = Approval(manager, "wrong_customer")
    open_account(desk, manager, company.id, 50_000)
    sell_to(desk, operator, company, on_account())
    clock.move(40 * DAY)
    later = open_shift(desk, operator, 0)
    paid = receive_on_account(desk, operator, company.id, 2_000, cash(2_000))
    story = look_at_receipt(desk, operator, paid.number)
    assert story.can_reverse
    assert [(part.position, part.amount, part.is_gone) for part in story.parts] == [(0, 2_000, False)]
    assert story.give_back([0]).tenders == {Tender.CASH: 2_000}
    void = reverse_transaction(desk, operator, paid.number, None, cash(2_000), "wrong_customer", approval)
    stored = load_receipt(desk, void.number)
    picture = stored.picture
    assert (picture.kind, picture.original_number, picture.reason.en) == (
        "void",
        paid.number,
        "Another customer was meant",
    )
    assert (picture.total, picture.account_total, picture.account_balance) == (-2_000, -2_000, CONTRACT_FEE)
    assert ledger(desk, "customer_accounts", company) == CONTRACT_FEE
    sums = shift_sums(desk, later.id.bytes)
    assert (sums.drawer, sums.totals.account, sums.totals.reversals) == (0, 0, 1)
    shown = account_statement(desk, operator, company.id, TODAY, date.max).statement
    assert [line.movement.amount for line in shown.lines] == [3_000, -2_000, 2_000]
    assert (shown.ageing.amounts, shown.ageing.ahead) == ((0, CONTRACT_FEE, 0, 0), 0)
    assert is_sound(desk)


def test_a_payment_goes_back_once_and_serves_nobody_again(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    approval = Approval(manager, "wrong_customer")
    open_account(desk, manager, company.id, 50_000)
    sell_to(desk, operator, company, on_account())
    paid = receive_on_account(desk, operator, company.id, 2_000, cash(2_000))
    left = receive_deposit(desk, operator, company.id, 500, cash(500))
    void = reverse_transaction(desk, operator, paid.number, None, cash(2_000), "wrong_customer", approval)
    for number, code in (
        (paid.number, "already_reversed"),
        (void.number, "not_reversible"),
        (left.number, "not_reversible"),
    ):
        with pytest.raises(Refused, match=code):
            reverse_transaction(desk, operator, number, None, [], "wrong_customer", approval)
    with pytest.raises(Refused, match="not_reversed"):
        serve_again(desk, operator, paid.number)
    assert not look_at_receipt(desk, operator, paid.number).is_gone
    assert {each.number: each.taken_back for each in find_receipts(desk, "")}[paid.number] == "whole"
