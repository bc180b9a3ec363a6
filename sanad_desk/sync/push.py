"""The journal goes up: batch after batch from the acknowledged position, until the server has everything."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

from sanad_desk.domain.centre import Desk
from sanad_desk.domain.errors import BugError
from sanad_desk.store import desk_book, server_link
from sanad_desk.store.server_link import ServerLink
from sanad_desk.store.store import Store
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.sync.enrolment import enrol_under, enrolment
from sanad_desk.sync.session import Rejected, Session, witness_headers
from sanad_desk.wire.messages import (
    MOST_ENTRIES,
    Acknowledged,
    EpochGranted,
    JournalBatch,
    is_witness,
    sign_batch,
)


class Forked(Exception):
    """The server has another entry after `common_seq`: this store or another one is a copy."""

    def __init__(self, common_seq: int) -> None:
        super().__init__(common_seq)
        self.common_seq = common_seq


class Behind(Exception):
    """The server has entries of this chain that this store lacks; `said` names its head."""

    def __init__(self, said: Acknowledged) -> None:
        super().__init__(said.head_seq)
        self.said = said


@dataclass(frozen=True, slots=True)
class Pushed:
    """What the last answer said, and how many entries went up."""

    said: Acknowledged
    entries: int


def push_journal(store: Store, session: Session, up_to: int = sys.maxsize) -> Pushed:
    """At least one request, so that each side hears of the other; raises OfflineError, Forked, Behind.

    What lies after `up_to` is kept back: it belongs to an epoch that is still to be claimed.
    """
    sent, pace = 0, session.pace
    shown: dict[str, str] = {}
    while True:
        link, batch = next_batch(store, session, up_to=up_to)
        try:
            with pace.request():
                said = session.post(f"/v1/desks/{desk_hex(session)}/journal", batch, Acknowledged, shown)
        except Rejected as rejected:
            refusal = rejected.refusal
            if refusal.code == "gap" and refusal.head_seq is not None and refusal.head_seq < batch.base_seq:
                if not shown and (shown := _shown_witness(store, link)):
                    continue  # once more with the proof that it has lost something
                go_back(store, refusal.head_seq)
                shown = {}
                continue
            if refusal.code == "fork":
                raise Forked(refusal.common_seq or 0) from None
            if refusal.code == "body_too_large" and len(batch.entries) > 1 and pace.halve():
                continue
            raise
        has_more = take_answer(store, said, session.clock_off_ms)
        sent += len(batch.entries)
        if not has_more or said.head_seq >= up_to or not batch.entries:
            return Pushed(said, sent)


def next_batch(
    store: Store, session: Session, most: int = MOST_ENTRIES, up_to: int = sys.maxsize
) -> tuple[ServerLink, JournalBatch]:
    """The entries after the acknowledged position, signed; none where everything is acknowledged."""
    with store.reading() as connection:
        link = loaded(server_link.load(connection))
        base = server_link.acknowledged(connection)
        most = min(most, max(up_to - base, 0))
        entries, digest = server_link.entries_after(connection, base, most, session.pace.most_bytes)
        head = digest or server_link.hash_at(connection, base) or b""
    last = base + len(entries)
    signature = sign_batch(session.key, bytes.fromhex(desk_hex(session)), link.epoch, last, head)
    return link, JournalBatch(link.epoch, base, tuple(entries), signature)


def take_answer(store: Store, said: Acknowledged, clock_off_ms: int) -> bool:
    """Stores position and witness; whether there is more to send. Raises Forked, Behind; BugError: witness_wrong."""
    with store.unit_of_work() as unit:
        connection = unit.connection
        link, desk = loaded(server_link.load(connection)), desk_book.desk(connection)
        assert desk is not None, "a desk with a server is founded"
        assert desk.server_id is not None, "and knows it"
        assert desk.server_key is not None
        own, _ = server_link.head(connection)
        signed = (desk.server_key, desk.server_id, desk.desk_id, said.epoch, said.head_seq, said.head_hash)
        if said.epoch != link.epoch or not is_witness(*signed, said.witness):
            raise BugError("witness_wrong", seq=said.head_seq)
        if said.head_seq > own:
            raise Behind(said)
        if server_link.hash_at(connection, said.head_seq) != said.head_hash:
            raise Forked(server_link.acknowledged(connection))
        server_link.acknowledge(connection, said.head_seq)
        is_other = said.server_epoch != link.server_epoch
        server_link.save(
            connection,
            replace(
                link,
                witness=said.witness,
                witness_seq=said.head_seq,
                agreed_seq=said.agreed_seq,
                clock_off_ms=clock_off_ms,
                is_revoked=said.is_revoked,
                open_incidents=said.open_incidents,
                server_epoch=said.server_epoch,
                cursor="" if is_other else link.cursor,
                records_acknowledged=min(link.records_acknowledged, said.record_revision),
            ),
        )
        _take_numbers(unit, said, link, desk, said.server_time - clock_off_ms)
        own, _ = server_link.head(connection)
        unit.commit()
    return said.head_seq < own


def _take_numbers(unit: UnitOfWork, said: Acknowledged, link: ServerLink, desk: Desk, now: int) -> None:
    """A copy goes on under the spare number, or the server had to give the number to another desk."""
    connection = unit.connection
    if not said.desk_number or link.epoch != desk.epoch or server_link.has_to_claim(connection):
        return
    numbers = EpochGranted(desk.epoch, said.desk_number, said.spare_number, now)
    key, at = desk_book.signing_key(connection), max(now, desk_book.last_fact_at(connection))
    enrol_under(unit, at, enrolment(desk, key, numbers, "numbers"), key)


def loaded(link: ServerLink | None) -> ServerLink:
    """Nobody talks to a server that the desk was never enrolled at."""
    if link is None:
        raise BugError("link_missing")
    return link


def desk_hex(session: Session) -> str:
    """The desk's id as paths name it."""
    return session.key_id.split(".")[1]


def _shown_witness(store: Store, link: ServerLink) -> dict[str, str]:
    if link.witness is None:
        return {}
    with store.reading() as connection:
        head = server_link.hash_at(connection, link.witness_seq)
    return witness_headers(link.witness, link.witness_seq, head) if head else {}


def go_back(store: Store, seq: int) -> None:
    """The server lost what it had acknowledged: it is offered again."""
    with store.unit_of_work() as unit:
        server_link.acknowledge(unit.connection, seq)
        unit.commit()
