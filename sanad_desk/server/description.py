"""What /openapi.json says of bodies and refusals: the wire's own types, which FastAPI does not know."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from sanad_desk.server.totals import CentreTotals
from sanad_desk.wire.messages import MEDIA_TYPE, Enrolled, EnrolRequest, EpochClaim, EpochGranted, Refusal

_REFERENCE = "#/components/schemas/{name}"
_JSON_TYPES = (Refusal, EnrolRequest, Enrolled, EpochClaim, EpochGranted, CentreTotals)
_REASONS = {
    400: "Malformed; nothing was taken",
    401: "Not signed, not by a known key, or not now: `server_time` says when now is",
    403: "Signed by a desk that may not do this",
    404: "There is no such thing",
    408: "The body took too long",
    409: "Does not go with what the server holds",
    413: "Larger than a body may be",
    500: "A fault of the server; it is in its log",
    503: "Too much at once; again after `retry_after` seconds",
}
Description = dict[str, Any]
Responses = dict[int | str, Description]
SIGNED: Description = {"security": [{"desk": []}]}


def refusals(*statuses: int) -> Responses:
    """The statuses an operation may refuse with, besides those every one has."""
    content = {"application/json": {"schema": _named(Refusal)}}
    return {status: {"description": _REASONS[status], "content": content} for status in sorted({*statuses, 500, 503})}


def signed_refusals(*statuses: int) -> Responses:
    """Those of an operation that reads a body and wants a signature."""
    return refusals(400, 401, 403, 408, 413, *statuses)


def answers_json(kind: type[msgspec.Struct]) -> Responses:
    return {200: {"description": kind.__doc__ or "", "content": {"application/json": {"schema": _named(kind)}}}}


def answers_packed(kind: type[msgspec.Struct]) -> Responses:
    return {200: {"description": kind.__doc__ or "", "content": _binary(kind)}}


def takes_json(kind: type[msgspec.Struct]) -> Description:
    """For `openapi_extra`."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": _named(kind)}}}}


def takes_packed(kind: type[msgspec.Struct]) -> Description:
    """For `openapi_extra`."""
    return {"requestBody": {"required": True, "content": _binary(kind)}}


def describe(app: FastAPI) -> Description:
    """The whole description."""
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = msgspec.json.schema_components(_JSON_TYPES, ref_template=_REFERENCE)[1]
    document["components"] = {
        "schemas": schemas,
        "securitySchemes": {
            "desk": {
                "type": "apiKey",
                "in": "header",
                "name": "Signature",
                "description": "HTTP Message Signature (RFC 9421) by the desk's Ed25519 key over "
                "`@method @path @query content-digest`; see docs/protocol.md",
            }
        },
    }
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)  # FastAPI's own; here it is a 400 like anything malformed
    return document


def _named(kind: type[msgspec.Struct]) -> Description:
    return {"$ref": _REFERENCE.format(name=kind.__name__)}


def _binary(kind: type[msgspec.Struct]) -> Description:
    says = f"`{kind.__name__}` of sanad_desk/wire/messages.py as a MessagePack array, zstd-compressed"
    return {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary", "description": says}}}
