"""The journal of a desk: taken in, given back, and continued under a new epoch."""

from __future__ import annotations

import base64
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from sanad_desk.server.description import (
    SIGNED,
    answers_json,
    answers_packed,
    signed_refusals,
    takes_json,
    takes_packed,
)
from sanad_desk.server.door import OwnDeskEvenRevoked, json_answer, packed
from sanad_desk.server.epochs import claim_epoch
from sanad_desk.server.ingest import Witness, take_batch
from sanad_desk.server.journal import own_page
from sanad_desk.wire.messages import Acknowledged, EpochClaim, EpochGranted, JournalBatch, JournalPage

router = APIRouter(prefix="/v1/desks/{desk}")
# A desk shows what the server once signed where the server asks for entries that it had.
_WITNESS = "^[A-Za-z0-9+/]{86}==$"
_HEAD = "^[0-9]{1,15}[.][0-9a-f]{64}$"


@router.post(
    "/journal",
    response_class=Response,
    responses=answers_packed(Acknowledged) | signed_refusals(409),
    openapi_extra=SIGNED | takes_packed(JournalBatch),
)
def post_journal(
    request: Request,
    caller: OwnDeskEvenRevoked,
    sanad_witness: Annotated[str | None, Header(pattern=_WITNESS, description="For more than the server holds")] = None,
    sanad_witness_head: Annotated[str | None, Header(pattern=_HEAD, description="What it is for: seq.hash")] = None,
) -> Response:
    """What a revoked desk sold is still money of the centre, so its journal is taken."""
    server, batch = caller.server, caller.message(JournalBatch)
    answer = take_batch(
        server.db,
        server.keys,
        caller.signer,
        batch,
        server.clock.now(),
        shown_witness=_shown(sanad_witness, sanad_witness_head),
        next_sync_after=server.room.next_sync_after,
    )
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
    caller: OwnDeskEvenRevoked,
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
def post_epoch(caller: OwnDeskEvenRevoked) -> Response:
    """The same claim gets the same epoch."""
    server = caller.server
    return json_answer(claim_epoch(server.db, caller.signer, caller.json(EpochClaim), server.clock.now()))


def _shown(witness: str | None, head: str | None) -> Witness | None:
    if witness is None or head is None:
        return None
    seq, _, digest = head.partition(".")
    return int(seq), bytes.fromhex(digest), base64.b64decode(witness)
