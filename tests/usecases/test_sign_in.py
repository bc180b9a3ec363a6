"""Signing in: a PIN, a count of wrong ones that outlives the program, and rights that follow the role."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.catalogue import Action, Words
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import AuthError, DomainError, Refused
from sanad_desk.domain.operators import FIRST_LOCK_MS, LONGEST_LOCK_MS, Role, SignedIn
from sanad_desk.usecases.add_operator import add_operator, change_operator, reset_pin
from sanad_desk.usecases.approve import approve
from sanad_desk.usecases.demo_centre import MANAGER_PIN, OPERATOR_PINS
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.set_centre import set_centre, set_price
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.wire.entries import OperatorAdded, OperatorChanged
from tests.usecases.played import facts

PIN = OPERATOR_PINS[0]


def _code(desk: OpenDesk, who: SignedIn, pin: str) -> str:
    with pytest.raises(AuthError) as error:
        sign_in(desk, who.operator_id, pin)
    return error.value.code


def test_everybody_signs_in_with_the_own_pin(desk: OpenDesk, operator: SignedIn) -> None:
    people = list_operators(desk)
    assert [Role.MANAGER in person.roles for person in people] == [True, False, False]
    for person, pin in zip(people, (MANAGER_PIN, *OPERATOR_PINS), strict=True):
        assert sign_in(desk, person.id, pin) == SignedIn(person.id, person.name, person.roles)
    assert sign_in(desk, operator.operator_id, "١٣٥٧٩٠") == operator


def test_wrong_pins_are_counted_down_to_a_lock_that_survives_a_restart(
    folder: Path, operator: SignedIn, desk: OpenDesk, clock: SetClock
) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(AuthError) as error:
            sign_in(desk, operator.operator_id, "000000")
        assert (error.value.code, error.value.params) == ("pin_wrong", {"left": left})
    assert _code(desk, operator, "000000") == "operator_locked"
    desk.close()
    again = open_desk(folder, clock=clock)
    assert _code(again, operator, PIN) == "operator_locked"
    clock.move(FIRST_LOCK_MS)
    assert sign_in(again, operator.operator_id, PIN) == operator
    assert _code(again, operator, "000000") == "pin_wrong"
    again.close()


def test_a_lock_holds_one_person_and_no_other(desk: OpenDesk, operator: SignedIn, colleague: SignedIn) -> None:
    for _ in range(5):
        _code(desk, operator, "000000")
    assert sign_in(desk, colleague.operator_id, OPERATOR_PINS[1]) == colleague


def test_a_clock_that_ran_ahead_locks_nobody_for_years(desk: OpenDesk, operator: SignedIn, clock: SetClock) -> None:
    clock.move(3 * 365 * 24 * 3_600_000)
    for _ in range(5):
        _code(desk, operator, "000000")
    clock.move(-3 * 365 * 24 * 3_600_000)
    assert sign_in(desk, operator.operator_id, PIN) == operator


def test_a_manager_frees_a_locked_operator_with_a_new_pin(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn
) -> None:
    for _ in range(5):
        _code(desk, operator, "000000")
    reset_pin(desk, manager, operator.operator_id, "864202")
    assert sign_in(desk, operator.operator_id, "864202") == operator
    assert _code(desk, operator, PIN) == "pin_wrong"


def test_everybody_may_change_the_own_pin_and_nobody_elses(
    desk: OpenDesk, operator: SignedIn, colleague: SignedIn
) -> None:
    reset_pin(desk, operator, operator.operator_id, "٨٦٤٢٠٢")
    assert sign_in(desk, operator.operator_id, "864202") == operator
    with pytest.raises(AuthError) as error:
        reset_pin(desk, operator, colleague.operator_id, "864202")
    assert error.value.code == "manager_needed"
    with pytest.raises(DomainError) as wrong:
        reset_pin(desk, operator, operator.operator_id, "1111")
    assert (wrong.value.code, wrong.value.params["field"]) == ("pin_too_simple", "pin")


def test_somebody_unknown_signs_in_nowhere(desk: OpenDesk, manager: SignedIn) -> None:
    with pytest.raises(AuthError) as error:
        sign_in(desk, uuid4(), PIN)
    assert error.value.code == "operator_unknown"
    for change in (
        lambda: change_operator(desk, manager, uuid4(), {Role.OPERATOR}, False),
        lambda: reset_pin(desk, manager, uuid4(), "864202"),
    ):
        with pytest.raises(AuthError) as error:
            change()
        assert error.value.code == "operator_unknown"
    assert facts(desk, OperatorChanged) == []


def test_an_operator_is_added_by_a_manager_and_is_a_fact_without_a_name(desk: OpenDesk, manager: SignedIn) -> None:
    added = add_operator(desk, manager, Words("موظف جديد", "New Clerk"), {Role.OPERATOR}, "864202")
    assert sign_in(desk, added.id, "864202").name.ar == "موظف جديد"
    fact = facts(desk, OperatorAdded)[-1]
    assert (fact.operator_id, fact.roles) == (added.id.bytes, ("operator",))


@pytest.mark.parametrize(
    ("name", "pin", "field"),
    [(Words("", ""), "864202", "name"), (Words("١٢٣", ""), "864202", "name"), (Words("اسم", ""), "12", "pin")],
)
def test_a_wrong_operator_names_the_field(desk: OpenDesk, manager: SignedIn, name: Words, pin: str, field: str) -> None:
    with pytest.raises(DomainError) as error:
        add_operator(desk, manager, name, {Role.OPERATOR}, pin)
    assert error.value.params["field"] == field


def test_who_left_signs_in_no_more_and_may_come_back(desk: OpenDesk, operator: SignedIn, manager: SignedIn) -> None:
    change_operator(desk, manager, operator.operator_id, {Role.OPERATOR}, False)
    assert _code(desk, operator, PIN) == "operator_unknown"
    change_operator(desk, manager, operator.operator_id, {Role.OPERATOR, Role.MANAGER}, True)
    assert Role.MANAGER in sign_in(desk, operator.operator_id, PIN).roles


def test_the_last_manager_stays(desk: OpenDesk, operator: SignedIn, manager: SignedIn) -> None:
    for roles, active in (({Role.OPERATOR}, True), ({Role.MANAGER}, False)):
        with pytest.raises(Refused) as error:
            change_operator(desk, manager, manager.operator_id, roles, active)
        assert error.value.code == "last_manager"
    change_operator(desk, manager, operator.operator_id, {Role.MANAGER}, True)
    change_operator(desk, manager, manager.operator_id, {Role.OPERATOR}, True)


def test_what_only_a_manager_may_do(desk: OpenDesk, operator: SignedIn) -> None:
    assert desk.centre is not None
    centre = desk.centre
    doors = {
        "add_operator": lambda: add_operator(desk, operator, Words("اسم", ""), {Role.OPERATOR}, "864202"),
        "change_operator": lambda: change_operator(desk, operator, operator.operator_id, {Role.MANAGER}, True),
        "set_centre": lambda: set_centre(desk, operator, centre),
        "set_price": lambda: set_price(desk, operator, "mol-omani-contract", Action.SUBMIT, "", 1_000),
        "approve": lambda: approve(desk, operator.operator_id, PIN, "goodwill"),
    }
    for name, door in doors.items():
        with pytest.raises(AuthError) as error:
            door()
        assert error.value.code == "manager_needed", name


def test_an_approval_needs_the_pin_and_a_reason(desk: OpenDesk, manager: SignedIn) -> None:
    given = approve(desk, manager.operator_id, MANAGER_PIN, "customer was promised it")
    assert (given.manager, given.reason) == (manager, "customer was promised it")
    for reason, code in (
        ("  ", "reason_missing"),
        ("phone 99123456", "reason_holds_number"),
        ("x" * 121, "text_too_long"),
    ):
        with pytest.raises(DomainError) as error:
            approve(desk, manager.operator_id, MANAGER_PIN, reason)
        assert error.value.code == code
    with pytest.raises(AuthError) as wrong:
        approve(desk, manager.operator_id, "000000", "goodwill")
    assert wrong.value.code == "pin_wrong"


def test_wrong_approvals_lock_the_manager_as_well(desk: OpenDesk, manager: SignedIn, clock: SetClock) -> None:
    """Or the manager's PIN could be guessed at leisure behind an operator's name."""
    for _ in range(5):
        with pytest.raises(AuthError):
            approve(desk, manager.operator_id, "000000", "goodwill")
    assert _code(desk, manager, MANAGER_PIN) == "operator_locked"
    clock.move(LONGEST_LOCK_MS)
    approve(desk, manager.operator_id, MANAGER_PIN, "goodwill")
