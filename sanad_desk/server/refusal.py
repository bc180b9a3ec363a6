"""Errors as the wire says them: a status and a JSON refusal that always tells the server's time."""

from __future__ import annotations

import random

import msgspec
import psycopg
from fastapi import Response
from sqlalchemy import exc

from sanad_desk.domain.errors import AuthError, DomainError, OfflineError, SanadError
from sanad_desk.server.conflict import Conflict
from sanad_desk.wire.messages import Refusal

BUSY_LEAST, BUSY_MOST = 5, 30  # seconds; drawn, so that those who are sent away do not come back together
_STATUS = {
    "body_too_large": 413,
    "body_slow": 408,
    "desk_revoked": 403,
    "desk_foreign": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "release_unknown": 404,
    "update_unknown": 404,
    "gateway_missing": 404,
}
_STATUS_BY_KIND: dict[type[SanadError], int] = {Conflict: 409, AuthError: 401, OfflineError: 503, DomainError: 400}
# The database is away, has no connection left, or is being written by others for longer than anybody waits.
BUSY = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, psycopg.OperationalError)
FAULT = "server_fault"


_TOLD = frozenset({"head_seq", "common_seq", "epoch"})


def status_of(error: SanadError) -> int:
    """By its code, else by what kind of error it is; 500 for one that is no answer to a request."""
    by_kind = (status for kind, status in _STATUS_BY_KIND.items() if isinstance(error, kind))
    return _STATUS.get(error.code) or next(by_kind, 500)


def refuse(error: SanadError, now: int) -> Response:
    """What the server knows of the reason, as far as the wire has a place for it."""
    status = status_of(error)
    if status == 503:
        return busy(now)
    if status == 500:
        return refusal(500, Refusal(FAULT, now))
    told = {name: value for name, value in error.params.items() if name in _TOLD and isinstance(value, int)}
    return refusal(status, Refusal(error.code, now, **told))


def busy(now: int) -> Response:
    """Come again later."""
    seconds = random.randint(BUSY_LEAST, BUSY_MOST)
    answer = refusal(503, Refusal("busy", now, retry_after=seconds))
    answer.headers["Retry-After"] = str(seconds)
    return answer


def refusal(status: int, said: Refusal) -> Response:
    """As JSON; whoever may still be sending a body is hung up on."""
    answer = Response(msgspec.json.encode(said), status, media_type="application/json")
    if status in (408, 413):
        answer.headers["Connection"] = "close"
    return answer
