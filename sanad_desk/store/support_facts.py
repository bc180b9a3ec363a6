"""What support may know of a store: counts, positions and codes, and nothing that belongs to a person."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection

from sanad_desk.store import awaited_server, desk_book, messages_waiting, outbox, server_link
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.verify import verify

_ENTRIES_TOLD = 20_000
_STEPS_BETWEEN_LOOKS = 1_000  # of SQLite's machine


def journal_facts(connection: Connection) -> dict[str, Any]:
    """How long it is and what was written on which day, in Muscat, lately."""
    if connection.exec_driver_sql("SELECT 1 FROM desk_state").first() is None:
        return {"entries": 0}
    head, digest = server_link.head(connection)
    rows = connection.exec_driver_sql(
        "SELECT date(at / 1000 + 14400, 'unixepoch') AS day, kind, count(*) FROM journal WHERE seq > ? "
        "GROUP BY day, kind ORDER BY day, kind",
        (head - _ENTRIES_TOLD,),
    )
    days: dict[str, dict[str, int]] = {}
    for day, kind, count in rows:
        days.setdefault(day, {})[kind] = count
    last_at = desk_book.last_fact_at(connection)
    return {"entries": head, "head": digest.hex(), "last_fact_at": last_at, "kinds_by_day": days}


def desk_facts(connection: Connection) -> dict[str, Any]:
    """Which desk it is, and how many may sign in there."""
    desk = desk_book.desk(connection)
    if desk is None:
        return {"is_founded": False}
    rights = connection.exec_driver_sql("SELECT roles FROM operator_right WHERE active = 1").scalars()
    roles = Counter(role for roles in rights for role in roles.split(","))
    named = {"centre": desk.centre_code, "number": desk.number, "spare_number": desk.spare_number, "epoch": desk.epoch}
    return {"is_founded": True, **named, "desk_id": desk.desk_id.hex(), "may_sign_in": dict(roles)}


def line_facts(connection: Connection, now: int) -> dict[str, Any]:
    """What the server has, what waits, and what is wrong; of its address the host alone."""
    link, awaited = server_link.load(connection), awaited_server.load(connection)
    if link is None:
        return {"is_joined": False, "awaits": _host(awaited.address) if awaited is not None else ""}
    sums = outbox.count_on(connection, None)
    waiting, unsent = messages_waiting.listed(connection, now)
    rows = connection.exec_driver_sql("SELECT code, closed_at = 0, count(*) FROM incident GROUP BY 1, 2")
    incidents: dict[str, dict[str, int]] = {}
    for code, is_open, count in rows:
        incidents.setdefault(code, {})["open" if is_open else "closed"] = count
    return {
        "is_joined": True,
        "server": _host(link.address),
        "acknowledged": server_link.acknowledged(connection),
        "agreed": link.agreed_seq,
        "records_acknowledged": link.records_acknowledged,
        "synced_at": link.synced_at,
        "clock_off_ms": link.clock_off_ms,
        "is_revoked": link.is_revoked,
        "needs_epoch": server_link.needs_epoch(connection),
        "receipts_here": sums.receipts,
        "oldest_receipt_here_at": sums.oldest_at,
        "messages_waiting": waiting,
        "messages_unsent": len(unsent),
        "incidents": incidents,
    }


def verify_facts(connection: Connection, mark: tuple[int, bytes] | None, seconds: float) -> dict[str, Any]:
    """Faults by code and table, without the rows; nothing of them where the time was too short."""
    began = time.monotonic()
    with _within(connection, seconds) as is_over:
        verdict = verify(connection, mark)
    took = {"entries": verdict.entries, "seconds": round(time.monotonic() - began, 1)}
    if is_over():
        return {"is_finished": False, **took}
    faults = Counter(f"{fault.code} {fault.where.partition(':')[0]}" for fault in verdict.faults)
    return {"is_finished": True, **took, "faults": dict(faults)}


@contextmanager
def _within(connection: Connection, seconds: float) -> Iterator[Callable[[], bool]]:
    """Whatever SQLite works on is broken off after a while; gives back whether it was."""
    until = time.monotonic() + seconds

    def is_over() -> bool:
        return time.monotonic() >= until

    raw = driver(connection)
    raw.set_progress_handler(is_over, _STEPS_BETWEEN_LOOKS)
    try:
        yield is_over
    finally:
        raw.set_progress_handler(None, 0)


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
