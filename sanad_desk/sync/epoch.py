"""A new epoch: what a copied or restored desk goes on under, once it has back what the server kept."""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from sanad_desk.domain.clock import Clock
from sanad_desk.domain.errors import BugError
from sanad_desk.store import desk_book, server_link
from sanad_desk.store.store import Store
from sanad_desk.sync.enrolment import enrol_under, enrolment, known_numbers
from sanad_desk.sync.push import Behind, Forked, desk_hex, loaded, push_journal
from sanad_desk.sync.session import Rejected, Session
from sanad_desk.wire.entries import chain_hash
from sanad_desk.wire.messages import Acknowledged, EpochClaim, EpochGranted, JournalPage, is_witness

RESTORED = "restored"
FORKED = "forked"
SPARE = "spare"


class Adopted(Exception):
    """The epoch to be claimed exists, and this store is an older state of it."""


def take_back(store: Store, session: Session, said: Acknowledged) -> bool:
    """Appends the entries the server has beyond this store's; False where they do not continue it: then it is forked.

    All are fetched before one is written, so that a dead line leaves the store as it was.
    """
    with store.reading() as connection:
        seq, head = server_link.head(connection)
        desk = desk_book.desk(connection)
    found: list[bytes] = []
    digest = head
    while seq + len(found) < said.head_seq:
        target = f"/v1/desks/{desk_hex(session)}/journal?epoch={said.epoch}&after={seq + len(found)}"
        page = session.get(target, JournalPage)
        if not page.entries:
            raise BugError("journal_incomplete", seq=seq + len(found))
        for raw in page.entries[: said.head_seq - seq - len(found)]:
            digest = chain_hash(digest, raw)
            found.append(raw)
    assert desk is not None
    assert desk.server_key is not None
    assert desk.server_id is not None
    if not is_witness(desk.server_key, desk.server_id, desk.desk_id, said.epoch, said.head_seq, digest, said.witness):
        return False
    with store.unit_of_work() as unit:
        if server_link.head(unit.connection) != (seq, head):
            return False  # somebody went on selling meanwhile: this store has entries of its own now
        for raw in found:
            unit.take_back(raw)
        server_link.acknowledge(unit.connection, said.head_seq)
        server_link.note_restored(unit.connection)
        # Customers, pictures and typed details of what came back are in the feed, from its beginning.
        server_link.save(unit.connection, replace(loaded(server_link.load(unit.connection)), cursor=""))
        unit.commit()
    return True


def begin_epoch(store: Store, session: Session, clock: Clock, base: int, reason: str) -> None:
    """Claims an epoch from `base` on, the last entry both have; raises OfflineError."""
    while True:
        key, claim = _claim(store, base)
        try:
            granted = session.post_json(f"/v1/desks/{desk_hex(session)}/epochs", claim, EpochGranted)
        except Rejected as rejected:
            refusal, common = rejected.refusal, base
            if refusal.code == "epoch_used" and refusal.epoch is not None:
                if _is_further_on(store, key, refusal.epoch):
                    raise Adopted from None
                continue
            if refusal.code == "base_unknown":
                common = _offer_common(store, session, base)
            if common == base:
                raise
            base = common
            continue
        if _go_on_under(store, clock, base, granted, reason, key):
            return


def _is_further_on(store: Store, key: bytes, epoch: int) -> bool:
    """The store is a backup of a desk that went on under this very key: a fresh one is made.

    Where the backup itself wrote under the key already, as on a spare number, it belongs to that epoch.
    """
    with store.unit_of_work() as unit:
        connection = unit.connection
        connection.exec_driver_sql("DELETE FROM setting WHERE name = ?", (server_link.NEXT_KEY,))
        is_in_force = key == desk_book.signing_key(connection)
        if is_in_force:
            link = loaded(server_link.load(connection))
            server_link.leave_epoch(connection, link.epoch)
            desk_book.save_setting(connection, server_link.LINE_KEY, key)
            server_link.note_restored(connection)
            begun = replace(link, epoch=epoch, cursor="", witness=None, witness_seq=0, agreed_seq=0)
            server_link.save(connection, begun)
        unit.commit()
    return is_in_force


def _offer_common(store: Store, session: Session, base: int) -> int:
    """The server itself is not what it was: what it lost before the base goes up again under the old epoch.

    The other disk offers the same, so that under the new one it would be counted twice.
    """
    try:
        push_journal(store, session, base)
    except (Forked, Behind):
        return common_base(store, session, 0)
    return base


