"""POST /v1/parcels: a parcel from a stick, brought by whichever desk has a line."""

from __future__ import annotations

import io

from fastapi import APIRouter, Response

from sanad_desk.server.description import SIGNED, Responses, signed_refusals
from sanad_desk.server.door import Carrier
from sanad_desk.server.parcels import take_parcel
from sanad_desk.wire.parcel import PARCEL_TYPE

router = APIRouter()
_ANSWER: Responses = {
    200: {
        "description": "The acknowledgement for the desk that wrote the parcel",
        "content": {PARCEL_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}
_PARCEL = {
    "requestBody": {"required": True, "content": {PARCEL_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.post(
    "/v1/parcels",
    response_class=Response,
    responses=_ANSWER | signed_refusals(),
    openapi_extra=SIGNED | _PARCEL,
)
def post_parcel(caller: Carrier) -> Response:
    """Whose it is says the parcel itself; who brings it can neither read nor change it."""
    server = caller.server
    taken = take_parcel(server.db, server.keys, io.BytesIO(caller.body), server.clock.now())
    server.metrics.batches.inc(taken.batches)
    server.metrics.entries.inc(taken.entries)
    if taken.entries:
        server.ingested.set()
    return Response(taken.file, media_type=PARCEL_TYPE)
