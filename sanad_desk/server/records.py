"""Records beside the journal: the last that arrived is kept, and no replay of an older one changes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Table, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from sanad_desk.domain.errors import DomainError
from sanad_desk.server.database import Database
from sanad_desk.server.feed_counter import FeedRow, lock_feed, write_feed
from sanad_desk.server.incidents import open_incident
from sanad_desk.server.signers import Signer
from sanad_desk.server.tables import chain, feed, record, record_displaced, server_state
from sanad_desk.wire.messages import MOST_RECORDS, RecordBatch, RecordsTaken
from sanad_desk.wire.records import (
    MalformedRecord,
    ReceiptBody,
    Record,
    RecordKind,
    body_bytes,
    check_record,
    makes_manager,
)

SERVER, SERVER_EPOCH = bytes(16), 0  # in the place of a desk, for what the server itself says
_LAST_REVISION = 2**62
_HELD = (
    record.c.kind,
    record.c.key,
    record.c.desk_id,
    record.c.epoch,
    record.c.revision,
    record.c.position,
)
_OF_A_CHAIN = (RecordKind.RECEIPT, RecordKind.CASE_DETAIL)

_LONGEST_KIND = 64  # of what an incident names
_Key = tuple[str, bytes]  # kind and key
_Held = dict[_Key, Row[*tuple[Any, ...]]]


def take_records(db: Database, signer: Signer, batch: RecordBatch, now: int) -> RecordsTaken:
    """A record that cannot be becomes an incident and is passed over: none keeps the others from going on.

    Raises DomainError: body_too_large, and body_malformed where the batch is not in the order of revisions.
    """
    _check_batch(batch)
    own = (
        chain.c.centre_id == signer.centre_id,
        chain.c.desk_id == signer.desk_id,
        chain.c.epoch == signer.epoch,
    )
    with db.writing() as connection:
        held = connection.execute(select(chain.c.record_revision).where(*own).with_for_update()).scalar_one()
        good = [one for one in batch.records if _is_good(one, signer)]
        _store(connection, signer, good, now)
        _refuse(connection, signer, [one for one in batch.records if one not in good], now)
        # Where the server lost records, what came after them must not let the desk believe that it has all.
        if batch.records and batch.base_revision <= held:
            held = max(held, batch.records[-1].revision)
            connection.execute(update(chain).where(*own).values(record_revision=held))
        server_epoch = connection.execute(select(server_state.c.server_epoch)).scalar_one()
    return RecordsTaken(held, server_epoch, now)


def put_own_record(connection: Connection, centre_id: bytes, kind: str, key: bytes, body: bytes) -> None:
    """What the server itself says of its centre; the centre's feed must be locked."""
    held = _held(connection, centre_id, [(kind, key)])
    before = held.get((kind, key))
    revision = int(before.revision) + 1 if before is not None and before.epoch == SERVER_EPOCH else 1
    _write(connection, centre_id, SERVER, [Record(kind, key, SERVER_EPOCH, revision, body)], held)


def _check_batch(batch: RecordBatch) -> None:
    if len(batch.records) > MOST_RECORDS:
        raise DomainError("body_too_large", limit=MOST_RECORDS)
    revisions = [one.revision for one in batch.records]
    in_order = all(earlier < later for earlier, later in pairwise(revisions))
    if not in_order or not all(0 < revision <= _LAST_REVISION for revision in revisions):
        raise DomainError("body_malformed")


def _is_good(one: Record, signer: Signer) -> bool:
    """A kind that is not known yet is stored and passed on as it is."""
    try:
        check_record(one)
    except MalformedRecord:
        return False
    return 1 <= one.epoch <= signer.epoch


def _store(connection: Connection, signer: Signer, records: Sequence[Record], now: int) -> None:
    if not records:
        return
    newest = {(one.kind, one.key): one for one in records}
    lock_feed(connection, signer.centre_id)
    held = _held(connection, signer.centre_id, list(newest))
    news = [one for one in newest.values() if one.revision > _taken(signer, one, held.get((one.kind, one.key)))]
    displaced = _displaced(connection, signer, news)
    news = [one for one in news if one.revision > displaced.get((one.kind, one.key, one.epoch), 0)]
    gone = [one for one in news if one.body is None and _is_of_another(signer, one, held)]
    foreign = [one for one in news if one.body is not None and _is_of_another(signer, one, held)]
    own = [one for one in news if one not in gone and one not in foreign]
    _tell_of_managers(connection, signer, own, now)
    _write(connection, signer.centre_id, signer.desk_id, own, held)
    for one in gone:
        _erase(connection, signer.centre_id, held.get((one.kind, one.key)))
    _refuse(connection, signer, foreign, now)


def _is_of_another(signer: Signer, one: Record, held: _Held) -> bool:
    """A receipt and a case's details are their giver's; any desk of the centre may say that the person was erased."""
    giver = held.get((one.kind, one.key))
    is_foreign = one.body is None if giver is None else giver.desk_id != signer.desk_id
    return one.kind in _OF_A_CHAIN and is_foreign


