"""The life of a case: every move from every state, what it waits for, and walks that never get stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.case_life import (
    CLOSED,
    MOVES,
    NEXT_MOVE,
    OPEN,
    REASONS,
    STAYS,
    TAKEN_BACK,
    CaseState,
    Move,
    Standing,
    WaitsFor,
    after_reversal,
    after_taken_back,
    after_transaction,
    move_case,
    moves_from,
    waits_for,
)
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.errors import DomainError, Refused, SanadError
from sanad_desk.domain.shift import muscat_midnight

TODAY = date(2026, 11, 22)
S = CaseState
# What each state may become by a move, in the words of FIELD.md §6; everything else is refused.
LEADS_TO = {
    S.DRAFT: "",
    S.READY: "submit:submitted hold:on_hold cancel:cancelled claim_refund:refund_due",
    S.SUBMITTED: "review:in_review return:returned approve:approved issue:issued finish:done turn_down:cancelled "
    "hold:on_hold cancel:cancelled claim_refund:refund_due",
    S.IN_REVIEW: "return:returned approve:approved issue:issued finish:done turn_down:cancelled hold:on_hold "
    "cancel:cancelled claim_refund:refund_due",
    S.RETURNED: "resend:submitted turn_down:cancelled hold:on_hold cancel:cancelled claim_refund:refund_due",
    S.APPROVED: "pay:paid turn_down:cancelled hold:on_hold cancel:cancelled claim_refund:refund_due",
    S.PAID: "return:returned issue:issued finish:done turn_down:cancelled hold:on_hold cancel:cancelled "
    "claim_refund:refund_due",
    S.ISSUED: "finish:done hold:on_hold cancel:cancelled claim_refund:refund_due",
    S.ON_HOLD: "resume:in_review cancel:cancelled claim_refund:refund_due",
    S.DONE: "reopen:in_review",
    S.CANCELLED: "reopen:in_review claim_refund:refund_due",
    S.REFUND_DUE: "refund:refunded",
    S.REFUNDED: "reopen:in_review",
}


def standing(state: CaseState, **known: object) -> Standing:
    before = S.IN_REVIEW if state in {S.ON_HOLD, *CLOSED} else None
    values: dict[str, object] = {
        "case_id": UUID(int=1),
        "reference": "0142-01-000007",
        "service_code": "a_service",
        "entity": "an_entity",
        "customer_id": UUID(int=2),
        "representative_id": None,
        "state": state,
        "before": before,
        "action": Action.SUBMIT,
        "reason": "missing_paper" if state is S.ON_HOLD else "",
        "promised": None,
        "remind_on": None,
        "portal_reference": "",
        "amount": 0,
        "begun_at": 1,
        "since": 1,
        "turn": 3,
    }
    return Standing(**(values | known))  # type: ignore[arg-type]


def moved(before: Standing, move: Move) -> Standing:
    """With all that the move asks for."""
    reason = REASONS[move][0] if move in REASONS else ""
    amount = 5_000 if move is Move.CLAIM_REFUND else 0
    return move_case(before, move, 9, reason=reason, amount=amount, promised=TODAY, portal_reference="R-1")


@pytest.mark.parametrize(("state", "move"), list(product(CaseState, Move)))
def test_every_move_leads_where_it_makes_sense_and_nowhere_else(state: CaseState, move: Move) -> None:
    allowed = dict(pair.split(":") for pair in LEADS_TO[state].split())
    allowed |= {stay.value: state.value for stay in STAYS if state in OPEN}
    if move.value not in allowed:
        with pytest.raises(Refused) as refused:
            moved(standing(state), move)
        assert refused.value.code == "move_makes_no_sense"
        return
    after = moved(standing(state), move)
    assert (after.state.value, after.turn) == (allowed[move.value], 4)
    assert move in moves_from(state)


@pytest.mark.parametrize("move", sorted(REASONS))
def test_why_is_asked_of_whatever_needs_it_and_only_listed_words_count(move: Move) -> None:
    before = standing(next(iter(sorted(MOVES[move][0]))))
    for reason, code in (("", "reason_missing"), ("because", "reason_must_be_listed")):
        with pytest.raises(DomainError) as refused:
            move_case(before, move, 9, reason=reason, amount=5)
        assert refused.value.code == code


def test_a_case_that_was_held_goes_on_where_it_was() -> None:
    for state in sorted(MOVES[Move.HOLD][0]):
        held = move_case(standing(state), Move.HOLD, 9, reason="portal_down")
        assert move_case(held, Move.RESUME, 10).state is state


def test_what_an_approved_case_owes_is_owed_after_a_pause_too() -> None:
    held = move_case(standing(S.APPROVED, amount=201_000), Move.HOLD, 1, reason="portal_down")
    again = move_case(held, Move.RESUME, 2)
    assert (held.amount, again.amount, again.state) == (201_000, 201_000, S.APPROVED)


def test_what_it_was_returned_for_outlives_a_hold_and_an_end_by_mistake() -> None:
    returned = move_case(standing(S.SUBMITTED), Move.RETURN, 9, reason="paper_missing")
    held = move_case(returned, Move.HOLD, 10, reason="customer_unreachable")
    cancelled = move_case(held, Move.CANCEL, 11, reason="never_came_back")
    for again in (
        move_case(held, Move.RESUME, 11),
        move_case(cancelled, Move.REOPEN, 12, reason="closed_by_mistake"),
    ):
        assert (again.state, again.reason, waits_for(again, TODAY)) == (
            S.RETURNED,
            "paper_missing",
            WaitsFor.CUSTOMER,
        )


def test_what_was_closed_by_mistake_opens_as_what_it_was() -> None:
    held = move_case(standing(S.RETURNED), Move.HOLD, 9, reason="customer_unreachable")
    cancelled = move_case(held, Move.CANCEL, 10, reason="never_came_back")
    assert move_case(cancelled, Move.REOPEN, 11, reason="entity_came_back").state is S.RETURNED


def test_a_case_whose_money_is_still_here_ends_only_when_its_customer_has_it() -> None:
    ended = move_case(standing(S.SUBMITTED), Move.TURN_DOWN, 9, reason="not_entitled", amount=20_000)
    assert (ended.state, ended.amount, waits_for(ended, TODAY)) == (S.REFUND_DUE, 20_000, WaitsFor.MONEY)


@pytest.mark.parametrize(
    ("action", "state"), [(Action.SUBMIT, S.SUBMITTED), (Action.PAY, S.PAID), (Action.CANCEL, S.CANCELLED)]
)
def test_what_was_put_off_becomes_what_it_was_charged_for(action: Action, state: CaseState) -> None:
    assert move_case(standing(S.READY, action=action), Move.SUBMIT, 9).state is state


def test_a_reminder_ends_with_the_next_true_move_and_stays_through_words() -> None:
    reminded = move_case(standing(S.SUBMITTED), Move.REMIND, 9, remind_on=TODAY)
    assert reminded.is_due(TODAY)
    assert move_case(reminded, Move.REFER, 10, portal_reference="R-2").is_due(TODAY)
    assert not move_case(reminded, Move.REVIEW, 10).is_due(TODAY)


def test_what_is_overdue_with_its_entity_is_ours_to_ask_for() -> None:
    late = standing(S.IN_REVIEW, promised=date(2026, 11, 19))
    assert (waits_for(late, TODAY), waits_for(late, date(2026, 11, 19))) == (WaitsFor.US, WaitsFor.ENTITY)


@pytest.mark.parametrize("state", [S.SUBMITTED, S.IN_REVIEW, S.PAID])
def test_what_nobody_promised_is_asked_for_after_the_longest_review(state: CaseState) -> None:
    lies = standing(state, since=muscat_midnight(TODAY))
    last = TODAY + timedelta(days=14)
    assert (waits_for(lies, last), waits_for(lies, last + timedelta(days=1))) == (WaitsFor.ENTITY, WaitsFor.US)
    promised = replace(lies, promised=last + timedelta(days=9))
    assert waits_for(promised, last + timedelta(days=1)) is WaitsFor.ENTITY, "a word is worth more than a habit"


@pytest.mark.parametrize(
    ("reason", "waits"),
    [
        ("portal_down", WaitsFor.ENTITY),
        ("no_line", WaitsFor.US),
        ("waiting_code", WaitsFor.CUSTOMER),
        ("customer_unreachable", WaitsFor.CUSTOMER),
        ("waiting_entity", WaitsFor.ENTITY),
        ("missing_paper", WaitsFor.CUSTOMER),
        ("payment_uncertain", WaitsFor.MONEY),
    ],
)
def test_a_hold_waits_for_what_its_reason_says(reason: str, waits: WaitsFor) -> None:
    assert waits_for(standing(S.ON_HOLD, reason=reason), TODAY) is waits


def test_what_was_not_paid_after_all_is_paid_in_the_portal_again() -> None:
    paid = standing(S.PAID, action=Action.SUBMIT, remind_on=TODAY)
    unpaid = after_taken_back(paid, 9)
    assert (unpaid.state, unpaid.since, unpaid.turn, unpaid.remind_on) == (S.READY, 9, 4, None)
    assert move_case(unpaid, Move.SUBMIT, 10).state is S.PAID
    held = after_taken_back(move_case(paid, Move.HOLD, 8, reason="waiting_entity"), 9)
    assert (held.state, held.reason, move_case(held, Move.RESUME, 10).state) == (S.ON_HOLD, "waiting_entity", S.READY)


@given(st.lists(st.sampled_from(Move), max_size=25), st.sampled_from(sorted(OPEN)))
def test_no_walk_gets_stuck(walk: list[Move], begin: CaseState) -> None:
    """Whatever is said of a case: it is open and waits for somebody, or it has ended; and there is a way to an end."""
    now = standing(begin)
    for move in walk:
        try:
            now = moved(now, move)
        except SanadError:
            continue
    if now.is_open:
        assert waits_for(now, TODAY) is not None
        assert NEXT_MOVE[now.state] in moves_from(now.state)
        assert ends(now)
    else:
        assert (now.state in CLOSED, waits_for(now, TODAY), now.state in NEXT_MOVE) == (True, None, False)


def ends(now: Standing) -> bool:
    for _ in range(12):
        if not now.is_open:
            return True
        step = NEXT_MOVE.get(now.state)
        assert step is not None
        now = moved(now, step)
    return False


@pytest.mark.parametrize(
    ("before", "actions", "outcome", "later", "collects", "state"),
    [
        (None, (Action.SUBMIT,), "deferred", True, False, S.READY),
        (None, (Action.SUBMIT,), "overridden", True, False, S.READY),
        (None, (Action.SUBMIT,), "done", True, True, S.SUBMITTED),
        (None, (Action.SUBMIT, Action.PAY), "done", False, True, S.ISSUED),
        (None, (Action.SUBMIT, Action.PAY), "done", False, False, S.DONE),
        (S.APPROVED, (Action.PAY,), "done", True, False, S.PAID),
        (S.APPROVED, (Action.PAY,), "deferred", True, False, S.READY),
        (S.RETURNED, (Action.RESEND,), "done", True, False, S.SUBMITTED),
        (S.SUBMITTED, (Action.CANCEL,), "done", True, False, S.CANCELLED),
        (S.RETURNED, (Action.RESEND, Action.PAY), "done", True, False, S.SUBMITTED),
    ],
)
def test_a_receipt_says_what_becomes_of_its_cases(
    before: CaseState | None,
    actions: tuple[Action, ...],
    outcome: str,
    later: bool,
    collects: bool,
    state: CaseState,
) -> None:
    assert after_transaction(before, actions, outcome, comes_later=later, collects=collects) is state


def test_a_case_that_ends_for_money_gives_back_what_is_held_for_it() -> None:
    found = [
        after_transaction(S.SUBMITTED, (Action.CANCEL,), outcome, comes_later=True, collects=False, held=12_000)
        for outcome in ("done", "deferred")
    ]
    assert found == [S.REFUND_DUE, S.READY]
    ended = move_case(standing(S.READY, action=Action.CANCEL), Move.SUBMIT, 9, amount=12_000)
    assert (ended.state, ended.amount) == (S.REFUND_DUE, 12_000)


@pytest.mark.parametrize(
    ("now", "known", "after"),
    [
        (S.SUBMITTED, {"due": 1_000}, S.REFUND_DUE),
        (S.SUBMITTED, {"is_whole": False}, None),
        (S.SUBMITTED, {}, S.CANCELLED),
        (S.DONE, {}, S.CANCELLED),
        (S.PAID, {"found": S.APPROVED}, S.APPROVED),
        (S.CANCELLED, {"found": S.APPROVED}, None),
        (S.CANCELLED, {"found": S.APPROVED, "sold_turn": 3}, S.APPROVED),  # that sale was of the cancelling
        (S.REFUNDED, {}, None),
        (S.REFUND_DUE, {"found": S.APPROVED}, S.REFUNDED),
        (S.REFUND_DUE, {"held": True}, None),
        (S.REFUND_DUE, {"found": S.SUBMITTED, "sold_turn": 3, "held": True}, S.SUBMITTED),
    ],
)
def test_what_a_reversal_makes_of_a_case(now: CaseState, known: dict[str, Any], after: CaseState | None) -> None:
    said: dict[str, Any] = {"sold_turn": 1, "found": None, "due": 0, "is_whole": True, "held": False, **known}
    assert after_reversal(standing(now, turn=3), **said) is after
    if now is S.REFUND_DUE:
        assert after_reversal(standing(now, turn=3, reason=TAKEN_BACK), **said) is None
