"""Reconciling the centre's card: lines of its statement against the fees and top-ups that were written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sanad_desk.domain.digits import strip_marks, to_ascii_digits
from sanad_desk.domain.portal_payment_life import CLAIMED, PaymentState

DAYS_APART = 3  # between paying in a portal and the bank's date, over a weekend
REFUNDED_WITHIN = 90  # days: entities take weeks
# A shorter word of a description is a place or a count, not somebody's reference.
_SHORTEST_IN_TEXT = 4


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of the statement; `amount` in baisa, positive where money left the card."""

    row: int  # of the file, from 1
    on: date
    amount: int
    reference: str = ""
    text: str = ""
    balance: int | None = None  # of the card, after the line


@dataclass(frozen=True, slots=True)
class CardEntry:
    """What the desk knows of the card; `amount` in baisa, positive where money left it.

    With a payment's id it is none yet, but what a payment would be that is not settled, or was taken for failed.
    """

    seq: int  # of the journal
    on: date
    amount: int
    reference: str = ""
    kind: str = "portal_payment"  # or card_top_up, entity_refund, portal_deducted, portal_refunded, a payment's state
    number: str = ""  # of the fee's receipt
    entity: str = ""
    payment_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and the entry it stands for."""

    line: StatementLine
    entry: CardEntry


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Every line and every entry stands in exactly one of these lists; payments that are no entries in the last two."""

    matched: tuple[Pair, ...]
    amount_differs: tuple[Pair, ...]  # under the same reference
    only_on_statement: tuple[StatementLine, ...]
    only_recorded: tuple[CardEntry, ...]
    other_statement: tuple[CardEntry, ...]  # dated before the first line or after the last
    explained: tuple[Pair, ...] = ()  # lines that no entry stands for, but a payment which is to be settled
    not_on_statement: tuple[CardEntry, ...] = ()  # payments which the statement covers, and most likely took nothing

    @property
    def agrees(self) -> bool:
        return not (self.amount_differs or self.only_on_statement or self.only_recorded or self.explained)

    @property
    def difference(self) -> int:
        """By how much more left the card on the statement than was written down, in baisa."""
        wrong = sum(pair.line.amount - pair.entry.amount for pair in self.amount_differs)
        unknown = sum(line.amount for line in (*self.only_on_statement, *(pair.line for pair in self.explained)))
        return wrong + unknown - sum(entry.amount for entry in self.only_recorded)

    def looks_charged_twice(self, line: StatementLine) -> bool:
        """Whether a line without an entry repeats one that has its own: same reference, same amount."""
        return any(
            line.amount == pair.line.amount
            and _references(line) & (_references(pair.line) | {_plain(pair.entry.reference)})
            for pair in self.matched
        )


def reconcile(
    lines: Sequence[StatementLine], entries: Sequence[CardEntry], payments: Sequence[CardEntry] = ()
) -> Reconciled:
    """One to one: first by reference, then by amount and nearest date; money in never stands for money out.

    `payments` explain what is left after the entries, but under their own reference come before a mere amount.
    """
    free = _Free(dict(enumerate(lines)), dict(enumerate(entries)))
    unsure = _Free(free.lines, dict(enumerate(payments)))  # the lines are the same: who is taken is taken
    paired, explained = list(free.take(_by_reference(free))), list(unsure.take(_by_reference(unsure)))
    paired += free.take(_by_amount(free))
    explained += unsure.take(_by_amount(unsure))
    for pairs in (paired, explained):
        pairs.sort(key=lambda pair: (pair.line.on, pair.line.row))
    days = [line.on for line in lines]

    def is_covered(entry: CardEntry) -> bool:
        return bool(days) and min(days) <= entry.on <= max(days)

    return Reconciled(
        matched=tuple(pair for pair in paired if pair.line.amount == pair.entry.amount),
        amount_differs=tuple(pair for pair in paired if pair.line.amount != pair.entry.amount),
        only_on_statement=tuple(free.lines.values()),
        only_recorded=tuple(entry for entry in free.entries.values() if is_covered(entry)),
        other_statement=tuple(entry for entry in free.entries.values() if not is_covered(entry)),
        explained=tuple(explained),
        not_on_statement=tuple(
            payment for payment in unsure.entries.values() if payment.kind in _WAITING and is_covered(payment)
        ),
    )


_WAITING = (PaymentState.ASKED, PaymentState.UNKNOWN)
_REFUNDS = ("portal_refunded", *CLAIMED)

# How well two fit (least first), and their places.
_Candidate = tuple[tuple[int, ...], int, int]


@dataclass(slots=True)
class _Free:
    """What has no partner yet, by place."""

    lines: dict[int, StatementLine]
    entries: dict[int, CardEntry]

    def take(self, candidates: Iterator[_Candidate]) -> Iterator[Pair]:
        """The best fit first; who is taken is taken."""
        for _, line, entry in sorted(candidates):
            if line in self.lines and entry in self.entries:
                yield Pair(self.lines.pop(line), self.entries.pop(entry))


def _by_reference(free: _Free) -> Iterator[_Candidate]:
    named: dict[str, list[int]] = {}
    for place, entry in free.entries.items():
        if reference := _plain(entry.reference):
            named.setdefault(reference, []).append(place)
    for place, line in free.lines.items():
        for word in _references(line):
            for other in named.get(word, ()):
                entry = free.entries[other]
                if (line.amount > 0) == (entry.amount > 0):
                    yield (int(line.amount != entry.amount), _days_apart(line, entry)), place, other


def _by_amount(free: _Free) -> Iterator[_Candidate]:
    of_amount: dict[int, list[int]] = {}
    for place, entry in free.entries.items():
        of_amount.setdefault(entry.amount, []).append(place)
    for place, line in free.lines.items():
        for other in of_amount.get(line.amount, ()):
            entry = free.entries[other]
            days = _days_apart(line, entry)
            if days <= (REFUNDED_WITHIN if entry.kind in _REFUNDS else DAYS_APART):
                yield (days,), place, other


def _days_apart(line: StatementLine, entry: CardEntry) -> int:
    return abs((line.on - entry.on).days)


def _references(line: StatementLine) -> set[str]:
    """The reference, and every word of the description that may be one; banks print it here or there."""
    words = {_plain(word) for word in line.text.split()}
    found = {word for word in words if len(word) >= _SHORTEST_IN_TEXT and any(c.isdigit() for c in word)}
    return (found | {_plain(line.reference)}) - {""}


def _plain(reference: str) -> str:
    """Letters and digits alone, without the zeros that banks fill up with."""
    folded = to_ascii_digits(strip_marks(reference)).casefold()
    return "".join(c for c in folded if c.isalnum()).lstrip("0")
