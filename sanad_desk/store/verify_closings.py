"""Whether every closing says what was: its manifest folded again from the entries, its signature, its number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sanad_desk.domain.totals import Totals
from sanad_desk.store import tables
from sanad_desk.store.projection import RowChange, settled_of
from sanad_desk.store.verdict import Verdict
from sanad_desk.wire.entries import (
    CashMoved,
    DayClosed,
    Entry,
    Fact,
    ShiftClosed,
    TenderCorrected,
    TransactionCompleted,
)
from sanad_desk.wire.manifest import Manifest, is_signed_closing, manifest_of


@dataclass(slots=True)
class Folded:
    """What a shift or a business date came to so far."""

    totals: Totals = field(default_factory=Totals)
    numbers: tuple[str, str] = ("", "")
    movements: dict[str, int] = field(default_factory=dict)
    buckets: dict[str, int] = field(default_factory=dict)

    def take(self, fact: Fact, changes: Iterable[RowChange]) -> None:
        if isinstance(fact, TransactionCompleted):
            self.totals = self.totals.plus(settled_of(fact))
            self.numbers = (self.numbers[0] or fact.number, fact.number)
        elif isinstance(fact, TenderCorrected):
            self.totals = self.totals.corrected(fact.wrong, fact.right, fact.amount)
        elif isinstance(fact, CashMoved):
            self.movements[fact.move] = self.movements.get(fact.move, 0) + fact.amount
        for change in changes:
            if change.table is tables.posting:
                _, _, account, _, amount = change.values
                self.buckets[account] = self.buckets.get(account, 0) + amount

    def manifest(self, chain_head: bytes) -> Manifest:
        return manifest_of(self.totals, self.numbers, self.movements, self.buckets, chain_head)


class ClosingCheck:
    """Walks along the chain with the sums of every shift that is open and every day."""

    def __init__(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self._shifts: dict[bytes, Folded] = {}
        self._days: dict[str, Folded] = {}
        self._drawers: dict[str, int] = {}
        self._last_z = 0

    def take(
        self, entry: Entry, fact: Fact, changes: list[RowChange], head: bytes, unsigned_head: bytes, public_key: bytes
    ) -> None:
        """`head` is the chain's hash before the entry, `unsigned_head` with it before it was signed."""
        where = f"journal:{entry.seq}"
        day = self._days.setdefault(entry.business_date, Folded())
        if isinstance(fact, ShiftClosed):
            shift = self._shifts.pop(fact.shift_id, Folded())
            self._compare(fact.manifest, shift.manifest(head), where)
            self._last_z += 1
            if fact.z_number != self._last_z:
                self._verdict.blame("number_gap", where, f"Z {fact.z_number}")
            if fact.expected != self._drawers.get(fact.shift_id.hex(), 0):
                self._verdict.blame("closing_disagrees", where, "expected")
        elif entry.shift_id is not None:
            self._shifts.setdefault(entry.shift_id, Folded()).take(fact, changes)
        if isinstance(fact, DayClosed):
            self._compare(fact.manifest, self._days.get(fact.closed_date, Folded()).manifest(head), where)
        if isinstance(fact, ShiftClosed | DayClosed) and not is_signed_closing(
            public_key, unsigned_head, fact.signature
        ):
            self._verdict.blame("signature_wrong", where)
        day.take(fact, changes)
        for change in changes:
            if change.table is tables.posting and change.values[2] == "drawer":
                drawer = change.values[3]
                self._drawers[drawer] = self._drawers.get(drawer, 0) + change.values[4]

    def _compare(self, told: Manifest, folded: Manifest, where: str) -> None:
        wrong = [name for name in Manifest.__struct_fields__ if getattr(told, name) != getattr(folded, name)]
        if wrong:
            self._verdict.blame("closing_disagrees", where, ", ".join(wrong))
