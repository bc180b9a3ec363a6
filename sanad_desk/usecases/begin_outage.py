"""Noting that the portal of an entity is down, which parks all that is to be done in it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.outage import PORTAL_DOWN, is_parked
from sanad_desk.store.outages import open_outages
from sanad_desk.usecases.move_case import MoveInput, write_move
from sanad_desk.usecases.open_desk import OpenDesk, append, new_id, refuse_clock_gone_back, running_shift
from sanad_desk.usecases.outages import portal_work
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_desk.wire.follow_facts import OutageBegan


@dataclass(frozen=True, slots=True)
class Parked:
    """A new outage, and how many cases wait for its end now."""

    outage_id: UUID
    parked: int


def begin_outage(desk: OpenDesk, who: SignedIn, entity: str) -> Parked:
    """The cases of all desks that are known here, in the same commit.

    Raises Refused: outage_known(at), clock_went_back; DomainError: outage_entity_missing.
    """
    if entity not in desk.catalogue.entities:
        raise DomainError("outage_entity_missing", field="entity")
    with reading_centre(desk) as centre:
        known = next((outage for outage in open_outages(centre.connections) if outage.entity == entity), None)
        if known is not None:
            raise Refused("outage_known", at=known.began_at, field="entity")
        standings = portal_work(desk, centre, {entity})
    outage_id = new_id()
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift = running_shift(desk, unit.connection, who.operator_id)
        append(desk, unit, OutageBegan(outage_id.bytes, entity), who, shift)
        for standing in standings:
            if not is_parked(standing):
                asked = MoveInput(standing.case_id, Move.HOLD, PORTAL_DOWN)
                write_move(desk, unit, who, shift, standing, asked)
        unit.commit()
    return Parked(outage_id, len(standings))
