"""The row of a chain: one branch of a desk's journal, with its number, key and head."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from sanad_desk.server.tables import chain


class Chain(NamedTuple):
    """What a chain is from its first moment on; `base_seq` is the last entry it shares with its parent epoch."""

    centre_id: bytes
    desk_id: bytes
    epoch: int
    desk_number: int
    spare_number: int
    public_key: bytes
    parent_epoch: int
    base_seq: int
    base_hash: bytes


def begin_chain(connection: Connection, begun: Chain, now: int, record_revision: int = 0) -> None:
    """Its head is its base until entries come; the parent's judge answers for what lies before."""
    head = {"head_seq": begun.base_seq, "head_hash": begun.base_hash, "judged_seq": begun.base_seq}
    when = {"claimed_at": now, "seen_at": now, "clock_off_ms": 0}
    connection.execute(insert(chain).values(**begun._asdict(), **head, **when, record_revision=record_revision))


def find_chain(connection: Connection, centre_id: bytes, public_key: bytes) -> Chain | None:
    """The one that this key writes; a key is made for one chain only."""
    query = select(*(chain.c[name] for name in Chain._fields)).filter_by(centre_id=centre_id, public_key=public_key)
    found = connection.execute(query).one_or_none()
    return Chain(*found) if found is not None else None
