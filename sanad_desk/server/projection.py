"""From facts to the server's rows: the one place that knows what an entry means for its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, text

from sanad_desk.domain.totals import Totals
from sanad_desk.server.database import add_rows
from sanad_desk.server.tables import transaction_row
from sanad_desk.wire.entries import CashMoved, Entry, Fact, TenderCorrected, TransactionCompleted
from sanad_desk.wire.postings import postings_of, settled_of

ChainKey = tuple[bytes, bytes, int]  # centre, desk, epoch
_Place = tuple[str, str]  # measure, code


class Measure:
    """What a row of `day_sum` counts; the last four have a code."""

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
_MOST = 10**14  # baisa, or milliseconds: the sums of a day stay far below 64 bits
_LONGEST = 64  # characters of a number or code
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
    sums: dict[str, dict[_Place, int]] = field(default_factory=dict)  # by business date

    def add(self, entry: Entry, fact: Fact) -> None:
        """All the rows of one entry or, with any error, none of them."""
        totals = _NOTHING
        row: tuple[Any, ...] | None = None
        if isinstance(fact, TransactionCompleted):
            totals = totals.plus(settled_of(fact))
            row = _transaction(self.key, entry, fact)
        elif isinstance(fact, TenderCorrected):
            totals = totals.corrected(fact.wrong, fact.right, fact.amount)
        changes = [] if totals is _NOTHING else _changes(totals)
        if isinstance(fact, CashMoved):
            changes.append(((Measure.MOVEMENT, fact.move), fact.amount))
        for account, _, amount in postings_of(entry, fact):
            changes.append(((_POSTING, account), amount))
        sums = self.sums.setdefault(entry.business_date, {})
        for place, amount in changes:
            if not -_MOST <= amount <= _MOST:
                raise OddEntry("sums")
            if place not in sums:
                _check_code(place[1])
        if row is not None:
            self.transactions.append(row)
        for place, amount in changes:
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
    if not entry.kind.isidentifier() or len(entry.kind) > _LONGEST:
        raise OddEntry("kind")
    if date.fromisoformat(entry.business_date).isoformat() != entry.business_date:
        raise OddEntry("business_date")
    _check_amount(entry.at)
    for some_id in (entry.shift_id, entry.operator_id):
        if some_id is not None and len(some_id) != _ID:
            raise OddEntry("id")


def _transaction(key: ChainKey, entry: Entry, fact: TransactionCompleted) -> tuple[Any, ...]:
    if len(fact.transaction_id) != _ID:
        raise OddEntry("transaction_id")
    _check_code(fact.number)
    _check_code(fact.kind)
    return (*key, entry.seq, fact.number)


def _changes(totals: Totals) -> list[tuple[_Place, int]]:
    changes = [change for change in zip(_PLAIN, _plain_sums(totals), strict=True) if change[1]]
    changes += [((_TENDER, tender), amount) for tender, amount in totals.tenders.items()]
    changes += [((_ENTITY, entity), amount) for entity, amount in totals.entities.items()]
    return changes


def _check_code(code: str) -> None:
    if len(code) > _LONGEST or "\0" in code:
        raise OddEntry("code")


def _check_amount(amount: int) -> None:
    if not -_MOST <= amount <= _MOST:
        raise OddEntry("amount")
