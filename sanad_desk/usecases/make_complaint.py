"""Making a complaint: it gets its number at once, and its words stay on the paper that the customer writes on."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.complaint import KINDS, complaint_number, complaint_series
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import said_at_counter, server_link
from sanad_desk.store.found_receipts import by_number
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back
from sanad_desk.usecases.whole_centre import WholeCentre, holder_of, reading_centre
from sanad_desk.wire.follow_facts import ComplaintMade


def make_complaint(
    desk: OpenDesk, who: SignedIn, kind: str, case_id: UUID | None = None, number: str | None = None
) -> str:
    """The complaint's number; it may be about a case, a receipt by its `number`, or neither.

    Raises DomainError: complaint_kind_unknown, case_unknown, receipt_unknown; Refused: epoch_needed, desk_revoked,
    clock_went_back.
    """
    if kind not in KINDS:
        raise DomainError("complaint_kind_unknown", field="kind")
    with reading_centre(desk) as centre:
        transaction_id = transaction_of(centre, number) if number else None
        if case_id is not None:
            known_standing(centre, case_id)
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        server_link.may_give_receipts(unit.connection)  # nor complaints: a restored desk would number them again
        own, identity, _ = desk.identity_in(unit.connection)
        series = complaint_series(own.code, identity.number, business_date_at(desk.clock.now()).year)
        given = complaint_number(series, said_at_counter.last_number(unit.connection, series))
        about = case_id.bytes if case_id else None
        append(desk, unit, ComplaintMade(given, kind, about, transaction_id), who, None)
        unit.commit()
    return given


def transaction_of(centre: WholeCentre, number: str) -> bytes:
    """The transaction behind a receipt of any desk; raises DomainError for a number nobody gave."""
    wanted = str(parse_receipt_number(number))
    _, connection = holder_of(centre, wanted)
    return by_number(connection, wanted)[0]
