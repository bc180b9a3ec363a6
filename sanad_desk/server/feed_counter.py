"""Positions of a centre's feed: given by one counter row that stays locked until the commit that uses them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from sanad_desk.server.tables import centre, feed


class FeedRow(NamedTuple):
    """What happened, by name; the reader looks up how it is by then."""

    item: str  # as the classmethods below say
    desk_id: bytes
    epoch: int
    first_seq: int = 0
    last_seq: int = 0
    kind: str = ""
    key: bytes = b""
    ref: bytes = b""

    @classmethod
    def entries(cls, desk_id: bytes, epoch: int, first_seq: int, last_seq: int) -> FeedRow:
        """Both ends included; one row for each batch, as a page has to hold a whole row."""
        return cls("entries", desk_id, epoch, first_seq, last_seq)

    @classmethod
    def record(cls, desk_id: bytes, epoch: int, kind: str, key: bytes) -> FeedRow:
        return cls("record", desk_id, epoch, kind=kind, key=key)

    @classmethod
    def incident(cls, desk_id: bytes, epoch: int, incident_id: bytes) -> FeedRow:
        return cls("incident", desk_id, epoch, ref=incident_id)


# Built once: building a statement takes five times as long as running it.
_COUNT_ON = (
    update(centre)
    .where(centre.c.centre_id == bindparam("own_centre"))
    .values(feed_position=centre.c.feed_position + bindparam("more"))
    .returning(centre.c.feed_position)
)
_WRITE = insert(feed)


def lock_feed(connection: Connection, centre_id: bytes) -> int:
    """The last position given; nobody gives another before this commit ends.

    A chain's row is locked before it where both are, rows that the feed names after it: always in this order.
    """
    query = select(centre.c.feed_position).where(centre.c.centre_id == centre_id).with_for_update()
    return int(connection.execute(query).scalar_one())


def write_feed(connection: Connection, centre_id: bytes, rows: Sequence[FeedRow]) -> int:
    """Writes the rows in their order; the last position given."""
    last = int(connection.execute(_COUNT_ON, {"own_centre": centre_id, "more": len(rows)}).scalar_one())
    first = last - len(rows) + 1
    if rows:
        named = [{"centre_id": centre_id, "position": first + n, **row._asdict()} for n, row in enumerate(rows)]
        connection.execute(_WRITE, named)
    return last
