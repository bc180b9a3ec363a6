"""What desks teach the ministry: how often something happened, by code and without a word about anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from sanad_desk.domain.case_life import Move
from sanad_desk.server.tables import day_sum
from sanad_desk.wire import follow_facts
from sanad_desk.wire.fact import Fact

LONGEST_CODE = 64  # characters of any code in `day_sum`


class Lesson:
    """Measures of `day_sum` that count; beside each, what its code is."""

    CASE_MOVED = "case_moved"  # domain.case_life.Move
    RETURN_REASON = "return_reason"  # domain.case_life.RETURN_REASONS
    MISSING_PAPER = "missing_paper"  # paper, or several of which one would have done: passport|photo
    OUTAGE = "outage"  # entity; twice where two desks noted it before they heard of each other
    NOT_OFFERED = "not_offered"  # none: the words stay at the centre
    RATING = "rating"  # stars
    COMPLAINT = "complaint"  # domain.complaint.KINDS
    ASSISTED = "assisted"  # service


# In the order in which they are told.
LESSONS = (
    *(Lesson.MISSING_PAPER, Lesson.RETURN_REASON, Lesson.OUTAGE, Lesson.NOT_OFFERED, Lesson.ASSISTED),
    *(Lesson.RATING, Lesson.COMPLAINT, Lesson.CASE_MOVED),
)
Place = tuple[str, str]  # measure, code


def lesson_places(fact: Fact) -> Iterator[Place]:
    """Where an entry counts one more; nowhere for most."""
    count = _COUNTS.get(type(fact))
    if count is not None:
        yield from count(fact)


def _moved(fact: follow_facts.CaseMoved) -> Iterator[Place]:
    yield Lesson.CASE_MOVED, fact.move
    if fact.move == Move.RETURN:
        yield Lesson.RETURN_REASON, fact.standing.reason
    yield from _papers(fact.rows)


def _papers(rows: Sequence[str]) -> Iterator[Place]:
    """A row's key is `paper:4:passport|photo`; where it stands on the list of a service says nothing."""
    for key in rows:
        kind, _, rest = key.partition(":")
        if kind == "paper":
            yield Lesson.MISSING_PAPER, rest.partition(":")[2][:LONGEST_CODE]


_COUNTS: Mapping[type[Fact], Callable[[Any], Iterator[Place]]] = {
    follow_facts.CaseMoved: _moved,
    follow_facts.PapersMissed: lambda fact: _papers(fact.rows),
    follow_facts.OutageBegan: lambda fact: iter([(Lesson.OUTAGE, fact.entity)]),
    follow_facts.ServiceNotOffered: lambda _: iter([(Lesson.NOT_OFFERED, "")]),
    follow_facts.VisitRated: lambda fact: iter([(Lesson.RATING, str(fact.stars))]),
    follow_facts.ComplaintMade: lambda fact: iter([(Lesson.COMPLAINT, fact.kind)]),
    follow_facts.CustomerAssisted: lambda fact: iter([(Lesson.ASSISTED, fact.service_code)]),
}


def lessons_of(connection: Connection, centre_id: bytes, first: date, last: date) -> dict[Place, int]:
    """What a centre counted on these business dates, both included."""
    place = (day_sum.c.measure, day_sum.c.code)
    query = select(*place, func.sum(day_sum.c.amount)).where(
        day_sum.c.centre_id == centre_id,
        day_sum.c.business_date.between(first.isoformat(), last.isoformat()),
        day_sum.c.measure.in_(LESSONS),
    )
    rows = connection.execute(query.group_by(*place))
    return {(measure, code): int(amount) for measure, code, amount in rows}
