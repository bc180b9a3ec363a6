"""The sums a closing must name, folded from the entries that count to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sanad_desk.domain.ledger import Posting
from sanad_desk.domain.totals import Totals
from sanad_desk.wire.entries import CashMoved, TenderCorrected, TransactionCompleted
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.manifest import Manifest, manifest_of
from sanad_desk.wire.postings import settled_of


@dataclass(slots=True)
class Folded:
    """What a shift or a business date came to so far."""

    totals: Totals = field(default_factory=Totals)
    numbers: tuple[str, str] = ("", "")
    movements: dict[str, int] = field(default_factory=dict)
    buckets: dict[str, int] = field(default_factory=dict)

    def take(self, fact: Fact, postings: Iterable[Posting]) -> None:
        """One entry more, with what it posts."""
        if isinstance(fact, TransactionCompleted):
            self.totals = self.totals.plus(settled_of(fact))
            self.numbers = (self.numbers[0] or fact.number, fact.number)
        elif isinstance(fact, TenderCorrected):
            self.totals = self.totals.corrected(fact.wrong, fact.right, fact.amount)
        elif isinstance(fact, CashMoved):
            self.movements[fact.move] = self.movements.get(fact.move, 0) + fact.amount
        for posting in postings:
            self.buckets[posting.account] = self.buckets.get(posting.account, 0) + posting.amount

    def manifest(self, chain_head: bytes) -> Manifest:
        """As a closing has to say it; nothing that is nothing is named."""
        return manifest_of(self.totals, self.numbers, self.movements, self.buckets, chain_head)
