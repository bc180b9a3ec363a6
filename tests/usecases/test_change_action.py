"""Changing the bill: prices, sizes, quantities, government fees, and what a manager lets pass on the record."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from sanad_desk.domain.catalogue import Action, FeeBasis, Words
from sanad_desk.domain.errors import DomainError, Refused, SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.usecases.approve import LISTED_REASONS, Approval, must_be_listed
from sanad_desk.usecases.change_action import (
    add_action,
    choose_variant,
    chosen_fee,
    drop_action,
    set_centre_fee,
    set_government_fee,
    set_quantity,
    typed_fee,
    waive_fee,
)
from sanad_desk.usecases.complete_step import override_step
from sanad_desk.usecases.look_at_visit import VisitView, look_at_visit
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.set_centre import set_price
from sanad_desk.wire.entries import OverrideApproved, TransactionCompleted
from tests.domain.services import fee
from tests.usecases.played import (
    CONTRACT,
    FLEET,
    ID_CARD,
    PASSPORT,
    PRINTOUT,
    begin,
    facts,
    journal,
    pay,
    ready_visit,
    work_through,
)


@pytest.fixture
def view(desk: OpenDesk, operator: SignedIn, shift: Shift) -> VisitView:
    return open_case(desk, operator, begin(desk, operator), CONTRACT)


@pytest.fixture
def approval(manager: SignedIn) -> Approval:
    return Approval(manager, "goodwill")


def _where(
    desk: OpenDesk, who: SignedIn, view: VisitView, position: int = 0
) -> tuple[OpenDesk, SignedIn, UUID, UUID, int]:
    return desk, who, view.visit.id, view.cases[0].case.id, position


def test_actions_are_added_and_taken_off_but_for_the_last(desk: OpenDesk, operator: SignedIn, view: VisitView) -> None:
    desk_, who, visit, case, _ = _where(desk, operator, view)
    added = add_action(desk_, who, visit, case, Action.PAY)
    assert [a.action for a in added.cases[0].case.actions] == [Action.SUBMIT, Action.PAY]
    assert added.bill.total == 3_000 + 2_000 + 1_000
    for position in (2, -1):
        with pytest.raises(Refused) as error:
            drop_action(desk, operator, visit, case, position)
        assert error.value.code == "action_gone"
    assert drop_action(desk, operator, visit, case, 0).bill.total == 3_000
    with pytest.raises(Refused) as error:
        drop_action(desk, operator, visit, case, 0)
    assert error.value.code == "last_action"


def test_the_size_is_one_of_the_list(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = open_case(desk, operator, begin(desk, operator), FLEET)
    sizes = view.cases[0].service.variants(Action.SUBMIT, shift.business_date)
    where = _where(desk, operator, view)
    set_quantity(*where, 3)
    for size in sizes:
        chosen = choose_variant(*where, size.variant).cases[0].case.actions[0]
        assert (chosen.variant, chosen.centre_fee, chosen.quantity) == (size.variant, size.centre_fee, 3)
    with pytest.raises(DomainError) as error:
        choose_variant(*where, "no such size")
    assert error.value.code == "variant_unknown"
    with pytest.raises(DomainError):
        add_action(desk, operator, view.visit.id, view.cases[0].case.id, Action.SUBMIT, "no such size")


def test_pages_multiply(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = open_case(desk, operator, begin(desk, operator), PRINTOUT)
    where = _where(desk, operator, view)
    one = view.bill.total
    assert set_quantity(*where, 12).bill.total == 12 * one
    for quantity in (0, -1, 10_000):
        with pytest.raises(DomainError) as error:
            set_quantity(*where, quantity)
        assert error.value.code == "quantity_malformed"
    assert look_at_visit(desk, view.visit.id).bill.total == 12 * one


def test_a_price_above_the_official_one_is_warned_of_and_one_below_needs_a_waiver(
    desk: OpenDesk, operator: SignedIn, view: VisitView
) -> None:
    where = _where(desk, operator, view)
    above = set_centre_fee(*where, 3_500)
    assert (above.bill.total, above.bill.warnings) == (3_500, (("price_above_official", 0, 0),))
    assert set_centre_fee(*where, 3_000).bill.warnings == ()
    with pytest.raises(Refused) as error:
        set_centre_fee(*where, 2_999)
    assert (error.value.code, error.value.params["fee"]) == ("price_below_list", 3_000)
    with pytest.raises(DomainError) as wrong:
        set_centre_fee(*where, -1)
    assert wrong.value.code == "amount_negative"


def test_the_centres_own_price_is_the_one_of_the_list(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    set_price(desk, manager, CONTRACT, Action.SUBMIT, "", 2_500)
    view = open_case(desk, operator, begin(desk, operator), CONTRACT)
    assert view.bill.total == 2_500
    assert set_centre_fee(*_where(desk, operator, view), 2_500).bill.total == 2_500
    set_price(desk, manager, CONTRACT, Action.SUBMIT, "", None)
    assert open_case(desk, operator, begin(desk, operator), CONTRACT).bill.total == 3_000


def test_a_service_without_a_tariff_has_a_free_price(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = open_case(desk, operator, begin(desk, operator), PASSPORT, (Action.SUBMIT,))
    assert ("price_missing", 0, "action:0") in view.blocks
    assert set_centre_fee(*_where(desk, operator, view), 0).bill.open == ()
    assert set_centre_fee(*_where(desk, operator, view), 1_500).bill.total == 1_500


def test_government_fees_come_from_the_rule_or_from_the_portal(
    desk: OpenDesk, operator: SignedIn, view: VisitView
) -> None:
    where = _where(desk, operator, view)
    parts = (typed_fee(21_000), chosen_fee(fee(5_000, label=Words("تفتيش", "Inspection"), part="extra")))
    assert set_government_fee(*where, parts).bill.total == 29_000
    assert set_government_fee(*where, ()).bill.total == 3_000
    for wrong in (typed_fee(-1), replace(typed_fee(1), quantity=0)):
        with pytest.raises(DomainError):
            set_government_fee(*where, (wrong,))


def test_a_fee_of_a_range_stays_within_it() -> None:
    rule = fee(None, FeeBasis.RANGE, minimum=10_000, maximum=500_000)
    assert chosen_fee(rule, 10_000).amount == 10_000
    for amount in (9_999, 500_001):
        with pytest.raises(DomainError) as error:
            chosen_fee(rule, amount)
        assert error.value.params == {"field": "government_fee", "minimum": 10_000, "maximum": 500_000}
    assert chosen_fee(fee(7_000), paid_direct=True).paid_direct


def test_a_waiver_is_on_the_record_with_its_manager_before_anything_is_paid(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    view = ready_visit(desk, operator)
    waived = waive_fee(*_where(desk, operator, view), 1_000, approval)
    assert waived.bill.total == view.bill.total - 1_000
    (fact,) = facts(desk, OverrideApproved)
    manager = approval.manager.operator_id.bytes
    assert (fact.subject, fact.row_key, fact.reason, fact.approved_by, fact.amount) == (
        "waiver", "action:0", "goodwill", manager, 1_000,
    )  # fmt: skip
    sale = pay(desk, operator, waived)
    line = load_receipt(desk, sale.number).picture.cases[0].lines[0]
    assert (line.waived, line.centre_fee) == (1_000, 2_000)
    (sold,) = facts(desk, TransactionCompleted)
    assert [(c.waived, c.waiver_reason) for c in sold.charges if c.waived] == [(1_000, "goodwill")]


@pytest.mark.parametrize("amount", [-1, 3_001])
def test_no_more_than_the_fee_can_be_waived(
    desk: OpenDesk, operator: SignedIn, view: VisitView, approval: Approval, amount: int
) -> None:
    with pytest.raises(DomainError) as error:
        waive_fee(*_where(desk, operator, view), amount, approval)
    assert error.value.code == "waiver_too_large"
    assert facts(desk, OverrideApproved) == []


def test_a_new_price_takes_the_waiver_back(
    desk: OpenDesk, operator: SignedIn, view: VisitView, approval: Approval
) -> None:
    waive_fee(*_where(desk, operator, view), 1_000, approval)
    action = set_centre_fee(*_where(desk, operator, view), 3_000).cases[0].case.actions[0]
    assert (action.waived, action.waiver_reason, action.waived_by) == (0, "", None)


def test_a_manager_lets_a_required_row_pass_on_the_record(
    desk: OpenDesk, operator: SignedIn, view: VisitView, approval: Approval
) -> None:
    case = view.cases[0]
    row = case.checklist.missing[0]
    passed = override_step(desk, operator, view.visit.id, case.case.id, row.key, approval)
    assert row.key not in {missing.key for missing in passed.cases[0].checklist.missing}
    (fact,) = facts(desk, OverrideApproved)
    assert (fact.subject, fact.case_id, fact.row_key) == ("row", case.case.id.bytes, row.key)
    with pytest.raises(Refused) as error:
        override_step(desk, operator, view.visit.id, case.case.id, row.key, approval)
    assert error.value.code == "row_needs_no_override"
    pay(desk, operator, work_through(desk, operator, passed))
    (sold,) = facts(desk, TransactionCompleted)
    assert {r.key: r.outcome for r in sold.cases[0].rows}[row.key] == "overridden"


def test_a_sensitive_service_takes_no_free_reason(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    view = open_case(desk, operator, begin(desk, operator), ID_CARD)
    free = Approval(manager, "the customer has a condition")
    row = view.cases[0].checklist.missing[0].key
    doors = (
        lambda: waive_fee(*_where(desk, operator, view), 500, free),
        lambda: override_step(desk, operator, view.visit.id, view.cases[0].case.id, row, free),
    )
    for door in doors:
        with pytest.raises(SanadError) as error:
            door()
        assert error.value.code == "reason_must_be_listed"
    assert facts(desk, OverrideApproved) == []
    for reason in LISTED_REASONS:
        must_be_listed(reason, sensitive=True)
    waive_fee(*_where(desk, operator, view), 500, Approval(manager, "hardship"))


def test_another_position_or_case_changes_nothing(desk: OpenDesk, operator: SignedIn, view: VisitView) -> None:
    before = len(journal(desk))
    with pytest.raises(Refused) as error:
        set_quantity(*_where(desk, operator, view, 5), 2)
    assert error.value.code == "action_gone"
    with pytest.raises(Refused) as error:
        set_quantity(desk, operator, view.visit.id, UUID(int=9), 0, 2)
    assert error.value.code == "case_missing"
    assert len(journal(desk)) == before
