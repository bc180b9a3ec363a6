"""The feed comes down: other chains into their replicas, records and news into the store, the cursor with them."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import msgspec
from sqlalchemy import Connection

from sanad_desk.domain.clock import Clock
from sanad_desk.store import messages_waiting, program_wanted, records_here, server_link, tables
from sanad_desk.store.replicas import Chain, ReplicaGap, Replicas
from sanad_desk.store.store import Store
from sanad_desk.store.unit_of_work import UnitOfWork, insert
from sanad_desk.sync import releases
from sanad_desk.sync.apply_records import apply_record
from sanad_desk.sync.push import loaded
from sanad_desk.sync.session import Session
from sanad_desk.wire.messages import (
    ChainNews,
    EntriesItem,
    FeedItem,
    FeedPage,
    IncidentItem,
    ProgramWanted,
    RecordItem,
    ReleaseItem,
    read_item,
)
from sanad_desk.wire.records import Record, RecordKind, makes_manager

_OF_A_CHAIN = (RecordKind.RECEIPT, RecordKind.CASE_DETAIL)


@dataclass(frozen=True, slots=True)
class Pulled:
    """How many items came, and when the server wants to be asked again (seconds, 0 for no wish)."""

    items: int
    next_sync_after: int


def pull_feed(
    store: Store,
    replicas: Replicas,
    session: Session,
    clock: Clock,
    *,
    theirs_wins: bool = False,
) -> Pulled:
    """Until nothing is left to read; raises OfflineError, with what was read so far kept."""
    received = 0
    _begin_again_where_files_are_gone(store, replicas)
    began_again = False
    while True:
        with store.reading() as connection:
            cursor = loaded(server_link.load(connection)).cursor
        page = session.get(f"/v1/feed?after={quote(cursor)}", FeedPage)
        items = [item for item in map(_read, page.items) if item is not None]
        try:
            _take_chains(store, replicas, items, skips_strays=began_again)
        except ReplicaGap:
            if began_again:
                raise
            began_again = True
            _set_cursor(store, "")
            continue
        for item in items:
            if isinstance(item, ReleaseItem):
                releases.note(store, item)
        _take_page(store, page, items, clock, theirs_wins=theirs_wins)
        received += len(items)
        if page.more:
            continue
        if began_again or not _forget_vanished(replicas, page.chains):
            return Pulled(received, page.next_sync_after)
        began_again = True
        _set_cursor(store, "")


def _forget_vanished(replicas: Replicas, chains: Iterable[ChainNews]) -> bool:
    """Whether a chain is held that the server, back from an old copy, has under another epoch now."""
    told = {(news.desk_id, news.epoch) for news in chains}
    known = {desk_id for desk_id, _ in told}
    vanished = {desk_id for desk_id, epoch in replicas.heads() if desk_id in known and (desk_id, epoch) not in told}
    for desk_id in vanished:
        replicas.forget(desk_id)
    return bool(vanished)


def _read(raw: msgspec.Raw) -> FeedItem | None:
    """What cannot be read is skipped: the feed of a server that went mad may not stop the rest."""
    with contextlib.suppress(msgspec.MsgspecError):
        return read_item(raw)
    return None


def _begin_again_where_files_are_gone(store: Store, replicas: Replicas) -> None:
    """Replicas and releases are no part of a backup: where they are lacking, the feed is read from the beginning."""
    with store.reading() as connection:
        link = loaded(server_link.load(connection))
        rows = connection.exec_driver_sql("SELECT desk_id, epoch, base_seq, head_seq, public_key FROM centre_chain")
        told: dict[Chain, Any] = {(row.desk_id, row.epoch): row for row in rows}
        own = _held_here(connection, told)
    files = replicas.heads()
    lacking = any(
        row.head_seq > max(row.base_seq, own.get(chain, 0)) and chain not in files for chain, row in told.items()
    )
    if link.cursor and (lacking or releases.are_forgotten(store)):
        _set_cursor(store, "")


def _held_here(connection: Connection, told: dict[Chain, Any]) -> dict[Chain, int]:
    """Up to which entry the own journal is one of the chains: of all but its newest epoch as far as it is based on it.

    What an older epoch has beyond that was written by a copy of this store.
    """
    query = "SELECT d.desk_id, e.epoch, e.public_key FROM desk d, desk_epoch e ORDER BY e.seq DESC"
    held: dict[Chain, int] = {}
    up_to = sys.maxsize
    for row in connection.exec_driver_sql(query):
        chain = told.get((row.desk_id, row.epoch))
        if chain is not None and chain.public_key == row.public_key:
            held.setdefault((row.desk_id, row.epoch), up_to)
            up_to = chain.base_seq
    return held


def _set_cursor(store: Store, cursor: str) -> None:
    with store.unit_of_work() as unit:
        server_link.save(unit.connection, replace(loaded(server_link.load(unit.connection)), cursor=cursor))
        unit.commit()


def _take_chains(store: Store, replicas: Replicas, items: Iterable[FeedItem], *, skips_strays: bool) -> None:
    """Entries and what belongs to them, each chain into its own file; what is held already is skipped there.

    `skips_strays`: the feed was read from its beginning, and a receipt without its chain has none anywhere.
    """
    records: list[tuple[Chain, Record]] = []
    for item in items:
        if isinstance(item, EntriesItem):
            replicas.append((item.desk_id, item.epoch), item.base_seq, item.base_hash, item.entries)
        elif isinstance(item, RecordItem) and item.record.kind in _OF_A_CHAIN and not _is_own(store, item):
            records.append(((item.desk_id, item.record.epoch), item.record))
    try:
        replicas.put_records(records)
    except ReplicaGap:
        if not skips_strays:
            raise
        for record in records:
            with contextlib.suppress(ReplicaGap):
                replicas.put_records([record])


def _is_own(store: Store, item: RecordItem) -> bool:
    with store.reading() as connection:
        return records_here.is_of_this_journal(connection, item.record.kind, item.record.key)


def _take_page(store: Store, page: FeedPage, items: Iterable[FeedItem], clock: Clock, *, theirs_wins: bool) -> None:
    with store.unit_of_work() as unit:
        link = loaded(server_link.load(unit.connection))
        for item in sorted(items, key=_comes_later):
            if isinstance(item, RecordItem):
                if item.record.kind not in _OF_A_CHAIN or _is_settled_here(unit, item):
                    apply_record(unit, link, item.record, clock.now(), theirs_wins=theirs_wins)
            elif isinstance(item, IncidentItem):
                _keep_incident(unit, item)
            elif isinstance(item, ProgramWanted):
                program_wanted.save(unit.connection, item)
        _keep_chains(unit, page.chains)
        messages_waiting.note_gateway(unit.connection, is_there=page.takes_messages)
        server_link.save(unit.connection, replace(link, cursor=page.cursor, server_epoch=page.server_epoch))
        unit.commit()


def _comes_later(item: FeedItem) -> bool:
    """Who becomes a manager does so before another ceases to be one: a centre is never without."""
    return not isinstance(item, RecordItem) or not makes_manager(item.record)


def _is_settled_here(unit: UnitOfWork, item: RecordItem) -> bool:
    return records_here.is_of_this_journal(unit.connection, item.record.kind, item.record.key)


def _keep_incident(unit: UnitOfWork, item: IncidentItem) -> None:
    try:
        params = json.dumps(json.loads(item.params or b"{}"))
    except ValueError:
        params = "{}"
    row = (item.incident_id, item.code, item.desk_id, item.epoch, item.seq, params, item.opened_at, item.closed_at)
    insert(unit.connection, tables.incident, [row], replace=True)


def _keep_chains(unit: UnitOfWork, chains: Iterable[ChainNews]) -> None:
    rows = [
        (c.desk_id, c.epoch, c.desk_number, c.public_key, c.base_seq, c.head_seq, c.seen_at, int(c.is_revoked))
        for c in chains
    ]
    for desk_id in {row[0] for row in rows}:
        unit.connection.exec_driver_sql("DELETE FROM centre_chain WHERE desk_id = ?", (desk_id,))
    insert(unit.connection, tables.centre_chain, rows, replace=True)
