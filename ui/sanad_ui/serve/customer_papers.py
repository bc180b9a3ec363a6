"""What a customer takes away besides his receipt, and what he says when he leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from sanad_desk.domain.errors import SanadError
from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.assist_customer import Assisted, assist_customer
from sanad_desk.usecases.complaint_slip import complaint_slip
from sanad_desk.usecases.follow_slip import follow_slips
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.make_complaint import make_complaint
from sanad_desk.usecases.not_ready import not_ready
from sanad_desk.usecases.note_not_offered import note_not_offered
from sanad_desk.usecases.prepare_paper import Slip
from sanad_desk.usecases.rate_visit import rate_visit
from sanad_desk.usecases.take_payment import Sale
from sanad_ui import formats
from sanad_ui.serve.complaint_sheet import ComplaintSheet
from sanad_ui.texts import both, say

if TYPE_CHECKING:
    from sanad_desk.receipts.complaint_slip import ComplaintSlip
    from sanad_desk.receipts.follow_slip import FollowSlip
    from sanad_ui.serve.page import ServePage


@dataclass(frozen=True, slots=True)
class SlipOrder:
    """A slip to be printed; a second order of the same title waits for the first to come out."""

    slip: Slip
    title: str
    paper: Paper | None = None  # the one receipts are given on, unless named


PrintSlip = Callable[[SlipOrder], object]


class CustomerPapers(QObject):
    """Asks the store and orders the paper; the page shows what there is to press."""

    def __init__(self, page: ServePage, print_slip: PrintSlip | None) -> None:
        super().__init__(page)
        self._page, self._presenter, self._print = page, page.presenter, print_slip or _print_nothing
        self._sheet: ComplaintSheet | None = None
        page.checklist.not_ready_wanted.connect(self.print_not_ready)
        page.services.not_offered.connect(self._note_not_offered)
        page.payment.last.slips_wanted.connect(self.print_slips)
        page.payment.last.complaint_wanted.connect(self.complain)
        page.payment.last.stars.rated.connect(self._rate)
        page.presenter.sold.connect(self._on_sold)

    @property
    def sheet(self) -> ComplaintSheet | None:
        return self._sheet

    def print_not_ready(self) -> None:
        view = self._presenter.view
        if view is None or not view.cases:
            return
        desk, who, position = self._presenter.desk, self._presenter.who, view.visit.open_case
        title = f"not-ready-{desk.clock.now()}"
        self._presenter.ask(
            lambda: not_ready(desk, who, view, position), lambda slip: self._print(SlipOrder(slip, title))
        )

    def print_slips(self) -> None:
        """As the cases stand by now."""
        self._ask_for_slips(self._print_all)

    def complain(self) -> None:
        if self._sheet is None:
            self._sheet = ComplaintSheet(parent=self._page.window())
            self._sheet.made.connect(self._make_complaint)
        sale = self._page.payment.last.sale
        self._sheet.ask_about(sale.number if sale is not None else "")

    def assist(self) -> None:
        self._ask_to_assist("ar")

    def assist_in_english(self) -> None:
        self._ask_to_assist("en")

    def focus_stars(self) -> None:
        if self._page.payment.last.can_be_rated:
            self._page.payment.last.stars.focus()

    def _on_sold(self, _sale: Sale) -> None:
        self._ask_for_slips(lambda slips: self._page.payment.last.offer_slips(len(slips)))

    def _ask_for_slips(self, on_done: Callable[[tuple[FollowSlip, ...]], object]) -> None:
        sale = self._page.payment.last.sale
        if sale is not None:
            desk, who, number = self._presenter.desk, self._presenter.who, sale.number
            self._presenter.ask(lambda: follow_slips(desk, who, number), on_done)

    def _print_all(self, slips: tuple[FollowSlip, ...]) -> None:
        for slip in slips:
            self._print(SlipOrder(slip, f"follow-{slip.reference}"))

    def _rate(self, stars: int) -> None:
        sale, last = self._page.payment.last.sale, self._page.payment.last
        if sale is None:
            return
        desk, who = self._presenter.desk, self._presenter.who

        def refused(error: SanadError) -> None:
            last.stars.release()
            self._page.refuse(error)

        self._presenter.ask(
            lambda: rate_visit(desk, who, stars, number=sale.number), lambda _none: self._on_rated(sale, stars), refused
        )

    def _on_rated(self, sale: Sale, stars: int) -> None:
        last = self._page.payment.last
        if last.sale is sale:
            last.stars.thank(stars)
            self._page.customer.focus_box()

    def _make_complaint(self, kind: str) -> None:
        sheet, sale = self._sheet, self._page.payment.last.sale
        if sheet is None:
            return
        desk, who, number = self._presenter.desk, self._presenter.who, sale.number if sale is not None else None

        def make() -> ComplaintSlip:
            return complaint_slip(desk, who, make_complaint(desk, who, kind, number=number))

        def done(slip: ComplaintSlip) -> None:
            sheet.close_now()
            self._print(SlipOrder(slip, f"complaint-{slip.number}"))
            self._page.tell(say("serve.complaint.done", number=lambda: formats.identifier(slip.number)))

        self._presenter.ask(make, done, sheet.refuse)

    def _ask_to_assist(self, language: str) -> None:
        case = self._page.checklist.case
        if case is not None:
            name = case.service.name
            self._page.checklist.confirm.ask(
                "serve.assist.question",
                "serve.assist.yes",
                lambda: self._assist(case.case.id, language),
                service=both(name.ar, name.en),
            )

    def _assist(self, case_id: UUID, language: str) -> None:
        desk, who = self._presenter.desk, self._presenter.who
        assisted: list[Assisted] = []
        title = f"self-help-{desk.clock.now()}"

        def change(visit_id: UUID) -> VisitView:
            assisted.append(assist_customer(desk, who, visit_id, case_id, language))
            return assisted[0].view

        def done(_view: VisitView) -> None:
            self._print(SlipOrder(assisted[0].sheet, title, Paper.A4))
            self._page.tell("serve.assist.done")
            self._page.go_on()

        self._presenter.change(change, done)

    def _note_not_offered(self, words: str) -> None:
        desk, who = self._presenter.desk, self._presenter.who
        self._presenter.ask(
            lambda: note_not_offered(desk, who, words), lambda _kept: self._page.services.show_noted(words)
        )


def _print_nothing(_order: SlipOrder) -> None:
    """Where the page stands without printers."""
