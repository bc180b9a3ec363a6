"""From facts to the server's rows: the one place that knows what an entry means for its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from sanad_desk.domain.totals import Totals
from sanad_desk.server.database import add_rows
from sanad_desk.server.tables import day_sum, transaction_row
from sanad_desk.wire.entries import CashMoved, Entry, Fact, TenderCorrected, TransactionCompleted
from sanad_desk.wire.postings import postings_of, settled_of

ChainKey = tuple[bytes, bytes, int]  # centre, desk, epoch


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


# Bounds of what is believed. Beyond them one entry could make the database refuse the whole batch.
_MOST = 10**14  # baisa, or milliseconds: the sums of a day stay far below 64 bits
_LONGEST = 64  # characters of a number or code
_ID = 16


class OddEntry(Exception):
    """An entry says what no row can hold."""


@dataclass(slots=True)
class Projected:
    """The rows of some entries of one chain."""

    key: ChainKey
    transactions: list[tuple[Any, ...]] = field(default_factory=list)
    sums: dict[tuple[str, str, str], int] = field(default_factory=dict)  # by business date, measure, code

    def add(self, entry: Entry, fact: Fact) -> None:
        """All the rows of one entry or, with any error, none of them."""
        totals = Totals()
        row: tuple[Any, ...] | None = None
        if isinstance(fact, TransactionCompleted):
            totals = totals.plus(settled_of(fact))
            row = _transaction(self.key, entry, fact, totals)
        elif isinstance(fact, TenderCorrected):
            totals = totals.corrected(fact.wrong, fact.right, fact.amount)
        sums = list(_sums(totals))
        if isinstance(fact, CashMoved):
            sums.append((Measure.MOVEMENT, fact.move, fact.amount))
        sums.extend((Measure.POSTING, posting.account, posting.amount) for posting in postings_of(entry, fact))
        for _, code, amount in sums:
            _check_code(code)
            _check_amount(amount)
        if row is not None:
            self.transactions.append(row)
        for measure, code, amount in sums:
            place = entry.business_date, measure, code
            self.sums[place] = self.sums.get(place, 0) + amount

    def write(self, connection: Connection) -> None:
        """Rows that are new, and sums that are added to those kept; the chain's row must be locked."""
        add_rows(connection, transaction_row, self.transactions)
        if not self.sums:
            return
        centre_id, desk_id, epoch = self.key
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        statement = insert(day_sum)
        kept = statement.on_conflict_do_update(
            index_elements=list(day_sum.primary_key.columns),
            set_={"amount": day_sum.c.amount + statement.excluded.amount},
        )
        rows = [
            (centre_id, business_date, desk_id, epoch, measure, code, amount)
            for (business_date, measure, code), amount in self.sums.items()
        ]
        names = day_sum.columns.keys()
        connection.execute(kept, [dict(zip(names, row, strict=True)) for row in rows])


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


def _transaction(key: ChainKey, entry: Entry, fact: TransactionCompleted, totals: Totals) -> tuple[Any, ...]:
    if len(fact.transaction_id) != _ID:
        raise OddEntry("transaction_id")
    _check_code(fact.number)
    _check_code(fact.kind)
    money = (totals.government, totals.paid_direct, totals.centre, totals.vat)
    more = (totals.account, totals.refund_due, totals.waived)
    when = (entry.business_date, entry.shift_id, entry.at)
    return (*key, entry.seq, fact.transaction_id, fact.number, fact.kind, *when, *money, *more)


def _sums(totals: Totals) -> Iterator[tuple[str, str, int]]:
    plain = {
        Measure.COUNT: totals.count,
        Measure.REVERSALS: totals.reversals,
        Measure.GOVERNMENT: totals.government,
        Measure.PAID_DIRECT: totals.paid_direct,
        Measure.CENTRE: totals.centre,
        Measure.VAT: totals.vat,
        Measure.ACCOUNT: totals.account,
        Measure.REFUND_DUE: totals.refund_due,
        Measure.WAIVED: totals.waived,
    }
    for measure, amount in plain.items():
        if amount:
            yield measure, "", amount
    for tender, amount in totals.tenders.items():
        yield Measure.TENDER, tender, amount
    for entity, amount in totals.entities.items():
        yield Measure.ENTITY, entity, amount


def _check_code(code: str) -> None:
    if len(code) > _LONGEST or "\0" in code:
        raise OddEntry("code")


def _check_amount(amount: int) -> None:
    if not -_MOST <= amount <= _MOST:
        raise OddEntry("amount")
