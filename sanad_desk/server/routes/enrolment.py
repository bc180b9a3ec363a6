"""POST /v1/enrol: a desk that has a code becomes known."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from sanad_desk.server.description import answers_json, refusals, takes_json
from sanad_desk.server.door import Body, json_answer, read_enrolling, server_of
from sanad_desk.server.enrol import enrol
from sanad_desk.wire.messages import Enrolled, EnrolRequest

router = APIRouter()


@router.post(
    "/v1/enrol",
    response_class=Response,
    responses=answers_json(Enrolled) | refusals(400, 401, 403, 408, 409, 413),
    openapi_extra=takes_json(EnrolRequest),
)
def post_enrol(request: Request, body: Body) -> Response:
    """Signed by the key that the request brings, under the key id `enrol`."""
    said = read_enrolling(request, body)
    server = server_of(request)
    return json_answer(enrol(server.db, server.keys, said, server.clock.now()))
