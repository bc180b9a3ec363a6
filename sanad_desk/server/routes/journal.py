"""The journal of a desk: taken in, given back, and continued under a new epoch."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from sanad_desk.server.description import (
    SIGNED,
    answers_json,
    answers_packed,
    signed_refusals,
    takes_json,
    takes_packed,
)
from sanad_desk.server.door import OwnDesk, OwnDeskEvenRevoked, json_answer, packed
from sanad_desk.server.epochs import claim_epoch
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.journal import own_page
from sanad_desk.wire.messages import Acknowledged, EpochClaim, EpochGranted, JournalBatch, JournalPage

router = APIRouter(prefix="/v1/desks/{desk}")


@router.post(
    "/journal",
    response_class=Response,
    responses=answers_packed(Acknowledged) | signed_refusals(409),
    openapi_extra=SIGNED | takes_packed(JournalBatch),
)
def post_journal(request: Request, caller: OwnDeskEvenRevoked) -> Response:
    """What a revoked desk sold is still money of the centre, so its journal is taken."""
    server, batch = caller.server, caller.message(JournalBatch)
    now, next_sync_after = server.clock.now(), server.room.next_sync_after
    answer = take_batch(server.db, server.keys, caller.signer, batch, now, next_sync_after=next_sync_after)
    server.metrics.batches.inc()
    server.metrics.entries.inc(len(batch.entries))
    if batch.entries:
        server.ingested.set()
    return packed(request, answer)


@router.get(
    "/journal",
    response_class=Response,
    responses=answers_packed(JournalPage) | signed_refusals(),
    openapi_extra=SIGNED,
)
def get_journal(
    request: Request,
    caller: OwnDesk,
    epoch: Annotated[int, Query(ge=1, le=2**31 - 1)],
    after: Annotated[int, Query(ge=0, le=2**53)],
) -> Response:
    """The desk's own entries, also those of the epochs it came from."""
    return packed(request, own_page(caller.server.db, caller.signer, epoch, after))


@router.post(
    "/epochs",
    response_class=Response,
    responses=answers_json(EpochGranted) | signed_refusals(409),
    openapi_extra=SIGNED | takes_json(EpochClaim),
)
def post_epoch(caller: OwnDesk) -> Response:
    """The same claim gets the same epoch."""
    server = caller.server
    return json_answer(claim_epoch(server.db, server.keys, caller.signer, caller.json(EpochClaim), server.clock.now()))
