"""The row of a chain: one branch of a desk's journal, with its number, key and head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Row, and_, insert, select

from sanad_desk.server.tables import chain, desk

CHAIN_AND_DESK = chain.join(desk, and_(desk.c.centre_id == chain.c.centre_id, desk.c.desk_id == chain.c.desk_id))


class OfChain(Protocol):
    """Whatever names a chain."""

    @property
    def centre_id(self) -> bytes: ...
    @property
    def desk_id(self) -> bytes: ...
    @property
    def epoch(self) -> int: ...


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


_COLUMNS = [chain.c[name] for name in Chain._fields]


def place_of(named: OfChain) -> dict[str, Any]:
    """The columns that lead to everything of a chain, in every table."""
    return {"centre_id": named.centre_id, "desk_id": named.desk_id, "epoch": named.epoch}


def begin_chain(connection: Connection, begun: Chain, now: int, record_revision: int = 0) -> None:
    """Its head is its base until entries come; the parent's judge answers for what lies before."""
    head = {"head_seq": begun.base_seq, "head_hash": begun.base_hash, "judged_seq": begun.base_seq}
    when = {"claimed_at": now, "seen_at": now}
    connection.execute(insert(chain).values(**begun._asdict(), **head, **when, record_revision=record_revision))


def lock_chain(connection: Connection, named: OfChain) -> tuple[Chain, int]:
    """The chain, which nobody else writes until this commit ends, and its last entry."""
    query = select(*_COLUMNS, chain.c.head_seq).filter_by(**place_of(named)).with_for_update()
    *held, head_seq = connection.execute(query).one()
    return Chain(*held), head_seq


def find_chain(
    connection: Connection, public_key: bytes, centre_id: bytes, desk_id: bytes | None = None
) -> Chain | None:
    """The one that this key writes; a key is made for one chain only. Without a desk, of whichever of the centre."""
    query = select(*_COLUMNS).filter_by(centre_id=centre_id, public_key=public_key).order_by(chain.c.claimed_at)
    if desk_id is not None:
        query = query.filter_by(desk_id=desk_id)
    found = connection.execute(query).first()
    return Chain(*found) if found is not None else None


def chains_of(connection: Connection, centre_id: bytes) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every chain's row with `revoked_at` and `program` of its desk, by number."""
    query = (
        select(chain, desk.c.revoked_at, desk.c.program)
        .select_from(CHAIN_AND_DESK)
        .where(chain.c.centre_id == centre_id)
    )
    return connection.execute(query.order_by(chain.c.desk_number, chain.c.desk_id, chain.c.epoch)).all()
