"""Rights are checked in the use cases: each of their doors is called as every role, and none may be left out."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

import sanad_desk.usecases
from sanad_desk.domain.case_life import Move
from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.catalogue import Action, Words
from sanad_desk.domain.charges import Bill
from sanad_desk.domain.customer_message import ToldBy
from sanad_desk.domain.day import By, Period, PeriodKind
from sanad_desk.domain.errors import AuthError, Refused, SanadError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import CardOutcome, Tender, TenderInput
from sanad_desk.domain.visit import Visit
from sanad_desk.usecases.add_operator import add_operator, change_operator, reset_pin
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.approve_variance import approve_variance
from sanad_desk.usecases.ask_portal_payment import PaymentAsked
from sanad_desk.usecases.back_up import choose_backup_folder
from sanad_desk.usecases.close_day import close_day, reopen_day
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.entity_balances import claimed_from_entities, held_for_entities
from sanad_desk.usecases.follow_up import FollowFilter
from sanad_desk.usecases.go_on_spare import go_on_spare
from sanad_desk.usecases.hand_over import hand_over
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.move_case import MoveInput
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_account import close_account, open_account
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import accept_clock, open_shift
from sanad_desk.usecases.reconcile_portal_card import reconcile_card
from sanad_desk.usecases.set_centre import set_centre, set_price
from tests.conftest import TODAY
from tests.usecases.played import known, person, sold

MANAGER = {
    "add_operator.add_operator",
    "add_operator.change_operator",
    "add_operator.reset_pin",  # of somebody else
    "approve_variance.approve_variance",
    "back_up.choose_backup_folder",
    "close_day.close_day",
    "close_day.reopen_day",
    "day_receipts.day_receipts",
    "day_report.day_report",
    "day_view.day_view",
    "entity_balances.claimed_from_entities",
    "entity_balances.held_for_entities",
    "erase_customer.erase_customer",
    "go_on_spare.go_on_spare",
    "join_server.join_server",
    "lessons.lessons",
    "lessons.lessons_report",
    "move_cash.move_cash",  # what does not touch one's own drawer
    "open_account.close_account",
    "open_account.open_account",
    "reconcile_portal_card.reconcile_card",
    "set_centre.set_centre",
    "set_centre.set_price",
    "settle_complaint.settle_complaint",
}
SOMEBODY_ELSES_SHIFT = {
    "close_shift.close_shift",
    "correct_tender.correct_tender",
    "count_drawer.lock_count",
    "hand_over.hand_over",
    "look_at_shift.look_at_shift",
    "x_report.x_report",
    "z_report.closed_shift",
    "z_report.prepare_z_report",
    "z_report.z_report",
}
APPROVED = {
    "change_action.waive_fee",
    "complete_step.override_step",
    "correct_tender.correct_tender",
    "open_shift.accept_clock",
    "pay_account.return_deposit",
    "reverse_transaction.reverse_transaction",
    "take_back_portal_payment.take_back_portal_payment",
}
# Whoever is at the desk may see it, or proves himself in it; the totals are for checks, and no window asks for them.
OF_NOBODY = """
    account_statement.line_words account_statement.statement_report
    approve.approve recovery_code.recovery_code sign_in.list_operators sign_in.sign_in list_people.list_people
    back_up.back_up back_up.back_up_if_due back_up.backup_state only_here.keep_count only_here.only_here
    begin_visit.list_visits look_at_visit.change_visit look_at_visit.look_at_visit look_at_visit.visit_in_hand
    choose_printers.choose_printers choose_printers.print_settings deferred_work.deferred_work outages.outages
    day_view.entity_name day_view.service_name paper_names.names_of
    demo_centre.demo_centre demo_centre.is_demo_centre first_run.first_run simulate.next_free_day simulate.simulate
    find_anything.find_anything find_receipts.find_receipts set_customer.find_customers
    join_server.found_from_server join_server.enrol_desk join_awaited_server.join_awaited_server
    found_from_file.found_from_file line_state.line_state sync_now.sync_now sync_now.line_of
    purge_identity.purge_identity own_prices.own_prices price_list.price_list wall_price_list.wall_price_list
    prepare_paper.prepare_receipt prepare_paper.prepare_slip print_receipt.load_receipt print_receipt.receipt_pdf
    record_portal_payment.card_balance reverse_transaction.checked_reason unresolved_cards.unresolved_cards
    totals.day_totals z_report.shift_of_z whole_centre.reading_centre whole_centre.refuse_other_desk
    serve_case.later_actions follow_count.follow_count
    parcel.acknowledge_parcel parcel.carry_parcel parcel.export_parcel take_new_catalogue.take_new_catalogue
    look_for_update.look_for_update program_update.program_update switch_program.switch_program
    self_test.self_test
