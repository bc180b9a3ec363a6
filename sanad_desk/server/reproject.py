"""Counting what could not be read when it came: a newer server knows the kinds of newer desks."""

from __future__ import annotations

import json

from sqlalchemy import Connection, Select, and_, exists, select

from sanad_desk.server.database import Database, add_rows
from sanad_desk.server.incidents import close_incident
from sanad_desk.server.ingest import UNREAD, WRONG, read_into
from sanad_desk.server.judge import judge_again
from sanad_desk.server.projection import ChainKey, Projected
from sanad_desk.server.tables import chain, counted_later, entry, incident

SETTLED_BY = "sanad-server"


def reproject(db: Database, now: int) -> int:
    """How many entries were counted; one commit for each chain, so that it may be stopped and run again."""
    with db.reading() as connection:
        uncounted = _uncounted().with_only_columns(entry.c.centre_id, entry.c.desk_id, entry.c.epoch).distinct()
        chains: list[ChainKey] = [(row.centre_id, row.desk_id, row.epoch) for row in connection.execute(uncounted)]
    return sum(_count_chain(db, key, now) for key in chains)


def _uncounted() -> Select[int, bytes]:
    same = and_(*(counted_later.c[name] == entry.c[name] for name in ("centre_id", "desk_id", "epoch", "seq")))
    return select(entry.c.seq, entry.c.entry).where(entry.c.unread == 1, ~exists().where(same))


def _count_chain(db: Database, key: ChainKey, now: int) -> int:
    place = dict(zip(("centre_id", "desk_id", "epoch"), key, strict=True))
    projected = Projected(key)
    counted: list[int] = []
    with db.writing() as connection:
        connection.execute(select(chain.c.epoch).filter_by(**place).with_for_update())
        left: set[tuple[int, str]] = set()
        own = (entry.c.centre_id == key[0], entry.c.desk_id == key[1], entry.c.epoch == key[2])
        for seq, raw in connection.execute(_uncounted().where(*own)).all():
            found, fault = read_into(projected, seq, raw)
            if fault:
                left.add((seq, found.kind if found is not None else ""))
            else:
                counted.append(seq)
        projected.write(connection)
        add_rows(connection, counted_later, [(*key, seq, now) for seq in counted])
        if counted:
            judge_again(connection, key[0], key[1])
        _settle(connection, place, left, now)
    return len(counted)


def _settle(connection: Connection, place: dict[str, object], left: set[tuple[int, str]], now: int) -> None:
    """An incident of one entry ends with it; one of a kind when none of that kind is left."""
    centre_id = place["centre_id"]
    assert isinstance(centre_id, bytes)
    kinds_left, positions_left = {kind for _, kind in left}, {seq for seq, _ in left}
    query = select(incident).filter_by(**place, closed_at=None)
    for row in connection.execute(query.where(incident.c.code.in_((UNREAD, WRONG)))).all():
        is_kind = row.code == UNREAD
        if json.loads(row.params)["kind"] in kinds_left if is_kind else row.seq in positions_left:
            continue
        close_incident(connection, centre_id, row.incident_id, closed_by=SETTLED_BY, remark="counted", now=now)
