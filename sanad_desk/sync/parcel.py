"""A parcel instead of a line: what the server lacks goes into a file, and its answer comes back as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Literal, NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.domain.centre import Desk
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.store import desk_book, server_link
from sanad_desk.store.server_link import ServerLink
from sanad_desk.store.store import Store
from sanad_desk.sync.offer_records import number_receipts, records_after, take_records_answer
from sanad_desk.sync.push import Behind, Forked, go_back, take_answer
from sanad_desk.wire.messages import MOST_ENTRIES, MOST_ENTRY_BYTES, JournalBatch, sign_batch
from sanad_desk.wire.parcel import (
    FORK,
    GAP,
    MOST_PARCEL,
    Acknowledgement,
    Chunk,
    ParcelHeader,
    ParcelWriter,
    read_acknowledgement,
)


@dataclass(frozen=True, slots=True)
class ExportedParcel:
    """What is in the file; where it is not `whole`, the next parcel begins after `up_to`."""

    entries: int
    records: int
    up_to: int
    whole: bool


@dataclass(frozen=True, slots=True)
class AcknowledgedParcel:
    """How many entries more the server has than this desk knew, and up to which it has all."""

    entries: int
    up_to: int


@dataclass(frozen=True, slots=True)
class _Sender:
    """Read once: what is written meanwhile, or under another epoch, is for the next parcel."""

    header: ParcelHeader
    link: ServerLink
    key: Ed25519PrivateKey
    box_key: bytes
    head_seq: int
    reads_first: bool  # its records may be older than what others have said since


def write_parcel(
    store: Store, file: BinaryIO, now: int, *, after: int | None = None, most: int = MOST_PARCEL
) -> ExportedParcel:
    """Everything after a position, by default after what the server is known to have; moves no position.

    Raises Refused: not_joined; parcel_before_line where the store was restored and the server was not asked since;
    DomainError parcel_beyond.
    """
    sender = _sender(store, now, after)
    writer = ParcelWriter(file, sender.header, sender.box_key, most)
    up_to = _add_journal(store, sender, writer)
    whole, records = up_to == sender.head_seq, 0
    if whole and not sender.reads_first:
        whole, records = _add_records(store, sender, writer)
    writer.finish(sender.key)
    return ExportedParcel(up_to - sender.header.base_seq, records, up_to, whole)


def _sender(store: Store, now: int, after: int | None) -> _Sender:
    with store.reading() as connection:
        link, desk = server_link.load(connection), desk_book.desk(connection)
        line_key = desk_book.setting(connection, server_link.LINE_KEY)
        box_key = desk_book.setting(connection, server_link.BOX_KEY)
        if link is None or desk is None or desk.server_id is None or line_key is None or box_key is None:
            raise Refused("not_joined")
        if server_link.is_restored(connection):
            raise Refused("parcel_before_line")
        head_seq, _ = server_link.head(connection)
        base = server_link.acknowledged(connection) if after is None else after
        if not 0 <= base <= head_seq:
            raise DomainError("parcel_beyond", head=head_seq)
        witnessed = server_link.hash_at(connection, link.witness_seq) or b""
        reads_first = server_link.reads_first(connection)
    header = ParcelHeader(
        desk.server_id,
        desk.centre_id,
        desk.desk_id,
        link.epoch,
        base,
        now,
        link.witness_seq,
        witnessed,
        link.witness or b"",
    )
    return _Sender(header, link, Ed25519PrivateKey.from_private_bytes(line_key), box_key, head_seq, reads_first)


def _add_journal(store: Store, sender: _Sender, writer: ParcelWriter) -> int:
    """Up to where it found room; at least one batch, as an empty one says how the desk stands."""
    header, seq = sender.header, sender.header.base_seq
    while True:
        most = min(MOST_ENTRIES, sender.head_seq - seq)
        with store.reading() as connection:
            entries, digest = server_link.entries_after(connection, seq, most, MOST_ENTRY_BYTES)
            digest = digest or server_link.hash_at(connection, seq) or b""
        last = seq + len(entries)
        signature = sign_batch(sender.key, header.desk_id, header.epoch, last, digest)
        if not writer.add(Chunk(JournalBatch(header.epoch, seq, tuple(entries), signature))):
            return seq
        seq = last
        if seq == sender.head_seq:
            return seq


def _add_records(store: Store, sender: _Sender, writer: ParcelWriter) -> tuple[bool, int]:
    """Whether all found room, and how many did."""
    while number_receipts(store, sender.head_seq):
        pass
    revision, records = sender.link.records_acknowledged, 0
    while True:
        with store.reading() as connection:
            batch = records_after(connection, sender.header.epoch, revision)
        if not batch.records:
            return True, records
        if not writer.add(Chunk(records=batch)):
            return False, records
        revision = batch.records[-1].revision
        records += len(batch.records)


def take_acknowledgement(store: Store, raw: bytes) -> AcknowledgedParcel:
    """Moves the positions as an answer on the line would; what was said before moves nothing.

    Raises DomainError: acknowledgement_malformed, acknowledgement_foreign; Refused: not_joined, acknowledgement_old,
    parcel_gap, parcel_fork, parcel_behind, which leave what the server does have acknowledged.
    """
    with store.reading() as connection:
        link, desk = server_link.load(connection), desk_book.desk(connection)
        known = server_link.acknowledged(connection)
    if link is None or desk is None or desk.server_key is None:
        raise Refused("not_joined")
    said = read_acknowledgement(raw, desk.server_key)
    _check_own(store, said, desk, link)
    if said.code == GAP:
        _take_gap(store, said, known)
    if _is_news(said, link, known):
        _take(store, said, link)
    elif said.code != FORK:
        raise Refused("acknowledgement_old")
    if said.code == FORK:
        _refuse_copy(store, "parcel_fork")
    with store.reading() as connection:
        up_to = server_link.acknowledged(connection)
    return AcknowledgedParcel(up_to - known, up_to)


def _check_own(store: Store, said: Acknowledgement, desk: Desk, link: ServerLink) -> None:
    if (said.server_id, said.centre_id, said.desk_id) != (desk.server_id, desk.centre_id, desk.desk_id):
        raise DomainError("acknowledgement_foreign")
    if said.epoch > link.epoch:
        _refuse_copy(store, "parcel_behind")
    if said.epoch != link.epoch:
        raise Refused("acknowledgement_old")


def _is_news(said: Acknowledgement, link: ServerLink, known: int) -> bool:
    """An answer from before the last one names nothing that is further; what it would take back is not believed."""
    journal, records = said.acknowledged, said.records
    if journal is None or journal.head_seq < known:
        return False
    has_more = journal.head_seq > known or (records is not None and records.revision > link.records_acknowledged)
    return has_more or journal.agreed_seq > link.agreed_seq or (journal.is_revoked and not link.is_revoked)


def _take(store: Store, said: Acknowledgement, link: ServerLink) -> None:
    if said.acknowledged is None:
        return
    try:
        take_answer(store, said.acknowledged, link.clock_off_ms)
    except Behind:
        _refuse_copy(store, "parcel_behind")
    except Forked:
        _refuse_copy(store, "parcel_fork")
    if said.records is not None:
        take_records_answer(store, said.records)


def _refuse_copy(store: Store, code: Literal["parcel_behind", "parcel_fork"]) -> NoReturn:
    """The server has other entries than this store, or more: its next numbers may be on paper already."""
    with store.unit_of_work() as unit:
        server_link.note_forked(unit.connection)
        unit.commit()
    raise Refused(code)


def _take_gap(store: Store, said: Acknowledgement, known: int) -> None:
    """Where nothing was heard since that parcel was written, the server lost what it had: it is offered again."""
    if known > said.base_seq:
        raise Refused("acknowledgement_old")
    if known == said.base_seq and said.seq < known:
        go_back(store, said.seq)
    raise Refused("parcel_gap", seq=said.seq)
