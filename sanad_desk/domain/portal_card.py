"""Reconciling the centre's card: lines of its statement against the fees and top-ups that were written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sanad_desk.domain.digits import strip_marks, to_ascii_digits

DAYS_APART = 3  # between paying in a portal and the bank's date, over a weekend
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
    """What the desk knows of the card; `amount` in baisa, positive where money left it."""

    seq: int  # of the journal
    on: date
    amount: int
    reference: str = ""
    kind: str = "portal_payment"  # or card_top_up, entity_refund
    number: str = ""  # of the fee's receipt
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and the entry it stands for."""

    line: StatementLine
    entry: CardEntry


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Every line and every entry stands in exactly one of these lists."""

    matched: tuple[Pair, ...]
    amount_differs: tuple[Pair, ...]  # under the same reference
    only_on_statement: tuple[StatementLine, ...]
    only_recorded: tuple[CardEntry, ...]
    other_statement: tuple[CardEntry, ...]  # dated before the first line or after the last

    @property
    def agrees(self) -> bool:
        return not (self.amount_differs or self.only_on_statement or self.only_recorded)

    @property
    def difference(self) -> int:
        """By how much more left the card on the statement than was written down, in baisa."""
        wrong = sum(pair.line.amount - pair.entry.amount for pair in self.amount_differs)
        unknown = sum(line.amount for line in self.only_on_statement)
        return wrong + unknown - sum(entry.amount for entry in self.only_recorded)

    def looks_charged_twice(self, line: StatementLine) -> bool:
        """Whether a line without an entry repeats one that has its own: same reference, same amount."""
        return any(
            line.amount == pair.line.amount
            and _references(line) & (_references(pair.line) | {_plain(pair.entry.reference)})
            for pair in self.matched
        )


def reconcile(lines: Sequence[StatementLine], entries: Sequence[CardEntry]) -> Reconciled:
    """One to one: first by reference, then by amount and nearest date; money in never stands for money out."""
    free = _Free(dict(enumerate(lines)), dict(enumerate(entries)))
    paired = [*free.take(_by_reference(free)), *free.take(_by_amount(free))]
    paired.sort(key=lambda pair: (pair.line.on, pair.line.row))
    days = [line.on for line in lines]

    def is_covered(entry: CardEntry) -> bool:
        return bool(days) and min(days) <= entry.on <= max(days)

    return Reconciled(
        matched=tuple(pair for pair in paired if pair.line.amount == pair.entry.amount),
        amount_differs=tuple(pair for pair in paired if pair.line.amount != pair.entry.amount),
        only_on_statement=tuple(free.lines.values()),
        only_recorded=tuple(entry for entry in free.entries.values() if is_covered(entry)),
        other_statement=tuple(entry for entry in free.entries.values() if not is_covered(entry)),
    )


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
            days = _days_apart(line, free.entries[other])
            if days <= DAYS_APART:
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
