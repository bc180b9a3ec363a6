"""A visit while it is served: begun, held, resumed by whoever has time, and never lost by a crash."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.catalogue import Action, Catalogue
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.usecases.begin_visit import begin_visit, drop_visit, hold_visit, list_visits, resume_visit
from sanad_desk.usecases.complete_step import LONGEST_STEP_S, complete_step, note_typing, reopen_step
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.open_case import drop_case, open_case, turn_to_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from tests.usecases.played import CONTRACT, ID_CARD, PASSPORT, begin, count, pay, ready_visit, sold


def test_a_visit_needs_an_open_shift(desk: OpenDesk, operator: SignedIn) -> None:
    with pytest.raises(Refused) as error:
        begin_visit(desk, operator)
    assert error.value.code == "shift_not_open"
    assert list_visits(desk) == []


def test_a_case_has_its_id_and_reference_from_the_first_moment(
    desk: OpenDesk, operator: SignedIn, shift: Shift
) -> None:
    visit_id = begin(desk, operator)
    first = open_case(desk, operator, visit_id, CONTRACT)
    second = open_case(desk, operator, visit_id, ID_CARD)
    assert [c.case.reference for c in second.cases] == ["KSB1-02-000001", "KSB1-02-000002"]
    assert second.cases[0].case.id == first.cases[0].case.id < second.cases[1].case.id
    assert second.visit.open_case == 1


def test_an_unknown_service_opens_no_case(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    with pytest.raises(DomainError) as error:
        open_case(desk, operator, begin(desk, operator), "nothing-like-it")
    assert error.value.code == "service_unknown"


def test_cases_are_turned_to_and_dropped(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    visit_id = begin(desk, operator)
    for service in (CONTRACT, ID_CARD, PASSPORT):
        view = open_case(desk, operator, visit_id, service)
    assert turn_to_case(desk, operator, visit_id, 0).visit.open_case == 0
    assert turn_to_case(desk, operator, visit_id, 99).visit.open_case == 2
    view = drop_case(desk, operator, visit_id, view.cases[2].case.id)
    assert ([c.service.code for c in view.cases], view.visit.open_case) == ([CONTRACT, ID_CARD], 1)
    with pytest.raises(Refused) as error:
        drop_case(desk, operator, visit_id, uuid4())
    assert error.value.code == "case_missing"
    for case in view.cases:
        view = drop_case(desk, operator, visit_id, case.case.id)
    assert (view.blocks, turn_to_case(desk, operator, visit_id, 1).visit.open_case) == ((("visit_empty", -1, ""),), 0)


def test_a_held_visit_is_resumed_by_a_colleague_in_his_shift(
    desk: OpenDesk, operator: SignedIn, colleague: SignedIn, shift: Shift
) -> None:
    view = ready_visit(desk, operator)
    assert hold_visit(desk, operator, view.visit.id).visit.held
    with pytest.raises(Refused) as error:
        resume_visit(desk, colleague, view.visit.id)
    assert error.value.code == "shift_not_open"
    theirs = open_shift(desk, colleague, 0)
    resumed = resume_visit(desk, colleague, view.visit.id)
    assert not resumed.visit.held
    assert (resumed.visit.operator_id, resumed.visit.shift_id) == (colleague.operator_id, theirs.id)
    assert resumed.cases[0].case.rows == view.cases[0].case.rows


def test_a_visit_that_is_gone_or_paid_says_so(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    gone = begin(desk, operator)
    drop_visit(desk, operator, gone)
    view = ready_visit(desk, operator)
    sale = pay(desk, operator, view)
    for visit_id, code, params in (
        (gone, "visit_gone", {}),
        (view.visit.id, "visit_already_paid", {"number": sale.number}),
    ):
        for door in (hold_visit, resume_visit, drop_visit):
            with pytest.raises(Refused) as error:
                door(desk, operator, visit_id)
            assert (error.value.code, error.value.params) == (code, params)
        with pytest.raises(Refused):
            look_at_visit(desk, visit_id)


def test_visits_are_listed_last_touched_first(
    desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock
) -> None:
    first, second = begin(desk, operator), begin(desk, operator)
    clock.move(1_000)
    hold_visit(desk, operator, first)
    assert [view.visit.id for view in list_visits(desk)] == [first, second]


def test_what_is_half_typed_survives_a_crash(
    folder: Path, desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock
) -> None:
    view = open_case(desk, operator, begin(desk, operator), CONTRACT)
    typed = {"field:wage": "325.5", "reference": "R-12"}
    note_typing(desk, operator, view.visit.id, "serve.row.field:wage", typed)
    desk.close()
    again = open_desk(folder, clock=clock)
    (found,) = list_visits(again)
    assert (found.visit.focus, dict(found.visit.typed)) == ("serve.row.field:wage", typed)
    case = found.cases[0].case.id
    settled = complete_step(again, operator, found.visit.id, case, "field:wage", "typed", value="325.5")
    assert dict(settled.visit.typed) == {"reference": "R-12"}
    again.close()


def test_the_time_of_each_step_is_kept_without_a_click(
    desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock
) -> None:
    view = open_case(desk, operator, begin(desk, operator), CONTRACT)
    case = view.cases[0].case.id
    for key, outcome, wait, seconds in (
        ("consent", "signed", 12_500, 12),
        ("portal", "done", 10 * 3_600_000, LONGEST_STEP_S),
        ("handover", "printed", -60_000, 0),
    ):
        clock.move(wait)
        view = complete_step(desk, operator, view.visit.id, case, key, outcome)
        assert view.cases[0].case.row(key).seconds == seconds  # type: ignore[union-attr]


def test_a_step_that_cannot_be_leaves_the_row_open(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = open_case(desk, operator, begin(desk, operator), CONTRACT)
    case = view.cases[0].case.id
    for key, outcome, value in (("field:wage", "typed", "much"), ("consent", "perhaps", ""), ("nothing", "x", "")):
        with pytest.raises(DomainError):
            complete_step(desk, operator, view.visit.id, case, key, outcome, value=value)
    assert look_at_visit(desk, view.visit.id).cases[0].case.rows == ()


def test_nobody_is_promised_a_day_that_has_gone_by(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = open_case(desk, operator, begin(desk, operator), CONTRACT)
    case = view.cases[0].case.id
    for day, code in (("21/11/2026", "date_in_past"), ("23/11/2028", "date_too_far")):
        with pytest.raises(DomainError, match=code):
            complete_step(desk, operator, view.visit.id, case, "handover", "collect", value=day)
    view = complete_step(desk, operator, view.visit.id, case, "handover", "collect", value="22/11/2028")
    assert view.cases[0].case.row("handover").value == "2028-11-22"  # type: ignore[union-attr]


def test_a_reopened_row_waits_again(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator)
    case = view.cases[0].case.id
    assert view.blocks == ()
    view = reopen_step(desk, operator, view.visit.id, case, "portal")
    assert view.blocks == (("checklist_open", 0, "portal"),)


def test_a_visit_whose_service_was_withdrawn_still_opens(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator)
    catalogue: Catalogue = desk.catalogue
    services = {code: service for code, service in catalogue.services.items() if code != CONTRACT}
    desk.loaded = replace(desk.loaded, catalogue=replace(catalogue, services=services))
    (found,) = list_visits(desk)
    assert found.cases[0].service.name.en == CONTRACT
    assert resume_visit(desk, operator, view.visit.id).cases[0].case.id == view.cases[0].case.id


def test_a_held_visit_is_charged_by_the_tariff_of_the_day_it_is_paid(
    desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock
) -> None:
    view = ready_visit(desk, operator)
    service = desk.catalogue.services[CONTRACT]
    today = shift.business_date
    dearer = tuple(
        change
        for price in service.prices
        for change in (
            replace(price, valid_until=today),
            replace(price, valid_from=today.fromordinal(today.toordinal() + 1), centre_fee=price.centre_fee + 500),
        )
    )
    services = {**desk.catalogue.services, CONTRACT: replace(service, prices=dearer)}
    desk.loaded = replace(desk.loaded, catalogue=replace(desk.catalogue, services=services))
    assert resume_visit(desk, operator, view.visit.id).bill.total == view.bill.total
    clock.move(24 * 3_600_000)
    open_shift(desk, operator, 0)
    assert resume_visit(desk, operator, view.visit.id).bill.total == view.bill.total + 500
    assert ready_visit(desk, operator, CONTRACT, actions=(Action.SUBMIT,)).bill.total == view.bill.total + 500


def test_nothing_of_a_visit_is_left_behind_by_its_payment(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    sold(desk, operator)
    assert count(desk, "visit_draft") == 0
    assert count(desk, "case_detail") > 0
