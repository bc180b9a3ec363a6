"""How cases stand as far as the whole centre is known: of several desks' words the latest turn holds."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.errors import DomainError
from sanad_desk.store.cases import held_of_case, open_standings, standing_of
from sanad_desk.usecases.whole_centre import WholeCentre


def latest_standing(centre: WholeCentre, case_id: UUID) -> Standing | None:
    """None for a case nobody of the centre is known to have served."""
    return max((found for found, _ in _everywhere(centre, case_id)), key=_order, default=None)


def known_standing(centre: WholeCentre, case_id: UUID) -> Standing:
    """Raises DomainError: case_unknown."""
    standing = latest_standing(centre, case_id)
    if standing is None:
        raise DomainError("case_unknown")
    return standing


def held_elsewhere(centre: WholeCentre, case_id: UUID, besides: Action | None = None) -> int:
    """The government fees that other desks hold for a case, in baisa, but for what they took for an action."""
    return sum(held_of_case(other.connection, case_id, besides)[0] for other in centre.others)


def desk_of(centre: WholeCentre, standing: Standing) -> int:
    """The number of the desk that moved it last; 0 for this one."""
    for found, connection in _everywhere(centre, standing.case_id):
        if _order(found) == _order(standing) and connection is not centre.own:
            return next(other.number for other in centre.others if other.connection is connection)
    return 0


def open_cases(centre: WholeCentre) -> list[Standing]:
    """Every case that has not come to its end."""
    latest: dict[UUID, Standing] = {}
    for connection in centre.connections:
        for found in open_standings(connection):
            known = latest.get(found.case_id)
            if known is None or _order(found) > _order(known):
                latest[found.case_id] = found
    if centre.others:  # another desk may have ended what this one still knows as open
        latest = {case_id: latest_standing(centre, case_id) or known for case_id, known in latest.items()}
    return [standing for standing in latest.values() if standing.is_open]


def _everywhere(centre: WholeCentre, case_id: UUID) -> list[tuple[Standing, Connection]]:
    found = ((standing_of(connection, case_id), connection) for connection in centre.connections)
    return [(standing, connection) for standing, connection in found if standing is not None]


def _order(standing: Standing) -> tuple[int, int, str]:
    """The same on every desk, whatever its clock says: turns first."""
    return standing.turn, standing.moved_at, str(standing.moved_by)
