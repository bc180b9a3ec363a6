"""Whether every closing says what was: its manifest folded again from the entries, its signature, its number."""

from __future__ import annotations

from sanad_desk.domain.ledger import DRAWER
from sanad_desk.store.verdict import Verdict
from sanad_desk.wire.closing_fold import Folded
from sanad_desk.wire.entries import DayClosed, Entry, ShiftClosed
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.manifest import Manifest, is_signed_closing
from sanad_desk.wire.postings import postings_of


class ClosingCheck:
    """Walks along the chain with the sums of every shift that is open and every day."""

    def __init__(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self._shifts: dict[bytes, Folded] = {}
        self._days: dict[str, Folded] = {}
        self._drawers: dict[str, int] = {}
        self._last_z = 0

    def take(self, entry: Entry, fact: Fact, head: bytes, unsigned_head: bytes, public_key: bytes) -> None:
        """`head` is the chain's hash before the entry, `unsigned_head` with it before it was signed."""
        where = f"journal:{entry.seq}"
        postings = postings_of(entry, fact)
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
            self._shifts.setdefault(entry.shift_id, Folded()).take(fact, postings)
        if isinstance(fact, DayClosed):
            self._compare(fact.manifest, self._days.get(fact.closed_date, Folded()).manifest(head), where)
        if isinstance(fact, ShiftClosed | DayClosed) and not is_signed_closing(
            public_key, unsigned_head, fact.signature
        ):
            self._verdict.blame("signature_wrong", where)
        day.take(fact, postings)
        for posting in postings:
            if posting.account == DRAWER:
                self._drawers[posting.detail] = self._drawers.get(posting.detail, 0) + posting.amount

    def _compare(self, told: Manifest, folded: Manifest, where: str) -> None:
        wrong = [name for name in Manifest.__struct_fields__ if getattr(told, name) != getattr(folded, name)]
        if wrong:
            self._verdict.blame("closing_disagrees", where, ", ".join(wrong))
