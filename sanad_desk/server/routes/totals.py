"""GET /v1/totals: a centre's sums of one business date, and how complete they are."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from sanad_desk.server.description import SIGNED, answers_json, signed_refusals
from sanad_desk.server.door import AnyDesk, json_answer
from sanad_desk.server.totals import CentreTotals, centre_totals

router = APIRouter()
_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 31)


@router.get(
    "/v1/totals",
    response_class=Response,
    responses=answers_json(CentreTotals) | signed_refusals(),
    openapi_extra=SIGNED,
)
def get_totals(caller: AnyDesk, business_date: Annotated[date, Query(ge=_FIRST, le=_LAST)]) -> Response:
    """Of the centre whose desk asks."""
    server = caller.server
    return json_answer(centre_totals(server.db, caller.signer.centre_id, business_date, server.clock.now()))
