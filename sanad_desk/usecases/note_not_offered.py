"""Noting what somebody asked for and the centre does not offer, so that it may one day."""

from __future__ import annotations

from unicodedata import combining

from sanad_desk.domain.digits import clean_text
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back
from sanad_desk.wire.follow_facts import ServiceNotOffered

LONGEST_WORDS = 60  # characters
MOST_WORDS = 8


def note_not_offered(desk: OpenDesk, who: SignedIn, words: str) -> str:
    """The words as they are kept: letters alone and few of them, as more might name a person.

    Raises DomainError: value_missing; Refused: clock_went_back.
    """
    letters = "".join(c if c.isalpha() else "" if combining(c) else " " for c in words)
    kept = " ".join(clean_text(letters).split()[:MOST_WORDS])[:LONGEST_WORDS].strip()
    if not kept:
        raise DomainError("value_missing", field="words")
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        append(desk, unit, ServiceNotOffered(kept), who, None)
        unit.commit()
    return kept
