"""Identity data goes by the timer: who has not come for so long, a few each day, and nobody with open business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.case_life import Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import PaymentState
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store import desk_book, server_link
from sanad_desk.store.verify import verify
from sanad_desk.usecases import purge_identity as module
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.begin_visit import begin_visit
from sanad_desk.usecases.complete_step import complete_step
from sanad_desk.usecases.demo_centre import OPERATOR_PINS
from sanad_desk.usecases.erase_customer import erase_customer
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_account import open_account
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.pay_account import receive_deposit
from sanad_desk.usecases.purge_identity import purge_identity
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.set_centre import set_centre
from sanad_desk.usecases.set_customer import find_customers, set_customer
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.wire.entries import CustomerErased
from tests.usecases.on_account import CONTRACT_FEE, cash, is_sound, sample_company, sell_to
from tests.usecases.other_desks import bring, found_other_desk, join_server, journal_of
from tests.usecases.played import facts, finish, known, pay, ready_visit
from tests.usecases.portal_payments import Portal
from tests.usecases.test_reverse_transaction import paid_at_portal

DAY = 24 * 3_600_000
MONTH = 31 * DAY


def numbered(desk: OpenDesk, who: SignedIn, number: int) -> Customer:
    return known(desk, who, civil_number=f"{99_000_100 + number}")


def pass_time(desk: OpenDesk, clock: SetClock, who: SignedIn, time: int) -> None:
    """And the desk is at work again: a clock that nothing was written by is not believed."""
    clock.move(time)
    open_shift(desk, who, 0)


@pytest.fixture
def served(desk: OpenDesk, clock: SetClock, operator: SignedIn) -> Customer:
    """Once, and his case is done; the visit began with somebody else, who is known since as well."""
    open_shift(desk, operator, 0)
    person = numbered(desk, operator, 1)
    finish(desk, operator, sell_to(desk, operator, person, *cash(CONTRACT_FEE)).number)
    return person


def test_who_has_not_come_for_two_years_is_erased(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, served: Customer
) -> None:
    pass_time(desk, clock, operator, 23 * MONTH)
    assert purge_identity(desk) == 0
    young = numbered(desk, operator, 2)
    pass_time(desk, clock, operator, 2 * MONTH)
    assert purge_identity(desk) == 2
    assert facts(desk, CustomerErased)[0] == CustomerErased(served.id.bytes, "purged")
    assert find_customers(desk, served.civil_number) == []
    assert [found.id for found in find_customers(desk, young.civil_number)] == [young.id]
    with desk.store.reading() as connection:
        verdict = verify(connection)
    assert (verdict.faults, verdict.erased_customers, verdict.erased_unexplained) == ([], 1, 0)


def test_the_centre_says_how_long(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, manager: SignedIn, served: Customer
) -> None:
    centre = desk.identity()[0]
    for months in (0, 121):
        with pytest.raises(DomainError, match="months_out_of_range"):
            set_centre(desk, manager, replace(centre, identity_months=months))
    set_centre(desk, manager, replace(centre, identity_months=3))
    pass_time(desk, clock, operator, 4 * MONTH)
    assert purge_identity(desk) == 2


def test_a_few_each_day_and_the_longest_away_first(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = []
    for number in range(5):
        clock.move(1000)
        people.append(numbered(desk, operator, number))
    monkeypatch.setattr(module, "MOST", 2)
    pass_time(desk, clock, operator, 25 * MONTH)
    assert [purge_identity(desk) for _ in range(2)] == [2, 0]
    clock.move(DAY)
    assert purge_identity(desk) == 2
    gone = [fact.customer_id for fact in facts(desk, CustomerErased)]
    assert gone == [person.id.bytes for person in people[:4]]


def company(desk: OpenDesk, who: SignedIn, manager: SignedIn) -> None:
    sample_company(desk, who)


def has_account(desk: OpenDesk, who: SignedIn, manager: SignedIn) -> None:
    open_account(desk, manager, numbered(desk, who, 1).id, 5_000)


def left_money(desk: OpenDesk, who: SignedIn, manager: SignedIn) -> None:
    receive_deposit(desk, who, numbered(desk, who, 1).id, 1_000, cash(1_000))


def is_served(desk: OpenDesk, who: SignedIn, manager: SignedIn) -> None:
    set_customer(desk, who, begin_visit(desk, who).visit.id, numbered(desk, who, 1).id)


def waits_for_a_refund(desk: OpenDesk, who: SignedIn, manager: SignedIn) -> None:
    sale = pay(desk, who, ready_visit(desk, who, actions=(Action.SUBMIT, Action.PAY)))
    paid_at_portal(desk, who, sale.number, 1_000)
    back = [TenderInput(Tender.CASH, sale.total - 1_000)]
    reverse_transaction(desk, who, sale.number, None, back, "portal_down", Approval(manager, "portal_down"))


def waits_for_the_portal(desk: OpenDesk, who: SignedIn, manager: SignedIn) -> None:
    view = ready_visit(desk, who)
    complete_step(desk, who, view.visit.id, view.cases[0].case.id, "portal", "deferred")
    pay(desk, who, look_at_visit(desk, view.visit.id))


def waits_for_the_entity(desk: OpenDesk, who: SignedIn, manager: SignedIn) -> None:
    pay(desk, who, ready_visit(desk, who))


def waits_for_his_money(desk: OpenDesk, who: SignedIn, manager: SignedIn) -> None:
    """What became of it nobody knows, though his case is done."""
    portal = Portal(desk, SetClock(desk.clock.now()), who, manager)
    case_id = portal.case()
    move_case(desk, who, MoveInput(case_id, Move.FINISH))
    portal.ask(case_id, PaymentState.UNKNOWN)


WAITING = (waits_for_a_refund, waits_for_the_portal, waits_for_the_entity, waits_for_his_money)


@pytest.mark.parametrize("keep", [company, has_account, left_money, is_served, *WAITING])
def test_who_has_business_here_stays(
    desk: OpenDesk,
    clock: SetClock,
    operator: SignedIn,
    manager: SignedIn,
    keep: Callable[[OpenDesk, SignedIn, SignedIn], None],
) -> None:
    open_shift(desk, operator, 0)
    keep(desk, operator, manager)
    pass_time(desk, clock, operator, 25 * MONTH)
    assert purge_identity(desk) == 0
    assert is_sound(desk)


@pytest.mark.parametrize("keep", WAITING)
def test_who_waits_for_something_is_not_erased_by_hand_either(
    desk: OpenDesk,
    operator: SignedIn,
    manager: SignedIn,
    keep: Callable[[OpenDesk, SignedIn, SignedIn], None],
) -> None:
    open_shift(desk, operator, 0)
    keep(desk, operator, manager)
    with pytest.raises(Refused, match="customer_has_open_case") as refused:
        erase_customer(desk, manager, find_customers(desk, "99000001")[0].id)
    assert refused.value.params == {"reference": "KSB1-02-000001"}


def test_a_clock_that_jumped_years_ahead_erases_nobody(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, served: Customer
) -> None:
    clock.move(60 * MONTH)
    assert purge_identity(desk) == 0


def test_a_desk_that_has_not_heard_of_the_others_erases_nobody(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, served: Customer
) -> None:
    join_server(desk)
    pass_time(desk, clock, operator, 25 * MONTH)
    assert purge_identity(desk) == 0
    with desk.store.unit_of_work() as unit:
        link = server_link.load(unit.connection)
        assert link is not None
        server_link.save(unit.connection, replace(link, synced_at=clock.now()))
        unit.commit()
    assert purge_identity(desk) == 2


def test_a_profile_of_before_keeps_for_two_years(desk: OpenDesk) -> None:
    older = desk_book.centre_bytes(desk.identity()[0]).replace(b',"identity_months":24', b"")
    assert b"months" not in older
    assert desk_book.read_centre(older).identity_months == 24


def test_what_another_desk_began_is_done_once_it_is_done_here(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, tmp_path: Path
) -> None:
    folder = found_other_desk(tmp_path / "3", 3, clock.now())
    other = open_desk(folder, clock=clock)
    there = sign_in(other, list_operators(other)[1].id, OPERATOR_PINS[0])
    open_shift(other, there, 0)
    sale = sell_to(other, there, numbered(other, there, 1), *cash(CONTRACT_FEE))
    other.close()
    bring(desk, journal_of(folder), clock.now())
    pass_time(desk, clock, operator, 25 * MONTH)
    assert purge_identity(desk) == 1  # whom the visit began with
    clock.move(DAY)
    assert purge_identity(desk) == 0
    finish(desk, operator, sale.number)
    clock.move(DAY)
    assert purge_identity(desk) == 1
