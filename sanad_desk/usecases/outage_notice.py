"""The notice that the portal of an entity is down, made ready for a printer."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.receipts.printing import PrintJob
from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.choose_printers import print_settings
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.outages import outages
from sanad_desk.usecases.paper_names import as_text
from sanad_desk.usecases.prepare_paper import ReadyPaper


def outage_notice(desk: OpenDesk, who: SignedIn, outage_id: UUID) -> ReadyPaper:
    """An A4 page, whatever paper receipts are given on; raises Refused: outage_over."""
    # The paper's shaping library takes its time to load, and a window must be up before the first paper.
    from sanad_desk.receipts.outage_notice import OutageNotice, render_outage_notice

    outage = next((each for each in outages(desk) if each.outage_id == outage_id), None)
    if outage is None:
        raise Refused("outage_over")
    centre, _, _ = desk.identity()
    notice = OutageNotice(as_text(centre.name), centre.phone, as_text(outage.name), outage.began_at)
    pdf = render_outage_notice(notice)
    return ReadyPaper(PrintJob(f"outage-{outage.entity}-{outage.began_at}", pdf, Paper.A4), print_settings(desk))
