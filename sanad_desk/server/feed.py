"""What a desk is told of its centre and the nation after a cursor, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, not_, select

from sanad_desk.server.chains import chains_of
from sanad_desk.server.database import Database
from sanad_desk.server.journal import lineage
from sanad_desk.server.programs import program_said
from sanad_desk.server.signers import Signer
from sanad_desk.server.tables import centre, chain, entry, feed, incident, record, release, server_state
from sanad_desk.wire.messages import (
    MOST_ENTRIES,
    MOST_ENTRY_BYTES,
    ChainNews,
    EntriesItem,
    FeedItem,
    FeedPage,
    IncidentItem,
    RecordItem,
    ReleaseItem,
    item_bytes,
)
from sanad_desk.wire.records import Record

_CURSOR = re.compile(r"([0-9a-f]{16})\.([0-9]{1,18})\.([0-9]{1,18})", re.ASCII)
_ROWS_AT_ONCE = 100
_EVERYTHING = 2**62
_ITEM_BYTES = 128  # what an item takes beside its body, about

_FeedRow = Row[*tuple[Any, ...]]
_ChainKey = tuple[bytes, int]


def feed_page(
    db: Database, signer: Signer, cursor: str, now: int, *, next_sync_after: int = 0, takes_messages: bool = False
) -> FeedPage:
    """A cursor of another server epoch, or none that was ever given, reads from the beginning."""
    with db.reading() as connection:
        state = connection.execute(select(server_state.c.server_epoch, server_state.c.release_position)).one()
        last = connection.execute(select(centre.c.feed_position).where(centre.c.centre_id == signer.centre_id))
        ends = (state.release_position, last.scalar_one())
        national, local = _read_cursor(cursor, state.server_epoch, ends)
        page = _Page()
        for position, item in _of_the_nation(connection, national):
            if not page.add(item, _ITEM_BYTES):
                break
            national = position
        else:
            national = ends[0]
            local = _read_centre(connection, signer, local, ends[1], page)
        return FeedPage(
            server_epoch=state.server_epoch,
            cursor=f"{_named(state.server_epoch)}.{national}.{local}",
            more=page.is_full,
            chains=_chains(connection, signer.centre_id),
            items=page.items(),
            server_time=now,
            next_sync_after=next_sync_after,
            takes_messages=takes_messages,
        )


def _read_cursor(cursor: str, server_epoch: bytes, ends: tuple[int, int]) -> tuple[int, int]:
    parts = _CURSOR.fullmatch(cursor)
    if parts is None or parts[1] != _named(server_epoch):
        return 0, 0
    national, local = int(parts[2]), int(parts[3])
    return (national, local) if national <= ends[0] and local <= ends[1] else (0, 0)


def _named(server_epoch: bytes) -> str:
    return server_epoch[:8].hex()


@dataclass(slots=True)
class _Run:
    """Entries of one chain that follow each other."""

    desk_id: bytes
    epoch: int
    base_seq: int
    base_hash: bytes
    entries: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    """What was put together so far; the first item always finds room."""

    is_full: bool = False
    _bytes: int = 0
    _entries: int = 0
    _made: list[FeedItem | _Run] = field(default_factory=list)
    _runs: dict[_ChainKey, _Run] = field(default_factory=dict)

    def add(self, item: FeedItem, size: int) -> bool:
        """Whether there was room."""
        if not self._has_room(size, 0):
            return False
        self._made.append(item)
        return True

    def add_entries(self, run: _Run | None) -> bool:
        """Joined to the chain's entries before them, if these end where they begin; none were too many to be read."""
        if run is None:
            self.is_full = True
            return False
        if not self._has_room(sum(map(len, run.entries)), len(run.entries)):
            return False
        before = self._runs.get((run.desk_id, run.epoch))
        if before is not None and before.base_seq + len(before.entries) == run.base_seq:
            before.entries += run.entries
        else:
            self._runs[run.desk_id, run.epoch] = run
            self._made.append(run)
        return True

    def items(self) -> tuple[msgspec.Raw, ...]:
        return tuple(item_bytes(_packed(made) if isinstance(made, _Run) else made) for made in self._made)

    def _has_room(self, size: int, entries: int) -> bool:
        over = self._bytes + size > MOST_ENTRY_BYTES or self._entries + entries > MOST_ENTRIES
        self.is_full = bool(self._made) and over
        if not self.is_full:
            self._bytes += size
            self._entries += entries
        return not self.is_full


def _packed(run: _Run) -> EntriesItem:
    return EntriesItem(run.desk_id, run.epoch, run.base_seq, run.base_hash, tuple(run.entries))


def _of_the_nation(connection: Connection, after: int) -> list[tuple[int, FeedItem]]:
    """Releases as they stand, and the last word on the program, each at its position."""
    query = select(release.c.version, release.c.digest, release.c.valid_from, release.c.recalled_at, release.c.position)
    items: list[tuple[int, FeedItem]] = [
        (row.position, ReleaseItem(row.version, row.digest, row.recalled_at is not None, row.valid_from))
        for row in connection.execute(query.where(release.c.position > after))
    ]
    if (said := program_said(connection, after)) is not None:
        items.append(said)
    return sorted(items, key=itemgetter(0))


def _read_centre(connection: Connection, signer: Signer, after: int, end: int, page: _Page) -> int:
    """Fills the page; the position up to which everything is in it or is none of the desk's business."""
    own = lineage(connection, signer.centre_id, signer.desk_id, signer.epoch)
    known = {stretch.epoch: stretch.up_to for stretch in own} | {signer.epoch: _EVERYTHING}
    while True:
        rows = _rows(connection, signer, known, after)
        entries = _Entries(connection, signer, known, rows)
        for row in rows:
            if not _put(row, entries, page):
                return after
            after = row.position
        if len(rows) < _ROWS_AT_ONCE:
            return end


