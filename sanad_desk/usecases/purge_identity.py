"""Identity data by the timer: persons who have not come for so many months are erased, a few each day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import desk_book, erasing, server_link
from sanad_desk.store.customer_accounts import account_of
from sanad_desk.store.erasing import Traces
from sanad_desk.usecases.erase_customer import erase_in, refuse_open_account, traces_elsewhere
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.whole_centre import reading_centre

MOST = 50  # a day: a clock that is years ahead may not cost the centre all its customers in one night
PURGED_ON = "purged_on"
_DAY_MS = 24 * 3_600_000
_DAYS_OF_MONTH = 30.44


def purge_identity(desk: OpenDesk) -> int:
    """For a quiet moment, once a day; how many were erased, in one commit.

    Nobody who owes, has money here or a visit in hand, waits for a refund or for a portal. A desk that has not heard
    of the others for a day erases nobody: he may have been there.
    """
    due = _due(desk)
    if not due:
        return 0
    with desk.store.unit_of_work() as unit:
        ready = {key: traces for key, traces in due.items() if not erasing.is_in_hand(unit.connection, key.bytes)}
        for key, elsewhere in ready.items():
            erase_in(desk, unit, key, elsewhere, "purged", None)
        unit.commit()
    desk.replicas.blank([key.bytes for key in ready])
    return len(ready)


def _due(desk: OpenDesk) -> dict[UUID, Traces]:
    now = _believable_now(desk)
    if now is None or not _is_first_today(desk):
        return {}
    with reading_centre(desk) as centre:
        chains = centre.connections
        months = desk_book.centre(centre.own).identity_months
        since = now - int(timedelta(days=months * _DAYS_OF_MONTH).total_seconds() * 1000)
        found: dict[UUID, Traces] = {}
        for key in (UUID(bytes=raw) for raw in erasing.last_seen_before(centre.own, since)):
            if len(found) == MOST:
                break
            if not erasing.is_unfinished(chains, key.bytes, since) and _is_settled(chains, key):
                found[key] = traces_elsewhere(centre, key)
        return found


def _is_settled(connections: Sequence[Connection], customer_id: UUID) -> bool:
    try:
        refuse_open_account(connections, customer_id)
    except Refused:
        return False
    return not any(account_of(connection, customer_id).active for connection in connections)


def _believable_now(desk: OpenDesk) -> int | None:
    """Not later than the last fact, nor than the server says; None where that is long ago or the line is down."""
    now = desk.clock.now()
    with desk.store.reading() as connection:
        link, last = server_link.load(connection), desk_book.last_fact_at(connection)
    if link is None:
        return min(now, last)
    return min(now + link.clock_off_ms, last) if now - link.synced_at < _DAY_MS else None


def _is_first_today(desk: OpenDesk) -> bool:
    today = business_date_at(desk.clock.now()).isoformat().encode()
    with desk.store.unit_of_work() as unit:
        if desk_book.setting(unit.connection, PURGED_ON) == today:
            return False
        desk_book.save_setting(unit.connection, PURGED_ON, today)
        unit.commit()
    return True
