"""POST …/records: what goes beside the journal."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from sanad_desk.server.description import SIGNED, answers_packed, signed_refusals, takes_packed
from sanad_desk.server.door import OwnDesk, packed
from sanad_desk.server.records import take_records
from sanad_desk.wire.messages import RecordBatch, RecordsTaken

router = APIRouter(prefix="/v1/desks/{desk}")


@router.post(
    "/records",
    response_class=Response,
    responses=answers_packed(RecordsTaken) | signed_refusals(),
    openapi_extra=SIGNED | takes_packed(RecordBatch),
)
def post_records(request: Request, caller: OwnDesk) -> Response:
    """A revision that was had from this desk and epoch is not taken again."""
    server = caller.server
    return packed(request, take_records(server.db, caller.signer, caller.message(RecordBatch), server.clock.now()))
