"""An outage is the centre's: one desk notes it, another parks nothing twice, ends it and takes the list up."""

from __future__ import annotations

from uuid import UUID

import pytest

from sanad_desk.domain.case_life import CaseState, Move, Standing
from sanad_desk.domain.errors import Refused
from sanad_desk.usecases.begin_outage import begin_outage
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.deferred_work import deferred_work
from sanad_desk.usecases.end_outage import end_outage
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, follow_up
from sanad_desk.usecases.move_case import MoveInput
from sanad_desk.usecases.move_cases import move_cases
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.outages import outages
from sanad_desk.usecases.whole_centre import reading_centre
from tests.sync.centre_at_work import CentreAtWork
from tests.usecases.counter import FLOAT, Counter
from tests.usecases.put_off import sold_put_off

MOL = "mol"


def standing(counter: Counter, case_id: UUID) -> Standing:
    with reading_centre(counter.desk) as centre:
        return known_standing(centre, case_id)


def waiting(counter: Counter, bucket: Bucket) -> set[UUID]:
    found = follow_up(counter.desk, counter.clerk, FollowFilter(bucket))
    return {row.standing.case_id for row in found.rows}


def test_one_desk_notes_an_outage_and_another_ends_it(centre: CentreAtWork) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    cases = set()
    for counter in (a, b):
        open_shift(counter.desk, counter.clerk, FLOAT)
        cases.add(sold_put_off(counter.desk, counter.clerk))
    centre.drain()

    begun = begin_outage(a.desk, a.clerk, MOL)
    assert begun.parked == 2  # also what was put off at the other desk
    centre.drain()
    (known,) = outages(b.desk)
    assert (known.outage_id, known.parked) == (begun.outage_id, 2)
    assert known.desk_number == a.desk.identity()[1].number
    assert known.began_by == a.clerk.name
    with pytest.raises(Refused, match="outage_known"):
        begin_outage(b.desk, b.clerk, MOL)
    assert {standing(b, case).state for case in cases} == {CaseState.ON_HOLD}
    assert waiting(b, Bucket.ENTITY) == cases
    assert deferred_work(b.desk).count == 0

    offered = end_outage(b.desk, b.clerk, begun.outage_id)
    assert waiting(b, Bucket.US) == cases  # nobody resumed them, and the portal works
    resumed = move_cases(b.desk, b.clerk, [MoveInput(each.case_id, Move.RESUME, turn=each.turn) for each in offered])
    assert len(resumed.standings) == 2
    centre.drain()
    assert outages(a.desk) == ()
    assert {standing(a, case).state for case in cases} == {CaseState.READY}
    assert waiting(a, Bucket.US) == cases
    assert deferred_work(a.desk).count == 2
    centre.check()


def test_an_outage_noted_at_both_desks_without_a_line_is_one_and_ends_once(centre: CentreAtWork) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    first = begin_outage(a.desk, a.clerk, MOL)
    centre.clock.move(60_000)
    begin_outage(b.desk, b.clerk, MOL)
    centre.drain()
    for counter in (a, b):
        assert [outage.outage_id for outage in outages(counter.desk)] == [first.outage_id]
    end_outage(b.desk, b.clerk, first.outage_id)
    centre.drain()
    assert outages(a.desk) == outages(b.desk) == ()