def common_base(store: Store, session: Session, known: int) -> int:
    """The last entry that this store and the server have in common; up to `known` they do.

    It has to be exact: what lies after it is counted under both epochs.
    """
    with store.reading() as connection:
        epoch = loaded(server_link.load(connection)).epoch
    while True:
        page = session.get(f"/v1/desks/{desk_hex(session)}/journal?epoch={epoch}&after={known}", JournalPage)
        if not page.entries:
            return known
        with store.reading() as connection:
            own, _ = server_link.entries_after(connection, known, len(page.entries), sys.maxsize)
        for mine, theirs in itertools.zip_longest(own, page.entries):
            if mine is None or mine != theirs:
                return known
            known += 1


def _claim(store: Store, base: int) -> tuple[bytes, EpochClaim]:
    """The new key is stored before it is sent: whoever dies after sending claims the same epoch again."""
    with store.unit_of_work() as unit:
        raw = desk_book.setting(unit.connection, server_link.NEXT_KEY)
        if raw is None:
            raw = Ed25519PrivateKey.generate().private_bytes_raw()
            desk_book.save_setting(unit.connection, server_link.NEXT_KEY, raw)
        digest = server_link.hash_at(unit.connection, base)
        in_force = raw == desk_book.signing_key(unit.connection)
        numbers = known_numbers(unit.connection)
        desk = desk_book.desk(unit.connection)
        revision = loaded(server_link.load(unit.connection)).records_acknowledged
        unit.commit()
    assert desk is not None
    key = Ed25519PrivateKey.from_private_bytes(raw).public_key().public_bytes_raw()
    return raw, EpochClaim(base, digest or b"", key, desk.number if in_force else None, revision, numbers)


def _go_on_under(store: Store, clock: Clock, base: int, granted: EpochGranted, reason: str, raw: bytes) -> bool:
    """False where a manager let the desk go on under its spare number meanwhile: that is claimed instead."""
    with store.unit_of_work() as unit:
        connection = unit.connection
        if desk_book.setting(connection, server_link.NEXT_KEY) != raw:
            return False
        link = loaded(server_link.load(connection))
        desk = desk_book.desk(connection)
        assert desk is not None
        enrol_under(unit, clock.now(), enrolment(desk, raw, granted, reason), raw)
        server_link.leave_epoch(connection, link.epoch)
        desk_book.save_setting(connection, server_link.LINE_KEY, raw)
        connection.exec_driver_sql("DELETE FROM setting WHERE name = ?", (server_link.NEXT_KEY,))
        server_link.note_went_on(connection)
        server_link.acknowledge(connection, base)
        begun = replace(link, epoch=granted.epoch, cursor="", witness=None, witness_seq=0, agreed_seq=0)
        server_link.save(connection, begun)
        unit.commit()
    return True


def stop_receipts(store: Store) -> None:
    """Until an epoch is granted: it is known now that their numbers may be given elsewhere."""
    with store.unit_of_work() as unit:
        server_link.note_forked(unit.connection)
        unit.commit()


def recover_restored(store: Store, session: Session, clock: Clock) -> None:
    """A store put back from a backup says first what it had under its old epoch, then claims one of its own.

    The disk it was a backup of may be alive and say the same; raises OfflineError, Forked, Behind.
    """
    with store.reading() as connection:
        up_to = _end_of_old_epoch(connection)
    pushed = push_journal(store, session, up_to)
    begin_epoch(store, session, clock, pushed.said.head_seq, RESTORED)


def _end_of_old_epoch(connection: Connection) -> int:
    """What a desk wrote under its spare number, or a lost epoch, is signed with the key that it is going to claim."""
    key = desk_book.setting(connection, server_link.NEXT_KEY)
    if key is None:
        return sys.maxsize
    public = Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
    query = "SELECT min(seq) FROM desk_epoch WHERE public_key = ?"
    seq = connection.exec_driver_sql(query, (public,)).scalar()
    return sys.maxsize if seq is None else int(seq) - 1


def recover_behind(store: Store, session: Session, clock: Clock, said: Acknowledged) -> None:
    """The server knows more of this chain than this store, or something else."""
    stop_receipts(store)
    if take_back(store, session, said):
        begin_epoch(store, session, clock, said.head_seq, RESTORED)
        return
    with store.reading() as connection:
        known = server_link.acknowledged(connection)
    recover_forked(store, session, clock, known)


def recover_forked(store: Store, session: Session, clock: Clock, known: int) -> None:
    """Goes on from the last entry both have, which is `known` or a later one."""
    stop_receipts(store)
    begin_epoch(store, session, clock, common_base(store, session, known), FORKED)
