"""A case whose payment nobody knows the end of: not charged again, not ended, at no desk, until the money is found."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.case_life import REASONS, CaseState, Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.portal_payment_life import RESERVES, Channel
from sanad_desk.domain.portal_payment_life import PaymentState as S
from sanad_desk.usecases.demo_centre import OPERATOR_PINS
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, FollowRow, follow_up
from sanad_desk.usecases.look_at_case import look_at_case
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.move_cases import move_cases
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.serve_case import serve_case
from sanad_desk.usecases.sign_in import list_operators, sign_in
from tests.usecases.other_desks import bring, found_other_desk, journal_of
from tests.usecases.played import CONTRACT, pay, work_through
from tests.usecases.portal_payments import Portal
from tests.usecases.portal_payments import portal as portal  # a fixture

HIS = Channel.CUSTOMER_CARD
DUE = 201_000


def approved(portal: Portal) -> UUID:
    case_id = portal.case(CONTRACT)
    move_case(portal.desk, portal.clerk, MoveInput(case_id, Move.APPROVE, amount=DUE))
    return case_id


def row(portal: Portal, case_id: UUID) -> FollowRow:
    rows = follow_up(portal.desk, portal.clerk, FollowFilter(Bucket.ALL)).rows
    return next(each for each in rows if each.standing.case_id == case_id)


def said(case_id: UUID, move: Move) -> MoveInput:
    return MoveInput(case_id, move, REASONS[move][0] if move in REASONS else "")


def is_refused(portal: Portal, case_id: UUID, move: Move) -> bool:
    """One by one as well as many at once."""
    with pytest.raises(Refused) as refused:
        move_case(portal.desk, portal.clerk, said(case_id, move))
    assert refused.value.params == {"number": portal.standing(case_id).reference}
    moved = move_cases(portal.desk, portal.clerk, [said(case_id, move)])
    return (moved.standings, moved.refused) == ((), ((case_id, refused.value.code),))


@pytest.mark.parametrize("state", sorted(RESERVES))
def test_a_customer_is_not_charged_for_what_the_portal_may_have_taken(portal: Portal, state: S) -> None:
    case_id = approved(portal)
    payment_id = portal.ask(case_id, state, HIS, amount=DUE)
    for action in (Action.PAY, Action.CANCEL):
        with pytest.raises(Refused, match="payment_unsettled"):
            serve_case(portal.desk, portal.clerk, case_id, action)
    assert Action.PAY not in row(portal, case_id).actions
    assert Action.PAY not in look_at_case(portal.desk, portal.clerk, case_id).actions
    portal.settle(payment_id, S.REFUNDED if state is S.DEDUCTED else S.FAILED)
    assert Action.PAY in row(portal, case_id).actions
    view = work_through(portal.desk, portal.clerk, serve_case(portal.desk, portal.clerk, case_id, Action.PAY))
    again = portal.ask(case_id, state, HIS, amount=DUE)
    with pytest.raises(Refused) as refused:
        pay(portal.desk, portal.clerk, view)
    assert (refused.value.code, refused.value.params["number"]) == (
        "payment_unsettled",
        portal.standing(case_id).reference,
    )
    portal.settle(again, S.REFUNDED if state is S.DEDUCTED else S.FAILED)
    pay(portal.desk, portal.clerk, view)
    assert portal.standing(case_id).state is CaseState.PAID


@pytest.mark.parametrize("state", sorted(RESERVES))
def test_no_case_ends_while_its_money_is_looked_for(portal: Portal, state: S) -> None:
    case_id = portal.case()
    payment_id = portal.ask(case_id, state)
    is_held = portal.standing(case_id).state is CaseState.ON_HOLD
    for move in (Move.CANCEL, Move.RESUME) if is_held else (Move.CANCEL, Move.FINISH, Move.TURN_DOWN):
        assert is_refused(portal, case_id, move)
    if state is S.DEDUCTED:
        portal.settle(payment_id, S.REFUND_ASKED)
        assert move_case(portal.desk, portal.clerk, said(case_id, Move.RESUME)).state is CaseState.SUBMITTED
    else:
        portal.settle(payment_id, S.FAILED)
    assert move_case(portal.desk, portal.clerk, said(case_id, Move.FINISH)).state is CaseState.DONE
    assert portal.is_sound()


def test_a_refund_is_not_paid_out_nor_another_hold_kept_for_it(portal: Portal) -> None:
    due, parked = portal.case(CONTRACT), portal.case(CONTRACT)
    move_case(portal.desk, portal.clerk, MoveInput(due, Move.CLAIM_REFUND, "portal_failed", amount=5_000))
    portal.ask(due, S.UNKNOWN, HIS)
    assert is_refused(portal, due, Move.REFUND)
    move_case(portal.desk, portal.clerk, MoveInput(parked, Move.HOLD, "portal_down"))
    portal.ask(parked, S.UNKNOWN, HIS)
    assert move_case(portal.desk, portal.clerk, said(parked, Move.RESUME)).state is CaseState.SUBMITTED


def test_another_desk_waits_for_it_as_well(portal: Portal, tmp_path: Path) -> None:
    folder = found_other_desk(tmp_path / "3", 3, portal.clock.now())
    other = open_desk(folder, clock=portal.clock)
    clerk = sign_in(other, list_operators(other)[1].id, OPERATOR_PINS[0])
    open_shift(other, clerk, 0)
    there = Portal(other, portal.clock, clerk, clerk)
    asked, unsure = approved(there), approved(there)
    there.ask(unsure, S.UNKNOWN, HIS, amount=DUE)
    there.ask(asked, S.ASKED, HIS, amount=DUE)
    other.close()
    bring(portal.desk, journal_of(folder))
    for case_id, move in ((asked, Move.CANCEL), (unsure, Move.RESUME)):
        with pytest.raises(Refused, match="payment_unsettled"):
            serve_case(portal.desk, portal.clerk, case_id, Action.PAY)
        with pytest.raises(Refused, match="payment_unsettled"):
            move_case(portal.desk, portal.clerk, said(case_id, move))


def test_the_list_and_the_card_tell_what_lies_here_for_a_case(portal: Portal) -> None:
    case_id = portal.case()
    fee = portal.fee(case_id)
    assert fee is not None
    assert row(portal, case_id).held == look_at_case(portal.desk, portal.clerk, case_id).held == fee.held
    portal.ask(case_id, S.CONFIRMED)
    assert row(portal, case_id).held == look_at_case(portal.desk, portal.clerk, case_id).held == 0
