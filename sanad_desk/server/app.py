"""The server's HTTP edge: every request is counted, logged, and answered in the wire's own words."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

import anyio.to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sanad_desk.domain.clock import Clock, SystemClock
from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.server.database import Database
from sanad_desk.server.description import describe
from sanad_desk.server.door import Room, Server
from sanad_desk.server.judging import judging
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.logs import note, note_fault
from sanad_desk.server.messages_to_customers import gateway_of
from sanad_desk.server.refusal import BUSY, FAULT, busy, refusal, refuse, status_of
from sanad_desk.server.routes import (
    catalogue,
    enrolment,
    feed,
    health,
    journal,
    messages,
    parcels,
    records,
    totals,
    updates,
)
from sanad_desk.server.settings import Settings
from sanad_desk.wire.messages import Refusal

_NOBODY_THERE = 499  # as proxies write down that a client went away
_HTTP_CODES = {404: "not_found", 405: "method_not_allowed"}


def create_app(db: Database, keys: ServerKeys, settings: Settings, clock: Clock | None = None) -> FastAPI:
    """Keeps nothing between requests that another process would have to know."""
    server = Server(db, keys, settings, clock or SystemClock(), Room(settings), gateway_of(settings))
    app = FastAPI(
        title="Sanad Desk: the central server",
        version="1",
        description="What desks say to it and hear from it; docs/protocol.md tells why.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # a path is signed as it is
        lifespan=_lifespan,
    )
    app.state.server = server
    nouns = [enrolment, journal, records, messages, parcels, feed, totals, catalogue, updates, health]
    for router in [noun.router for noun in nouns] + ([health.metrics_router] if settings.metrics else []):
        app.include_router(router)
    for kind in (SanadError, RequestValidationError, HTTPException, *BUSY):
        app.add_exception_handler(kind, _answer_error)
    app.add_middleware(_Watch, server=server)
    description = describe(app)
    app.openapi = lambda: description  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    server: Server = app.state.server
    anyio.to_thread.current_default_thread_limiter().total_tokens = server.settings.threads
    try:
        with judging(server) if server.settings.judge else nullcontext():
            yield
    finally:
        server.db.close()


async def _answer_error(request: Request, error: Exception) -> Response:
    server: Server = request.app.state.server
    now = server.clock.now()
    if isinstance(error, RequestValidationError):
        return refuse(DomainError("body_malformed"), now)
    if isinstance(error, HTTPException):
        code = _HTTP_CODES.get(error.status_code, "body_malformed")
        answer = refusal(error.status_code, Refusal(code, now))
        answer.headers.update(error.headers or {})
        return answer
    if isinstance(error, SanadError):
        request.state.code = error.code
        if status_of(error) == 500:
            note_fault("fault", error, request=request.state.request_id)
        return refuse(error, now)
    note_fault("database away", error, request=request.state.request_id)
    return busy(now)


class _Watch:
    """Around everything: counts, logs, and turns what nobody expected into a refusal."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app, self._server = app, server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0
        state = scope.setdefault("state", {})
        state["request_id"] = secrets.token_hex(6)

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                # Before it is out: whoever has the answer finds it counted, and a slow reader is no slow server.
                self._count(scope, status, time.perf_counter() - begun)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            if not status:
                self._count(scope, _NOBODY_THERE, time.perf_counter() - begun)
        except Exception as error:
            note_fault("fault", error, request=state["request_id"])
            if status:
                raise
            state["code"] = FAULT
            await refusal(500, Refusal(FAULT, self._server.clock.now()))(scope, receive, sending)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        state, metrics = scope["state"], self._server.metrics
        route = getattr(scope.get("route"), "path", "other")  # the template: a path may name somebody
        method = scope["method"] if route != "other" else "other"
        metrics.requests.labels(method, route, str(status)).inc()
        metrics.seconds.labels(route).observe(seconds)
        note(
            "request",
            request=state["request_id"],
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            **{name: state[name] for name in ("code", "key_id") if name in state},
        )
