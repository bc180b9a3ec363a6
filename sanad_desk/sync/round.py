"""One round with the server: journal and records up, the feed down, messages last; what goes wrong ends in a code."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.domain.clock import Clock
from sanad_desk.domain.errors import OfflineError, SanadError, StoreError
from sanad_desk.store import desk_book, server_link
from sanad_desk.store.replicas import Replicas
from sanad_desk.store.store import Store
from sanad_desk.sync.epoch import Adopted, recover_behind, recover_forked, recover_restored, stop_receipts
from sanad_desk.sync.line import Line
from sanad_desk.sync.offer_records import offer_records
from sanad_desk.sync.pull import pull_feed
from sanad_desk.sync.push import Behind, Forked, loaded, push_journal
from sanad_desk.sync.releases import fetch_wanted
from sanad_desk.sync.send_messages import send_messages
from sanad_desk.sync.session import Rejected, Session
from sanad_desk.wire.messages import key_id_of

REVOKED = "desk_revoked"
_MOST_EPOCHS = 5  # in one round: a desk that forks again and again has a fault of its own
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """`code` is empty where everything went through; waits are in seconds, as the server asked for them."""

    code: str = ""
    sent: int = 0
    received: int = 0
    ask_again_after: int = 0
    is_refused: bool = False


@dataclass(slots=True)
class Ends:
    """What a round works on."""

    store: Store
    replicas: Replicas
    line: Line
    clock: Clock


def sync_round(ends: Ends) -> Round:
    """Never raises for the line, the server or its answers; StoreError where the own store fails."""
    try:
        return _round(ends)
    except StoreError:
        raise
    except Rejected as rejected:
        if rejected.code == REVOKED:
            _note_revoked(ends.store)
        return Round(rejected.code, ask_again_after=rejected.refusal.retry_after or 0, is_refused=True)
    except OfflineError as error:
        return Round(error.code)
    except Exception as error:
        # One of the three doors where anything may end: the desk goes on offline, and says so.
        _LOG.exception("sync round failed")
        return Round(error.code if isinstance(error, SanadError) else "sync_fault")


def _round(ends: Ends) -> Round:
    for _ in range(_MOST_EPOCHS):
        session = open_session(ends)
        try:
            with ends.store.reading() as connection:
                has_to_claim = server_link.has_to_claim(connection)
            if has_to_claim:
                recover_restored(ends.store, session, ends.clock)
                continue
            pushed = push_journal(ends.store, session)
            done = _records_and_feed(ends, session, pushed.entries, pushed.said.next_sync_after)
        except Forked as forked:
            recover_forked(ends.store, session, ends.clock, forked.common_seq)
            continue
        except Behind as behind:
            recover_behind(ends.store, session, ends.clock, behind.said)
            continue
        except Adopted:
            continue
        except Rejected as rejected:
            if rejected.code != "desk_unknown" or not _step_back(ends.store):
                raise
            continue
        break
    else:
        return Round("epochs_used_up")
    if done.received and _is_number_used_up(ends):
        # A copy that parted gave receipts under this number, some of which would be given once more.
        stop_receipts(ends.store)
        return _round(ends)
    return done


def _is_number_used_up(ends: Ends) -> bool:
    """Whether another chain of this desk is further under the number in use than this one."""
    with ends.store.reading() as own, ends.replicas.reading() as others:
        desk = desk_book.desk(own)
        assert desk is not None
        return any(
            row.last > desk_book.last_sequence(own, desk.number, row.year)
            for other in others
            if other.desk_id == desk.desk_id
            for row in other.connection.exec_driver_sql(
                "SELECT year, last FROM receipt_counter WHERE desk_number = ?", (desk.number,)
            )
        )


def _note_revoked(store: Store) -> None:
    with store.unit_of_work() as unit:
        server_link.save(unit.connection, replace(loaded(server_link.load(unit.connection)), is_revoked=True))
        unit.commit()


def _step_back(store: Store) -> bool:
    """The server lost the epoch with the backup it came from: it is claimed again from the one before."""
    with store.unit_of_work() as unit:
        is_back = server_link.step_back(unit.connection)
        unit.commit()
    return is_back


def _records_and_feed(ends: Ends, session: Session, entries: int, hint: int) -> Round:
    with ends.store.reading() as connection:
        is_revoked = loaded(server_link.load(connection)).is_revoked
        reads_first = server_link.reads_first(connection)
    if is_revoked:
        _note_synced(ends)
        return Round(REVOKED, sent=entries, ask_again_after=hint, is_refused=True)
    received = 0
    if reads_first:
        # What others corrected since the backup may not be undone by what it still holds.
        received = _pull(ends, session, theirs_wins=True)
        with ends.store.unit_of_work() as unit:
            server_link.note_read(unit.connection)
            unit.commit()
    records = offer_records(ends.store, session)
    received += _pull(ends, session, theirs_wins=False)
    fetch_wanted(ends.store, session, ends.clock)
    _note_synced(ends)
    # After the feed: who was erased elsewhere is not written to any more.
    messages = send_messages(ends.store, session, ends.clock)
    return Round("", entries + records + messages, received, hint)


def _pull(ends: Ends, session: Session, *, theirs_wins: bool) -> int:
    pulled = pull_feed(ends.store, ends.replicas, session, ends.clock, theirs_wins=theirs_wins)
    return pulled.items


def open_session(ends: Ends) -> Session:
    """Under the key and epoch that the server knows."""
    with ends.store.reading() as connection:
        link, desk = loaded(server_link.load(connection)), desk_book.desk(connection)
        raw = desk_book.setting(connection, server_link.LINE_KEY)
    assert desk is not None
    assert raw is not None, "kept at the enrolment"
    key = Ed25519PrivateKey.from_private_bytes(raw)
    key_id = key_id_of(desk.centre_id, desk.desk_id, link.epoch)
    return Session(ends.line, ends.clock, key, key_id, clock_off_ms=link.clock_off_ms)


def _note_synced(ends: Ends) -> None:
    with ends.store.unit_of_work() as unit:
        link = loaded(server_link.load(unit.connection))
        server_link.save(unit.connection, replace(link, synced_at=ends.clock.now()))
        unit.commit()
