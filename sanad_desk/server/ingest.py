"""Taking in a desk's journal: one commit stores entries, what they mean, the chain's head and the feed's position."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from sanad_desk.domain.errors import DomainError
from sanad_desk.server import tables
from sanad_desk.server.chains import place_of
from sanad_desk.server.conflict import Conflict
from sanad_desk.server.database import Database, add_rows
from sanad_desk.server.feed_counter import FeedRow, write_feed
from sanad_desk.server.incidents import count_open, open_incident
from sanad_desk.server.journal import held_hashes
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.projection import OddEntry, Projected, check_envelope
from sanad_desk.server.shared_entries import share_entries
from sanad_desk.server.signers import Signer
from sanad_desk.wire.entries import Entry, chain_hash, read_entry
from sanad_desk.wire.messages import (
    MOST_ENTRIES,
    MOST_ENTRY_BYTES,
    Acknowledged,
    JournalBatch,
    digest_of,
    is_signed_batch,
    is_witness,
    message_bytes,
    sign_witness,
)

HTTP, PARCEL = "http", "parcel"
UNREAD, WRONG = "entry_unread", "entry_wrong"
_ASIDE_ID, _MOST_ASIDE = 16, 20
Head = tuple[int, bytes]  # position and the chain's hash there
Witness = tuple[int, bytes, bytes]  # a head and the server's signature over it
EntryRow = tuple[bytes, bytes, int, int, date, int, str, str, bytes | None, bytes, bytes, int]


def take_batch(
    db: Database,
    keys: ServerKeys,
    signer: Signer,
    batch: JournalBatch,
    now: int,
    *,
    came_by: str = HTTP,
    shown_witness: Witness | None = None,
    next_sync_after: int = 0,
) -> Acknowledged:
    """Answers after the commit; the same batch may come as often as it likes.

    Raises DomainError: body_malformed, body_too_large; Conflict: gap, fork. What a conflict tells people is stored.
    """
    _check_bounds(signer, batch)
    with db.writing() as connection:
        held = _lock_chain(connection, signer)
        if signer.epoch > 1 and share_entries(connection, signer, held.head_seq, held.head_hash, batch):
            held = _lock_chain(connection, signer)
        if batch.base_seq <= held.head_seq:
            outcome = _take(connection, signer, held, batch, now, came_by)
        else:
            outcome = Conflict("gap", head_seq=held.head_seq)
            if shown_witness is not None:
                _note_loss(connection, keys, signer, held, shown_witness, now)
        open_incidents = count_open(connection, signer.centre_id)
    if isinstance(outcome, Conflict):
        raise outcome
    witness = sign_witness(keys.signing, held.server_id, signer.desk_id, signer.epoch, *outcome)
    return Acknowledged(
        signer.epoch,
        *outcome,
        witness,
        agreed_seq=held.judged_seq,
        server_epoch=held.server_epoch,
        server_time=now,
        next_sync_after=next_sync_after,
        open_incidents=open_incidents,
        is_revoked=signer.is_revoked,
        record_revision=held.record_revision,
        desk_number=held.desk_number,
        spare_number=held.spare_number,
    )


def _check_bounds(signer: Signer, batch: JournalBatch) -> None:
    if batch.epoch != signer.epoch or batch.base_seq < 0:
        raise DomainError("body_malformed")
    # One entry alone always goes, however large the body's own bound lets it be.
    size = sum(map(len, batch.entries)) if len(batch.entries) > 1 else 0
    if len(batch.entries) > MOST_ENTRIES or size > MOST_ENTRY_BYTES:
        raise DomainError("body_too_large", limit=MOST_ENTRY_BYTES)


class _Held(NamedTuple):
    head_seq: int
    head_hash: bytes
    seen_at: int
    judged_seq: int
    record_revision: int
    desk_number: int
    spare_number: int
    server_id: bytes
    server_epoch: bytes
    epoch_changed_at: int


def _lock_chain(connection: Connection, signer: Signer) -> _Held:
    """How the chain stands, which nobody else writes now, and the server's own state."""
    return _Held(*connection.execute(_LOCK, _own(signer)).one())


