"""Totals as a pure fold over transactions: the yardstick for every report and every sum kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.transaction import Settled


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of some transactions, in baisa; `tenders` and `entities` by code."""

    count: int = 0
    government: int = 0
    paid_direct: int = 0
    centre: int = 0
    vat: int = 0
    waived: int = 0
    tenders: dict[str, int] = field(default_factory=dict)
    entities: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.government + self.centre + self.vat

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
            count=self.count + 1,
            government=self.government + sums[ChargeKind.GOVERNMENT_FEE],
            paid_direct=self.paid_direct + sum(c.amount for c in settled.charges if c.paid_direct),
            centre=self.centre + sums[ChargeKind.CENTRE_FEE],
            vat=self.vat + sums[ChargeKind.VAT],
            waived=self.waived + sum(c.waived for c in settled.charges),
            tenders=tenders,
            entities=entities,
        )


def fold(transactions: Iterable[Settled]) -> Totals:
    """The totals of all transactions given."""
    totals = Totals()
    for settled in transactions:
        totals = totals.plus(settled)
    return totals