def _tell_of_managers(connection: Connection, signer: Signer, news: Sequence[Record], now: int) -> None:
    """Any desk can say that somebody is a manager, so the centre has to hear of it; the first came with it."""
    made = [one for one in news if makes_manager(one)]
    if not made:
        return
    columns = (record.c.kind, record.c.key, record.c.epoch, record.c.revision, record.c.body)
    operators = (record.c.centre_id == signer.centre_id, record.c.kind == RecordKind.OPERATOR)
    known = (Record(*row) for row in connection.execute(select(*columns).where(*operators)))
    managers = {one.key for one in known if makes_manager(one)}
    fresh = [one for one in made if one.key not in managers]
    if managers and fresh:
        _open(connection, signer, "manager_added", fresh[0].revision, {}, now)


def _erase(connection: Connection, centre_id: bytes, held: Row[*tuple[Any, ...]] | None) -> None:
    """In the name of who gave it, so that what he sent before is no news; what is not here yet he erases himself."""
    if held is None:
        return
    these = (record.c.centre_id == centre_id, record.c.kind == held.kind, record.c.key == held.key)
    body = connection.execute(select(record.c.body).where(*these)).scalar_one()
    left = None
    if held.kind == RecordKind.RECEIPT and body is not None:
        receipt = msgspec.msgpack.decode(body, type=ReceiptBody)
        left = body_bytes(msgspec.structs.replace(receipt, customer_block=None))
    if left != body:
        erased = Record(held.kind, held.key, held.epoch, held.revision, left)
        _write(connection, centre_id, held.desk_id, [erased], {(held.kind, held.key): held})


def _held(connection: Connection, centre_id: bytes, keys: Sequence[_Key]) -> _Held:
    these = tuple_(record.c.kind, record.c.key).in_(keys)
    rows = connection.execute(select(*_HELD).where(record.c.centre_id == centre_id, these))
    return {(row.kind, row.key): row for row in rows}


def _taken(signer: Signer, one: Record, held: Row[*tuple[Any, ...]] | None) -> int:
    """Up to which revision the chain was taken at its word, if it was the last to say something of the record."""
    return int(held.revision) if held and (held.desk_id, held.epoch) == (signer.desk_id, one.epoch) else 0


def _displaced(connection: Connection, signer: Signer, news: Sequence[Record]) -> dict[tuple[str, bytes, int], int]:
    """The same for records that another chain has written since."""
    columns = (record_displaced.c.kind, record_displaced.c.key, record_displaced.c.epoch, record_displaced.c.revision)
    these = tuple_(record_displaced.c.kind, record_displaced.c.key).in_([(one.kind, one.key) for one in news])
    own = (record_displaced.c.centre_id == signer.centre_id, record_displaced.c.desk_id == signer.desk_id)
    rows = connection.execute(select(*columns).where(*own, these))
    return {(kind, key, epoch): revision for kind, key, epoch, revision in rows}


def _write(connection: Connection, centre_id: bytes, desk_id: bytes, news: Sequence[Record], held: _Held) -> None:
    """The centre's feed must be locked."""
    if not news:
        return
    rows = [FeedRow.record(desk_id, one.epoch, one.kind, one.key) for one in news]
    first = write_feed(connection, centre_id, rows) - len(rows) + 1
    values = [
        (centre_id, one.kind, one.key, desk_id, one.epoch, one.revision, position, one.body)
        for position, one in enumerate(news, first)
    ]
    _put_rows(connection, record, values)
    pairs = [(one, held[one.kind, one.key]) for one in news if (one.kind, one.key) in held]
    gone = [before.position for _, before in pairs]
    connection.execute(delete(feed).where(feed.c.centre_id == centre_id, feed.c.position.in_(gone)))
    displaced = [
        (centre_id, before.kind, before.key, before.desk_id, before.epoch, before.revision)
        for one, before in pairs
        if (before.desk_id, before.epoch) != (desk_id, one.epoch)
    ]
    _put_rows(connection, record_displaced, displaced)


def _put_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """New rows, or new values in those of the same key."""
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    key = list(table.primary_key.columns)
    changed = {column.name: statement.excluded[column.name] for column in table.columns if column not in key}
    named = [dict(zip(table.columns.keys(), row, strict=True)) for row in rows]
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changed), named)


def _refuse(connection: Connection, signer: Signer, bad: Collection[Record], now: int) -> None:
    first: dict[str, Record] = {}
    for one in bad:
        first.setdefault(one.kind[:_LONGEST_KIND], one)
    for kind, one in first.items():
        _open(connection, signer, "record_refused", one.revision, {"kind": kind}, now)


def _open(connection: Connection, signer: Signer, code: str, seq: int, params: Mapping[str, object], now: int) -> None:
    desk_id, epoch = signer.desk_id, signer.epoch
    open_incident(connection, signer.centre_id, code, desk_id=desk_id, epoch=epoch, seq=seq, params=params, now=now)
