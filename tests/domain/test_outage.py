"""What an outage holds up: work of ours in that portal, and nothing that lies with others."""

from __future__ import annotations

from datetime import date

import pytest

from sanad_desk.domain.case_life import CaseState, WaitsFor
from sanad_desk.domain.outage import is_parked, is_portal_work, is_put_off, waits_for_now
from tests.domain.test_case_life import standing

TODAY = date(2026, 11, 22)
S, W = CaseState, WaitsFor


@pytest.mark.parametrize(
    ("state", "reason", "is_ours"),
    [
        (S.READY, "", True),
        (S.RETURNED, "data_wrong", True),
        (S.RETURNED, "paper_missing", False),
        (S.APPROVED, "", False),
        (S.SUBMITTED, "", False),
        (S.ISSUED, "", False),
        (S.ON_HOLD, "waiting_code", False),
    ],
)
def test_only_our_own_next_step_in_the_portal_is_held_up(state: CaseState, reason: str, is_ours: bool) -> None:
    case = standing(state, reason=reason)
    assert is_portal_work(case, TODAY) is is_ours
    assert (waits_for_now(case, TODAY, is_down=True) != waits_for_now(case, TODAY, is_down=False)) is is_ours


def test_what_was_approved_is_ours_once_its_fee_is_with_us() -> None:
    assert is_portal_work(standing(S.APPROVED), TODAY, is_paid=True)


def test_parked_work_is_ours_again_when_the_portal_is_back() -> None:
    case = standing(S.ON_HOLD, reason="portal_down")
    assert is_parked(case)
    assert waits_for_now(case, TODAY, is_down=True) is W.ENTITY
    assert waits_for_now(case, TODAY, is_down=False) is W.US


def test_what_was_put_off_waits_for_a_line() -> None:
    assert is_put_off(standing(S.READY))
    assert is_put_off(standing(S.ON_HOLD, reason="no_line"))
    assert not is_put_off(standing(S.ON_HOLD, reason="portal_down"))
