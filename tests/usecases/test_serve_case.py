"""Later actions on a known case: their own tariff line and receipt, another operator, another day, another desk."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.case_life import CaseState, Move
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.checklist import RowKind
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.store.verify import verify
from sanad_desk.usecases.change_action import add_action
from sanad_desk.usecases.complete_step import complete_step
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, follow_up
from sanad_desk.usecases.look_at_case import look_at_case
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.serve_case import later_actions, serve_case
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.take_payment import Sale
from sanad_desk.wire.entries import TransactionCompleted
from tests.usecases.other_desks import bring, found_other_desk, journal_of
from tests.usecases.played import facts, pay, ready_visit, sold, work_through
from tests.usecases.test_move_case import WITH_FEE, case_of, standing

RENEW = "mol-work-permit-renew"  # submit 3.000, pay 2.000 once it is approved, resend 2.000
DAY_MS = 24 * 3_600_000


def later(desk: OpenDesk, who: SignedIn, case_id: UUID, action: Action) -> Sale:
    return pay(desk, who, work_through(desk, who, serve_case(desk, who, case_id, action)))


def approved(desk: OpenDesk, who: SignedIn, amount: int = 201_000) -> UUID:
    case_id = case_of(desk, sold(desk, who, RENEW))
    move_case(desk, who, MoveInput(case_id, Move.APPROVE, amount=amount))
    return case_id


def test_a_permit_is_paid_after_its_approval_by_another_operator_on_another_day(
    desk: OpenDesk, operator: SignedIn, colleague: SignedIn, clock: SetClock, shift: Shift
) -> None:
    case_id = approved(desk, operator)
    clock.move(3 * DAY_MS)
    open_shift(desk, colleague, 20_000)
    view = serve_case(desk, colleague, case_id, Action.PAY)
    assert (view.cases[0].case.id, view.cases[0].case.reference) == (case_id, standing(desk, case_id).reference)
    assert view.customer is not None
    sale = pay(desk, colleague, work_through(desk, colleague, view))
    assert sale.total == 201_000 + 2_000
    assert standing(desk, case_id).state is CaseState.PAID
    first, second = facts(desk, TransactionCompleted)
    assert [fact.cases[0].case_id for fact in (first, second)] == [case_id.bytes] * 2
    assert {charge.action for charge in second.charges} == {"pay"}
    assert look_at_case(desk, colleague, case_id).receipts == (first.number, second.number)
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


def test_what_was_answered_and_seen_is_not_asked_again_but_for_what_it_was_returned_for(
    desk: OpenDesk, operator: SignedIn, shift: Shift
) -> None:
    view = ready_visit(desk, operator, RENEW)
    papers = [row.key for row in view.cases[0].checklist.rows if row.kind is RowKind.PAPER]
    case_id = view.cases[0].case.id
    pay(desk, operator, view)
    move_case(desk, operator, MoveInput(case_id, Move.RETURN, "paper_unclear", rows=(papers[0],)))
    checklist = serve_case(desk, operator, case_id, Action.RESEND).cases[0].checklist
    open_papers = [row.key for row in checklist.rows if row.kind is RowKind.PAPER and not row.settled]
    assert open_papers == [papers[0]]
    assert all(row.settled for row in checklist.rows if row.kind in (RowKind.QUESTION, RowKind.REFERENCE))
    assert not any(row.settled for row in checklist.rows if row.kind in (RowKind.CONSENT, RowKind.PORTAL))


def test_what_was_brought_after_one_return_is_not_asked_for_after_the_next(
    desk: OpenDesk, operator: SignedIn, shift: Shift
) -> None:
    view = ready_visit(desk, operator, RENEW)
    first, second = [row.key for row in view.cases[0].checklist.rows if row.kind is RowKind.PAPER][:2]
    case_id = view.cases[0].case.id
    pay(desk, operator, view)
    move_case(desk, operator, MoveInput(case_id, Move.RETURN, "paper_missing", rows=(first,)))
    later(desk, operator, case_id, Action.RESEND)
    move_case(desk, operator, MoveInput(case_id, Move.RETURN, "paper_missing", rows=(second,)))
    checklist = serve_case(desk, operator, case_id, Action.RESEND).cases[0].checklist
    assert [row.key for row in checklist.rows if row.kind is RowKind.PAPER and not row.settled] == [second]


def test_what_was_done_meanwhile_is_not_charged_again(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    """A hold in between changes nothing of what is charged."""
    case_id = approved(desk, operator)
    view = work_through(desk, operator, serve_case(desk, operator, case_id, Action.PAY))
    move_case(desk, operator, MoveInput(case_id, Move.HOLD, "portal_down"))
    move_case(desk, operator, MoveInput(case_id, Move.RESUME))
    move_case(desk, operator, MoveInput(case_id, Move.PAY))
    with pytest.raises(Refused, match="case_moved_meanwhile"):
        pay(desk, operator, view)
    other = approved(desk, operator)
    view = work_through(desk, operator, serve_case(desk, operator, other, Action.PAY))
    move_case(desk, operator, MoveInput(other, Move.HOLD, "portal_down"))
    pay(desk, operator, view)
    assert (standing(desk, other).state, facts(desk, TransactionCompleted)[-1].cases[0].before) == ("paid", "approved")


def test_nothing_is_charged_where_only_money_is_to_come_back(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = approved(desk, operator)
    move_case(desk, operator, MoveInput(case_id, Move.CLAIM_REFUND, "portal_failed", amount=1_000))
    with pytest.raises(DomainError, match="action_not_offered"):
        serve_case(desk, operator, case_id, Action.RESEND)


def test_a_priced_cancelling_gives_back_what_is_held(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    """But for what the cancelling itself costs, whether it is done in the portal at once or later."""
    at_once, put_off = (case_of(desk, sold(desk, operator, WITH_FEE)) for _ in range(2))
    assert later(desk, operator, at_once, Action.CANCEL).total > 50_000
    ended = standing(desk, at_once)
    assert (ended.state, ended.amount) == (CaseState.REFUND_DUE, 12_000)
    view = serve_case(desk, operator, put_off, Action.CANCEL)
    row = next(row for row in view.cases[0].checklist.rows if row.kind is RowKind.PORTAL)
    view = complete_step(desk, operator, view.visit.id, put_off, row.key, "deferred")
    pay(desk, operator, work_through(desk, operator, view))
    assert standing(desk, put_off).state is CaseState.READY
    move_case(desk, operator, MoveInput(put_off, Move.SUBMIT))
    ended = standing(desk, put_off)
    assert (ended.state, ended.amount) == (CaseState.REFUND_DUE, 12_000)
    nothing = case_of(desk, sold(desk, operator, RENEW))
    later(desk, operator, nothing, Action.CANCEL)
    assert standing(desk, nothing).state is CaseState.CANCELLED


def test_payment_is_taken_once_the_entity_has_approved(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = case_of(desk, sold(desk, operator, RENEW))
    with pytest.raises(DomainError, match="action_not_offered"):
        serve_case(desk, operator, case_id, Action.PAY)
    move_case(desk, operator, MoveInput(case_id, Move.APPROVE, amount=201_000))
    held = move_case(desk, operator, MoveInput(case_id, Move.HOLD, "portal_down"))
    assert Action.PAY in later_actions(desk, held)
    assert later(desk, operator, case_id, Action.PAY).total == 203_000
    assert standing(desk, case_id).state is CaseState.PAID


def test_what_is_taken_before_the_approval_pays_nothing_yet(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = case_of(desk, sold(desk, operator, RENEW))
    move_case(desk, operator, MoveInput(case_id, Move.RETURN, "data_wrong"))
    view = serve_case(desk, operator, case_id, Action.RESEND)
    view = add_action(desk, operator, view.visit.id, case_id, Action.PAY)
    pay(desk, operator, work_through(desk, operator, view))
    assert standing(desk, case_id).state is CaseState.SUBMITTED


def test_digits_are_looked_for_in_one_number_at_a_time(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    sold(desk, operator, RENEW)  # in the portal R-0001, of civil number 99000001
    found = [follow_up(desk, operator, FollowFilter(Bucket.ALL, text=text)).rows for text in ("99000001", "00019900")]
    assert [len(rows) for rows in found] == [1, 0]


def test_a_case_lies_in_one_visit_alone(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = approved(desk, operator)
    first = serve_case(desk, operator, case_id, Action.PAY)
    assert serve_case(desk, operator, case_id, Action.PAY).visit.id == first.visit.id


def test_nothing_is_charged_for_what_has_ended_or_has_no_price(
    desk: OpenDesk, operator: SignedIn, shift: Shift
) -> None:
    case_id = approved(desk, operator)
    with pytest.raises(DomainError, match="action_not_offered"):
        serve_case(desk, operator, case_id, Action.ACCEPT)
    move_case(desk, operator, MoveInput(case_id, Move.CANCEL, "customer_withdrew"))
    with pytest.raises(Refused, match="case_closed"):
        serve_case(desk, operator, case_id, Action.PAY)


def test_a_case_of_another_desk_is_found_moved_and_charged_here(
    desk: OpenDesk, operator: SignedIn, shift: Shift, tmp_path: Path, clock: SetClock
) -> None:
    """Begun at desk 5, approved and paid at this one; desk 5 then knows it as paid, whatever the clocks say."""
    folder = found_other_desk(tmp_path / "five", 5, clock.now() + DAY_MS)  # whose clock is a day ahead
    there = open_desk(folder, clock=SetClock(clock.now() + DAY_MS + 60_000))
    clerk = _clerk(there)
    open_shift(there, clerk, 20_000)
    case_id = case_of(there, sold(there, clerk, RENEW))
    bring(desk, journal_of(folder))

    (row,) = follow_up(desk, operator, FollowFilter(Bucket.ENTITY)).rows
    assert (row.standing.case_id, row.desk_number, bool(row.customer)) == (case_id, 5, True)
    move_case(desk, operator, MoveInput(case_id, Move.APPROVE, amount=201_000))
    sale = later(desk, operator, case_id, Action.PAY)
    assert sale.total == 203_000
    (row,) = follow_up(desk, operator, FollowFilter(Bucket.ALL)).rows
    assert (row.standing.state, row.standing.turn, row.desk_number) == (CaseState.PAID, 3, 0)

    bring(there, journal_of(desk.store.folder))
    (row,) = follow_up(there, clerk, FollowFilter(Bucket.ALL)).rows
    assert (row.standing.state, row.standing.turn, row.desk_number) == (CaseState.PAID, 3, 2)
    there.close()


def test_a_case_that_ends_here_owes_what_another_desk_holds(
    desk: OpenDesk, operator: SignedIn, shift: Shift, tmp_path: Path, clock: SetClock
) -> None:
    folder = found_other_desk(tmp_path / "five", 5, clock.now())
    there = open_desk(folder, clock=SetClock(clock.now() + 60_000))
    clerk = _clerk(there)
    open_shift(there, clerk, 20_000)
    case_id = case_of(there, sold(there, clerk, WITH_FEE))
    there.close()
    bring(desk, journal_of(folder))
    ended = move_case(desk, operator, MoveInput(case_id, Move.CANCEL, "customer_withdrew"))
    assert (ended.state, ended.amount) == (CaseState.REFUND_DUE, 12_000)


def test_what_two_desks_say_at_once_is_settled_the_same_on_both(
    desk: OpenDesk, operator: SignedIn, shift: Shift, tmp_path: Path, clock: SetClock
) -> None:
    case_id = case_of(desk, sold(desk, operator, RENEW))
    folder = found_other_desk(tmp_path / "five", 5, clock.now())
    there = open_desk(folder, clock=SetClock(clock.now() + 60_000))
    clerk = _clerk(there)
    bring(there, journal_of(desk.store.folder))
    move_case(there, clerk, MoveInput(case_id, Move.RETURN, "data_wrong"))
    move_case(desk, operator, MoveInput(case_id, Move.REVIEW))
    bring(desk, journal_of(folder))
    bring(there, journal_of(desk.store.folder))
    seen = [
        follow_up(at, who, FollowFilter(Bucket.ALL)).rows[0].standing for at, who in ((desk, operator), (there, clerk))
    ]
    assert seen[0] == seen[1]
    assert seen[0].state is CaseState.RETURNED
    there.close()


def _clerk(desk: OpenDesk) -> SignedIn:
    found = list_operators(desk)[-1]
    return SignedIn(found.id, found.name, found.roles)
