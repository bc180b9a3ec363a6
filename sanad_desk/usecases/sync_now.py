"""One round with the central server, and when the next one is due; offline it says why and nothing else happens."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.store import server_link
from sanad_desk.sync import backoff
from sanad_desk.sync.http_line import HttpLine
from sanad_desk.sync.line import Line
from sanad_desk.sync.round import Ends, Round, sync_round
from sanad_desk.usecases.open_desk import OpenDesk

NOT_JOINED = "not_joined"
DESK_UNKNOWN = "desk_unknown"  # it came from a backup of before the desk joined


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """`code` is empty where everything went through; `next_after_ms` holds back-off and the server's wishes."""

    is_online: bool
    code: str
    next_after_ms: int
    sent: int = 0
    received: int = 0


def sync_now(desk: OpenDesk) -> SyncOutcome:
    """Never raises for the line or the server; StoreError where the own store fails."""
    with desk.store.reading() as connection:
        link = server_link.load(connection)
    if link is None:
        return SyncOutcome(False, NOT_JOINED, backoff.LONGEST_MS)
    line = line_of(desk, link.address)
    done = sync_round(Ends(desk.store, desk.replicas, line, desk.clock))
    desk.refresh()  # also a round that was cut off may have brought another number
    return _outcome(desk, done)


def line_of(desk: OpenDesk, address: str) -> Line:
    """The desk's one line; made anew where the address changed."""
    if desk.line is None or getattr(desk.line, "address", address) != address:
        if desk.line is not None:
            desk.line.close()
        desk.line = HttpLine(address)
    return desk.line


def _outcome(desk: OpenDesk, done: Round) -> SyncOutcome:
    if not done.code:
        desk.failures = 0
        return SyncOutcome(True, "", backoff.wait_after_success(done.ask_again_after), done.sent, done.received)
    desk.failures += 1
    wait = backoff.wait_after_failure(desk.failures, done.ask_again_after * 1000)
    return SyncOutcome(False, done.code, wait, done.sent, done.received)
