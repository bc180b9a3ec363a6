"""The slip for a customer who must come back names every missing row in both languages, and what it will cost."""

from __future__ import annotations

import pytest

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.begin_visit import begin_visit
from sanad_desk.usecases.change_action import set_centre_fee
from sanad_desk.usecases.complete_step import complete_step
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.not_ready import not_ready
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.own_prices import own_prices
from sanad_desk.usecases.set_centre import set_price
from sanad_desk.wire.follow_facts import PapersMissed
from tests.usecases.played import facts

VEHICLE = "rop-vehicle-registration-renewal"


@pytest.fixture
def view(desk: OpenDesk, operator: SignedIn, shift: Shift) -> VisitView:
    visit = begin_visit(desk, operator).visit.id
    return open_case(desk, operator, visit, VEHICLE)


def test_every_missing_row_is_named_in_both_languages(desk: OpenDesk, operator: SignedIn, view: VisitView) -> None:
    slip = not_ready(desk, operator, view, 0)
    assert len(slip.missing) == len(view.cases[0].checklist.missing)
    assert all(words.ar and words.en for words in slip.missing)
    assert slip.service_name.ar == view.cases[0].service.name.ar


def test_what_is_done_is_not_named(desk: OpenDesk, operator: SignedIn, view: VisitView) -> None:
    before = not_ready(desk, operator, view, 0)
    case = view.cases[0]
    view = complete_step(desk, operator, view.visit.id, case.case.id, case.checklist.rows[0].key, "seen")
    after = not_ready(desk, operator, view, 0)
    assert [words for words in before.missing if words not in after.missing] == [before.missing[0]]


def test_a_fee_that_only_the_portal_knows_is_left_to_it(desk: OpenDesk, operator: SignedIn, view: VisitView) -> None:
    case = view.cases[0]
    view = set_centre_fee(desk, operator, view.visit.id, case.case.id, 0, 2_500)
    slip = not_ready(desk, operator, view, 0)
    assert slip.total_known == 2_500
    assert [amount for _, amount in slip.costs] == [2_500, None]
    assert all(words.ar and words.en for words, _ in slip.costs)


def test_a_case_that_is_not_there_is_refused(desk: OpenDesk, operator: SignedIn, view: VisitView) -> None:
    with pytest.raises(Refused) as error:
        not_ready(desk, operator, view, 3)
    assert error.value.code == "case_missing"


@pytest.mark.parametrize("paper", ["80mm", "a4"])
def test_the_slip_becomes_a_paper(desk: OpenDesk, operator: SignedIn, view: VisitView, paper: str) -> None:
    assert not_ready(desk, operator, view, 0).pdf(Paper(paper)).startswith(b"%PDF")


def test_the_centres_own_prices_are_known_to_lists(desk: OpenDesk, manager: SignedIn) -> None:
    set_price(desk, manager, VEHICLE, Action.SUBMIT, "", 1_750)
    assert own_prices(desk)[VEHICLE, "submit", ""] == 1_750


def test_missing_papers_are_noted_once_a_day(
    desk: OpenDesk, operator: SignedIn, view: VisitView, clock: SetClock
) -> None:
    for _ in range(2):
        not_ready(desk, operator, view, 0)
    clock.move(24 * 3_600_000)
    not_ready(desk, operator, view, 0)
    noted = facts(desk, PapersMissed)
    missing = [row.key for row in view.cases[0].checklist.missing if row.key.startswith("paper:")]
    assert [list(fact.rows) for fact in noted] == [missing, missing]
    assert missing
