"""What the page of the centre's card asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.reports.report import Language
from sanad_desk.usecases.prepare_paper import ReadyPaper
from sanad_desk.usecases.reconcile_portal_card import CardReconciliation, reconcile_card, reconciliation_report
from sanad_desk.usecases.record_portal_payment import (
    FeeToPay,
    PortalPaymentInput,
    card_balance,
    fees_to_pay,
    record_portal_payments,
)
from sanad_desk.usecases.take_back_portal_payment import PaidFee, fees_paid_today, take_back_portal_payment
from sanad_ui.approval_door import ApprovalDoor
from sanad_ui.kit import ApprovalGiven
from sanad_ui.printing.reports import report_as_workbook, report_on_paper


@dataclass(frozen=True, slots=True)
class FeesView:
    """Fees that wait, oldest first, those recorded today, newest first, and the card's balance in baisa."""

    fees: tuple[FeeToPay, ...]
    balance: int
    paid: tuple[PaidFee, ...] = ()


class PortalCardDoor(ApprovalDoor):
    """`days` is how far back fees are looked for, today included."""

    def look(self, who: SignedIn, days: int) -> FeesView:
        today: date = business_date_at(self._desk.clock.now())
        # A clock that was set back since must not hide today's sales.
        fees = fees_to_pay(self._desk, who, today - timedelta(days=days - 1), date.max)
        return FeesView(tuple(fees), card_balance(self._desk), tuple(fees_paid_today(self._desk, who)))

    def record(self, who: SignedIn, payments: Sequence[PortalPaymentInput], days: int) -> FeesView:
        record_portal_payments(self._desk, who, payments)
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
