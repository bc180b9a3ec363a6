"""Payments of which nobody knows what became: oldest and dearest first, each settled by a digit."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from sanad_desk.usecases.unsettled_payments import UnsettledPayment
from sanad_ui import tokens
from sanad_ui.kit import Card, EmptyState, Label
from sanad_ui.kit.answered_list import AnsweredList
from sanad_ui.kit.shown import set_shown
from sanad_ui.portal_card.settle_card import SettleCard
from sanad_ui.portal_card.words import unsettled_row, unsure_payment
from sanad_ui.texts import language


class UnsettledPart(QWidget):
    """The card beside the list shows the payment that the arrows are on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unsettled_part")
        self._payments: dict[UUID, UnsettledPayment] = {}
        self.count = Label.secondary(name="unsettled_count")
        self.list = AnsweredList("portal_card.unsettled.title", name="unsettled_list")
        self.none = EmptyState(
            "badge-check",
            "portal_card.unsettled.none.title",
            name="none_unsettled",
            hint="portal_card.unsettled.none.hint",
        )
        self.stack = QStackedWidget()
        self.settle = SettleCard(name="settle_unsettled")
        card = Card("portal_card.unsettled.title", name="unsettled_card")
        card.add_to_header(self.count)
        card.add(Label.secondary("portal_card.unsettled.lead", wrap=True))
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.none)
        card.add(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE)
        row.addWidget(card, 1)
        row.addWidget(self.settle)
        self.list.moved.connect(self._on_moved)
        self.list.digit.connect(self.settle.take_digit)
        language.changed.connect(self._show_rows)

    def show_payments(self, payments: Sequence[UnsettledPayment]) -> None:
        """In their order."""
        self._payments = {payment.payment_id: payment for payment in payments}
        self.count.say("portal_card.unsettled.count", n=len(payments))
        self.stack.setCurrentWidget(self.list if payments else self.none)
        self._show_rows()
        self._on_moved(self.list.current_id() if payments else None)

    def focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_rows(self) -> None:
        self.list.show_rows([unsettled_row(payment) for payment in self._payments.values()])

    def _on_moved(self, key: UUID | None) -> None:
        payment = self._payments.get(key) if key is not None else None
        self.settle.show_payment(unsure_payment(payment) if payment else None)
        set_shown(self.settle, payment is not None)
