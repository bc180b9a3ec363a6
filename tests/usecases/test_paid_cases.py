"""A fee that is written down as paid pays its case, wherever that is written, and what takes it back does too."""

from __future__ import annotations

from uuid import UUID

import pytest

from sanad_desk.domain.case_life import CaseState, Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.checklist import RowKind
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.complete_step import complete_step
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.record_portal_payment import PortalPaymentInput, record_portal_payments
from sanad_desk.usecases.serve_case import serve_case
from sanad_desk.usecases.take_back_portal_payment import fees_paid_today, take_back_portal_payment
from sanad_desk.wire.follow_facts import CaseMoved
from tests.usecases.played import facts, pay, work_through
from tests.usecases.portal_payments import Portal
from tests.usecases.portal_payments import portal as portal  # a fixture

RENEW = "mol-work-permit-renew"  # its fee is taken once the entity has approved
FEE = 201_000
S = CaseState


def paid_at_counter(portal: Portal, outcome: str) -> UUID:
    """Approved, and its fee taken at the counter; what was done in the portal is paid there too."""
    case_id = portal.case(RENEW)
    move(portal, case_id, Move.APPROVE, amount=FEE)
    view = serve_case(portal.desk, portal.clerk, case_id, Action.PAY)
    row = next(row for row in view.cases[0].checklist.rows if row.kind is RowKind.PORTAL)
    view = complete_step(portal.desk, portal.clerk, view.visit.id, case_id, row.key, outcome)
    pay(portal.desk, portal.clerk, work_through(portal.desk, portal.clerk, view))
    return case_id


def move(portal: Portal, case_id: UUID, *moves: Move, reason: str = "", amount: int = 0) -> None:
    for each in moves:
        said = reason if each in (Move.RETURN, Move.HOLD) else ""
        move_case(portal.desk, portal.clerk, MoveInput(case_id, each, said, amount=amount))


def record(portal: Portal, *cases: UUID) -> None:
    fees = [portal.fee(case_id) for case_id in cases]
    inputs = [PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held) for fee in fees if fee]
    record_portal_payments(portal.desk, portal.clerk, inputs)


def take_back(portal: Portal) -> None:
    """The last that was written down."""
    seq = fees_paid_today(portal.desk, portal.clerk)[0].seq
    take_back_portal_payment(portal.desk, portal.clerk, seq, Approval(portal.manager, "system_fault"))


def state(portal: Portal, case_id: UUID) -> CaseState:
    return portal.standing(case_id).state


def test_what_was_put_off_is_paid_with_its_fee_and_waits_again_when_that_is_taken_back(portal: Portal) -> None:
    first, second = paid_at_counter(portal, "deferred"), paid_at_counter(portal, "deferred")
    move(portal, second, Move.HOLD, reason="portal_down")
    record(portal, first, second)
    assert (state(portal, first), state(portal, second)) == (S.PAID, S.PAID)
    take_back(portal)
    again = portal.standing(second)
    assert (again.state, again.action, state(portal, first)) == (S.READY, Action.PAY, S.PAID)
    assert facts(portal.desk, CaseMoved)[-1].approved_by == portal.manager.operator_id.bytes
    assert portal.fee(second) is not None
    record(portal, second)
    assert state(portal, second) is S.PAID
    assert portal.is_sound()


def test_all_or_none_of_the_cases_too(portal: Portal) -> None:
    first, second = paid_at_counter(portal, "deferred"), paid_at_counter(portal, "deferred")
    held, more = portal.fee(first), portal.fee(second)
    assert held is not None
    assert more is not None
    wrong = PortalPaymentInput(more.transaction_id, more.case_position, more.held + 1)
    right = PortalPaymentInput(held.transaction_id, held.case_position, held.held)
    with pytest.raises(Refused, match="fee_not_held"):
        record_portal_payments(portal.desk, portal.clerk, [right, wrong])
    assert (state(portal, first), state(portal, second)) == (S.READY, S.READY)


def test_a_payment_that_is_taken_back_has_failed_and_its_case_waits_for_another(portal: Portal) -> None:
    case_id = paid_at_counter(portal, "deferred")
    payment_id = portal.ask(case_id, PaymentState.UNKNOWN)
    portal.settle(payment_id, PaymentState.CONFIRMED)
    assert state(portal, case_id) is S.PAID
    take_back(portal)
    assert (portal.payment(payment_id).state, state(portal, case_id)) == (PaymentState.FAILED, S.READY)
    assert portal.accounts()[:2] == (0, 0)
    portal.settle(payment_id, PaymentState.CONFIRMED)
    assert state(portal, case_id) is S.PAID
    assert portal.is_sound()


def test_a_fee_of_the_submission_pays_no_approved_case(portal: Portal) -> None:
    case_id = portal.case()
    move(portal, case_id, Move.APPROVE, amount=FEE)
    portal.ask(case_id, PaymentState.CONFIRMED)
    assert state(portal, case_id) is S.APPROVED
    take_back(portal)
    record(portal, case_id)
    assert state(portal, case_id) is S.APPROVED
    portal.ask(case_id, PaymentState.CONFIRMED, Channel.CUSTOMER_CARD, amount=FEE)
    assert state(portal, case_id) is S.PAID
    take_back(portal)
    assert state(portal, case_id) is S.PAID


def test_an_approved_case_is_paid_with_the_fee_that_was_taken_for_it_before(portal: Portal) -> None:
    case_id = paid_at_counter(portal, "done")
    move(portal, case_id, Move.RETURN, Move.RESEND, Move.APPROVE, reason="fee_wrong")
    record(portal, case_id)
    assert state(portal, case_id) is S.PAID
    take_back(portal)
    assert state(portal, case_id) is S.READY


def test_what_was_paid_by_other_means_or_has_gone_on_stays_where_it_is(portal: Portal) -> None:
    ticked, gone_on, held = (paid_at_counter(portal, outcome) for outcome in ("done", "deferred", "deferred"))
    record(portal, ticked)
    take_back(portal)
    assert state(portal, ticked) is S.PAID
    record(portal, gone_on)
    move(portal, gone_on, Move.ISSUE)
    take_back(portal)
    assert state(portal, gone_on) is S.ISSUED
    record(portal, held)
    move(portal, held, Move.HOLD, reason="waiting_entity")
    take_back(portal)
    standing = portal.standing(held)
    assert (standing.state, standing.before, standing.action) == (S.ON_HOLD, S.READY, Action.PAY)
    assert portal.is_sound()
