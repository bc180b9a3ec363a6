"""How cases stand as far as the whole centre is known: of several desks' words the latest turn holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.store.cases import held_of_case, open_standings, standings_of
from sanad_desk.store.unsettled_payments import has_unsure
from sanad_desk.usecases.whole_centre import WholeCentre


def latest_standings(centre: WholeCentre, case_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Without the cases that nobody of the centre is known to have served."""
    return _latest(each for at in centre.connections for each in standings_of(at, case_ids).values())


def latest_standing(centre: WholeCentre, case_id: UUID) -> Standing | None:
    """None for a case nobody of the centre is known to have served."""
    return latest_standings(centre, [case_id]).get(case_id)


def known_standing(centre: WholeCentre, case_id: UUID) -> Standing:
    """Raises DomainError: case_unknown."""
    standing = latest_standing(centre, case_id)
    if standing is None:
        raise DomainError("case_unknown")
    return standing


def held_elsewhere(centre: WholeCentre, case_id: UUID, besides: Action | None = None) -> int:
    """The government fees that other desks hold for a case, in baisa, but for what they took for an action."""
    return sum(held_of_case(other.connection, case_id, besides)[0] for other in centre.others)


def refuse_unsettled(connections: Iterable[Connection], standing: Standing, besides: UUID | None = None) -> None:
    """Nothing is charged or paid again, nor ended, while nobody knows what became of a payment, whosever money it is.

    One payment may be left out. Raises Refused: payment_unsettled(number), which is the case's reference.
    """
    if any(has_unsure(connection, standing.case_id, besides) for connection in connections):
        raise Refused("payment_unsettled", number=standing.reference)


def desks_of(centre: WholeCentre, standings: Collection[Standing]) -> dict[UUID, int]:
    """The numbers of the other desks that moved cases last; those that this one moved are not there."""
    known = {standing.case_id: standing.precedence for standing in standings}
    return {
        case_id: other.number
        for other in centre.others
        for case_id, found in standings_of(other.connection, known).items()
        if found.precedence == known[case_id]
    }


def open_cases(centre: WholeCentre) -> list[Standing]:
    """Every case that has not come to its end."""
    latest = _latest(each for at in centre.connections for each in open_standings(at))
    if centre.others:  # another desk may have ended what this one still knows as open
        latest = latest_standings(centre, latest)
    return [standing for standing in latest.values() if standing.is_open]


def _latest(standings: Iterable[Standing]) -> dict[UUID, Standing]:
    latest: dict[UUID, Standing] = {}
    for found in standings:
        known = latest.get(found.case_id)
        if known is None or found.precedence > known.precedence:
            latest[found.case_id] = found
    return latest
