"""From facts to the server's rows: the one place that knows what an entry means for its tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, text

from sanad_desk.domain.ledger import Posting
from sanad_desk.domain.totals import Totals
from sanad_desk.server.database import add_rows
from sanad_desk.server.lesson_sums import LONGEST_CODE, Place, lesson_places
from sanad_desk.server.tables import transaction_row
from sanad_desk.wire.entries import CashMoved, Entry, TenderCorrected, TransactionCompleted
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.postings import postings_of, settled_of

ChainKey = tuple[bytes, bytes, int]  # centre, desk, epoch


class Measure:
    """What a row of `day_sum` holds in baisa; the last four have a code. What it counts: lesson_sums.Lesson."""

    COUNT = "count"
    REVERSALS = "reversals"
    GOVERNMENT = "government"
    PAID_DIRECT = "paid_direct"
    CENTRE = "centre"
    VAT = "vat"
    ACCOUNT = "account"
    REFUND_DUE = "refund_due"
    WAIVED = "waived"
    TENDER = "tender"
    ENTITY = "entity"
    MOVEMENT = "movement"
    POSTING = "posting"


_NOTHING = Totals()
_POSTING, _TENDER, _ENTITY = Measure.POSTING, Measure.TENDER, Measure.ENTITY
# Those without a code are the sums' own names.
_NAMES = (
    *(Measure.COUNT, Measure.REVERSALS, Measure.GOVERNMENT, Measure.PAID_DIRECT, Measure.CENTRE),
    *(Measure.VAT, Measure.ACCOUNT, Measure.REFUND_DUE, Measure.WAIVED),
)
_PLAIN = [(name, "") for name in _NAMES]
_plain_sums = attrgetter(*_NAMES)
# Bounds of what is believed. Beyond them one entry could make the database refuse the whole batch.
_MOST = 10**12  # baisa of one entry: nine million such entries of one chain and day still fit into 64 bits
_LATEST = 10**14  # milliseconds
_ID = 16


_SUM_COLUMNS = ("business_date", "measure", "code", "amount")
_INTO_SUMS = "INSERT INTO day_sum (centre_id, desk_id, epoch, business_date, measure, code, amount)"
_TO_THOSE_KEPT = (
    "ON CONFLICT (centre_id, business_date, desk_id, epoch, measure, code)"
    " DO UPDATE SET amount = day_sum.amount + excluded.amount"
)
_ADD_SUMS = text(
    f"{_INTO_SUMS} VALUES (:centre_id, :desk_id, :epoch, :business_date, :measure, :code, :amount) {_TO_THOSE_KEPT}"
)
# One statement for all of a batch: a statement for each takes longer than everything else.
_ADD_SUMS_POSTGRES = text(
    f"{_INTO_SUMS} SELECT :centre_id, :desk_id, :epoch, * FROM unnest(CAST(:business_date AS text[]),"
    f" CAST(:measure AS text[]), CAST(:code AS text[]), CAST(:amount AS bigint[])) {_TO_THOSE_KEPT}"
)


class OddEntry(Exception):
    """An entry says what no row can hold."""


@dataclass(slots=True)
class Projected:
    """The rows of some entries of one chain."""

    key: ChainKey
    transactions: list[tuple[Any, ...]] = field(default_factory=list)
    sums: dict[str, dict[Place, int]] = field(default_factory=dict)  # by business date

    def add(self, entry: Entry, fact: Fact) -> None:
        """All the rows of one entry or, with any error, none of them."""
        row = _transaction(self.key, entry, fact) if isinstance(fact, TransactionCompleted) else None
        changes = changes_of(fact, postings_of(entry, fact))
        sums = self.sums.setdefault(entry.business_date, {})
        for place in changes:
            if place not in sums:
                _check_code(place[1])
        if row is not None:
            self.transactions.append(row)
        for place, amount in changes.items():
            sums[place] = sums.get(place, 0) + amount

    def write(self, connection: Connection) -> None:
        """Rows that are new, and sums that are added to those kept; the chain's row must be locked."""
        add_rows(connection, transaction_row, self.transactions)
        rows = [(day, *place, amount) for day, sums in self.sums.items() for place, amount in sums.items()]
        if rows and connection.dialect.name == "postgresql":
            columns = dict(zip(_SUM_COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
            connection.execute(_ADD_SUMS_POSTGRES, {**self._chain, **columns})
        elif rows:
            connection.execute(_ADD_SUMS, [self._chain | dict(zip(_SUM_COLUMNS, row, strict=True)) for row in rows])

    @property
    def _chain(self) -> dict[str, object]:
        return dict(zip(("centre_id", "desk_id", "epoch"), self.key, strict=True))


def check_envelope(entry: Entry) -> None:
    """Raises OddEntry or ValueError where an entry's kind, date, instant or ids cannot be."""
    if not entry.kind.isidentifier() or len(entry.kind) > LONGEST_CODE:
        raise OddEntry("kind")
    if date.fromisoformat(entry.business_date).isoformat() != entry.business_date:
        raise OddEntry("business_date")
    if not -_LATEST <= entry.at <= _LATEST:
        raise OddEntry("at")
    for some_id in (entry.shift_id, entry.operator_id):
        if some_id is not None and len(some_id) != _ID:
            raise OddEntry("id")


def _transaction(key: ChainKey, entry: Entry, fact: TransactionCompleted) -> tuple[Any, ...]:
    if len(fact.transaction_id) != _ID:
        raise OddEntry("transaction_id")
    _check_code(fact.number)
    _check_code(fact.kind)
    return (*key, entry.seq, fact.number)


def changes_of(fact: Fact, postings: Iterable[Posting]) -> dict[Place, int]:
    """What an entry adds to the sums of its day; raises OddEntry where that is beyond belief."""
    changes: dict[Place, int] = {}
    if isinstance(fact, TransactionCompleted):
        _put(changes, _NOTHING.plus(settled_of(fact)))
    elif isinstance(fact, TenderCorrected):
        _put(changes, _NOTHING.corrected(fact.wrong, fact.right, fact.amount))
    elif isinstance(fact, CashMoved):
        changes[Measure.MOVEMENT, fact.move] = fact.amount
    for place in lesson_places(fact):
        changes[place] = changes.get(place, 0) + 1
    for account, _, amount in postings:
        _check_amount(amount)  # also each by itself: of two drawers they may come to nothing together
        place = _POSTING, account
        changes[place] = changes.get(place, 0) + amount
    for amount in changes.values():
        _check_amount(amount)
    return changes


def _put(changes: dict[Place, int], totals: Totals) -> None:
    changes.update(change for change in zip(_PLAIN, _plain_sums(totals), strict=True) if change[1])
    changes.update(((_TENDER, tender), amount) for tender, amount in totals.tenders.items())
    changes.update(((_ENTITY, entity), amount) for entity, amount in totals.entities.items())


def _check_code(code: str) -> None:
    if len(code) > LONGEST_CODE or "\0" in code:
        raise OddEntry("code")


def _check_amount(amount: int) -> None:
    if not -_MOST <= amount <= _MOST:
        raise OddEntry("amount")
