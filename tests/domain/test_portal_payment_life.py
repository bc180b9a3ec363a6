"""A portal payment's states: which may follow which, where each ends, and what it makes of its case."""

from __future__ import annotations

from itertools import product
from uuid import UUID

import pytest

from sanad_desk.domain.case_life import HOLD_REASONS, MOVES, CaseState, Move, Standing, move_case
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.portal_payment_life import (
    CLAIMED,
    FIRST,
    FOR_MANAGERS,
    NEXT,
    RESERVES,
    UNCERTAIN,
    UNSETTLED,
    PaymentState,
    case_moves,
    refuse_senseless,
)

S = PaymentState


@pytest.mark.parametrize(("before", "after"), list(product((None, *S), S)))
def test_what_makes_no_sense_is_refused(before: PaymentState | None, after: PaymentState) -> None:
    if after in (FIRST if before is None else NEXT[before]):
        refuse_senseless(before, after)
    else:
        with pytest.raises(Refused) as refused:
            refuse_senseless(before, after)
        assert refused.value.params == {"before": before.value if before else "", "after": after.value}


def test_every_state_is_reached_and_whatever_is_unsettled_can_be_settled() -> None:
    assert FIRST.union(*NEXT.values()) == set(S)
    assert all(NEXT[state] - UNSETTLED for state in UNSETTLED)
    assert set(NEXT) == set(S)
    assert RESERVES < UNSETTLED
    assert CLAIMED < UNSETTLED
    assert all(after in NEXT[before] for before, after in FOR_MANAGERS)


def standing(state: CaseState, action: Action, reason: str = "", before: CaseState | None = None) -> Standing:
    return Standing(
        UUID(int=1), "C-1", "s", "rop", None, None, state, before, action, reason, None, None, "", 0, 0, 0, 1
    )


STANDINGS = [
    *(standing(state, action) for state, action in product(CaseState, (Action.SUBMIT, Action.PAY))),
    *(
        standing(CaseState.ON_HOLD, action, reason, before)
        for action, reason, before in product((Action.SUBMIT, Action.PAY), HOLD_REASONS, sorted(MOVES[Move.HOLD][0]))
    ),
]


@pytest.mark.parametrize("others_open", [False, True])
@pytest.mark.parametrize("is_after_approval", [False, True])
@pytest.mark.parametrize("after", S)
def test_what_it_makes_of_a_case_always_makes_sense(
    after: PaymentState, is_after_approval: bool, others_open: bool
) -> None:
    for before in STANDINGS:
        now = before
        for move in case_moves(before, after, is_after_approval=is_after_approval, others_open=others_open):
            now = move_case(now, move, 1, reason=UNCERTAIN if move is Move.HOLD else "", amount=1_000)
        held = now.state is CaseState.ON_HOLD and now.reason == UNCERTAIN
        if after is S.CONFIRMED and is_after_approval:
            assert now.uninterrupted is not CaseState.APPROVED
        if after in (S.CONFIRMED, S.FAILED, S.REFUNDED):
            assert not held or others_open
        if after is S.CONFIRMED and not is_after_approval:
            assert now.uninterrupted is before.uninterrupted


def moves(before: Standing, after: PaymentState, *, first: bool = False, others_open: bool = False) -> tuple[Move, ...]:
    """`first`: it pays what was due with the submission."""
    return case_moves(before, after, is_after_approval=not first, others_open=others_open)


def test_what_is_unsure_holds_a_case_and_what_is_sure_lets_it_go() -> None:
    approved = standing(CaseState.APPROVED, Action.SUBMIT)
    assert moves(approved, S.UNKNOWN) == (Move.HOLD,)
    assert moves(approved, S.CONFIRMED, others_open=True) == (Move.PAY,)
    assert moves(approved, S.CONFIRMED, first=True) == ()
    held = standing(CaseState.ON_HOLD, Action.SUBMIT, UNCERTAIN, CaseState.APPROVED)
    assert moves(held, S.DEDUCTED) == ()
    assert moves(held, S.CONFIRMED, others_open=True) == (Move.RESUME, Move.PAY, Move.HOLD)
    assert moves(held, S.CONFIRMED, first=True) == (Move.RESUME,)
    assert moves(held, S.CONFIRMED, first=True, others_open=True) == ()
    assert moves(held, S.REFUNDED) == (Move.RESUME,)
    assert moves(held, S.FAILED, others_open=True) == ()
    ready = standing(CaseState.READY, Action.PAY)
    assert moves(ready, S.CONFIRMED) == (Move.SUBMIT,)
    assert moves(ready, S.CONFIRMED, first=True) == ()
    parked = standing(CaseState.ON_HOLD, Action.PAY, "portal_down", CaseState.READY)
    assert moves(parked, S.CONFIRMED) == (Move.RESUME, Move.SUBMIT)
    elsewhere = standing(CaseState.ON_HOLD, Action.SUBMIT, "missing_paper", CaseState.SUBMITTED)
    assert moves(elsewhere, S.CONFIRMED) == ()
