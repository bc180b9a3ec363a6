"""From facts to rows: the one place that knows what an entry of the journal means for the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Table

from sanad_desk.domain.ledger import Posting, post_float, post_transaction
from sanad_desk.domain.receipt_number import year_and_sequence
from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import Settled
from sanad_desk.store import tables
from sanad_desk.wire import entries
from sanad_desk.wire.entries import Entry, Fact


class RowChange(NamedTuple):
    """A row as it is after the fact, its primary key first; `gone` takes the row of that key away."""

    table: Table
    values: tuple[Any, ...]
    gone: bool = False


# Tables whose rows a later fact may replace; every other row stays as its fact made it.
REPLACED = frozenset({tables.centre, tables.operator_right, tables.centre_price, tables.receipt_counter})


def rows_of(entry: Entry, fact: Fact) -> Iterator[RowChange]:
    """The rows of one entry."""
    rows = _PROJECTIONS.get(entry.kind)
    if rows is not None:
        yield from rows(entry, fact)


def _desk_founded(entry: Entry, fact: entries.DeskFounded) -> Iterator[RowChange]:
    values = (fact.desk_id, fact.centre_id, fact.centre_code, fact.desk_number, fact.epoch, fact.public_key)
    yield RowChange(tables.desk, values)


def _centre_changed(entry: Entry, fact: entries.CentreChanged) -> Iterator[RowChange]:
    yield RowChange(tables.centre, (1, fact.profile))


def _operator_added(entry: Entry, fact: entries.OperatorAdded) -> Iterator[RowChange]:
    yield RowChange(tables.operator_right, (fact.operator_id, ",".join(fact.roles), 1))


def _operator_changed(entry: Entry, fact: entries.OperatorChanged) -> Iterator[RowChange]:
    yield RowChange(tables.operator_right, (fact.operator_id, ",".join(fact.roles), int(fact.active)))


def _price_set(entry: Entry, fact: entries.PriceSet) -> Iterator[RowChange]:
    values = (fact.service_code, fact.action, fact.variant, fact.amount)
    yield RowChange(tables.centre_price, values, gone=fact.amount is None)


def _shift_opened(entry: Entry, fact: entries.ShiftOpened) -> Iterator[RowChange]:
    yield RowChange(tables.shift, (fact.shift_id, entry.operator_id, entry.business_date, entry.at, fact.opening_float))
    yield from _postings(entry, post_float(fact.opening_float, fact.shift_id.hex()))


def _transaction_completed(entry: Entry, fact: entries.TransactionCompleted) -> Iterator[RowChange]:
    settled = settled_of(fact)
    yield _transaction_row(entry, fact, Totals().plus(settled))
    for position, case in enumerate(fact.cases):
        yield RowChange(
            tables.paid_case,
            (fact.transaction_id, position, case.case_id, case.reference, case.service_code)
            + (case.portal_reference, case.portal_outcome, case.delivery, case.expected_date),
        )
    for position, charge in enumerate(fact.charges):
        yield RowChange(
            tables.charge,
            (fact.transaction_id, position, charge.case_position, charge.kind, charge.action, charge.variant)
            + (charge.entity, charge.quantity, charge.amount, int(charge.paid_direct), charge.official, charge.waived),
        )
    for position, payment in enumerate(fact.payments):
        yield RowChange(
            tables.payment,
            (fact.transaction_id, position, payment.tender, payment.amount)
            + (payment.received, payment.change, payment.approval_code),
        )
    yield from _postings(entry, post_transaction(settled, (entry.shift_id or b"").hex()))
    yield RowChange(tables.receipt_counter, year_and_sequence(fact.number))


def _transaction_row(entry: Entry, fact: entries.TransactionCompleted, totals: Totals) -> RowChange:
    who = (entry.shift_id, entry.operator_id, entry.business_date, entry.at)
    customer = (fact.customer_id, fact.representative_id)
    money = (totals.government, totals.paid_direct, totals.centre, totals.vat, totals.total)
    return RowChange(
        tables.transactions, (fact.transaction_id, entry.seq, fact.visit_id, fact.number, *who, *customer, *money)
    )


def _receipt_printed(entry: Entry, fact: entries.ReceiptPrinted) -> Iterator[RowChange]:
    yield RowChange(tables.print_record, (fact.number, fact.copy, entry.at, fact.paper, fact.printer))


def _postings(entry: Entry, postings: tuple[Posting, ...]) -> Iterator[RowChange]:
    for position, posting in enumerate(postings):
        yield RowChange(tables.posting, (entry.seq, position, posting.account, posting.detail, posting.amount))


_PROJECTIONS: dict[str, Callable[[Entry, Any], Iterator[RowChange]]] = {
    "desk_founded": _desk_founded,
    "centre_changed": _centre_changed,
    "operator_added": _operator_added,
    "operator_changed": _operator_changed,
    "price_set": _price_set,
    "shift_opened": _shift_opened,
    "transaction_completed": _transaction_completed,
    "receipt_printed": _receipt_printed,
}


def settled_of(fact: entries.TransactionCompleted) -> Settled:
    """The money of a stored transaction."""
    return Settled(fact.charges, fact.payments)
