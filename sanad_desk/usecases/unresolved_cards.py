"""Card payments of a shift whose outcome nobody knows yet: the terminal did not answer, and the visit is unpaid."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.transaction import CardOutcome
from sanad_desk.store import visits
from sanad_desk.usecases.open_desk import OpenDesk


def unresolved_cards(desk: OpenDesk, shift_id: UUID) -> int:
    """How many visits of the shift wait for a look at the terminal."""
    with desk.store.reading() as connection:
        drafts = visits.all_drafts(connection)
    return sum(
        visit.shift_id == shift_id
        and bool(visit.card_attempts)
        and visit.card_attempts[-1].outcome == CardOutcome.UNKNOWN
        for visit in drafts
    )
