"""How much waits for us this morning: the count on the navigation."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.domain.case_life import WaitsFor
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.follow_up import followed_cases
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.whole_centre import reading_centre


@dataclass(frozen=True, slots=True)
class FollowCount:
    """Cases that wait for us, and reminders of today and before."""

    us: int
    due: int


def follow_count(desk: OpenDesk) -> FollowCount:
    """Of the whole centre, as far as it is known here."""
    today = business_date_at(desk.clock.now())
    with reading_centre(desk) as centre:
        known = followed_cases(centre)
    us = sum(each.waits_for(today) is WaitsFor.US for each in known)
    return FollowCount(us, sum(each.standing.is_due(today) for each in known))
