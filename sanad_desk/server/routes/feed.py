"""GET /v1/feed: what the centre's desks have to know, in the order of the server's commits."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from sanad_desk.server.description import SIGNED, answers_packed, signed_refusals
from sanad_desk.server.door import AnyDesk, packed
from sanad_desk.server.feed import feed_page
from sanad_desk.wire.messages import FeedPage

router = APIRouter()


@router.get(
    "/v1/feed", response_class=Response, responses=answers_packed(FeedPage) | signed_refusals(), openapi_extra=SIGNED
)
def get_feed(
    request: Request,
    caller: AnyDesk,
    after: Annotated[str, Query(max_length=96, description="The last page's cursor; empty from the beginning")] = "",
) -> Response:
    """A page with `more` is to be followed by the next one at once."""
    server = caller.server
    page = feed_page(
        server.db,
        caller.signer,
        after,
        server.clock.now(),
        next_sync_after=server.room.next_sync_after,
        takes_messages=server.gateway is not None,
    )
    return packed(request, page)
