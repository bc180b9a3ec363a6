"""A portal that is down parks the centre's work in it; it is offered again when the portal is back."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from sanad_desk.domain.case_life import CaseState, Move, Standing
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.outage import PORTAL_DOWN
from sanad_desk.domain.shift import Shift
from sanad_desk.store.verify import verify
from sanad_desk.usecases.begin_outage import begin_outage
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.deferred_work import deferred_work
from sanad_desk.usecases.end_outage import end_outage
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.move_cases import move_cases
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.outages import outages
from sanad_desk.usecases.parked_cases import parked_cases
from sanad_desk.usecases.whole_centre import reading_centre
from tests.usecases.played import PASSPORT, sold
from tests.usecases.put_off import sold_put_off

MOL = "mol"


def standing(desk: OpenDesk, case_id: UUID) -> Standing:
    with reading_centre(desk) as centre:
        return known_standing(centre, case_id)


def submitted(desk: OpenDesk, who: SignedIn) -> UUID:
    """A case that lies with its entity."""
    case_id = sold_put_off(desk, who)
    move_case(desk, who, MoveInput(case_id, Move.SUBMIT))
    return case_id


def returned(desk: OpenDesk, who: SignedIn, reason: str) -> UUID:
    case_id = submitted(desk, who)
    move_case(desk, who, MoveInput(case_id, Move.RETURN, reason))
    return case_id


def resume(desk: OpenDesk, who: SignedIn, *cases: Standing) -> None:
    moved = move_cases(desk, who, [MoveInput(case.case_id, Move.RESUME, turn=case.turn) for case in cases])
    assert moved.refused == ()


def test_only_what_is_ours_to_do_in_that_portal_is_parked(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    put_off = sold_put_off(desk, operator)
    ours, his = returned(desk, operator, "data_wrong"), returned(desk, operator, "paper_missing")
    at_entity, elsewhere = submitted(desk, operator), sold_put_off(desk, operator, PASSPORT)
    parked = begin_outage(desk, operator, MOL)
    assert parked.parked == 2
    held = {each: standing(desk, each) for each in (put_off, ours, his, at_entity, elsewhere)}
    assert [held[each].state for each in (put_off, ours)] == [CaseState.ON_HOLD] * 2
    assert {held[each].reason for each in (put_off, ours)} == {PORTAL_DOWN}
    assert held[his].state is CaseState.RETURNED
    assert held[at_entity].state is CaseState.SUBMITTED
    assert held[elsewhere].state is CaseState.READY
    (open_one,) = outages(desk)
    assert (open_one.outage_id, open_one.entity, open_one.parked) == (parked.outage_id, MOL, 2)
    assert open_one.began_at == desk.clock.now()
    assert open_one.began_by == operator.name
    assert open_one.desk_number == desk.identity()[1].number


def test_approved_work_is_parked_once_its_fee_is_with_us(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = sold_put_off(desk, operator, PASSPORT, Action.SUBMIT, Action.PAY)
    for move, reason in ((Move.SUBMIT, ""), (Move.RETURN, "data_wrong"), (Move.RESEND, ""), (Move.APPROVE, "")):
        move_case(desk, operator, MoveInput(case_id, move, reason))
    unpaid = submitted(desk, operator)
    move_case(desk, operator, MoveInput(unpaid, Move.APPROVE, amount=201_000))
    entity = standing(desk, case_id).entity
    assert begin_outage(desk, operator, entity).parked == 1
    assert begin_outage(desk, operator, MOL).parked == 0
    assert [outage.amount > 0 for outage in outages(desk)] == [True, False]
    assert standing(desk, unpaid).amount == 201_000


def test_what_was_parked_is_offered_and_goes_on_where_it_was(
    desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock
) -> None:
    put_off, ours = sold_put_off(desk, operator), returned(desk, operator, "data_wrong")
    begun = begin_outage(desk, operator, MOL)
    clock.move(60_000)
    listed = parked_cases(desk, operator, MOL)
    assert [case.standing.case_id for case in listed] == [put_off, ours]
    assert all(case.is_held and case.service.ar and case.customer.ar for case in listed)
    offered = end_outage(desk, operator, begun.outage_id)
    assert {case.case_id for case in offered} == {put_off, ours}
    assert outages(desk) == ()
    assert standing(desk, put_off).state is CaseState.ON_HOLD  # nobody resumed it yet
    resume(desk, operator, *offered)
    assert standing(desk, put_off).state is CaseState.READY
    assert standing(desk, ours).state is CaseState.RETURNED
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


def test_what_is_sold_during_an_outage_waits_with_the_rest(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    begun = begin_outage(desk, operator, MOL)
    case_id = sold_put_off(desk, operator)
    (outage,) = outages(desk)
    assert outage.parked == 1
    assert [case.is_held for case in parked_cases(desk, operator, MOL)] == [False]
    assert deferred_work(desk).count == 0
    assert end_outage(desk, operator, begun.outage_id) == ()
    assert standing(desk, case_id).state is CaseState.READY
    assert deferred_work(desk).count == 1


def test_an_entity_is_down_once_and_comes_back_once(desk: OpenDesk, operator: SignedIn) -> None:
    begun = begin_outage(desk, operator, MOL)
    with pytest.raises(Refused) as known:
        begin_outage(desk, operator, MOL)
    assert (known.value.code, known.value.params["at"]) == ("outage_known", desk.clock.now())
    end_outage(desk, operator, begun.outage_id)
    for gone in (begun.outage_id, uuid4()):
        with pytest.raises(Refused, match="outage_over"):
            end_outage(desk, operator, gone)
    begin_outage(desk, operator, MOL)
    with pytest.raises(DomainError, match="outage_entity_missing"):
        begin_outage(desk, operator, "no-such-entity")


def test_work_that_was_put_off_is_counted_with_its_money(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    case_id = sold_put_off(desk, operator, PASSPORT, Action.SUBMIT, Action.PAY)
    other = sold_put_off(desk, operator)
    move_case(desk, operator, MoveInput(other, Move.HOLD, "no_line"))
    sold(desk, operator)
    work = deferred_work(desk)
    assert (work.count, work.amount) == (2, 5_000)
    move_case(desk, operator, MoveInput(case_id, Move.SUBMIT))
    assert deferred_work(desk).count == 1
