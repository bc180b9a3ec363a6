"""POST …/messages: messages to customers, for whoever carries them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from sanad_desk.domain.errors import DomainError
from sanad_desk.server.description import SIGNED, answers_packed, signed_refusals, takes_packed
from sanad_desk.server.door import OwnDesk, packed
from sanad_desk.server.messages_to_customers import carry_all
from sanad_desk.wire.messages import CustomerTexts, TextsTaken

router = APIRouter(prefix="/v1/desks/{desk}")


@router.post(
    "/messages",
    response_class=Response,
    responses=answers_packed(TextsTaken) | signed_refusals(404),
    openapi_extra=SIGNED | takes_packed(CustomerTexts),
)
def post_messages(request: Request, caller: OwnDesk) -> Response:
    """What is neither taken nor refused is to be offered again."""
    gateway = caller.server.gateway
    if gateway is None:
        raise DomainError("gateway_missing")
    return packed(request, carry_all(gateway, caller.signer.centre_id, caller.message(CustomerTexts).texts))
