"""The paper of a complaint, to be printed when it is made and whenever it is asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store.said_at_counter import complaint_of
from sanad_desk.usecases.complaints import row_of
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.paper_names import as_text
from sanad_desk.usecases.whole_centre import reading_centre

if TYPE_CHECKING:
    from sanad_desk.receipts.complaint_slip import ComplaintSlip


def complaint_slip(desk: OpenDesk, who: SignedIn, number: str) -> ComplaintSlip:
    """Of any desk of the centre; raises DomainError: complaint_unknown."""
    from sanad_desk.receipts.complaint_slip import ComplaintSlip  # loads what shapes letters

    own, _, _ = desk.identity()
    with reading_centre(desk) as centre:
        found = next(filter(None, (complaint_of(each, number) for each in centre.connections)), None)
        if found is None:
            raise DomainError("complaint_unknown", number=number)
        row = row_of(centre, found)
    return ComplaintSlip(
        centre_name=as_text(own.name),
        phone=own.phone,
        number=row.number,
        kind=row.kind,
        made_at=row.made_at,
        operator=as_text(row.operator),
        about=row.about,
    )
