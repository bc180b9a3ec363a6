"""The X report: the running sums of a shift that is not closed, on paper; it changes nothing."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.receipts.printing import PrintJob
from sanad_desk.receipts.shift_paper import ShiftPaper, render_shift_paper
from sanad_desk.receipts.x_report import RunningShift, x_paper
from sanad_desk.usecases.choose_printers import print_settings
from sanad_desk.usecases.look_at_shift import look_at_shift
from sanad_desk.usecases.open_desk import OpenDesk, shift_in_hand
from sanad_desk.usecases.paper_names import as_text, names_of
from sanad_desk.usecases.prepare_paper import ReadyPaper


def x_report(desk: OpenDesk, who: SignedIn, shift_id: UUID | None = None) -> ShiftPaper:
    """Of the operator's own running shift, or of a certain one; blind for whoever may not know the cash yet.

    Raises Refused: shift_not_open, shift_closed(z_number), `clock_went_back`; AuthError for somebody else's shift.
    """
    centre, identity, _ = desk.identity()
    if shift_id is None:
        with desk.store.reading() as connection:
            shift_id = shift_in_hand(desk, connection, who).id
    view = look_at_shift(desk, who, shift_id)
    if view is None:
        raise Refused("shift_not_open")
    if view.closing is not None:
        raise Refused("shift_closed", z_number=view.closing.z_number)
    return x_paper(
        RunningShift(
            centre=as_text(centre.name),
            desk_number=identity.number,
            operator=as_text(view.operator),
            business_date=view.shift.business_date.isoformat(),
            opened_at=view.shift.opened_at,
            read_at=view.read_at,
            opening_float=view.shift.opening_float,
            totals=view.totals,
            first_number=view.first_number,
            last_number=view.last_number,
            expected=view.expected,
            movements=view.movements,
            corrections=view.corrections,
            names=names_of(desk),
        )
    )


def prepare_x_report(desk: OpenDesk, who: SignedIn) -> ReadyPaper:
    """The report of the own shift on the desk's usual paper, with the sums of this moment."""
    settings = print_settings(desk)
    report, paper = x_report(desk, who), settings.receipt_paper
    return ReadyPaper(PrintJob(f"x-report-{report.made_at}", render_shift_paper(report, paper=paper), paper), settings)
