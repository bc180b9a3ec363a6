"""Taking the money: how it comes, what goes back, what is still in the way, and the one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from sanad_desk.domain.customer_account import NO_ACCOUNT, CustomerAccount
from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.transaction import CardOutcome, TenderInput, settle
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.take_payment import Sale, note_card_attempt
from sanad_ui.error_text import error_phrase
from sanad_ui.kit import Card, PrimaryButton, Segmented
from sanad_ui.serve.block_line import BlockLine
from sanad_ui.serve.block_words import block_phrase
from sanad_ui.serve.last_sale import LastSale
from sanad_ui.serve.presenter import ServePresenter
from sanad_ui.serve.tender_parts import (
    ACCOUNTS,
    AccountPart,
    CardPart,
    CashPart,
    SplitPart,
    TenderPart,
    TransferPart,
    offered,
)

TENDERS = ("cash", "card", "transfer", "on_account", "deposit", "split")
_TENDER = "tender"


class PaymentCard(Card):
    """`block_wanted` carries (code, case position, row key), `ready` says that Return has come to the button.

    The fields keep what was typed until the sale.
    """

    block_wanted = Signal(object)
    ready = Signal()

    def __init__(self, presenter: ServePresenter, parent: QWidget | None = None) -> None:
        super().__init__(name="payment_card", parent=parent)
        self._presenter = presenter
        self._view: VisitView | None = None
        self.offered: tuple[str, ...] = TENDERS
        options = [(code, f"serve.tender.{code}") for code in TENDERS]
        self.tender = Segmented(options, name="tender", spoken="serve.payment.title", value="cash")
        drafts = presenter.drafts
        self.cash, self.card = CashPart(drafts), CardPart(drafts)
        self.transfer, self.split = TransferPart(drafts), SplitPart(drafts)
        self.accounts = {tender: AccountPart(drafts, tender) for tender in ACCOUNTS}
        self.parts: dict[str, TenderPart] = dict(
            zip(TENDERS, (self.cash, self.card, self.transfer, *self.accounts.values(), self.split), strict=True)
        )
        self.stack = QStackedWidget()
        self.stack.setObjectName("tender_parts")
        self.last = LastSale()
        self.blocks = BlockLine(name="payment_block")
        self.pay_button = PrimaryButton("serve.payment.pay", name="pay", key="F12")
        self._lay_out()
        self._connect()
        self.show_view(None)

    def _lay_out(self) -> None:
        self.body.setSpacing(6)  # what it leaves goes to the lines of the bill
        self.add(self.tender)
        for part in self.parts.values():
            self.stack.addWidget(part)
        self.stack.addWidget(self.last)
        self.add(self.stack, 1)
        self.add(self.blocks)
        self.add(self.pay_button)

    def _connect(self) -> None:
        self.tender.chosen.connect(self._on_tender)
        for part in self.parts.values():
            part.changed.connect(self._on_typed)
            part.submitted.connect(self._on_submitted)
        self.card.declined.connect(self._on_declined)
        self.card.unknown.connect(self._on_unknown)
        self.blocks.wanted.connect(self.block_wanted)
        self.pay_button.clicked.connect(self.pay)
        self._presenter.paying_changed.connect(self._on_paying)

    @property
    def part(self) -> TenderPart:
        return self.parts[str(self.tender.value())]

    def show_view(self, view: VisitView | None) -> None:
        self._view = view
        has_bill = view is not None and bool(view.cases)
        due = view.bill.total if view is not None else 0
        account = view.account if view is not None else NO_ACCOUNT
        for part in self.parts.values():
            part.show_due(due, account)
        self._offer(account)
        self.tender.setVisible((has_bill and due > 0) or not self.last.has_sale)
        self.tender.setEnabled(has_bill)
        for part in self.parts.values():
            part.setEnabled(has_bill and due > 0)
        if has_bill:
            self.last.forget()
        self.stack.setCurrentWidget(self.last if self.last.has_sale else self.part)
        self.pay_button.setVisible(not self.last.has_sale)  # its room is the stars'
        self._show_state()

    def _offer(self, account: CustomerAccount) -> None:
        """An account and a deposit stand among the tenders only where the customer has them."""
        absent = {tender.value for tender in ACCOUNTS if not offered(account, tender)}
        self.offered = tuple(code for code in TENDERS if code not in absent)
        self.tender.offer(self.offered)
        if self.tender.value() in absent:
            self.tender.set_value("cash")

    def restore(self) -> None:
        """The fields as they were typed, of this visit or of none."""
        self._set_tender(self._presenter.drafts.text(_TENDER) or "cash")
        for part in self.parts.values():
            part.restore()
        self._show_state()

    def show_sale(self, sale: Sale) -> None:
        """The next visit is ready; what goes back stays in sight until it begins."""
        for part in self.parts.values():
            part.clear()
        self._set_tender("cash")
        self.last.show_sale(sale)
        self.show_view(self._view)

    def focus_money(self) -> None:
        if self._view is None or not self._view.cases:
            return
        if self._view.bill.total == 0 and self.pay_button.isEnabled():
            self.pay_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if (field := self.part.first()) is None:
            self._focus_button()
            return
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.edit.selectAll()

    def _focus_button(self) -> None:
        """Where nothing is typed; while it is not enough, to the other ways to pay."""
        target = self.pay_button if self.pay_button.isEnabled() else self.tender
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_tender(self, code: str) -> None:
        if self.tender.isEnabled() and code in self.offered:
            self.tender.set_value(code)
            self._on_tender(code)

    def pay(self) -> None:
        """F12 or the button; while something is in the way it leads there instead."""
        view = self._view
        if view is None or self._presenter.is_paying:
            return
        if view.blocks:
            self.block_wanted.emit(view.blocks[0])
            return
        if (error := self._settled()) is not None:
            self._say_problem(error)
            return
        self._presenter.pay(self._tenders(), self._on_refused)

    def _tenders(self) -> list[TenderInput]:
        return list(self.part.tenders()) if self._view is not None and self._view.bill.total else []

    def _settled(self) -> DomainError | None:
        """What the rules of taking money would say to it."""
        view = self._view
        if view is None:
            return None
        for field in self.part.fields():
            if field.has_error:
                return DomainError("amount_not_a_number")
        try:
            view.account.refuse_more_than_available(settle(view.bill.total, self._tenders()))
        except DomainError as error:
            return error
        return None

    def _show_state(self) -> None:
        view = self._view
        if view is None or not view.cases:
            self.pay_button.setEnabled(False)
            self.blocks.clear()
            return
        is_free = not view.blocks
        self.pay_button.setEnabled(is_free and not self._presenter.is_paying and self._settled() is None)
        if view.blocks:
            self.blocks.say(block_phrase(view), block=view.blocks[0])
        else:
            self.blocks.clear()

    def _say_problem(self, error: SanadError) -> None:
        """At the field where it can be put right, else beside the button."""
        field = self.part.first()
        if field is None:
            self.blocks.say(error_phrase(error), tone="bad")
            self._focus_button()
            return
        if error.code in ("approval_code_missing", "reference_too_long"):
            field = next(
                (f for f in self.part.fields() if f.edit.objectName().endswith("code") and not f.text()), field
            )
            field.set_error(error)
        elif not field.has_error:
            self.blocks.say(error_phrase(error), tone="bad")
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self) -> None:
        self._show_state()

    def _on_submitted(self) -> None:
        """Return in a field goes on: to the button when all is settled, else to what is missing."""
        if self.pay_button.isEnabled():
            self.pay_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ready.emit()
            return
        shown = self.part.fields()
        place = next((n for n, field in enumerate(shown) if field.edit.hasFocus()), 0)
        if self._view is not None and self._view.blocks:
            self.blocks.jump()
        elif place + 1 < len(shown):
            shown[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.pay()

    def _on_tender(self, code: str) -> None:
        self._presenter.drafts.keep(_TENDER, code if code != "cash" else "")
        self.stack.setCurrentWidget(self.part)
        self._show_state()
        self.focus_money()

    def _set_tender(self, code: str) -> None:
        self.tender.set_value(code if code in self.offered else "cash")
        self.stack.setCurrentWidget(self.last if self.last.has_sale else self.part)

    def _on_declined(self) -> None:
        self._note_card(CardOutcome.DECLINED)

    def _on_unknown(self) -> None:
        self._note_card(CardOutcome.UNKNOWN)

    def _note_card(self, outcome: CardOutcome) -> None:
        """On the record; an unknown answer is settled by looking at the terminal, never by trying again."""
        if self._view is None:
            return
        desk, who, amount = self._presenter.desk, self._presenter.who, self._view.bill.total
        self._presenter.change(
            lambda visit: note_card_attempt(desk, who, visit, amount, outcome),
            lambda _view: self.blocks.say(error_phrase(DomainError(f"card_{outcome.value}")), tone="bad"),
        )

    def _on_refused(self, error: SanadError) -> None:
        self._show_state()
        if error.code == "total_changed":
            self._presenter.arrive()
        self._say_problem(error)

    def _on_paying(self, is_paying: bool) -> None:
        self.pay_button.say("serve.payment.paying" if is_paying else "serve.payment.pay")
        if is_paying:
            self.pay_button.setEnabled(False)
        else:
            self._show_state()
