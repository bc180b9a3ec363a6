"""Records go up behind the journal: whatever was changed since the server had them all."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from sanad_desk.store import record_revisions, records_here, server_link
from sanad_desk.store.store import Store
from sanad_desk.sync.push import Forked, desk_hex, loaded
from sanad_desk.sync.session import Session
from sanad_desk.wire.messages import MOST_ENTRY_BYTES, MOST_RECORDS, RecordBatch, RecordsTaken
from sanad_desk.wire.records import Record


def offer_records(store: Store, session: Session) -> int:
    """How many went up; raises OfflineError, and Forked where another disk sends as this desk."""
    sent = 0
    while (batch := next_records(store, session.pace.most_bytes)).records:
        with session.pace.request():
            taken = session.post(f"/v1/desks/{desk_hex(session)}/records", batch, RecordsTaken)
        sent += len(batch.records)
        with store.reading() as connection:
            if taken.revision > record_revisions.last_revision(connection):
                raise Forked(server_link.acknowledged(connection))
        if not take_records_answer(store, taken):
            break
    return sent


def next_records(store: Store, most_bytes: int = MOST_ENTRY_BYTES) -> RecordBatch:
    """The next to send, in the order of their changes; receipts join once their entries are acknowledged."""
    with store.reading() as connection:
        acknowledged = server_link.acknowledged(connection)
    number_receipts(store, acknowledged)
    with store.reading() as connection:
        link = loaded(server_link.load(connection))
        return records_after(connection, link.epoch, link.records_acknowledged, most_bytes)


def records_after(connection: Connection, epoch: int, revision: int, most_bytes: int = MOST_ENTRY_BYTES) -> RecordBatch:
    """What was changed after a position, as much as one batch holds."""
    batch: list[Record] = []
    size = 0
    for kind, key, changed in record_revisions.changed_after(connection, revision, MOST_RECORDS):
        body = records_here.body_of(connection, kind, key)
        size += len(body or b"")
        if batch and size > most_bytes:
            break
        batch.append(Record(kind, key, epoch, changed, body))
    return RecordBatch(tuple(batch), revision)


def take_records_answer(store: Store, taken: RecordsTaken) -> bool:
    """Moves the position to where the server is, back too where it lost some; whether it came any further.

    Never beyond what was changed here: the server would have that from another disk.
    """
    with store.unit_of_work() as unit:
        link = loaded(server_link.load(unit.connection))
        reached = min(taken.revision, record_revisions.last_revision(unit.connection))
        server_link.save(unit.connection, replace(link, records_acknowledged=reached))
        unit.commit()
    return reached > link.records_acknowledged


def number_receipts(store: Store, up_to: int) -> bool:
    """Some of the receipts of entries up to a position join the records; whether there are more."""
    with store.reading() as connection:
        link = loaded(server_link.load(connection))
    if link.records_seq >= up_to:
        return False
    with store.unit_of_work() as unit:
        link = loaded(server_link.load(unit.connection))
        reached = record_revisions.note_receipts(unit.connection, link.records_seq, up_to, MOST_RECORDS)
        server_link.save(unit.connection, replace(link, records_seq=max(reached, link.records_seq)))
        unit.commit()
    return reached < up_to
