"""Noting what somebody asked for and the centre does not offer, so that it may one day."""

from __future__ import annotations

from sanad_desk.domain.digits import clean_text
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.open_desk import OpenDesk, append
from sanad_desk.wire.follow_facts import ServiceNotOffered

LONGEST_WORDS = 60


def note_not_offered(desk: OpenDesk, who: SignedIn, words: str) -> str:
    """The words as they are kept: no digits, as they might name a person; raises DomainError: value_missing."""
    kept = clean_text("".join(c for c in words if not c.isnumeric()))[:LONGEST_WORDS].strip()
    if not any(c.isalpha() for c in kept):
        raise DomainError("value_missing", field="words")
    with desk.store.unit_of_work() as unit:
        append(desk, unit, ServiceNotOffered(kept), who, None)
        unit.commit()
    return kept
