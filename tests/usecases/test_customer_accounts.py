"""Customers' accounts over a real store: opened by managers, held to their limits, and equal to the ledger."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import AuthError, DomainError, Refused
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.reports.report_json import report_json
from sanad_desk.store.customer_accounts import account_of
from sanad_desk.usecases.account_statement import account_list, account_statement, statement_report
from sanad_desk.usecases.add_operator import change_operator
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.open_account import close_account, open_account
from sanad_desk.usecases.open_desk import OpenDesk, new_id
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.pay_account import receive_deposit, receive_on_account, return_deposit
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.set_customer import set_customer
from sanad_desk.wire.entries import AccountChanged
from tests.conftest import TODAY
from tests.usecases.on_account import CONTRACT_FEE, DAY, cash, is_sound, ledger, on_account, sample_company, sell_to
from tests.usecases.played import facts, known, ready_visit, shift_sums


@pytest.fixture
def company(desk: OpenDesk, operator: SignedIn) -> Customer:
    return sample_company(desk, operator)


def test_only_a_manager_opens_and_closes(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, company: Customer
) -> None:
    with pytest.raises(AuthError, match="manager_needed"):
        open_account(desk, operator, company.id, 1)
    with pytest.raises(AuthError, match="manager_needed"):
        close_account(desk, operator, company.id)
    with pytest.raises(Refused, match="account_missing"):
        close_account(desk, manager, company.id)
    with pytest.raises(DomainError, match="amount_missing"):
        open_account(desk, manager, company.id, 0)
    open_account(desk, manager, company.id, 50_000)
    open_account(desk, manager, company.id, 70_000)
    close_account(desk, manager, company.id)
    changes = [(fact.credit_limit, fact.active) for fact in facts(desk, AccountChanged)]
    assert changes == [(50_000, True), (70_000, True), (70_000, False)]
    assert is_sound(desk)


def test_no_account_is_changed_while_the_clock_cannot_be_believed(
    desk: OpenDesk, clock: SetClock, manager: SignedIn, company: Customer
) -> None:
    open_account(desk, manager, company.id, 50_000)
    clock.move(-DAY)
    for change in (
        lambda: open_account(desk, manager, company.id, 60_000),
        lambda: close_account(desk, manager, company.id),
    ):
        with pytest.raises(Refused, match="clock_went_back"):
            change()


def test_a_visit_on_account_moves_no_cash_and_is_owed(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    open_account(desk, manager, company.id, 50_000)
    sale = sell_to(desk, operator, company, on_account())
    assert [p.tender for p in load_receipt(desk, sale.number).picture.payments] == ["on_account"]
    assert ledger(desk, "customer_accounts", company) == CONTRACT_FEE
    sums = shift_sums(desk, shift.id.bytes)
    assert (sums.drawer, sums.totals.tenders) == (20_000, {"on_account": CONTRACT_FEE})
    assert is_sound(desk)


def test_a_split_over_account_deposit_and_cash(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    open_account(desk, manager, company.id, 50_000)
    receive_deposit(desk, operator, company.id, 500, cash(500))
    sale = sell_to(desk, operator, company, on_account(2_000), TenderInput(Tender.DEPOSIT, 500), *cash(1_000))
    lines = [(p.tender, p.amount, p.change) for p in load_receipt(desk, sale.number).picture.payments]
    assert lines == [("on_account", 2_000, 0), ("deposit", 500, 0), ("cash", 500, 500)]
    assert (ledger(desk, "customer_accounts", company), ledger(desk, "customer_deposits", company)) == (2_000, 0)
    assert is_sound(desk)


def test_the_limit_holds_at_the_counter(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    with pytest.raises(Refused, match="account_missing"):
        sell_to(desk, operator, company, on_account())
    open_account(desk, manager, company.id, 5_000)
    sell_to(desk, operator, company, on_account())
    with pytest.raises(Refused) as error:
        sell_to(desk, operator, company, on_account())
    assert (error.value.code, error.value.params) == ("credit_limit", {"available": 2_000})
    with pytest.raises(Refused, match="deposit_too_small"):
        sell_to(desk, operator, company, TenderInput(Tender.DEPOSIT, CONTRACT_FEE))
    close_account(desk, manager, company.id)
    with pytest.raises(Refused, match="account_missing"):
        sell_to(desk, operator, company, on_account(1), *cash(CONTRACT_FEE - 1))
    assert ledger(desk, "customer_accounts", company) == CONTRACT_FEE


def test_the_visit_shows_how_its_customer_stands(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    open_account(desk, manager, company.id, 5_000)
    receive_deposit(desk, operator, company.id, 800, cash(800))
    visit = ready_visit(desk, operator).visit.id
    assert not look_at_visit(desk, visit).account.active
    set_customer(desk, operator, visit, company.id)
    account = look_at_visit(desk, visit).account
    assert (account.available, account.deposit) == (5_000, 800)


def test_a_payment_on_account_is_a_numbered_receipt(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    open_account(desk, manager, company.id, 50_000)
    sale = sell_to(desk, operator, company, on_account())
    voucher = receive_on_account(desk, operator, company.id, 1_200, cash(2_000))
    assert voucher.number[:-2] == f"{sale.number[:11]}{int(sale.number[11:17]) + 1:06d}"
    assert (voucher.change, voucher.balance) == (800, 1_800)
    stored = load_receipt(desk, voucher.number)
    picture = stored.picture
    assert (picture.kind, picture.total, picture.account_total, picture.account_balance) == (
        "account_payment",
        1_200,
        1_200,
        1_800,
    )
    assert stored.customer is not None
    assert stored.customer.name.en == "Sample Trading LLC"
    sums = shift_sums(desk, shift.id.bytes)
    assert (sums.drawer, sums.totals.account, sums.totals.centre) == (21_200, 1_200, CONTRACT_FEE)
    assert is_sound(desk)


def test_what_is_received_is_checked(
    desk: OpenDesk, operator: SignedIn, colleague: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    open_account(desk, manager, company.id, 50_000)
    sell_to(desk, operator, company, on_account())
    wrong: list[tuple[int, list[TenderInput], str]] = [
        (0, [], "amount_missing"),
        (CONTRACT_FEE + 1, cash(CONTRACT_FEE + 1), "more_than_owed"),
        (1_000, [on_account(1_000)], "tender_not_allowed"),
        (1_000, cash(999), "payment_short"),
        (1_000, [TenderInput(Tender.CARD, 1_000)], "approval_code_missing"),
    ]
    for amount, tenders, code in wrong:
        with pytest.raises(DomainError, match=code):
            receive_on_account(desk, operator, company.id, amount, tenders)
    with pytest.raises(Refused, match="shift_not_open"):
        receive_deposit(desk, colleague, company.id, 1_000, cash(1_000))


def test_what_is_asked_for_twice_is_written_once(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    approval = Approval(manager, "goodwill")
    open_account(desk, manager, company.id, 50_000)
    sell_to(desk, operator, company, on_account())
    for amount, move in (
        (1_000, lambda once: receive_on_account(desk, operator, company.id, 1_000, cash(1_000), visit_id=once)),
        (700, lambda once: receive_deposit(desk, operator, company.id, 700, cash(700), visit_id=once)),
        (300, lambda once: return_deposit(desk, operator, company.id, 300, approval, visit_id=once)),
    ):
        once = new_id()
        voucher = move(once)
        with pytest.raises(Refused) as again:
            move(once)
        assert (again.value.code, again.value.params["number"]) == ("visit_already_paid", voucher.number)
        assert voucher.amount == amount
    assert (ledger(desk, "customer_accounts", company), ledger(desk, "customer_deposits", company)) == (2_000, -400)
    assert is_sound(desk)


def test_a_deposit_goes_back_with_a_second_person(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    approval = Approval(manager, "goodwill")
    receive_deposit(desk, operator, company.id, 30_000, [TenderInput(Tender.TRANSFER, 30_000, "T1")])
    with pytest.raises(Refused, match="deposit_too_small"):
        return_deposit(desk, operator, company.id, 30_001, approval)
    with pytest.raises(Refused, match="drawer_too_low"):
        return_deposit(desk, operator, company.id, 20_001, approval)
    voucher = return_deposit(desk, operator, company.id, 12_000, approval)
    assert voucher.balance == 18_000
    picture = load_receipt(desk, voucher.number).picture
    assert (picture.kind, picture.total, picture.reason.en) == ("deposit_return", -12_000, "Goodwill")
    assert ledger(desk, "customer_deposits", company) == -18_000
    sums = shift_sums(desk, shift.id.bytes)
    assert (sums.drawer, sums.totals.account, sums.totals.reversals) == (8_000, 18_000, 1)
    assert is_sound(desk)


def test_nobody_approves_his_own_return(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, company: Customer
) -> None:
    receive_deposit(desk, operator, company.id, 1_000, cash(1_000))
    change_operator(desk, manager, operator.operator_id, {Role.MANAGER}, active=True)
    clerk_as_manager = Approval(SignedIn(operator.operator_id, operator.name, manager.roles), "goodwill")
    with pytest.raises(Refused, match="approver_is_requester"):
        return_deposit(desk, operator, company.id, 1_000, clerk_as_manager)


def test_the_list_shows_who_owes_and_for_how_long(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, clock: SetClock, company: Customer
) -> None:
    person = known(desk, operator, civil_number="99000007")
    open_account(desk, manager, company.id, 50_000)
    sell_to(desk, operator, company, on_account())
    receive_deposit(desk, operator, person.id, 4_000, cash(4_000))
    clock.move(40 * DAY)
    rows = {row.customer_id: row for row in account_list(desk, operator)}
    assert set(rows) == {company.id, person.id}
    assert (rows[company.id].account.balance, rows[company.id].oldest_days) == (CONTRACT_FEE, 40)
    assert (rows[person.id].account.deposit, rows[person.id].oldest_days) == (4_000, None)


def test_the_statement_says_when_what_and_how_old(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, clock: SetClock, company: Customer
) -> None:
    open_account(desk, manager, company.id, 50_000)
    first = sell_to(desk, operator, company, on_account())
    clock.move(35 * DAY)
    open_shift(desk, operator, 0)
    second = sell_to(desk, operator, company, on_account(2_000), *cash(1_000))
    paid = receive_on_account(desk, operator, company.id, 500, cash(500))
    later = TODAY + timedelta(days=35)
    shown = account_statement(desk, operator, company.id, later, later)
    assert shown.statement.opening == CONTRACT_FEE
    assert [(line.movement.number, line.movement.amount, line.balance) for line in shown.statement.lines] == [
        (second.number, 2_000, 5_000),
        (paid.number, -500, 4_500),
    ]
    assert shown.statement.ageing.amounts == (2_000, 2_500, 0, 0)
    whole = report_json(statement_report(desk, account_statement(desk, operator, company.id, TODAY, date.max)))
    rows = whole["tables"][0]["rows"]
    assert [row["number"] for row in rows] == [None, first.number, second.number, paid.number]
    assert rows[1]["words"]["en"] == "Individual employment contract – Omani"
    assert whole["tables"][0]["sums"] | {"words": None} == {
        "date": None,
        "number": None,
        "words": None,
        "debit": 5_000,
        "credit": 500,
        "balance": 4_500,
    }


def test_a_statement_runs_forward(desk: OpenDesk, operator: SignedIn, company: Customer) -> None:
    with pytest.raises(DomainError, match="dates_reversed"):
        account_statement(desk, operator, company.id, TODAY, TODAY - timedelta(days=1))


REFUSALS = {"credit_limit", "deposit_too_small", "more_than_owed", "drawer_too_low"}
STEPS = st.tuples(st.sampled_from(["account", "deposit", "pay", "leave", "return"]), st.integers(1, 40))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=9))
def test_whatever_is_done_statement_and_ledger_agree(
    desk: OpenDesk,
    operator: SignedIn,
    manager: SignedIn,
    shift: Shift,
    company: Customer,
    steps: list[tuple[str, int]],
) -> None:
    open_account(desk, manager, company.id, 8_000)
    for step, hundreds in steps:
        refused = ""
        try:
            play(desk, operator, manager, company, step, hundreds * 100)
        except Refused as error:
            refused = error.code
        assert refused in {"", *REFUSALS}
        with desk.store.reading() as connection:
            stands = account_of(connection, company.id)
        assert 0 <= stands.balance <= stands.credit_limit
        assert stands.deposit >= 0
        shown = account_statement(desk, operator, company.id, TODAY, TODAY)
        assert shown.statement.closing == stands.balance == ledger(desk, "customer_accounts", company)
        assert stands.deposit == -ledger(desk, "customer_deposits", company)
    assert is_sound(desk)


def play(desk: OpenDesk, who: SignedIn, manager: SignedIn, customer: Customer, step: str, amount: int) -> None:
    if step in ("account", "deposit"):
        tender = Tender.ON_ACCOUNT if step == "account" else Tender.DEPOSIT
        part = min(amount, CONTRACT_FEE)
        rest = cash(CONTRACT_FEE - part) if part < CONTRACT_FEE else []
        sell_to(desk, who, customer, TenderInput(tender, part), *rest)
    elif step == "pay":
        receive_on_account(desk, who, customer.id, amount, cash(amount))
    elif step == "leave":
        receive_deposit(desk, who, customer.id, amount, cash(amount))
    else:
        return_deposit(desk, who, customer.id, amount, Approval(manager, "goodwill"))
