"""Outages of entities' portals, read over the chains of a centre: one that is ended in any of them is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

_BEGUN = "SELECT outage_id, entity, began_at, began_by FROM outage WHERE ended_at = 0"
_ENDED = "SELECT 1 FROM outage WHERE outage_id = ? AND ended_at <> 0"


@dataclass(frozen=True, slots=True)
class BegunOutage:
    """One that lasts; `place` is that of its chain among those which were read."""

    outage_id: UUID
    entity: str
    began_at: int  # milliseconds UTC
    began_by: UUID | None
    place: int


def open_outages(connections: Sequence[Connection]) -> list[BegunOutage]:
    """Of all chains of the centre, oldest first; two desks may have begun the same one without knowing."""
    begun = [
        BegunOutage(UUID(bytes=row[0]), row[1], row[2], UUID(bytes=row[3]) if row[3] else None, place)
        for place, connection in enumerate(connections)
        for row in connection.exec_driver_sql(_BEGUN)
    ]
    lasting = (outage for outage in begun if not _is_ended(connections, outage.outage_id))
    return sorted(lasting, key=lambda outage: (outage.began_at, outage.outage_id))


def open_entities(connections: Sequence[Connection]) -> set[str]:
    """Whose portal does not work now."""
    return {outage.entity for outage in open_outages(connections)}


def _is_ended(connections: Sequence[Connection], outage_id: UUID) -> bool:
    return any(each.exec_driver_sql(_ENDED, (outage_id.bytes,)).first() is not None for each in connections)
