"""The centre's complaints of the last two years: those without an answer first, then the newest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import people
from sanad_desk.store.reversals import number_of
from sanad_desk.store.said_at_counter import Complaint, Settlement, complaints_since, settlement_of
from sanad_desk.usecases.case_standings import latest_standing
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre

DAYS_BACK = 2 * 366


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A line of the list; `about` is a receipt's number or a case's reference, instants in milliseconds UTC."""

    number: str
    kind: str
    made_at: int
    operator: Words
    about: str = ""
    outcome: str = ""  # empty while it waits for an answer
    settled_at: int = 0

    @property
    def is_open(self) -> bool:
        return not self.outcome


def complaints(desk: OpenDesk, who: SignedIn) -> tuple[ComplaintRow, ...]:
    """Of all desks."""
    first = (business_date_at(desk.clock.now()) - timedelta(days=DAYS_BACK)).isoformat()
    with reading_centre(desk) as centre:
        found = [row_of(centre, each) for at in centre.connections for each in complaints_since(at, first)]
    return tuple(sorted(found, key=lambda row: (not row.is_open, -row.made_at)))


def row_of(centre: WholeCentre, complaint: Complaint) -> ComplaintRow:
    """With its answer, whichever desk it was given at."""
    answers = (settlement_of(at, complaint.number) for at in centre.connections)
    answer = next(filter(None, answers), Settlement("", 0))
    who = complaint.operator_id
    return ComplaintRow(
        number=complaint.number,
        kind=complaint.kind,
        made_at=complaint.made_at,
        operator=people.name_of(centre.own, UUID(bytes=who)) if who else NO_WORDS,
        about=_about(centre, complaint),
        outcome=answer.outcome,
        settled_at=answer.settled_at,
    )


def _about(centre: WholeCentre, complaint: Complaint) -> str:
    if complaint.transaction_id is not None:
        numbers = (number_of(at, complaint.transaction_id) for at in centre.connections)
        return next(filter(None, numbers), "")
    standing = latest_standing(centre, UUID(bytes=complaint.case_id)) if complaint.case_id else None
    return standing.reference if standing else ""
