"""A person is erased: nothing names him any more, the money stays, and who still has business here is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import AuthError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.reports.sums import sums_of
from sanad_desk.store import tables
from sanad_desk.store.verify import verify
from sanad_desk.usecases.account_statement import account_list
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.begin_visit import begin_visit
from sanad_desk.usecases.erase_customer import erase_customer
from sanad_desk.usecases.open_account import open_account
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.pay_account import receive_deposit, return_deposit
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.set_customer import find_customers, set_customer
from sanad_desk.usecases.take_payment import Sale, take_payment
from sanad_desk.wire.entries import AccountChanged, CustomerErased
from tests.usecases.on_account import CONTRACT_FEE, cash, is_sound, on_account, sell_to
from tests.usecases.played import facts, finish, known, ready_visit

PLATE, PHONE, CIVIL = "12345 AB", "+96899100077", "99000077"
NAMES = (b"Sample Person", "شخص تجريبي".encode(), CIVIL.encode(), PHONE.encode())


@pytest.fixture
def person(desk: OpenDesk, operator: SignedIn) -> Customer:
    name = Words("شخص تجريبي", "Sample Person")
    return known(desk, operator, name=name, civil_number=CIVIL, phone=PHONE)


def type_detail(desk: OpenDesk, sale: Sale) -> None:
    """As a row of the checklist would."""
    with desk.store.unit_of_work() as unit:
        case = unit.connection.exec_driver_sql(
            "SELECT p.case_id FROM transactions t JOIN paid_case p ON p.transaction_id = t.id WHERE t.number = ?",
            (sale.number,),
        ).scalar_one()
        unit.connection.exec_driver_sql("INSERT INTO case_detail VALUES (?, 'plate', ?, '')", (case, PLATE))
        unit.commit()


def stored(connection: Connection) -> bytes:
    """Every value of every table."""
    rows = (row for table in tables.metadata.tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'))
    values = (value for row in rows for value in row)
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def test_nothing_names_him_any_more_and_the_money_stays(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, person: Customer
) -> None:
    sale = sell_to(desk, operator, person, *cash(CONTRACT_FEE))
    finish(desk, operator, sale.number)
    other = sell_to(desk, operator, known(desk, operator), *cash(CONTRACT_FEE))
    type_detail(desk, sale)
    with desk.store.reading() as connection:
        before, sums = stored(connection), sums_of(connection)
    assert all(name in before for name in NAMES)
    erase_customer(desk, manager, person.id)
    with desk.store.reading() as connection:
        after, verdict = stored(connection), verify(connection)
        assert sums_of(connection) == sums
    assert [name for name in (*NAMES, PLATE.encode(), CIVIL[-4:].encode()) if name in after] == []
    assert (verdict.faults, verdict.erased_customers, verdict.erased_unexplained) == ([], 1, 0)
    assert facts(desk, CustomerErased) == [CustomerErased(person.id.bytes, "asked")]
    assert find_customers(desk, CIVIL) == []
    assert load_receipt(desk, sale.number).customer is None
    assert load_receipt(desk, other.number).customer is not None


def test_what_is_deleted_is_overwritten_in_the_file(desk: OpenDesk) -> None:
    with desk.store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar_one() == 1


def test_a_receipt_that_he_came_for_names_nobody_either(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, person: Customer
) -> None:
    visit = ready_visit(desk, operator).visit.id
    set_customer(desk, operator, visit, person.id, representative=True)
    sale = take_payment(desk, operator, visit, cash(CONTRACT_FEE), CONTRACT_FEE)
    type_detail(desk, sale)
    finish(desk, operator, sale.number)
    erase_customer(desk, manager, person.id)
    assert load_receipt(desk, sale.number).customer is None
    with desk.store.reading() as connection:
        assert PLATE.encode() in stored(connection), "typed for the case of somebody else"


def test_only_a_manager_erases_and_only_who_is_known(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, person: Customer
) -> None:
    with pytest.raises(AuthError, match="manager_needed"):
        erase_customer(desk, operator, person.id)
    with pytest.raises(AuthError, match="manager_needed"):
        erase_customer(desk, replace(operator, roles=manager.roles), person.id)
    erase_customer(desk, manager, person.id)
    with pytest.raises(Refused, match="customer_unknown"):
        erase_customer(desk, manager, person.id)


def test_who_owes_stays_until_he_paid(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, person: Customer
) -> None:
    open_account(desk, manager, person.id, 50_000)
    sell_to(desk, operator, person, on_account())
    with pytest.raises(Refused, match="customer_owes") as refused:
        erase_customer(desk, manager, person.id)
    assert refused.value.params == {"amount": CONTRACT_FEE}
    assert facts(desk, CustomerErased) == []


def test_who_left_money_stays_until_he_has_it_and_his_account_is_closed(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, person: Customer
) -> None:
    open_account(desk, manager, person.id, 50_000)
    receive_deposit(desk, operator, person.id, 4_000, cash(4_000))
    with pytest.raises(Refused, match="customer_has_money"):
        erase_customer(desk, manager, person.id)
    return_deposit(desk, operator, person.id, 4_000, Approval(manager, "goes abroad"))
    erase_customer(desk, manager, person.id)
    assert facts(desk, AccountChanged)[-1] == AccountChanged(person.id.bytes, 50_000, active=False)
    assert account_list(desk, manager) == []
    assert is_sound(desk)


@pytest.mark.parametrize("comes_for_another", [False, True])
def test_who_stands_at_the_counter_stays(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, person: Customer, comes_for_another: bool
) -> None:
    visit = begin_visit(desk, operator).visit.id
    set_customer(desk, operator, visit, person.id, representative=comes_for_another)
    with pytest.raises(Refused, match="customer_in_hand"):
        erase_customer(desk, manager, person.id)
    set_customer(desk, operator, visit, None, representative=comes_for_another)
    erase_customer(desk, manager, person.id)


def test_nobody_is_erased_while_the_clock_cannot_be_believed(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn, shift: Shift, person: Customer
) -> None:
    finish(desk, operator, sell_to(desk, operator, person, *cash(CONTRACT_FEE)).number)
    clock.move(-3_600_000)
    with pytest.raises(Refused, match="clock_went_back"):
        erase_customer(desk, manager, person.id)