def _own(signer: Signer) -> dict[str, object]:
    return {"own_centre": signer.centre_id, "own_desk": signer.desk_id, "own_epoch": signer.epoch}


def _locked() -> Select[*tuple[Any, ...]]:
    state = tables.server_state.c
    columns = [tables.chain.c[name] for name in _Held._fields if name in tables.chain.c]
    both = tables.chain.join(tables.server_state, state.id == 1)
    query = select(*columns, state.server_id, state.server_epoch, state.epoch_changed_at).select_from(both)
    return query.where(*_OWN).with_for_update(of=tables.chain)


# Built once: building a statement takes five times as long as running it.
_OWN = (
    tables.chain.c.centre_id == bindparam("own_centre"),
    tables.chain.c.desk_id == bindparam("own_desk"),
    tables.chain.c.epoch == bindparam("own_epoch"),
)
_LOCK = _locked()
_MOVE = update(tables.chain).where(*_OWN)
_KEEP_BATCH = insert(tables.batch)


def _take(
    connection: Connection, signer: Signer, held: _Held, batch: JournalBatch, now: int, came_by: str
) -> Conflict | Head:
    """The chain's head, once the whole batch is held."""
    last = batch.base_seq + len(batch.entries)
    known = {held.head_seq: held.head_hash}
    if batch.base_seq < held.head_seq:
        chain = (signer.centre_id, signer.desk_id, signer.epoch)
        known |= held_hashes(connection, *chain, batch.base_seq, min(last, held.head_seq))
    hashes = [known[batch.base_seq]]
    for seq, raw in enumerate(batch.entries, batch.base_seq + 1):
        hashes.append(chain_hash(hashes[-1], raw))
        if known.get(seq, hashes[-1]) != hashes[-1]:
            return _put_aside(connection, signer, batch, seq - 1, now)
    if not is_signed_batch(signer.public_key, signer.desk_id, signer.epoch, last, hashes[-1], batch.signature):
        return _put_aside(connection, signer, batch, batch.base_seq, now)
    new = last - held.head_seq
    if new > 0:
        arrived = _Arrived(signer, held.head_seq, batch.entries[-new:], hashes[-new:])
        _store(connection, arrived, batch.signature, now, came_by)
        return last, hashes[-1]
    connection.execute(_MOVE, {**_own(signer), "seen_at": now})
    return held.head_seq, held.head_hash


@dataclass(slots=True)
class _Arrived:
    """Entries after `head_seq` that are the chain's next ones."""

    signer: Signer
    head_seq: int
    entries: tuple[bytes, ...]
    hashes: list[bytes]
    faults: list[tuple[str, int, str]] = field(default_factory=list)  # code, position, kind

    @property
    def last_seq(self) -> int:
        return self.head_seq + len(self.entries)

    def read(self, now: int, projected: Projected) -> list[EntryRow]:
        """The rows of the journal; what the entries mean goes to `projected`, what is odd about them to `faults`."""
        received_on = datetime.fromtimestamp(now / 1000, UTC).date()
        rows: list[EntryRow] = []
        for seq, (raw, head) in enumerate(zip(self.entries, self.hashes, strict=True), self.head_seq + 1):
            entry, fault = read_into(projected, seq, raw)
            about: tuple[str, str, bytes | None] = ("", "", None)
            if entry is not None:
                about = entry.kind, entry.business_date, entry.shift_id
            if fault:
                self.faults.append((fault, seq, about[0]))
            rows.append((*projected.key, seq, received_on, now, *about, head, raw, int(bool(fault))))
        return rows