def _rows(connection: Connection, signer: Signer, known: dict[int, int], after: int) -> Sequence[_FeedRow]:
    """Without what the desk wrote itself: it has that, and much of the feed may be nothing else."""
    named = (feed.c.position, feed.c.item, feed.c.desk_id, feed.c.epoch, feed.c.first_seq, feed.c.last_seq)
    newest_record = and_(
        record.c.centre_id == feed.c.centre_id,
        record.c.kind == feed.c.kind,
        record.c.key == feed.c.key,
        record.c.position == feed.c.position,
    )
    newest_incident = and_(
        incident.c.centre_id == feed.c.centre_id,
        incident.c.incident_id == feed.c.ref,
        incident.c.position == feed.c.position,
    )
    records = (record.c.kind, record.c.key, record.c.epoch.label("writer_epoch"), record.c.revision, record.c.body)
    incidents = (incident.c.incident_id, incident.c.code, incident.c.seq, incident.c.params)
    query = (
        select(*named, *records, *incidents, incident.c.opened_at, incident.c.closed_at)
        .select_from(feed.outerjoin(record, newest_record).outerjoin(incident, newest_incident))
        .where(feed.c.centre_id == signer.centre_id, feed.c.position > after)
        .order_by(feed.c.position)
        .limit(_ROWS_AT_ONCE)
    )
    own_record = and_(feed.c.item == "record", feed.c.desk_id == signer.desk_id, record.c.epoch == signer.epoch)
    query = query.where(not_(own_record))
    for epoch, seq in known.items():
        own = and_(feed.c.desk_id == signer.desk_id, feed.c.epoch == epoch, feed.c.last_seq <= seq)
        query = query.where(not_(and_(feed.c.item == "entries", own)))
    return connection.execute(query).all()


def _put(row: _FeedRow, entries: _Entries, page: _Page) -> bool:
    """Whether there was room; what became something else since comes with its later position."""
    if row.item == "entries":
        return page.add_entries(entries.run(row))
    if row.kind is not None:
        item = RecordItem(row.desk_id, Record(row.kind, row.key, row.writer_epoch, row.revision, row.body))
        return page.add(item, _ITEM_BYTES + len(row.body or b""))
    if row.code is not None:
        what = (row.incident_id, row.code, row.desk_id, row.epoch, row.seq, row.params.encode())
        return page.add(IncidentItem(*what, row.opened_at, row.closed_at or 0), _ITEM_BYTES + len(row.params))
    return True


class _Entries:
    """The entries that some rows of the feed name, read by one query for each chain."""

    def __init__(self, connection: Connection, signer: Signer, known: dict[int, int], rows: Sequence[_FeedRow]) -> None:
        self._desk_id = signer.desk_id
        self._known = known
        self._read: dict[_ChainKey, dict[int, tuple[bytes, bytes]]] = {}
        self._bases = {(row.desk_id, row.epoch): row for row in _bases(connection, signer.centre_id)}
        for (desk_id, epoch), (first, last) in self._ranges(rows).items():
            query = select(entry.c.seq, entry.c.hash, entry.c.entry).where(
                entry.c.centre_id == signer.centre_id,
                entry.c.desk_id == desk_id,
                entry.c.epoch == epoch,
                entry.c.seq.between(first - 1, last),
            )
            self._read[desk_id, epoch] = {found.seq: (found.hash, found.entry) for found in connection.execute(query)}

    def run(self, row: _FeedRow) -> _Run | None:
        first, read = self._first(row), self._read[row.desk_id, row.epoch]
        if row.last_seq not in read:
            return None
        base = self._bases[row.desk_id, row.epoch]
        base_hash = base.base_hash if first - 1 == base.base_seq else read[first - 1][0]
        raw = [read[seq][1] for seq in range(first, row.last_seq + 1)]
        return _Run(row.desk_id, row.epoch, first - 1, base_hash, raw)

    def _first(self, row: _FeedRow) -> int:
        own = self._known.get(row.epoch, 0) if row.desk_id == self._desk_id else 0
        return int(max(row.first_seq, own + 1))

    def _ranges(self, rows: Sequence[_FeedRow]) -> dict[_ChainKey, tuple[int, int]]:
        """No more of a chain than a page holds; its rows follow each other in the feed as its entries do."""
        ranges: dict[_ChainKey, tuple[int, int]] = {}
        for row in rows:
            if row.item != "entries":
                continue
            first, last = ranges.get((row.desk_id, row.epoch), (self._first(row), row.last_seq))
            ranges[row.desk_id, row.epoch] = (first, row.last_seq if row.last_seq < first + MOST_ENTRIES else last)
        return ranges


def _bases(connection: Connection, centre_id: bytes) -> Iterator[_FeedRow]:
    query = select(chain.c.desk_id, chain.c.epoch, chain.c.base_seq, chain.c.base_hash)
    yield from connection.execute(query.where(chain.c.centre_id == centre_id))


def _chains(connection: Connection, centre_id: bytes) -> tuple[ChainNews, ...]:
    return tuple(
        ChainNews(
            row.desk_id,
            row.epoch,
            row.desk_number,
            row.public_key,
            row.base_seq,
            row.head_seq,
            row.seen_at,
            row.revoked_at is not None,
        )
        for row in chains_of(connection, centre_id)
    )
