"""The small double-entry ledger: which accounts a fact touches; debits positive, every fact sums to zero."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sanad_desk.domain.cash_movement import TARGETS, MoveKind
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.errors import BugError
from sanad_desk.domain.transaction import Settled, Tender

DRAWER = "drawer"  # per shift
SAFE = "safe"
BANK = "bank"
CARD_CLEARING = "card_clearing"
TRANSFER_CLEARING = "transfer_clearing"
CUSTOMER_ACCOUNTS = "customer_accounts"  # per customer: what a company owes
CUSTOMER_DEPOSITS = "customer_deposits"  # per customer: what was left with the centre
PORTAL_CARD = "portal_card"  # the centre's card that pays fees in the portals
GOVERNMENT_FEES_HELD = "government_fees_held"  # per entity: money of others, never income
REFUND_DUE = "refund_due"  # per entity: a fee that was paid for nothing and is asked back
PORTAL_CLAIMS = "portal_claims"  # per entity: what left the card and its portal has not got; asked back
REFUNDS_OWED = "refunds_owed"  # to customers, once the entity has paid back
CENTRE_INCOME = "centre_income"
VAT_PAYABLE = "vat_payable"
OVER_SHORT = "over_short"  # per shift; a debit is money that is missing
EXPENSES = "expenses"
OWNER = "owner"

_OWED = (REFUNDS_OWED, "")
# As plain words: a look-up by a member of an enum takes longer than the sum.
_TENDER_ACCOUNTS: dict[str, str] = {
    str(Tender.CASH): DRAWER,
    str(Tender.CARD): CARD_CLEARING,
    str(Tender.TRANSFER): TRANSFER_CLEARING,
    str(Tender.ON_ACCOUNT): CUSTOMER_ACCOUNTS,
    str(Tender.DEPOSIT): CUSTOMER_DEPOSITS,
}
_CHARGE_ACCOUNTS: dict[str, str] = {
    str(ChargeKind.GOVERNMENT_FEE): GOVERNMENT_FEES_HELD,
    str(ChargeKind.CENTRE_FEE): CENTRE_INCOME,
    str(ChargeKind.VAT): VAT_PAYABLE,
    str(ChargeKind.ACCOUNT_PAYMENT): CUSTOMER_ACCOUNTS,
    str(ChargeKind.DEPOSIT): CUSTOMER_DEPOSITS,
}


class Posting(NamedTuple):
    """One side of a fact; `detail` tells accounts of a kind apart: the entity, the shift of a drawer, the customer."""

    account: str
    detail: str
    amount: int  # baisa, debit positive


def post_transaction(settled: Settled, drawer: str, customer: str = "") -> tuple[Posting, ...]:
    """Money received against what it was received for; fees paid direct never pass through the centre.

    A fee that the entity still has is not handed back: the claim on the entity is also the debt to the customer.
    """
    sums: dict[tuple[str, str], int] = {}
    details = {DRAWER: drawer, CUSTOMER_ACCOUNTS: customer, CUSTOMER_DEPOSITS: customer}

    # Written out, as the server does this for a whole country.
    for payment in settled.payments:
        account = _TENDER_ACCOUNTS[payment.tender]
        place = account, details.get(account, "")
        sums[place] = sums.get(place, 0) + payment.amount
    for charge in settled.charges:
        if charge.refund_due:
            for place, amount in (((REFUND_DUE, charge.entity), charge.refund_due), (_OWED, -charge.refund_due)):
                sums[place] = sums.get(place, 0) + amount
        if charge.paid_direct:
            continue
        account = _CHARGE_ACCOUNTS[charge.kind]
        place = account, charge.entity if account == GOVERNMENT_FEES_HELD else details.get(account, "")
        sums[place] = sums.get(place, 0) - charge.amount
    return balanced([Posting(account, detail, amount) for (account, detail), amount in sums.items() if amount])


def post_float(amount: int, drawer: str) -> tuple[Posting, ...]:
    """A shift's float comes out of the safe."""
    return transfer((SAFE, ""), (DRAWER, drawer), amount)


def post_movement(kind: str, source: str, entity: str, drawer: str, amount: int) -> tuple[Posting, ...]:
    """Money that moves without a customer, from its source to where that kind of movement leads."""
    details = {DRAWER: drawer, GOVERNMENT_FEES_HELD: entity, REFUND_DUE: entity}
    target = TARGETS[MoveKind(kind)]
    return transfer((source, details.get(source, "")), (target, details.get(target, "")), amount)


def post_portal_payment(entity: str, amount: int) -> tuple[Posting, ...]:
    """A fee that the centre's card paid in the portal is no longer held."""
    return transfer((PORTAL_CARD, ""), (GOVERNMENT_FEES_HELD, entity), amount)


def post_portal_claim(entity: str, amount: int) -> tuple[Posting, ...]:
    """The card was charged and the fee is not paid: the entity owes it; below zero it came back, or got through."""
    return transfer((PORTAL_CARD, ""), (PORTAL_CLAIMS, entity), amount)


def post_closing(expected: int, counted: int, drawer: str, next_drawer: str = "") -> tuple[Posting, ...]:
    """What was counted goes to the safe or the next drawer; what is missing or too much is named, never hidden."""
    target = (DRAWER, next_drawer) if next_drawer else (SAFE, "")
    sides = ((*target, counted), (OVER_SHORT, drawer, expected - counted), (DRAWER, drawer, -expected))
    return balanced(Posting(*side) for side in sides if side[2])


def post_tender_correction(wrong: str, right: str, drawer: str, customer: str, amount: int) -> tuple[Posting, ...]:
    """Money that was booked to the wrong tender moves to the account of the right one."""
    details = {DRAWER: drawer, CUSTOMER_ACCOUNTS: customer, CUSTOMER_DEPOSITS: customer}
    source, target = _TENDER_ACCOUNTS[wrong], _TENDER_ACCOUNTS[right]
    return transfer((source, details.get(source, "")), (target, details.get(target, "")), amount)


def transfer(source: tuple[str, str], target: tuple[str, str], amount: int) -> tuple[Posting, ...]:
    """From one account to another."""
    return balanced((Posting(*target, amount), Posting(*source, -amount))) if amount else ()


def balanced(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The postings, if they sum to zero; anything else is a fault of the program."""
    whole = tuple(postings)
    left = sum([posting.amount for posting in whole])
    if left:
        raise BugError("ledger_unbalanced", sum=left)
    return whole
