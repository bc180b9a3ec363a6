"""The small double-entry ledger: which accounts a fact touches; debits positive, every fact sums to zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.errors import BugError
from sanad_desk.domain.transaction import Settled, Tender

DRAWER = "drawer"
SAFE = "safe"
CARD_CLEARING = "card_clearing"
TRANSFER_CLEARING = "transfer_clearing"
GOVERNMENT_FEES_HELD = "government_fees_held"  # per entity: money of others, never income
CENTRE_INCOME = "centre_income"
VAT_PAYABLE = "vat_payable"

_TENDER_ACCOUNTS: dict[str, str] = {
    Tender.CASH: DRAWER,
    Tender.CARD: CARD_CLEARING,
    Tender.TRANSFER: TRANSFER_CLEARING,
}


_CHARGE_ACCOUNTS: dict[str, str] = {
    ChargeKind.GOVERNMENT_FEE: GOVERNMENT_FEES_HELD,
    ChargeKind.CENTRE_FEE: CENTRE_INCOME,
    ChargeKind.VAT: VAT_PAYABLE,
}


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of a fact; `detail` tells accounts of a kind apart: the entity, or the shift of a drawer."""

    account: str
    detail: str
    amount: int  # baisa, debit positive


def post_transaction(settled: Settled, drawer: str) -> tuple[Posting, ...]:
    """Money received against what it was received for; fees paid direct never pass through the centre."""
    sums: dict[tuple[str, str], int] = {}

    def add(account: str, detail: str, amount: int) -> None:
        sums[account, detail] = sums.get((account, detail), 0) + amount

    for payment in settled.payments:
        account = _TENDER_ACCOUNTS[payment.tender]
        add(account, drawer if account == DRAWER else "", payment.amount)
    for charge in settled.charges:
        if charge.paid_direct:
            continue
        account = _CHARGE_ACCOUNTS[charge.kind]
        add(account, charge.entity if account == GOVERNMENT_FEES_HELD else "", -charge.amount)
    return balanced(Posting(account, detail, amount) for (account, detail), amount in sums.items() if amount)


def post_float(amount: int, drawer: str) -> tuple[Posting, ...]:
    """A shift's float comes out of the safe."""
    return balanced((Posting(DRAWER, drawer, amount), Posting(SAFE, "", -amount))) if amount else ()


def balanced(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The postings, if they sum to zero; anything else is a fault of the program."""
    whole = tuple(postings)
    if sum(posting.amount for posting in whole):
        raise BugError("ledger_unbalanced", sum=sum(posting.amount for posting in whole))
    return whole
