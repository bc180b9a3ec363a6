"""Settling a complaint: a manager says how it was answered, once."""

from __future__ import annotations

from sanad_desk.domain.complaint import OUTCOMES
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import said_at_counter
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk, append, must_be_manager, refuse_clock_gone_back
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_desk.wire.follow_facts import ComplaintSettled


def settle_complaint(desk: OpenDesk, who: SignedIn, number: str, outcome: str) -> None:
    """Of any desk of the centre.

    Raises AuthError; DomainError: complaint_outcome_unknown, complaint_unknown; Refused: complaint_settled,
    clock_went_back.
    """
    must_be_manager(who)
    if outcome not in OUTCOMES:
        raise DomainError("complaint_outcome_unknown", field="outcome")
    with reading_centre(desk) as centre:
        if not any(said_at_counter.complaint_of(each, number) for each in centre.connections):
            raise DomainError("complaint_unknown", number=number)
        if any(said_at_counter.settlement_of(each, number) for each in centre.connections):
            raise Refused("complaint_settled", number=number)
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        must_still_be_manager(unit.connection, who)
        if said_at_counter.settlement_of(unit.connection, number):
            raise Refused("complaint_settled", number=number)
        append(desk, unit, ComplaintSettled(number, outcome), who, None)
        unit.commit()
