"""Fees that wait for the portal: what is ticked is written down together, all or nothing, at the second asking."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.portal_payment_life import PaymentState
from sanad_desk.usecases.record_portal_payment import FeeToPay, PortalPaymentInput
from sanad_ui import formats, tokens
from sanad_ui.kit import Banner, Card, EmptyState, Label
from sanad_ui.kit.tick_list import TickList
from sanad_ui.portal_card.door import FeesView
from sanad_ui.portal_card.pay_card import PayCard
from sanad_ui.portal_card.words import FeeKey, fee_row, is_unsure, key_of
from sanad_ui.texts import language


class FeesPart(QWidget):
    """A fee is ticked by itself when its portal step is done and nothing is unsure about it.

    Ticks and references stay while the list is read anew.
    """

    pay_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fees_part")
        self._fees: dict[FeeKey, FeeToPay] = {}
        self._ticked: set[FeeKey] = set()
        self._references: dict[FeeKey, str] = {}
        self._balance = 0
        self._asked: list[PortalPaymentInput] = []
        self.count = Label.secondary(name="fee_count")
        self.list = TickList("portal_card.fees.list", name="fee_list")
        self.none = EmptyState(
            "badge-check", "portal_card.fees.none.title", name="no_fees", hint="portal_card.fees.none.hint"
        )
        self.stack = QStackedWidget()
        self.unknown = Banner(name="fee_unknown", tone="warn")
        self._unknown: FeeKey | None = None
        self.pay = PayCard()
        self._lay_out()
        self.list.toggled.connect(self.toggle)
        self.list.moved.connect(self._on_moved)
        self.list.chosen.connect(self._on_chosen)
        self.pay.reference.edited.connect(self._on_reference)
        self.pay.reference.left.connect(self._show_rows)
        self.pay.reference.submitted.connect(self._on_submitted)
        self.pay.asked.connect(self.pay_asked)
        language.changed.connect(self._show_rows)

    def _lay_out(self) -> None:
        card = Card("portal_card.fees.title", name="fees_card")
        card.add_to_header(self.count)
        card.add(Label.secondary("portal_card.fees.lead", wrap=True))
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.none)
        card.add(self.stack, 1)
        card.add(self.unknown)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE)
        row.addWidget(card, 1)
        row.addWidget(self.pay)

    def forget(self) -> None:
        """What somebody else had ticked and typed."""
        self._ticked, self._references, self._fees = set(), {}, {}
        self.pay.refusal.clear()

    def show_view(self, view: FeesView) -> None:
        fees = {key_of(fee): fee for fee in view.fees}
        fresh = fees.keys() - self._fees.keys()
        kept = {key for key in self._ticked & fees.keys() if not is_unsure(fees[key])}
        self._ticked = kept | {key for key in fresh if fees[key].is_done and _is_sure(fees[key])}
        self._references = {key: self._references.get(key, fee.portal_reference) for key, fee in fees.items()}
        self._fees, self._balance = fees, view.balance
        self.stack.setCurrentWidget(self.list if fees else self.none)
        self.count.say("portal_card.fees.count", n=len(fees))
        self._show_rows()
        self._on_moved(self.list.current_id() if fees else None)

    def payments(self) -> list[PortalPaymentInput]:
        """What is ticked, in the order of the list."""
        return [
            PortalPaymentInput(fee.transaction_id, fee.case_position, fee.held, self._references[key])
            for key, fee in self._fees.items()
            if key in self._ticked
        ]

    def is_confirmed(self) -> bool:
        """Asks in place at the first time; the second press holds for exactly what was asked."""
        payments = self.payments()
        is_confirmed = bool(payments) and payments == self._asked
        self._asked = [] if is_confirmed else payments
        self.pay.refusal.clear()
        amount = sum(payment.amount for payment in payments)
        self.pay.show_asking(len(payments), amount, is_asking=not is_confirmed)
        return is_confirmed

    def toggle(self, key: FeeKey) -> None:
        """What would be paid a second time is not ticked: it is settled first."""
        fee = self._fees[key]
        if is_unsure(fee):
            self.pay.refuse(Refused("payment_unsettled", number=fee.reference))
            return
        self._ticked ^= {key}
        self._show_rows()

    def toggle_all(self) -> None:
        """All that is sure; what was tried before is ticked one by one."""
        sure = {key for key, fee in self._fees.items() if _is_sure(fee)}
        self._ticked = set() if self._ticked >= sure else self._ticked | sure
        self._show_rows()

    def unknown_asked(self) -> tuple[FeeToPay, str] | None:
        """The fee that the arrows are on, with its reference, once it was asked for twice: asks in place at first."""
        key = self.list.current_id() if self._fees else None
        if key is None:
            return None
        fee = self._fees[key]
        if self._unknown == key:
            self._forget_unknown()
            return fee, self._references[key]
        self._unknown = key
        amount, number = formats.amount_with_unit(fee.held), formats.identifier(fee.number)
        self.unknown.say("portal_card.fees.unknown", amount=amount, number=number)
        return None

    def _forget_unknown(self) -> None:
        self._unknown = None
        self.unknown.clear()

    def focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_reference(self) -> None:
        if self._fees:
            self.pay.reference.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.pay.reference.edit.selectAll()

    def _show_rows(self) -> None:
        self._forget_unknown()
        self.list.show_rows(
            [fee_row(fee, self._references[key], is_ticked=key in self._ticked) for key, fee in self._fees.items()]
        )
        chosen, self._asked = self.payments(), []
        self.pay.show_sums(self._balance, len(chosen), sum(payment.amount for payment in chosen))
        self.pay.refusal.clear()

    def _on_moved(self, key: FeeKey | None) -> None:
        if key != self._unknown:
            self._forget_unknown()
        fee = self._fees.get(key) if key is not None else None
        self.pay.show_reference(self._references[key] if fee and key else None, fee.number if fee else "")

    def _on_chosen(self, _key: object) -> None:
        self.focus_reference()

    def _on_reference(self) -> None:
        key = self.list.current_id()
        if key is not None:
            self._references[key] = self.pay.reference.value()

    def _on_submitted(self) -> None:
        """On to the next fee: references are typed off the portal one after the other."""
        self.list.step(1)
        self.focus()


def _is_sure(fee: FeeToPay) -> bool:
    return not fee.is_unsure and fee.tried in (None, PaymentState.CONFIRMED)
