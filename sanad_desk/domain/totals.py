"""Totals as a pure fold over transactions: the yardstick for every report and every sum kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.transaction import Settled

# As plain words: a look-up in the class takes longer than the sum, and the server adds up a whole country.
_KINDS = tuple(str(kind) for kind in ChargeKind)
_GOVERNMENT_FEE = _KINDS[0]


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
        sums = dict.fromkeys(_KINDS, 0)
        paid_direct, refund_due, waived = self.paid_direct, self.refund_due, self.waived
        for charge in settled.charges:
            refund_due += charge.refund_due
            waived += charge.waived
            if charge.paid_direct:
                paid_direct += charge.amount
                continue
            sums[charge.kind] += charge.amount
            if charge.kind == _GOVERNMENT_FEE:
                entities[charge.entity] = entities.get(charge.entity, 0) + charge.amount
        government, centre, vat, account_payment, deposit = sums.values()
        return Totals(
            count=self.count + (not settled.is_reversal),
            reversals=self.reversals + settled.is_reversal,
            government=self.government + government,
            paid_direct=paid_direct,
            centre=self.centre + centre,
            vat=self.vat + vat,
            account=self.account + account_payment + deposit,
            refund_due=refund_due,
            waived=waived,
            tenders=tenders,
            entities=entities,
        )

    def merged(self, other: Totals) -> Totals:
        """These totals and those of other transactions."""
        names = [each.name for each in fields(self)]
        return Totals(**{name: _added(getattr(self, name), getattr(other, name)) for name in names})

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


def _added(ours: Any, theirs: Any) -> Any:
    """Two amounts, or amounts by code."""
    if not isinstance(ours, dict):
        return ours + theirs
    return {code: ours.get(code, 0) + theirs.get(code, 0) for code in sorted(ours.keys() | theirs.keys())}


def fold(transactions: Iterable[Settled]) -> Totals:
    """The totals of all transactions given."""
    totals = Totals()
    for settled in transactions:
        totals = totals.plus(settled)
    return totals
