"""GET /v1/updates/{kind}/{name}: files of the update site, which are signed in themselves."""

from __future__ import annotations

import re
from typing import Literal

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from sanad_desk.server.description import SIGNED, Responses, signed_refusals
from sanad_desk.server.door import AnyDesk
from sanad_desk.server.updates.refused import UpdateRefused
from sanad_desk.wire.program import METADATA, PIECES, TARGETS

router = APIRouter()
_JSON, _ZSTD = "application/json", "application/zstd"
_NAMES = {
    METADATA: re.compile(r"(?:timestamp|[1-9][0-9]{0,15}\.(?:root|snapshot|targets))\.json", re.ASCII),
    TARGETS: re.compile(r"[0-9a-f]{64}\.sanad-desk-[a-z0-9_-]{1,40}\.json", re.ASCII),
    PIECES: re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}\.zst", re.ASCII),
}
_ANSWER: Responses = {
    200: {
        "description": "The file as it lies in the folder: metadata and targets of The Update Framework, or a piece of "
        "a program, zstd-compressed",
        "content": {_JSON: {"schema": {}}, _ZSTD: {"schema": {"type": "string", "format": "binary"}}},
    },
    206: {"description": "The part of it that `Range` asks for"},
    416: {"description": "`Range` asks for a part that it does not have"},
}


@router.get(
    "/v1/updates/{kind}/{name:path}",
    response_class=Response,
    responses=_ANSWER | signed_refusals(404),
    openapi_extra=SIGNED,
)
def get_update(caller: AnyDesk, kind: Literal["metadata", "targets", "pieces"], name: str) -> Response:
    """The same for every desk of the nation; read from the disk as fast as the desk takes it."""
    folder = caller.server.settings.updates_folder
    if folder is None or not _NAMES[kind].fullmatch(name) or not (folder / kind / name).is_file():
        raise UpdateRefused("update_unknown")
    path = folder / kind / name
    if kind == METADATA:
        return Response(path.read_bytes(), media_type=_JSON)  # small, and the timestamp may be replaced meanwhile
    return FileResponse(path, media_type=_ZSTD if kind == PIECES else _JSON)
