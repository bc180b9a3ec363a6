"""The desk joins the server it was made for by a file, as soon as a line is there."""

from __future__ import annotations

from sanad_desk.domain.errors import DomainError, OfflineError
from sanad_desk.store import awaited_server
from sanad_desk.sync import backoff
from sanad_desk.usecases.join_server import enrol_desk
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sync_now import SyncOutcome


def join_awaited_server(desk: OpenDesk) -> SyncOutcome | None:
    """What stood in the way; None where it joined, or waits for no server. StoreError where the own store fails.

    A refusal is asked again as well: whoever runs the server may mend it.
    """
    with desk.store.reading() as connection:
        awaited = awaited_server.load(connection)
    if awaited is None:
        return None
    try:
        enrol_desk(desk, awaited.address, awaited.code)
    except (OfflineError, DomainError) as error:
        desk.failures += 1
        is_refused = isinstance(error, DomainError)
        wait = backoff.LONGEST_MS if is_refused else backoff.wait_after_failure(desk.failures)
        return SyncOutcome(False, error.code, wait)
    desk.failures = 0
    return None