def read_into(projected: Projected, seq: int, raw: bytes) -> tuple[Entry | None, str]:
    """Adds an entry's rows; its envelope where that can be believed, and the code of what is wrong with it.

    Whatever one entry says, the others go on: so any error is caught here.
    """
    found, fault = None, UNREAD
    try:
        entry = read_entry(raw)
        fault = WRONG
        check_envelope(entry)
        found = entry
        if entry.seq != seq:
            raise OddEntry("seq")
        fault = UNREAD
        fact = entry.read()
        fault = WRONG
        projected.add(entry, fact)
    except Exception:
        return found, fault
    return found, ""


def _store(connection: Connection, arrived: _Arrived, signature: bytes, now: int, came_by: str) -> None:
    signer = arrived.signer
    projected = Projected((signer.centre_id, signer.desk_id, signer.epoch))
    add_rows(connection, tables.entry, arrived.read(now, projected))
    projected.write(connection)
    head_seq, head_hash = arrived.last_seq, arrived.hashes[-1]
    brought = {"head_seq": head_seq, "signature": signature, "received_at": now, "came_by": came_by}
    connection.execute(_KEEP_BATCH, {**place_of(signer), **brought})
    connection.execute(_MOVE, {**_own(signer), "head_seq": head_seq, "head_hash": head_hash, "seen_at": now})
    # From here on the centre's row is locked, and its other desks wait.
    _open_incidents(connection, arrived, now)
    news = FeedRow.entries(signer.desk_id, signer.epoch, arrived.head_seq + 1, head_seq)
    write_feed(connection, signer.centre_id, [news])


def _open_incidents(connection: Connection, arrived: _Arrived, now: int) -> None:
    signer = arrived.signer
    if signer.is_revoked:
        _open(connection, signer, "desk_revoked_wrote", 0, {}, now)
    # A newer client writes the same unknown kind all day: the first of a batch says so.
    first: dict[tuple[str, str], int] = {}
    for code, seq, kind in arrived.faults:
        first.setdefault((code, kind), seq)
    for (code, kind), seq in first.items():
        _open(connection, signer, code, seq, {"kind": kind}, now)


def _open(connection: Connection, signer: Signer, code: str, seq: int, params: Mapping[str, object], now: int) -> None:
    desk_id, epoch = signer.desk_id, signer.epoch
    open_incident(connection, signer.centre_id, code, desk_id=desk_id, epoch=epoch, seq=seq, params=params, now=now)


def _put_aside(connection: Connection, signer: Signer, batch: JournalBatch, common_seq: int, now: int) -> Conflict:
    """The first that fits nowhere after an entry is kept, and no more of a chain than tell what happened."""
    place = place_of(signer)
    kept = connection.execute(select(tables.aside.c.base_seq).filter_by(**place).limit(_MOST_ASIDE)).scalars().all()
    if len(kept) < _MOST_ASIDE and batch.base_seq not in kept:
        raw = message_bytes(batch)
        values = {**place, "aside_id": digest_of(raw)[:_ASIDE_ID], "base_seq": batch.base_seq, "batch": raw}
        connection.execute(insert(tables.aside).values(**values, received_at=now))
    _open(connection, signer, "chain_forked", common_seq, {}, now)
    return Conflict("fork", common_seq=common_seq)


def _note_loss(
    connection: Connection,
    keys: ServerKeys,
    signer: Signer,
    held: _Held,
    shown: Witness,
    now: int,
) -> None:
    """A witness of ours for more than we hold: every cursor of that time is void, and people have to know."""
    seq, head, witness = shown
    chain = (signer.desk_id, signer.epoch)
    if seq <= held.head_seq or not is_witness(keys.signing_public, held.server_id, *chain, seq, head, witness):
        return
    # Every desk that wrote in the lost hours will show one; a change since it was last seen covers it already.
    if held.seen_at >= held.epoch_changed_at:
        changed = {"server_epoch": secrets.token_bytes(16), "epoch_changed_at": now}
        connection.execute(update(tables.server_state).values(changed))
    _open(connection, signer, "server_lost", held.head_seq, {"shown_seq": seq}, now)
