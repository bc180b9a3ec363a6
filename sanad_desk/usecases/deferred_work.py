"""The portal steps that were put off, which come up by themselves when the line is back."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.domain.outage import is_put_off
from sanad_desk.store.outages import open_entities
from sanad_desk.usecases.case_standings import open_cases
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.outages import held_in_centre
from sanad_desk.usecases.whole_centre import reading_centre


@dataclass(frozen=True, slots=True)
class DeferredWork:
    """How many cases, and what the centre holds for their fees, in baisa."""

    count: int
    amount: int


def deferred_work(desk: OpenDesk) -> DeferredWork:
    """Of the whole centre; what waits for a portal that is down cannot be done yet."""
    with reading_centre(desk) as centre:
        down = open_entities(centre.connections)
        waiting = [case for case in open_cases(centre) if is_put_off(case) and case.entity not in down]
        return DeferredWork(len(waiting), sum(held_in_centre(centre, case) for case in waiting))
