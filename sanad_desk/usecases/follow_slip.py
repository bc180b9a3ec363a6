"""The follow-up slip of a case, whichever desk has it: how it stands, what its customer does, and the QR to it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sanad_desk.domain.case_life import CaseState, Standing
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.domain.shift import business_date_at
from sanad_desk.receipts.labels import area_label
from sanad_desk.store import customers
from sanad_desk.store.found_cases import of_receipt
from sanad_desk.usecases.case_standings import known_standing, latest_standing
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.paper_names import as_text
from sanad_desk.usecases.papers_to_bring import papers_to_bring
from sanad_desk.usecases.whole_centre import WholeCentre, holder_of, reading_centre
from sanad_desk.wire.case_code import case_code
from sanad_desk.wire.picture import Text

if TYPE_CHECKING:
    from sanad_desk.receipts.follow_slip import FollowSlip

# Whose reason is the customer's business; why a case was closed he is told by a person.
_WITH_REASON = (CaseState.RETURNED, CaseState.ON_HOLD)


def follow_slip(desk: OpenDesk, who: SignedIn, case_id: UUID) -> FollowSlip:
    """Raises DomainError: case_unknown."""
    with reading_centre(desk) as centre:
        return _slip(desk, centre, known_standing(centre, case_id))


def follow_slips(desk: OpenDesk, who: SignedIn, number: str) -> tuple[FollowSlip, ...]:
    """Of every case of a receipt that goes on after it; raises DomainError: receipt_unknown."""
    wanted = str(parse_receipt_number(number))
    with reading_centre(desk) as centre:
        _, connection = holder_of(centre, wanted)
        standings = (latest_standing(centre, case_id) for case_id in of_receipt(connection, wanted))
        return tuple(_slip(desk, centre, each) for each in standings if each is not None and each.is_open)


def _slip(desk: OpenDesk, centre: WholeCentre, standing: Standing) -> FollowSlip:
    # The paper's shaping library takes its time to load, and a window must be up before the first paper.
    from sanad_desk.receipts.follow_slip import FollowSlip

    own, _, _ = desk.identity()
    service = desk.catalogue.service(standing.service_code)
    customer = customers.load(centre.own, standing.customer_id) if standing.customer_id else None
    return FollowSlip(
        centre_name=as_text(own.name),
        phone=own.phone,
        printed=business_date_at(desk.clock.now()),
        reference=standing.reference,
        code=case_code(standing.reference, standing.case_id),
        service=as_text(service.name),
        entity=as_text(desk.catalogue.entity_of(service).name),
        state=standing.state.value,
        reason=_reason(standing),
        papers=tuple(as_text(words) for words in papers_to_bring(centre, desk.catalogue, standing)),
        amount=standing.amount,
        portal_reference=standing.portal_reference,
        promised=standing.promised if standing.is_open else None,
        masked=customer.masked_identity if customer else "",
    )


def _reason(standing: Standing) -> Text:
    is_told = standing.state in _WITH_REASON and standing.reason
    return area_label("follow", f"reason.{standing.reason}") if is_told else Text()
