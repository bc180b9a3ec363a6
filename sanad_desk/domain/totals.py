"""Totals as a pure fold over transactions: the yardstick for every report and every sum kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.transaction import Settled


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of some transactions, in baisa; a reversal takes away from every sum and is counted apart."""

    count: int = 0
    reversals: int = 0
    government: int = 0
    paid_direct: int = 0
    centre: int = 0
    vat: int = 0
    account: int = 0  # paid towards customers' accounts and deposits: neither income nor an entity's
    refund_due: int = 0  # to be asked back from entities
    waived: int = 0
    tenders: dict[str, int] = field(default_factory=dict)
    entities: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.government + self.centre + self.vat + self.account

    def plus(self, settled: Settled) -> Totals:
        """These totals and one transaction more."""
        tenders, entities = dict(self.tenders), dict(self.entities)
        for payment in settled.payments:
            tender = str(payment.tender)
            tenders[tender] = tenders.get(tender, 0) + payment.amount
        sums: dict[str, int] = dict.fromkeys(ChargeKind, 0)
        for charge in settled.charges:
            if charge.paid_direct:
                continue
            sums[charge.kind] += charge.amount
            if charge.kind == ChargeKind.GOVERNMENT_FEE:
                entities[charge.entity] = entities.get(charge.entity, 0) + charge.amount
        return Totals(
            count=self.count + (not settled.is_reversal),
            reversals=self.reversals + settled.is_reversal,
            government=self.government + sums[ChargeKind.GOVERNMENT_FEE],
            paid_direct=self.paid_direct + sum(c.amount for c in settled.charges if c.paid_direct),
            centre=self.centre + sums[ChargeKind.CENTRE_FEE],
            vat=self.vat + sums[ChargeKind.VAT],
            account=self.account + sums[ChargeKind.ACCOUNT_PAYMENT] + sums[ChargeKind.DEPOSIT],
            refund_due=self.refund_due + sum(c.refund_due for c in settled.charges),
            waived=self.waived + sum(c.waived for c in settled.charges),
            tenders=tenders,
            entities=entities,
        )

    def corrected(self, wrong: str, right: str, amount: int) -> Totals:
        """These totals after money was booked from one tender to another."""
        tenders = dict(self.tenders)
        for tender, change in ((wrong, -amount), (right, amount)):
            tenders[tender] = tenders.get(tender, 0) + change
        return replace(self, tenders=tenders)

    def without_zeros(self) -> Totals:
        """Without tenders and entities that came to nothing: as reports name them."""
        return replace(
            self,
            tenders={code: amount for code, amount in sorted(self.tenders.items()) if amount},
            entities={code: amount for code, amount in sorted(self.entities.items()) if amount},
        )


def fold(transactions: Iterable[Settled]) -> Totals:
    """The totals of all transactions given."""
    totals = Totals()
    for settled in transactions:
        totals = totals.plus(settled)
    return totals
