"""How the desk stands with the central server: positions, the centre's other desks, and what is wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection

from sanad_desk.store import awaited_server, messages_waiting, server_link
from sanad_desk.usecases.open_desk import OpenDesk

MOST_INCIDENTS = 100


@dataclass(frozen=True, slots=True)
class DeskNews:
    """One chain of the centre: how far the server has it and how far this PC knows it; instants in ms UTC."""

    number: int
    epoch: int
    is_this: bool
    head_seq: int
    known_seq: int
    seen_at: int
    is_revoked: bool


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """Something is wrong; `desk_number` is None for the server itself, `closed_at` 0 while it is open."""

    id: bytes
    code: str
    desk_number: int | None
    seq: int
    params: dict[str, object]
    opened_at: int
    closed_at: int


@dataclass(frozen=True, slots=True)
class LineState:
    """`needs_epoch`: the store was restored, and gives no receipts until the line came or a manager goes on."""

    is_joined: bool
    address: str
    desk_number: int
    spare_number: int
    synced_at: int
    acknowledged_seq: int
    agreed_seq: int
    clock_off_ms: int
    is_revoked: bool
    needs_epoch: bool
    open_incidents: int
    desks: tuple[DeskNews, ...]
    incidents: tuple[IncidentRow, ...]
    messages_waiting: int = 0  # to customers, for the server to carry
    messages_unsent: tuple[str, ...] = ()  # of these cases, too old or refused: somebody has to tell the customer
    awaits: str = ""  # the address of the server that it joins by itself


def line_state(desk: OpenDesk) -> LineState:
    """In one reading of the store."""
    _, identity, _ = desk.identity()
    with desk.store.reading() as connection:
        link = server_link.load(connection)
        head, _ = server_link.head(connection)
        heads = {(identity.desk_id, link.epoch if link else 0): head} | desk.replicas.heads()
        desks = _desks(connection, heads, identity.desk_id, link.epoch if link else 0)
        incidents = _incidents(connection)
        waiting, unsent = messages_waiting.listed(connection, desk.clock.now())
        awaited = awaited_server.load(connection)
        return LineState(
            is_joined=link is not None,
            address=link.address if link else "",
            desk_number=identity.number,
            spare_number=identity.spare_number,
            synced_at=link.synced_at if link else 0,
            acknowledged_seq=server_link.acknowledged(connection),
            agreed_seq=link.agreed_seq if link else 0,
            clock_off_ms=link.clock_off_ms if link else 0,
            is_revoked=link is not None and link.is_revoked,
            needs_epoch=server_link.needs_epoch(connection),
            open_incidents=sum(not incident.closed_at for incident in incidents),
            desks=desks,
            incidents=incidents,
            messages_waiting=waiting,
            messages_unsent=unsent,
            awaits=awaited.address if awaited is not None else "",
        )


def _desks(
    connection: Connection, heads: dict[tuple[bytes, int], int], own_id: bytes, own_epoch: int
) -> tuple[DeskNews, ...]:
    rows = connection.exec_driver_sql(
        "SELECT desk_id, epoch, number, head_seq, seen_at, is_revoked FROM centre_chain ORDER BY number, epoch"
    )
    return tuple(
        DeskNews(
            number=row.number,
            epoch=row.epoch,
            is_this=(row.desk_id, row.epoch) == (own_id, own_epoch),
            head_seq=row.head_seq,
            known_seq=heads.get((row.desk_id, row.epoch), 0),
            seen_at=row.seen_at,
            is_revoked=bool(row.is_revoked),
        )
        for row in rows
    )


def _incidents(connection: Connection) -> tuple[IncidentRow, ...]:
    rows = connection.exec_driver_sql(
        "SELECT i.id, i.code, c.number, i.seq, i.params, i.opened_at, i.closed_at FROM incident i "
        "LEFT JOIN centre_chain c ON c.desk_id = i.desk_id AND c.epoch = i.epoch "
        "ORDER BY i.closed_at = 0 DESC, i.opened_at DESC LIMIT ?",
        (MOST_INCIDENTS,),
    )
    return tuple(IncidentRow(r[0], r[1], r[2], r[3], json.loads(r[4]), r[5], r[6]) for r in rows)
