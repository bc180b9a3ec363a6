"""A customer who does it himself takes a sheet along, and his case leaves the visit unpaid."""

from __future__ import annotations

import pytest

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.usecases.assist_customer import assist_customer
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk, new_id
from sanad_desk.wire.follow_facts import CustomerAssisted
from tests.usecases.played import CONTRACT, ID_CARD, begin, facts


@pytest.fixture
def view(desk: OpenDesk, operator: SignedIn, shift: Shift) -> VisitView:
    visit = begin(desk, operator)
    open_case(desk, operator, visit, CONTRACT)
    return open_case(desk, operator, visit, ID_CARD)


def test_the_case_leaves_the_visit_and_is_remembered(desk: OpenDesk, operator: SignedIn, view: VisitView) -> None:
    gone = view.cases[0].case
    left = assist_customer(desk, operator, view.visit.id, gone.id).view
    assert [case.case.service_code for case in left.cases] == [ID_CARD]
    (fact,) = facts(desk, CustomerAssisted)
    assert (fact.service_code, fact.case_id) == (CONTRACT, gone.id.bytes)


def test_the_sheet_says_where_with_what_and_how(desk: OpenDesk, operator: SignedIn, view: VisitView) -> None:
    case = view.cases[0]
    sheet = assist_customer(desk, operator, view.visit.id, case.case.id, "en").sheet
    assert (sheet.service.ar, sheet.language) == (case.service.name.ar, "en")
    assert (sheet.portal, sheet.address) == (case.entity.portal_name, case.entity.portal_url)
    assert [note.en for _, note in sheet.steps] == [step.note.en for step in case.service.steps]
    assert {kind for kind, _ in sheet.steps} == {""}
    papers = [row for row in case.checklist.rows if row.key.startswith("paper:")]
    assert [words.en for words in sheet.papers] == [row.text.en for row in papers]
    assert sheet.phone == desk.identity()[0].phone
    assert sheet.fee == 1_000  # asked for only after the approval


def test_a_usual_flow_is_told_to_the_customer_and_not_to_the_clerk(
    desk: OpenDesk, operator: SignedIn, view: VisitView
) -> None:
    service = next(each for each in desk.catalogue.services.values() if each.flow and len(each.steps) > 4)
    case = open_case(desk, operator, view.visit.id, service.code).cases[-1].case
    sheet = assist_customer(desk, operator, view.visit.id, case.id).sheet
    kinds = [step.kind for step in service.steps if step.when is None]
    assert [kind for kind, _ in sheet.steps if kind] == [kind for kind in kinds if kind not in ("visit", "consent")]


def test_a_case_that_is_not_there_cannot_be_shown(desk: OpenDesk, operator: SignedIn, view: VisitView) -> None:
    with pytest.raises(Refused, match="case_missing"):
        assist_customer(desk, operator, view.visit.id, new_id())
    assert facts(desk, CustomerAssisted) == []
