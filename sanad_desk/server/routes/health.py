"""For machines that watch the server: is it alive, is it ready, what does it count."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from sanad_desk.server.description import Responses, refusals
from sanad_desk.server.door import json_answer, server_of
from sanad_desk.server.incidents import open_by_code
from sanad_desk.server.tables import server_state

router = APIRouter()
metrics_router = APIRouter()
_STATE: Responses = {
    200: {
        "description": "It is",
        "content": {"application/json": {"schema": {"type": "object", "properties": {"state": {"type": "string"}}}}},
    }
}
_COUNTS: Responses = {
    200: {"description": "As Prometheus reads it", "content": {"text/plain": {"schema": {"type": "string"}}}}
}


@router.get("/health/live", response_class=Response, responses=_STATE | refusals())
async def get_live() -> Response:
    """The process answers."""
    return json_answer({"state": "live"})


@router.get("/health/ready", response_class=Response, responses=_STATE | refusals())
def get_ready(request: Request) -> Response:
    """The database answers, and is this server's."""
    with server_of(request).db.reading() as connection:
        connection.execute(select(server_state.c.id)).one()
    return json_answer({"state": "ready"})


@metrics_router.get("/metrics", response_class=Response, responses=_COUNTS | refusals())
def get_metrics(request: Request) -> Response:
    """Only where the server was told to show them."""
    server = server_of(request)
    return Response(server.metrics.text(open_by_code(server.db)), media_type="text/plain; version=0.0.4")
