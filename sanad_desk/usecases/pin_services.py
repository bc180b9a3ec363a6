"""An operator's frequent services, which go above equals in the search, and the pinned ones on keys 1–9."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import habits
from sanad_desk.usecases.open_desk import OpenDesk

MOST_PINNED = 9


@dataclass(frozen=True, slots=True)
class Habits:
    """The operator's uses by service, most used first, and the pinned services in order."""

    uses: dict[str, int]
    pinned: tuple[str, ...]


def habits_of(desk: OpenDesk, who: SignedIn) -> Habits:
    """Services gone from the catalogue are left out."""
    known = desk.catalogue.services
    with desk.store.reading() as connection:
        uses = {code: n for code, n in habits.uses(connection, who.operator_id).items() if code in known}
        pinned = tuple(code for code in habits.pinned(connection, who.operator_id) if code in known)
    return Habits(uses, pinned)


def pin_services(desk: OpenDesk, who: SignedIn, service_codes: Sequence[str]) -> Habits:
    """At most nine, one per key."""
    codes = tuple(dict.fromkeys(service_codes))
    if len(codes) > MOST_PINNED:
        raise DomainError("pins_full", limit=MOST_PINNED)
    with desk.store.unit_of_work() as unit:
        habits.pin(unit.connection, who.operator_id, codes)
        unit.commit()
    return habits_of(desk, who)
