"""A transaction: what a visit settled at once, its payments, and the rules of taking money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.money import check_baisa


class Tender(StrEnum):
    """How money is received."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    ON_ACCOUNT = "on_account"  # a company pays later
    DEPOSIT = "deposit"  # out of what the customer left before


# Tenders without a code of a terminal or a bank.
_WITHOUT_CODE = frozenset({Tender.CASH, Tender.ON_ACCOUNT, Tender.DEPOSIT})


class TransactionKind(StrEnum):
    """What a transaction does; all share one series of numbers."""

    SALE = "sale"
    VOID = "void"  # takes back all of a sale in the shift that made it
    REFUND = "refund"  # takes back parts, or later
    ACCOUNT_PAYMENT = "account_payment"  # a company pays what it owes
    DEPOSIT = "deposit"
    DEPOSIT_RETURN = "deposit_return"


REVERSALS = frozenset({TransactionKind.VOID, TransactionKind.REFUND, TransactionKind.DEPOSIT_RETURN})


class CardOutcome(StrEnum):
    """What the terminal said; unknown is settled by looking at it, never by trying again."""

    APPROVED = "approved"
    DECLINED = "declined"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TenderInput:
    """What the clerk enters: cash handed over, or the amount put on a card or transfer with its code."""

    tender: Tender
    amount: int
    approval_code: str = ""
    outcome: CardOutcome = CardOutcome.APPROVED


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received for the transaction; for cash `received` and `change` are what crossed the counter."""

    tender: Tender
    amount: int
    received: int
    change: int
    approval_code: str = ""


def settle(total: int, tenders: Sequence[TenderInput]) -> tuple[Payment, ...]:
    """Payments that add up to `total` exactly, change from the cash; raises DomainError where they do not."""
    for tender in tenders:
        check_tender(tender)
    cash = sum(t.amount for t in tenders if t.tender is Tender.CASH)
    others = [t for t in tenders if t.tender is not Tender.CASH and t.amount]
    paid_otherwise = sum(t.amount for t in others)
    if paid_otherwise > total:
        raise DomainError("payment_over", over=paid_otherwise - total)
    due_in_cash = total - paid_otherwise
    if cash and not due_in_cash:
        raise DomainError("payment_over", over=cash)
    if cash < due_in_cash:
        raise DomainError("payment_short", missing=due_in_cash - cash)
    payments = [Payment(t.tender, t.amount, t.amount, 0, only_digits(t.approval_code).upper()) for t in others]
    if due_in_cash:
        payments.append(Payment(Tender.CASH, due_in_cash, cash, cash - due_in_cash))
    return tuple(payments)


def check_tender(tender: TenderInput) -> None:
    """Raises DomainError: card_declined, card_unknown, approval_code_missing, reference_too_long."""
    check_baisa(tender.amount)
    if tender.tender is Tender.CARD:
        if tender.outcome is CardOutcome.DECLINED:
            raise DomainError("card_declined")
        if tender.outcome is CardOutcome.UNKNOWN:
            raise DomainError("card_unknown")
    if tender.tender not in _WITHOUT_CODE and tender.amount and not only_digits(tender.approval_code):
        raise DomainError("approval_code_missing", tender=tender.tender.value)
    if len(tender.approval_code) > 24:
        raise DomainError("reference_too_long", limit=24)


class ChargedLine(Protocol):
    """What totals and the ledger want to know of a charge, fresh or read back from the journal."""

    @property
    def kind(self) -> str: ...
    @property
    def entity(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def paid_direct(self) -> bool: ...
    @property
    def waived(self) -> int: ...
    @property
    def refund_due(self) -> int: ...


class PaidLine(Protocol):
    """What they want to know of a payment."""

    @property
    def tender(self) -> str: ...
    @property
    def amount(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Settled:
    """The money of one transaction, as totals and the ledger see it."""

    charges: Sequence[ChargedLine]
    payments: Sequence[PaidLine]
    is_reversal: bool = False

    @property
    def total(self) -> int:
        return sum(charge.amount for charge in self.charges if not charge.paid_direct)
