"""Rating the service: one tap at the counter, once for a receipt or a case."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store.said_at_counter import is_rated
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.make_complaint import transaction_of
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_desk.wire.follow_facts import VisitRated

MOST_STARS = 5


def rate_visit(desk: OpenDesk, who: SignedIn, stars: int, *, number: str = "", case_id: UUID | None = None) -> None:
    """A receipt by its number, or a case.

    Raises DomainError: stars_out_of_range, receipt_unknown, case_unknown; Refused: already_rated,
    clock_went_back.
    """
    if not 1 <= stars <= MOST_STARS:
        raise DomainError("stars_out_of_range", most=MOST_STARS)
    with reading_centre(desk) as centre:
        transaction_id = transaction_of(centre, number) if number else None
        about = known_standing(centre, case_id).case_id.bytes if case_id else None
        if transaction_id is None and about is None:
            raise DomainError("case_unknown")
        if any(is_rated(each, transaction_id, about) for each in centre.connections):
            raise Refused("already_rated")
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        if is_rated(unit.connection, transaction_id, about):
            raise Refused("already_rated")
        append(desk, unit, VisitRated(transaction_id, about, stars), who, None)
        unit.commit()
