"""GET /v1/catalogue/{version}: a release as the server signed it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from sanad_desk.catalogue.release import VERSION, Release
from sanad_desk.server.description import SIGNED, Responses, signed_refusals
from sanad_desk.server.door import AnyDesk
from sanad_desk.server.releases import release_bytes
from sanad_desk.wire.messages import MEDIA_TYPE

router = APIRouter()
_SAYS = "`Release` of sanad_desk/catalogue/release.py as a MessagePack array; its content is packed already"
_ANSWER: Responses = {
    200: {
        "description": Release.__doc__,
        "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary", "description": _SAYS}}},
    }
}


@router.get(
    "/v1/catalogue/{version}",
    response_class=Response,
    responses=_ANSWER | signed_refusals(404),
    openapi_extra=SIGNED,
)
def get_release(caller: AnyDesk, version: Annotated[str, Path(pattern=f"^{VERSION.pattern}$")]) -> Response:
    """One that is approved and not recalled; the same for every desk of the nation."""
    return Response(release_bytes(caller.server.db, version), media_type=MEDIA_TYPE)
