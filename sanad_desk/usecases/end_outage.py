"""Noting that the portal of an entity works again; what was parked is offered, and nobody takes it up unasked."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.outage import is_parked
from sanad_desk.store.outages import open_outages
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back, running_shift
from sanad_desk.usecases.outages import portal_work
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_desk.wire.follow_facts import OutageEnded


def end_outage(desk: OpenDesk, who: SignedIn, outage_id: UUID) -> tuple[Standing, ...]:
    """The cases that are held because of it, for `move_cases` to resume; until then they wait for us.

    The same outage may have been begun at two desks: both end. Raises Refused: outage_over, clock_went_back.
    """
    with reading_centre(desk) as centre:
        lasting = open_outages(centre.connections)
        entity = next((outage.entity for outage in lasting if outage.outage_id == outage_id), None)
        if entity is None:
            raise Refused("outage_over")
        held = [standing for standing in portal_work(desk, centre, {entity}) if is_parked(standing)]
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift = running_shift(desk, unit.connection, who.operator_id)
        for outage in lasting:
            if outage.entity == entity:
                began_by = outage.began_by.bytes if outage.began_by else None
                ended = OutageEnded(outage.outage_id.bytes, entity, outage.began_at, began_by)
                append(desk, unit, ended, who, shift)
        unit.commit()
    return tuple(held)
