"""The serve page: customer and services where reading begins, the checklist in the middle, bill and payment beyond."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.errors import Refused, SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.take_payment import Sale
from sanad_ui import formats
from sanad_ui.background import Background
from sanad_ui.kit import Banner, ProgressLine
from sanad_ui.kit.confirm_line import ConfirmLine
from sanad_ui.kit.tab_order import step_focus
from sanad_ui.serve import outside
from sanad_ui.serve.action_card import OPEN_NAME, ActionCard, parse_place
from sanad_ui.serve.approvals import Approvals
from sanad_ui.serve.bill_card import BillCard
from sanad_ui.serve.bill_words import BillLine
from sanad_ui.serve.checklist_card import ChecklistCard
from sanad_ui.serve.commands import serve_commands
from sanad_ui.serve.customer_card import CustomerCard
from sanad_ui.serve.customer_papers import CustomerPapers, PrintSlip
from sanad_ui.serve.drafts import Drafts
from sanad_ui.serve.fresh_page import FreshPage
from sanad_ui.serve.held_list import HeldList
from sanad_ui.serve.layout import ServeLayout
from sanad_ui.serve.payment_card import PaymentCard
from sanad_ui.serve.presenter import ServePresenter
from sanad_ui.serve.rows.row_item import RowTools
from sanad_ui.serve.service_list import ServiceList
from sanad_ui.serve.visit_in_hand import Arrival
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import say

PrintReceipt = Callable[[str], object]
# What only the till can mend, and the words that lead there.
_TO_TILL = {"shift_not_open": "serve.open_shift", "count_locked": "serve.finish_closing"}


class ServePage(Page):
    """`shift_wanted` when money would need a shift and none is open.

    `print_receipt` is called with a number after its sale is committed; what comes of the paper is told to
    `show_print_failure`. `print_slip` takes a SlipOrder.
    """

    title_key = "app.page.serve"
    shift_wanted = Signal()

    def __init__(
        self,
        desk: OpenDesk,
        who: SignedIn,
        background: Background,
        *,
        print_receipt: PrintReceipt | None = None,
        print_slip: PrintSlip | None = None,
        open_address: Callable[[str], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="serve_page", parent=parent)
        self._print_receipt = print_receipt
        self.drafts = Drafts(self)
        self.presenter = ServePresenter(desk, who, background, self.drafts, self)
        tools = RowTools(self.drafts, open_address or outside.open_address, outside.copy, self._down_since)
        self.customer = CustomerCard(self.presenter)
        self.services = ServiceList(self.presenter)
        self.checklist = ChecklistCard(self.presenter, tools)
        self.held = HeldList()
        self.bill = BillCard()
        self.payment = PaymentCard(self.presenter)
        self.action = ActionCard(self.presenter)
        self.banner = Banner(name="serve_banner", tone="bad")
        self.busy = ProgressLine(name="serve_busy")
        self.confirm = ConfirmLine(name="visit_confirm")
        self.approvals = Approvals(self.presenter, self)
        self.places = ServeLayout(self)
        self.fresh = FreshPage(self)
        self._no_shift = ""
        self._is_fresh = False  # another operator has not been here yet
        self._connect()
        self.papers = CustomerPapers(self, print_slip)
        self.fresh.follow(self)
        self.show_view(None)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.arrived.connect(self._on_arrived)
        presenter.view_changed.connect(self.show_view)
        presenter.waiting_changed.connect(self._on_waiting)
        presenter.habits_changed.connect(self.services.show_habits)
        presenter.refused.connect(self.refuse)
        presenter.taken_up.connect(self.restore)
        presenter.sold.connect(self._on_sold)
        presenter.slow_changed.connect(self._on_slow)
        self.customer.settled.connect(self.go_on)
        self.customer.form_changed.connect(self.services.setHidden)
        self.services.chosen.connect(self.open_service)
        self.checklist.override_wanted.connect(self.approvals.ask_for_row)
        self.approvals.row_passed.connect(self.checklist.view.focus_open)
        self.checklist.finished.connect(self._on_settled)
        self.held.resumed.connect(self.resume)
        self.held.dropped.connect(presenter.drop)
        self.held.closed.connect(self.close_held)
        self.bill.opened.connect(self._on_bill_line)
        self.action.closed.connect(self.close_action)
        self.action.settled.connect(self._on_settled)
        self.action.waiver_wanted.connect(self.approvals.ask_for_waiver)
        self.payment.block_wanted.connect(self.go_to_block)
        self.payment.last.print_wanted.connect(self._print)
        self.banner.acted.connect(self.shift_wanted)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    # What the frame asks of a page.

    def begin(self, signed_in: object) -> None:
        """What the operator before had in hand waits for him in the list."""
        if isinstance(signed_in, SignedIn):
            self._is_fresh = signed_in.operator_id != self.presenter.who.operator_id
            self.presenter.serve_as(signed_in)

    def enter(self) -> None:
        self.presenter.arrive(self._focus_again)

    def leave(self) -> bool:
        self.presenter.write_drafts()
        return True

    def commands(self) -> Sequence[Command]:
        return serve_commands(self)

    # What the store says.

    def show_view(self, view: VisitView | None) -> None:
        self.customer.show_view(view)
        self.checklist.show_view(view)
        self.bill.show_view(view)
        self.payment.show_view(view)
        self.action.show_view(view)
        has_cases = view is not None and bool(view.cases)
        self.held.show_as_start(not has_cases)
        if (has_cases and not self.places.is_held_wanted) or not has_cases:
            self.places.show_middle(self.checklist if has_cases else self.held)
        self._show_banner()
        self.commands_changed.emit()

    def refuse(self, error: SanadError) -> None:
        """What no field has answered for; with the way on where there is one."""
        self.checklist.view.release()
        self.banner.say_error(error, action=_TO_TILL.get(error.code))
        if error.code in ("visit_gone", "visit_already_paid", "case_missing"):
            self.presenter.arrive()

    def show_print_failure(self, number: str, error: SanadError) -> None:
        """The sale stands; its paper can be asked for again."""
        self.payment.last.show_print_failure(number, error)

    # What a person wants.

    def open_service(self, code: str) -> None:
        desk, who = self.presenter.desk, self.presenter.who
        self.places.is_held_wanted = False
        self.checklist.view.focus_next_time()

        def refused(error: SanadError) -> None:
            self.services.release()
            self.refuse(error)

        self.presenter.change(
            lambda visit: open_case(desk, who, visit, code), lambda _view: self.services.show_opened(), refused
        )

    def go_on(self) -> None:
        """Return goes forward: to the open row, or to what the customer wants."""
        if self.checklist.case is None:
            self.services.focus_search()
        else:
            self.checklist.view.focus_open()

    def go_to_block(self, block: tuple[str, int, str]) -> None:
        """The row, the fee or the box that holds payment back."""
        code, position, key = block
        if code == "customer_missing":
            self.customer.focus_box()
        elif code == "visit_empty":
            self.services.focus_search()
        elif key.startswith("action:"):
            self.open_action(position, int(key.removeprefix("action:")), code)
        else:
            self.close_action()
            self.checklist.go_to_row(position, key)

    def open_action(self, case_position: int, action_position: int, code: str = "") -> None:
        kind = ChargeKind.GOVERNMENT_FEE if code == "government_fee_missing" else ChargeKind.CENTRE_FEE
        self.places.show_lower(self.action)
        if not self.action.open(case_position, action_position, kind):
            self.close_action()

    def close_action(self) -> None:
        """Back to the payment, the focus on the lines of the case that was changed."""
        place = self.action.place
        self.action.close_now()
        self.places.show_lower(self.payment)
        if place is not None:
            rows = self.bill.rows()
            wanted = [row for row in rows if row.line.case_position == place.case_position]
            if wanted:
                wanted[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def pay(self) -> None:
        if self.places.lower is not self.payment:
            self.close_action()
            self.payment.focus_money()
            return
        self.payment.pay()

    def hold(self) -> None:
        if self.presenter.view is not None:
            self.presenter.hold(lambda _shown: self._on_held())

    def resume(self, visit_id: UUID) -> None:
        self.places.is_held_wanted = False
        self.presenter.resume(visit_id)

    def show_held(self) -> None:
        self.places.is_held_wanted = True
        self.held.show_as_start(self.checklist.case is None)
        self.places.show_middle(self.held)
        self.held.focus_list()

    def close_held(self) -> None:
        self.places.is_held_wanted = False
        if self.checklist.case is not None:
            self.places.show_middle(self.checklist)
            self.checklist.view.focus_open()

    def ask_to_drop_visit(self) -> None:
        if self.presenter.view is not None:
            self.confirm.ask("serve.visit.drop_question", "serve.visit.drop", self.presenter.drop)

    def step_back(self) -> None:
        """Esc: one step back, never out of a filled form without asking."""
        if self.places.lower is self.action:
            self.close_action()
        elif self.places.is_held_wanted:
            self.close_held()
        elif not self.customer.step_back() and not self.services.clear():
            self.go_on()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  # a Qt override
        return step_focus(self, self.places.columns, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self.step_back()
            return
        super().keyPressEvent(event)

    def override(self) -> None:
        widget = self.checklist.view.open_widget
        if widget is not None and widget.item.row.required:
            self.approvals.ask_for_row(widget.item.row.key)

    def focus_bill(self) -> None:
        self.bill.focus_first()

    def next_case(self) -> None:
        self.checklist.turn_by(1)

    def case_before(self) -> None:
        self.checklist.turn_by(-1)

    def has_visit(self) -> bool:
        return self.presenter.view is not None

    def has_cases(self) -> bool:
        return self.checklist.case is not None

    def has_customer(self) -> bool:
        return self.customer.can_have_representative

    def has_sale(self) -> bool:
        return self.payment.last.has_sale

    # What comes back.

    def _on_arrived(self, arrival: Arrival) -> None:
        self.services.arrive(arrival)
        self.approvals.know(arrival.managers)
        self._no_shift = "" if arrival.has_shift else "count_locked" if arrival.is_count_locked else "shift_not_open"
        self._show_banner()

    def _down_since(self, entity: str) -> int | None:
        return self.presenter.down_since.get(entity)

    def _show_banner(self) -> None:
        """A change that went well takes an old complaint away; a missing shift stays said."""
        if self._no_shift:
            self.banner.say_error(Refused(self._no_shift), action=_TO_TILL[self._no_shift])
        else:
            self.banner.clear()

    def _on_waiting(self, visits: tuple[VisitView, ...]) -> None:
        self.held.show_waiting(visits, self.presenter.desk.clock.now())
        self.commands_changed.emit()

    def _on_held(self) -> None:
        self.tell("serve.held.done")

    def _on_sold(self, sale: Sale) -> None:
        self.payment.show_sale(sale)
        self.tell(
            say(
                "serve.sold.line",
                number=lambda: formats.identifier(sale.number),
                change=lambda: formats.amount_with_unit(sale.change),
            )
        )
        self._print(sale.number)

    def _print(self, number: str) -> None:
        if self._print_receipt is None:
            return
        try:
            self._print_receipt(number)
        except SanadError as error:
            self.show_print_failure(number, error)

    def restore(self, focus: str) -> None:
        """Half-typed fields of the visit that has come to hand, and the field that was in use in it."""
        self.customer.restore()
        self.services.restore()
        self.payment.restore()
        place = parse_place(self.drafts.text(OPEN_NAME))
        if place is not None and self.action.open(*place):
            self.places.show_lower(self.action)
        else:
            self.action.close_now()
            self.places.show_lower(self.payment)
        self._focus_on(focus)

    def _focus_again(self) -> None:
        if not self.isVisible():
            return
        focused, is_fresh, self._is_fresh = QApplication.focusWidget(), self._is_fresh, False
        if is_fresh and self.presenter.view is None:
            self._focus_on("")  # not where the one before him was
        elif focused is None or not self.isAncestorOf(focused):
            self._focus_on(self.drafts.focus)

    def _focus_on(self, name: str) -> None:
        """The field by its name, else where work begins; never from behind another page."""
        if not self.isVisible():
            return
        part = self.findChild(QWidget, name) if name else None
        if part is not None and part.isVisibleTo(self) and part.isEnabled():
            part.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.checklist.case is not None:
            self.checklist.view.focus_open()
        else:
            self.customer.focus_box()

    def _on_slow(self, is_slow: bool) -> None:
        self.busy.setVisible(is_slow)
        if is_slow:
            self.busy.set_busy()

    def _on_bill_line(self, line: BillLine) -> None:
        self.places.show_lower(self.action)
        self.action.open(line.case_position, line.action_position, line.kind)

    def _on_settled(self) -> None:
        """Return goes forward: to what still holds payment back, else to the money."""
        view = self.presenter.view
        if view is not None and view.blocks:
            self.go_to_block(view.blocks[0])
        else:
            if self.places.lower is self.action:
                self.close_action()
            self.payment.focus_money()

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.objectName() and self.isAncestorOf(now):
            self.drafts.note_focus(now.objectName())
