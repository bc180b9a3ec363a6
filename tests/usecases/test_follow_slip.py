"""The follow-up slip tells how a case stands at any desk of the centre, and its QR leads back to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.case_life import Move
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.receipts.follow_slip import FollowSlip
from sanad_desk.usecases.follow_slip import follow_slip, follow_slips
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_desk import OpenDesk, new_id
from sanad_desk.wire.case_code import read_case_code
from tests.conftest import MORNING
from tests.usecases.other_desks import bring, found_other_desk, journal_of
from tests.usecases.played import CONTRACT, PRINTOUT, sold
from tests.usecases.put_off import sold_put_off


@pytest.fixture
def slip(desk: OpenDesk, operator: SignedIn, shift: Shift) -> FollowSlip:
    return follow_slip(desk, operator, sold_put_off(desk, operator))


def test_it_names_the_case_and_nobody(desk: OpenDesk, operator: SignedIn, slip: FollowSlip) -> None:
    reference, case_id = read_case_code(slip.code)
    assert slip.reference == reference
    assert follow_slip(desk, operator, case_id) == slip
    assert (slip.state, slip.service.ar) == ("ready", desk.catalogue.service(CONTRACT).name.ar)
    assert slip.masked.endswith("01")
    assert "99000001" not in repr(slip)
    assert "زبون" not in repr(slip)


def test_a_returned_case_names_the_papers_to_bring(desk: OpenDesk, operator: SignedIn, slip: FollowSlip) -> None:
    _, case_id = read_case_code(slip.code)
    [paper] = desk.catalogue.services[CONTRACT].paper_keys
    move_case(desk, operator, MoveInput(case_id, Move.SUBMIT, promised=date(2026, 11, 29), portal_reference="W-77"))
    move_case(desk, operator, MoveInput(case_id, Move.RETURN, reason="paper_missing", rows=(paper,)))
    told = follow_slip(desk, operator, case_id)
    assert (told.state, told.promised, told.portal_reference) == ("returned", date(2026, 11, 29), "W-77")
    assert [words.ar for words in told.papers] == [desk.catalogue.papers["civil-id"].name.ar]
    assert told.reason.en == "A paper is missing"


def test_an_approved_case_names_the_fee_and_a_closed_one_no_date(
    desk: OpenDesk, operator: SignedIn, slip: FollowSlip
) -> None:
    _, case_id = read_case_code(slip.code)
    move_case(desk, operator, MoveInput(case_id, Move.SUBMIT, promised=date(2026, 11, 29)))
    move_case(desk, operator, MoveInput(case_id, Move.APPROVE, amount=20_000))
    assert follow_slip(desk, operator, case_id).amount == 20_000
    move_case(desk, operator, MoveInput(case_id, Move.PAY))
    move_case(desk, operator, MoveInput(case_id, Move.FINISH))
    told = follow_slip(desk, operator, case_id)
    assert (told.state, told.amount, told.promised) == ("done", 0, None)


def test_a_case_nobody_served_has_no_slip(desk: OpenDesk, operator: SignedIn) -> None:
    with pytest.raises(DomainError, match="case_unknown"):
        follow_slip(desk, operator, new_id())


def test_a_receipt_has_a_slip_for_each_case_that_goes_on(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    sale = sold(desk, operator, CONTRACT, PRINTOUT, CONTRACT)
    slips = follow_slips(desk, operator, sale.number)
    assert len({slip.reference for slip in slips}) == len(slips) == 2
    assert follow_slips(desk, operator, sold(desk, operator, PRINTOUT).number) == ()


def test_a_case_of_another_desk_has_its_slip_here(
    desk: OpenDesk, operator: SignedIn, shift: Shift, folder: Path, tmp_path: Path
) -> None:
    case_id = sold_put_off(desk, operator)
    other = open_desk(found_other_desk(tmp_path / "other", 3, MORNING), clock=SetClock(MORNING))
    bring(other, journal_of(folder))
    told = follow_slip(other, operator, case_id)
    other.close()
    assert read_case_code(told.code) == (told.reference, case_id)
    assert told.reference == follow_slip(desk, operator, case_id).reference