"""
INSIDE = ("connection", "unit", "centre")  # of a use case, which has asked
NO_DOORS = {"open_desk.envelope_of", "reconcile_portal_card.reconciliation_report"}


def _of_the_desk() -> dict[str, Callable[..., Any]]:
    """Every public function that takes the desk."""
    found = {}
    for module in pkgutil.iter_modules(sanad_desk.usecases.__path__):
        loaded = importlib.import_module(f"sanad_desk.usecases.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == loaded.__name__ and name[0] != "_" and _parameters(function)[:1] == ["desk"]:
                found[f"{module.name}.{name}"] = function
    return {name: function for name, function in found.items() if name not in NO_DOORS}


def _parameters(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


OF_THE_DESK = _of_the_desk()
DOORS = {name: function for name, function in OF_THE_DESK.items() if _parameters(function)[1:2] == ["who"]}
NOBODY = uuid4()
_Door = Callable[[Approval], object]


# For every parameter without a default: what is asked for need not be there, the right comes first.
SOMETHING: dict[str, Any] = {
    "account": None,
    "address": "http://127.0.0.1:9",
    "action": Action.SUBMIT,
    "active": True,
    "amount": 1_000,
    "asked": MoveInput(NOBODY, Move.REVIEW),
    "payment": PaymentAsked(NOBODY, 1_000, Channel.CENTRE_CARD, PaymentState.UNKNOWN),
    "payment_id": NOBODY,
    "moves": (),
    "wanted": FollowFilter(),
    "approval": Approval(SignedIn(NOBODY, Words("شخص", ""), frozenset({Role.MANAGER})), "goodwill"),
    "approval_code": "123456",
    "business_date": TODAY,
    "by": By.ALL,
    "channel": ToldBy.COPIED,
    "code": "KSB1-0000-0000-0",
    "copy": 0,
    "credit_limit": 1_000,
    "customer": person(),
    "customer_id": NOBODY,
    "entity": "mol",
    "expected_total": 0,
    "file": Path("no-such-file.csv"),
    "first": TODAY,
    "first_date": TODAY,
    "focus": "",
    "folder": Path("no-such-folder"),
    "incoming": SignedIn(NOBODY, Words("شخص", ""), frozenset({Role.OPERATOR})),
    "kind": MoveKind.BANK_DEPOSIT,
    "last": TODAY,
    "last_date": TODAY,
    "name": Words("موظف تجريبي ثالث", ""),
    "number": "KSB1-02-26-000001-L",
    "on": date(2026, 11, 22),
    "opening_float": 1_000,
    "operator_id": NOBODY,
    "outage_id": NOBODY,
    "outcome": CardOutcome.DECLINED,
    "paper": "80mm",
    "parts": (),
    "payments": (),
    "period": Period.around(PeriodKind.DAY, TODAY),
    "phone": "99100009",
    "pieces": {1_000: 1},
    "pin": "864209",
    "position": 0,
    "positions": None,
    "printer": "folder",
    "quantity": 1,
    "reason": "goodwill",
    "right": Tender.CARD,
    "roles": {Role.OPERATOR},
    "row_key": "consent",
    "seq": 0,
    "service_code": "no-such-service",
    "service_codes": (),
    "shift_id": NOBODY,
    "stars": 5,
    "state": PaymentState.FAILED,
    "tenders": [TenderInput(Tender.CASH, 1_000)],
    "typed": {},
    "variant": "",
    "view": VisitView(Visit(NOBODY, NOBODY, NOBODY, 0), None, None, (), Bill(()), ()),
    "visit_id": NOBODY,
    "words": "خدمة تجريبية",
    "case_id": NOBODY,
    "wrong": Tender.CASH,
}


def _arguments(door: Callable[..., Any], **known: Any) -> dict[str, Any]:
    values = SOMETHING | known
    parameters = list(inspect.signature(door).parameters.values())[2:]
    return {p.name: values[p.name] for p in parameters if p.default is inspect.Parameter.empty or p.name in known}


def _refusal(desk: OpenDesk, who: SignedIn, name: str, **known: Any) -> str:
    """The code with which the right is denied; empty where it is not, whatever else is wrong with the arguments."""
    try:
        DOORS[name](desk, who, **_arguments(DOORS[name], **known))
    except AuthError as error:
        return error.code if error.code == "manager_needed" else ""
    except SanadError:
        return ""
    return ""


def _head(desk: OpenDesk) -> int:
    with desk.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT head_seq FROM desk_state").scalar_one())


def test_the_tables_name_doors_that_are_there() -> None:
    assert (MANAGER | SOMEBODY_ELSES_SHIFT | APPROVED) - set(DOORS) == set()
    assert len(DOORS) > 50


def test_what_asks_for_nobody_is_named_here() -> None:
    """So that a new sum cannot be read by whoever thinks of it."""
    others = {name: function for name, function in OF_THE_DESK.items() if name not in DOORS}
    asking = {name for name, function in others.items() if not set(INSIDE) & set(_parameters(function)[1:])}
    assert asking == set(OF_NOBODY.split())


@pytest.mark.parametrize("name", sorted(MANAGER))
def test_what_is_the_managers_is_denied_to_an_operator(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, name: str
) -> None:
    before = _head(desk)
    known = {"centre": desk.centre} if name == "set_centre.set_centre" else {}
    assert _refusal(desk, operator, name, **known) == "manager_needed"
    assert _head(desk) == before
    assert _refusal(desk, manager, name, **known) == ""


@pytest.mark.parametrize("name", sorted(set(DOORS) - MANAGER - SOMEBODY_ELSES_SHIFT - APPROVED))
def test_everything_else_is_open_to_both(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, name: str
) -> None:
    assert _refusal(desk, operator, name) == ""
    assert _refusal(desk, manager, name) == ""


@pytest.mark.parametrize("name", sorted(SOMEBODY_ELSES_SHIFT))
def test_the_shift_of_somebody_else_is_the_managers_alone(
    desk: OpenDesk, operator: SignedIn, colleague: SignedIn, manager: SignedIn, shift: Shift, name: str
) -> None:
    number = sold(desk, operator).number
    known: dict[str, Any] = {"number": number} if name == "correct_tender.correct_tender" else {"shift_id": shift.id}
    if name in ("close_shift.close_shift", "hand_over.hand_over"):
        lock_count(desk, operator, shift.id, {1_000: 1})
    before = _head(desk)
    assert _refusal(desk, colleague, name, **known) == "manager_needed"
    assert _head(desk) == before
    assert _refusal(desk, manager, name, **known) == ""


@pytest.mark.parametrize("name", sorted(APPROVED))
def test_an_approval_is_a_managers(
    desk: OpenDesk, operator: SignedIn, colleague: SignedIn, shift: Shift, name: str
) -> None:
    number = sold(desk, operator).number
    before = _head(desk)
    approval = Approval(colleague, "goodwill")
    assert _refusal(desk, operator, name, approval=approval, number=number) == "manager_needed"
    assert _head(desk) == before


def _where_a_manager_is_asked(desk: OpenDesk, who: SignedIn, colleague: SignedIn, shift: Shift) -> Iterator[_Door]:
    """Each door in turn, on the way from the drawer to its closing."""
    yield lambda approval: move_cash(desk, who, MoveKind.DROP, 60_000, reason="goodwill", approval=approval)
    lock_count(desk, who, shift.id, {1_000: 1})
    yield lambda approval: lock_count(desk, who, shift.id, {1_000: 2}, approval=approval)
    yield lambda approval: close_shift(desk, who, shift.id, reason="goodwill", approval=approval)
    yield lambda approval: hand_over(desk, who, shift.id, colleague, {1_000: 1}, reason="goodwill", approval=approval)


def test_an_approval_that_may_be_given_is_a_second_managers(
    desk: OpenDesk, manager: SignedIn, operator: SignedIn, colleague: SignedIn
) -> None:
    add_operator(desk, manager, Words("مدير تجريبي ثانٍ", ""), {Role.MANAGER}, "975310")
    shift = open_shift(desk, manager, 90_000)
    for door in _where_a_manager_is_asked(desk, manager, colleague, shift):
        before = _head(desk)
        with pytest.raises(AuthError, match="manager_needed"):
            door(Approval(operator, "goodwill"))
        with pytest.raises(Refused, match="approver_is_requester"):
            door(Approval(manager, "goodwill"))
        assert _head(desk) == before


def test_nobody_approves_himself_while_there_is_another_manager(
    desk: OpenDesk, manager: SignedIn, operator: SignedIn, shift: Shift
) -> None:
    add_operator(desk, manager, Words("مدير تجريبي ثانٍ", ""), {Role.MANAGER}, "975310")
    lock_count(desk, operator, shift.id, {1_000: 1})
    with pytest.raises(Refused) as error:
        close_shift(desk, manager, shift.id, reason="goodwill", approval=Approval(manager, "goodwill"))
    assert error.value.code == "approver_is_requester"


def test_the_only_manager_may_approve_himself(
    desk: OpenDesk, manager: SignedIn, operator: SignedIn, shift: Shift
) -> None:
    lock_count(desk, operator, shift.id, {1_000: 1})
    assert close_shift(desk, manager, shift.id, reason="goodwill", approval=Approval(manager, "goodwill")) == 1


def test_rights_are_those_of_this_moment(
    desk: OpenDesk, manager: SignedIn, operator: SignedIn, colleague: SignedIn, shift: Shift
) -> None:
    """Whoever left while somebody still held his sign-in neither approves nor opens a drawer."""
    added = add_operator(desk, manager, Words("مدير تجريبي ثانٍ", ""), {Role.MANAGER}, "975310")
    gone = SignedIn(added.id, added.name, added.roles)
    change_operator(desk, manager, gone.operator_id, {Role.MANAGER}, active=False)
    change_operator(desk, manager, colleague.operator_id, set(), active=False)
    lock_count(desk, operator, shift.id, {1_000: 19})
    doors: tuple[Callable[[], object], ...] = (
        lambda: close_shift(desk, operator, shift.id, reason="goodwill", approval=Approval(gone, "goodwill")),
        lambda: lock_count(desk, operator, shift.id, {1_000: 20}, approval=Approval(gone, "goodwill")),
        lambda: close_shift(desk, gone, shift.id, reason="goodwill", approve_later=True),
        lambda: hand_over(desk, operator, shift.id, colleague, {1_000: 19}, reason="goodwill", approve_later=True),
        lambda: open_shift(desk, colleague, 1_000),
        lambda: move_cash(desk, gone, MoveKind.BANK_DEPOSIT, 1_000, reason="takings"),
        lambda: close_day(desk, gone, TODAY),
        lambda: reopen_day(desk, gone, TODAY, "too early"),
        lambda: approve_variance(desk, gone, shift.id, "explained"),
        lambda: accept_clock(desk, operator, Approval(gone, "goodwill")),
    )
    before = _head(desk)
    for door in doors:
        with pytest.raises(AuthError, match="operator_unknown"):
            door()
    assert _head(desk) == before


def test_what_is_the_managers_asks_the_store_and_not_his_sign_in(
    desk: OpenDesk, manager: SignedIn, operator: SignedIn, tmp_path: Path
) -> None:
    """Rights are taken away at other desks too, while somebody is signed in here."""
    added = add_operator(desk, manager, Words("مدير تجريبي ثانٍ", ""), {Role.MANAGER}, "975310")
    gone = SignedIn(added.id, added.name, added.roles)
    someone = known(desk, operator).id
    statement = tmp_path / "statement.csv"
    statement.write_text("date,description,amount\n2026-11-22,ROP,1.000\n")
    change_operator(desk, manager, added.id, set(), active=True)
    doors: tuple[Callable[[], object], ...] = (
        lambda: set_centre(desk, gone, desk.identity()[0]),
        lambda: set_price(desk, gone, min(desk.catalogue.services), Action.SUBMIT, "", 2_500),
        lambda: add_operator(desk, gone, Words("موظف تجريبي ثالث", ""), set(), "864209"),
        lambda: change_operator(desk, gone, added.id, {Role.MANAGER}, active=True),
        lambda: reset_pin(desk, gone, manager.operator_id, "864209"),
        lambda: open_account(desk, gone, someone, 5_000),
        lambda: close_account(desk, gone, someone),
        lambda: reconcile_card(desk, gone, statement),
        lambda: held_for_entities(desk, gone),
        lambda: claimed_from_entities(desk, gone),
        lambda: choose_backup_folder(desk, gone, tmp_path),
        lambda: join_server(desk, gone, "http://127.0.0.1:9", "KSB1-0000-0000-0"),
        lambda: go_on_spare(desk, gone, "goodwill"),
    )
    before = _head(desk)
    for door in doors:
        with pytest.raises(AuthError, match="manager_needed"):
            door()
    assert _head(desk) == before
    reset_pin(desk, gone, added.id, "864209")  # one's own needs no role


def test_a_manager_who_lost_the_role_is_none(desk: OpenDesk, manager: SignedIn, shift: Shift) -> None:
    added = add_operator(desk, manager, Words("مدير تجريبي ثانٍ", ""), {Role.MANAGER}, "975310")
    change_operator(desk, manager, added.id, set(), active=True)
    with pytest.raises(AuthError, match="manager_needed"):
        close_day(desk, SignedIn(added.id, added.name, added.roles), TODAY)
