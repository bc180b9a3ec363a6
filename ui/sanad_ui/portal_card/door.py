"""What the page of the centre's card asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.domain.shift import business_date_at
from sanad_desk.reports.report import Language
from sanad_desk.usecases.ask_portal_payment import PaymentAsked, ask_portal_payment
from sanad_desk.usecases.prepare_paper import ReadyPaper
from sanad_desk.usecases.reconcile_portal_card import CardReconciliation, reconcile_card, reconciliation_report
from sanad_desk.usecases.record_portal_payment import (
    FeeToPay,
    PortalPaymentInput,
    card_balance,
    fees_to_pay,
    record_portal_payments,
)
from sanad_desk.usecases.settle_portal_payment import settle_portal_payment
from sanad_desk.usecases.take_back_portal_payment import PaidFee, fees_paid_today, take_back_portal_payment
from sanad_desk.usecases.unsettled_payments import UnsettledPayment, unsettled_payments
from sanad_ui.approval_door import ApprovalDoor
from sanad_ui.kit import ApprovalGiven
from sanad_ui.printing.reports import report_as_workbook, report_on_paper


@dataclass(frozen=True, slots=True)
class FeesView:
    """Fees that wait, oldest first, those recorded today, newest first, and the card's balance in baisa.

    Payments that are not settled are those of the whole centre, oldest and dearest first.
    """

    fees: tuple[FeeToPay, ...]
    balance: int
    paid: tuple[PaidFee, ...] = ()
    unsettled: tuple[UnsettledPayment, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a payment, and how that became known."""

    payment_id: UUID
    state: PaymentState
    reference: str
    reason: str


class PortalCardDoor(ApprovalDoor):
    """`days` is how far back fees are looked for, today included."""

    def look(self, who: SignedIn, days: int) -> FeesView:
        today: date = business_date_at(self._desk.clock.now())
        # A clock that was set back since must not hide today's sales.
        fees = fees_to_pay(self._desk, who, today - timedelta(days=days - 1), date.max)
        paid, unsettled = fees_paid_today(self._desk, who), unsettled_payments(self._desk, who)
        return FeesView(tuple(fees), card_balance(self._desk), tuple(paid), tuple(unsettled))

    def record(self, who: SignedIn, payments: Sequence[PortalPaymentInput], days: int) -> FeesView:
        record_portal_payments(self._desk, who, payments)
        return self.look(who, days)

    def record_unknown(self, who: SignedIn, fee: FeeToPay, reference: str, days: int) -> FeesView:
        """The portal was asked to take the fee, and nobody knows whether it did."""
        where = (reference, fee.transaction_id, fee.case_position)
        payment = PaymentAsked(fee.case_id, fee.held, Channel.CENTRE_CARD, PaymentState.UNKNOWN, *where)
        ask_portal_payment(self._desk, who, payment)
        return self.look(who, days)

    def settle(self, who: SignedIn, answer: Answer, days: int, given: ApprovalGiven | None) -> FeesView:
        settle_portal_payment(
            self._desk,
            who,
            answer.payment_id,
            answer.state,
            reference=answer.reference,
            reason=answer.reason,
            approval=self._proved(given) if given else None,
        )
        return self.look(who, days)

    def take_back(self, who: SignedIn, seq: int, days: int, given: ApprovalGiven | None) -> FeesView | None:
        """None without an approval."""
        if given is None:
            return None
        take_back_portal_payment(self._desk, who, seq, self._proved(given))
        return self.look(who, days)

    def reconcile(self, who: SignedIn, file: str) -> CardReconciliation:
        return reconcile_card(self._desk, who, Path(file))

    def prepare_report(self, who: SignedIn, card: CardReconciliation, language: Language) -> ReadyPaper:
        report = reconciliation_report(self._desk, who, card)
        return report_on_paper(self._desk, title_of(card), report, language)

    def save_workbook(self, who: SignedIn, card: CardReconciliation, language: Language) -> str:
        report = reconciliation_report(self._desk, who, card)
        return report_as_workbook(self._desk, title_of(card), report, language)


def title_of(card: CardReconciliation) -> str:
    """What its papers are called."""
    return "-".join(["portal-card", *map(str, card.statement.span or ())])
