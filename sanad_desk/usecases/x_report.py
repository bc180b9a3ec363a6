"""The X report: the running sums of an open shift, on screen and on paper, which change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.centre import Centre, Desk
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.transaction import Tender
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.printing import PrintJob
from sanad_desk.receipts.sheet import Paper
from sanad_desk.receipts.x_report import XReport, render_x_report
from sanad_desk.reports.sums import sums_of
from sanad_desk.usecases.choose_printers import print_settings
from sanad_desk.usecases.open_desk import OpenDesk, shift_in_hand
from sanad_desk.usecases.prepare_paper import ReadyPaper
from sanad_desk.wire.picture import Text


@dataclass(frozen=True, slots=True)
class ShiftSums:
    """What the till page shows of the running shift, in baisa; entities by name, each with what is held for it."""

    operator: Words
    business_date: date
    opened_at: int
    read_at: int
    opening_float: int
    receipts: int
    first_number: str
    last_number: str
    tenders: tuple[tuple[str, int], ...]
    government: tuple[tuple[Words, int], ...]
    centre_income: int
    vat: int
    waived: int
    paid_direct: int
    expected_drawer: int

    @property
    def government_held(self) -> int:
        return sum(amount for _, amount in self.government)


def x_report(desk: OpenDesk, who: SignedIn) -> ShiftSums:
    """Raises Refused `shift_not_open`, or `clock_went_back` while the clock cannot be believed."""
    with desk.store.reading() as connection:
        shift = shift_in_hand(desk, connection, who)
        sums = sums_of(connection, shift_id=shift.id.bytes)
    totals = sums.totals
    entities = desk.catalogue.entities
    return ShiftSums(
        operator=who.name,
        business_date=shift.business_date,
        opened_at=shift.opened_at,
        read_at=desk.clock.now(),
        opening_float=shift.opening_float,
        receipts=totals.count,
        first_number=sums.first_number,
        last_number=sums.last_number,
        tenders=tuple((t.value, totals.tenders[t.value]) for t in Tender if t.value in totals.tenders),
        government=tuple(
            (entities[code].name if code in entities else Words(code, code), amount)
            for code, amount in totals.entities.items()
        ),
        centre_income=totals.centre,
        vat=totals.vat,
        waived=totals.waived,
        paid_direct=totals.paid_direct,
        expected_drawer=sums.drawer,
    )


def prepare_x_report(desk: OpenDesk, who: SignedIn, paper: Paper | None = None) -> ReadyPaper:
    """The report as paper, with the sums of this moment."""
    settings = print_settings(desk)
    paper = paper or settings.receipt_paper
    centre, identity, _ = desk.identity()
    sums = x_report(desk, who)
    pdf = render_x_report(_on_paper(centre, identity, sums), paper=paper)
    title = f"x-report-{sums.business_date.isoformat()}-{sums.read_at}"
    return ReadyPaper(PrintJob(title, pdf, paper), settings)


def _on_paper(centre: Centre, identity: Desk, sums: ShiftSums) -> XReport:
    return XReport(
        centre=_text(centre.name),
        desk_number=identity.number,
        operator=_text(sums.operator),
        business_date=sums.business_date.isoformat(),
        opened_at=sums.opened_at,
        printed_at=sums.read_at,
        opening_float=sums.opening_float,
        receipts=sums.receipts,
        first_number=sums.first_number,
        last_number=sums.last_number,
        takings=[(label(f"payment.{tender}"), amount) for tender, amount in sums.tenders],
        government=[(_text(name), amount) for name, amount in sums.government],
        centre_income=sums.centre_income,
        vat=sums.vat,
        expected_drawer=sums.expected_drawer,
        paid_direct=sums.paid_direct,
    )


def _text(words: Words) -> Text:
    return Text(words.ar, words.en)
