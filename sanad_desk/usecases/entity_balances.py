"""How much of the entities' money the centre holds, and what it claims back from them."""

from __future__ import annotations

from sanad_desk.domain.ledger import GOVERNMENT_FEES_HELD, REFUND_DUE
from sanad_desk.domain.operators import SignedIn
from sanad_desk.reports.sums import balances_of
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk


def held_for_entities(desk: OpenDesk, who: SignedIn) -> dict[str, int]:
    """By entity, in baisa: money to be handed on; it tells much of what a drawer should hold. For managers."""
    with desk.store.reading() as connection:
        must_still_be_manager(connection, who)
        return {code: -amount for code, amount in balances_of(connection, GOVERNMENT_FEES_HELD).items()}


def claimed_from_entities(desk: OpenDesk, who: SignedIn) -> dict[str, int]:
    """By entity, in baisa: fees that were paid for nothing. For managers."""
    with desk.store.reading() as connection:
        must_still_be_manager(connection, who)
        return balances_of(connection, REFUND_DUE)
