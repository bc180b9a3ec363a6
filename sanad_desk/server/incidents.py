"""Incidents: what is wrong with something the server has, whose it is to settle, and that everybody is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update
from uuid_utils import uuid7

from sanad_desk.domain.errors import DomainError
from sanad_desk.server.database import Database
from sanad_desk.server.feed_counter import FeedRow, lock_feed, write_feed
from sanad_desk.server.tables import incident


class Owner(StrEnum):
    """Who settles an incident."""

    CENTRE = "centre"
    SUPPORT = "support"
    MINISTRY = "ministry"


# Every code there is; its sentences are in resources/i18n/*/incident.toml.
OWNERS: dict[str, Owner] = {
    "chain_forked": Owner.CENTRE,
    "epoch_begun": Owner.CENTRE,
    "desk_renumbered": Owner.CENTRE,
    "twin_number": Owner.CENTRE,
    "entry_unread": Owner.SUPPORT,
    "entry_wrong": Owner.SUPPORT,
    "chain_unjudged": Owner.MINISTRY,
    "ledger_unbalanced": Owner.SUPPORT,
    "closing_disagrees": Owner.SUPPORT,
    "signature_wrong": Owner.MINISTRY,
    "number_gap": Owner.MINISTRY,
    "number_foreign": Owner.MINISTRY,
    "clock_off": Owner.CENTRE,
    "desk_revoked_wrote": Owner.MINISTRY,
    "server_lost": Owner.SUPPORT,
    "record_refused": Owner.SUPPORT,
    "parcel_refused": Owner.CENTRE,
    "manager_added": Owner.CENTRE,
}
# A desk that is broken or lies could open these without end: one for each kind and chain tells what there is to tell.
_ONE_FOR_EACH_KIND = frozenset({"entry_unread", "entry_wrong", "record_refused", "manager_added"})
_MOST_KINDS = 20


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident; instants in milliseconds UTC, `closed_at` 0 while it is open."""

    incident_id: bytes
    code: str
    owner: Owner
    desk_id: bytes
    epoch: int
    seq: int
    params: dict[str, object]
    opened_at: int
    closed_at: int
    closed_by: str
    remark: str


def open_incident(
    connection: Connection,
    centre_id: bytes,
    code: str,
    *,
    desk_id: bytes,
    epoch: int,
    seq: int,
    params: Mapping[str, object],
    now: int,
) -> bytes:
    """The incident's id; one code at one place of one chain is one incident, open or closed."""
    assert code in OWNERS
    of_chain = {"centre_id": centre_id, "code": code, "desk_id": desk_id, "epoch": epoch}
    known = _known(connection, of_chain, seq, params)
    if known is None:
        lock_feed(connection, centre_id)
        known = _known(connection, of_chain, seq, params)  # somebody else may have been first
    if known is not None:
        return known
    place, incident_id = {**of_chain, "seq": seq}, uuid7().bytes
    position = write_feed(connection, centre_id, [FeedRow.incident(desk_id, epoch, incident_id)])
    text = json.dumps(params, ensure_ascii=False, sort_keys=True)
    values = {**place, "incident_id": incident_id, "params": text, "opened_at": now, "position": position}
    connection.execute(insert(incident).values(values))
    return incident_id


def _known(
    connection: Connection, of_chain: Mapping[str, object], seq: int, params: Mapping[str, object]
) -> bytes | None:
    told = select(incident.c.incident_id, incident.c.params).filter_by(**of_chain)
    same: bytes | None = connection.execute(told.filter_by(seq=seq)).scalar()
    if same is not None or of_chain["code"] not in _ONE_FOR_EACH_KIND:
        return same
    still_open = connection.execute(told.filter_by(closed_at=None).limit(_MOST_KINDS)).all()
    alike = [row.incident_id for row in still_open if json.loads(row.params).get("kind") == params.get("kind")]
    if len(still_open) == _MOST_KINDS:
        alike.append(still_open[0].incident_id)
    return next(iter(alike), None)


def close_incident(
    connection: Connection, centre_id: bytes, incident_id: bytes, *, closed_by: str, remark: str, now: int
) -> None:
    """Settled by a person, or by what came after; one that is closed stays as it is.

    Raises DomainError: incident_unknown.
    """
    lock_feed(connection, centre_id)
    one = (incident.c.centre_id == centre_id) & (incident.c.incident_id == incident_id)
    found = connection.execute(select(incident).where(one)).one_or_none()
    if found is None:
        raise DomainError("incident_unknown")
    if found.closed_at is not None:
        return
    position = write_feed(connection, centre_id, [FeedRow.incident(found.desk_id, found.epoch, incident_id)])
    closed = {"closed_at": now, "closed_by": closed_by, "remark": remark, "position": position}
    connection.execute(update(incident).where(one).values(closed))


def list_incidents(db: Database, centre_id: bytes, *, open_only: bool = True) -> tuple[Incident, ...]:
    """In the order they were opened."""
    query = select(incident).where(incident.c.centre_id == centre_id)
    if open_only:
        query = query.where(incident.c.closed_at.is_(None))
    with db.reading() as connection:
        rows = connection.execute(query.order_by(incident.c.opened_at, incident.c.incident_id))
        return tuple(_incident(row) for row in rows)


# Built once, as it is asked with every batch.
_COUNT_OPEN = (
    select(func.count())
    .select_from(incident)
    .where(incident.c.centre_id == bindparam("own_centre"), incident.c.closed_at.is_(None))
)


def count_open(connection: Connection, centre_id: bytes) -> int:
    """How many of the centre's incidents wait for somebody."""
    return int(connection.execute(_COUNT_OPEN, {"own_centre": centre_id}).scalar_one())


def open_by_code(db: Database) -> dict[str, int]:
    """How many incidents of the whole server are open, by their code."""
    query = select(incident.c.code, func.count()).where(incident.c.closed_at.is_(None)).group_by(incident.c.code)
    with db.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def _incident(row: Row[*tuple[Any, ...]]) -> Incident:
    return Incident(
        row.incident_id,
        row.code,
        OWNERS[row.code],
        row.desk_id,
        row.epoch,
        row.seq,
        json.loads(row.params),
        row.opened_at,
        row.closed_at or 0,
        row.closed_by or "",
        row.remark or "",
    )
