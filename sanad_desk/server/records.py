"""Records beside the journal: the last that arrived is kept, and no replay of an older one changes it."""

from __future__ import annotations

from collections.abc import Sequence
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
from sanad_desk.wire.records import BODIES, ReceiptBody, Record, RecordKind, body_bytes

MOST_BODY = 256 * 1024
_LONGEST_KIND, _LONGEST_KEY = 64, 512
_LAST_REVISION = 2**62
_HELD = (
    record.c.kind,
    record.c.key,
    record.c.desk_id,
    record.c.epoch,
    record.c.revision,
    record.c.position,
)
SERVER_DESK, SERVER_EPOCH = bytes(16), 0  # who writes what no desk wrote


_Key = tuple[str, bytes]  # kind and key
_Held = dict[_Key, Row[*tuple[Any, ...]]]


def take_records(db: Database, signer: Signer, batch: RecordBatch, now: int) -> RecordsTaken:
    """A record that is malformed becomes an incident and is passed over: none keeps the others from going on.

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
        _store(connection, signer, [one for one in batch.records if _is_good(one, signer)], now)
        for bad in batch.records:
            if not _is_good(bad, signer):
                _refuse(connection, signer, bad, now)
        # Where the server lost records, what came after them must not let the desk believe that it has all.
        if batch.records and batch.base_revision <= held:
            held = max(held, batch.records[-1].revision)
            connection.execute(update(chain).where(*own).values(record_revision=held))
        server_epoch = connection.execute(select(server_state.c.server_epoch)).scalar_one()
    return RecordsTaken(held, server_epoch, now)


def put_record(connection: Connection, centre_id: bytes, kind: str, key: bytes, body: bytes | None, now: int) -> None:
    """The server's own word on a record; goes to the desks as theirs do."""
    position = lock_feed(connection, centre_id) + 1
    written = Record(kind, key, SERVER_EPOCH, position, body)
    _write(connection, centre_id, SERVER_DESK, [written], _held(connection, centre_id, [(kind, key)]), now)


def _check_batch(batch: RecordBatch) -> None:
    if len(batch.records) > MOST_RECORDS:
        raise DomainError("body_too_large", limit=MOST_RECORDS)
    revisions = [one.revision for one in batch.records]
    in_order = all(earlier < later for earlier, later in pairwise(revisions))
    if not in_order or not all(0 < revision <= _LAST_REVISION for revision in revisions):
        raise DomainError("body_malformed")


def _is_good(one: Record, signer: Signer) -> bool:
    """A kind that is not known yet is stored and passed on as it is."""
    sizes = len(one.kind) <= _LONGEST_KIND, 0 < len(one.key) <= _LONGEST_KEY, len(one.body or b"") <= MOST_BODY
    if not all(sizes) or "\0" in one.kind or not 1 <= one.epoch <= signer.epoch:
        return False
    try:
        if one.body is not None and one.kind == RecordKind.CENTRE:
            msgspec.json.decode(one.body, type=dict[str, Any])
        elif one.body is not None and one.kind in BODIES:
            msgspec.msgpack.decode(one.body, type=BODIES[one.kind])
    except (msgspec.MsgspecError, RecursionError):
        return False
    return True


def _store(connection: Connection, signer: Signer, records: Sequence[Record], now: int) -> None:
    if not records:
        return
    newest = {(one.kind, one.key): one for one in records}
    lock_feed(connection, signer.centre_id)
    held = _held(connection, signer.centre_id, list(newest))
    news = [one for one in newest.values() if one.revision > _taken(signer, one, held.get((one.kind, one.key)))]
    displaced = _displaced(connection, signer, news)
    news = [one for one in news if one.revision > displaced.get((one.kind, one.key, one.epoch), 0)]
    gone = [one for one in news if _is_erased_for_another(signer, one, held.get((one.kind, one.key)))]
    _write(connection, signer.centre_id, signer.desk_id, [one for one in news if one not in gone], held, now)
    for one in gone:
        _erase(connection, signer.centre_id, held.get((one.kind, one.key)), now)


def _is_erased_for_another(signer: Signer, one: Record, held: Row[*tuple[Any, ...]] | None) -> bool:
    """A receipt and a case's details are their giver's; any desk of the centre may say that the person was erased."""
    of_a_chain = one.kind in (RecordKind.RECEIPT, RecordKind.CASE_DETAIL)
    return of_a_chain and one.body is None and (held is None or held.desk_id != signer.desk_id)


def _erase(connection: Connection, centre_id: bytes, held: Row[*tuple[Any, ...]] | None, now: int) -> None:
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
        _write(connection, centre_id, held.desk_id, [erased], {(held.kind, held.key): held}, now)


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


def _write(
    connection: Connection, centre_id: bytes, desk_id: bytes, news: Sequence[Record], held: _Held, now: int
) -> None:
    """The centre's feed must be locked."""
    if not news:
        return
    rows = [FeedRow.record(desk_id, one.epoch, one.kind, one.key) for one in news]
    first = write_feed(connection, centre_id, rows) - len(rows) + 1
    values = [
        (centre_id, one.kind, one.key, desk_id, one.epoch, one.revision, position, one.body, now)
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


def _refuse(connection: Connection, signer: Signer, bad: Record, now: int) -> None:
    open_incident(
        connection,
        signer.centre_id,
        "record_refused",
        desk_id=signer.desk_id,
        epoch=signer.epoch,
        seq=bad.revision,
        params={"kind": bad.kind[:_LONGEST_KIND]},
        now=now,
    )
