"""From facts to rows: the one place that knows what an entry of the journal means for the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sanad_desk.domain.receipt_number import counted
from sanad_desk.domain.totals import Totals
from sanad_desk.store import follow_tables, tables
from sanad_desk.store.follow_projection import FOLLOW_PROJECTIONS, standing_after
from sanad_desk.store.posting_rows import posting_rows
from sanad_desk.store.row_change import RowChange
from sanad_desk.wire import entries
from sanad_desk.wire.entries import Entry
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.postings import settled_of

# Tables whose rows a later fact may replace; every other row stays as its fact made it.
REPLACED = frozenset(
    {
        tables.desk,
        tables.centre,
        tables.operator_right,
        tables.centre_price,
        tables.receipt_counter,
        tables.open_shift,
        tables.shift_count,
        tables.credit_account,
        tables.day_closing,
        follow_tables.case_standing,
        follow_tables.portal_payment_standing,
        follow_tables.outage,
    }
)
KEPT_SUMS = frozenset({tables.balance})


def rows_of(entry: Entry, fact: Fact) -> Iterator[RowChange]:
    """The rows of one entry."""
    rows = _PROJECTIONS.get(entry.kind)
    if rows is not None:
        yield from rows(entry, fact)


def _desk_founded(entry: Entry, fact: entries.DeskFounded) -> Iterator[RowChange]:
    values = (fact.desk_id, fact.centre_id, fact.centre_code, fact.desk_number, fact.epoch, fact.public_key)
    yield RowChange(tables.desk, (*values, 0, None, None))
    yield RowChange(tables.desk_epoch, (entry.seq, fact.epoch, fact.desk_number, fact.public_key, "founded"))


def _desk_enrolled(entry: Entry, fact: entries.DeskEnrolled) -> Iterator[RowChange]:
    values = (fact.desk_id, fact.centre_id, fact.centre_code, fact.desk_number, fact.epoch, fact.public_key)
    yield RowChange(tables.desk, (*values, fact.spare_number, fact.server_id, fact.server_key))
    yield RowChange(tables.desk_epoch, (entry.seq, fact.epoch, fact.desk_number, fact.public_key, fact.reason))


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
    opened = (entry.operator_id, entry.business_date, entry.at, fact.opening_float, entry.seq, fact.handed_from)
    yield RowChange(tables.shift, (fact.shift_id, *opened))
    yield RowChange(tables.open_shift, (fact.shift_id, entry.operator_id))
    yield from _pieces(entry, fact.pieces)
    yield from posting_rows(entry, fact)


def _drawer_counted(entry: Entry, fact: entries.DrawerCounted) -> Iterator[RowChange]:
    count = (fact.counted, fact.expected, fact.terminal_total)
    yield RowChange(tables.shift_count, (fact.shift_id, entry.seq, entry.at, entry.operator_id, *count))
    yield from _pieces(entry, fact.pieces)


def _shift_closed(entry: Entry, fact: entries.ShiftClosed) -> Iterator[RowChange]:
    who = (entry.at, entry.operator_id, entry.business_date)
    variance = (fact.expected, fact.counted, fact.reason, fact.approved_by, int(fact.approve_later))
    values = (fact.shift_id, entry.seq, fact.z_number, *who, *variance, fact.handed_to)
    yield RowChange(tables.shift_closing, values)
    yield RowChange(tables.open_shift, (fact.shift_id, entry.operator_id), gone=True)
    yield from posting_rows(entry, fact)


def _variance_approved(entry: Entry, fact: entries.VarianceApproved) -> Iterator[RowChange]:
    yield RowChange(tables.variance_approval, (fact.shift_id, entry.at, entry.operator_id, fact.reason))


def _cash_moved(entry: Entry, fact: entries.CashMoved) -> Iterator[RowChange]:
    what = (fact.move, fact.source, fact.amount, fact.entity, fact.reason, fact.slip, fact.approved_by)
    yield RowChange(tables.cash_movement, (entry.seq, *what, *_when(entry)))
    yield from posting_rows(entry, fact)


def _portal_payment_recorded(entry: Entry, fact: entries.PortalPaymentRecorded) -> Iterator[RowChange]:
    what = (fact.transaction_id, fact.case_position, fact.entity, fact.amount, fact.reference)
    yield RowChange(tables.portal_payment, (entry.seq, *what, *_when(entry)))
    yield from posting_rows(entry, fact)


def _tender_corrected(entry: Entry, fact: entries.TenderCorrected) -> Iterator[RowChange]:
    what = (fact.transaction_id, fact.number, fact.wrong, fact.right, fact.amount, fact.reason, fact.approved_by)
    yield RowChange(tables.tender_correction, (entry.seq, *what, *_when(entry)))
    changes = ((fact.wrong, -fact.amount, ""), (fact.right, fact.amount, fact.approval_code))
    for place, (tender, amount, code) in enumerate(changes):
        values = (fact.transaction_id, fact.position + place, tender, amount, amount, 0, code)
        yield RowChange(tables.payment, values)
    yield from posting_rows(entry, fact)


def _account_changed(entry: Entry, fact: entries.AccountChanged) -> Iterator[RowChange]:
    yield RowChange(tables.credit_account, (fact.customer_id, fact.credit_limit, int(fact.active)))


def _day_closed(entry: Entry, fact: entries.DayClosed) -> Iterator[RowChange]:
    yield RowChange(tables.day_closing, (fact.closed_date, entry.seq, entry.at, entry.operator_id))


def _day_reopened(entry: Entry, fact: entries.DayReopened) -> Iterator[RowChange]:
    yield RowChange(tables.day_closing, (fact.reopened_date, entry.seq, entry.at, entry.operator_id), gone=True)


def _transaction_completed(entry: Entry, fact: entries.TransactionCompleted) -> Iterator[RowChange]:
    yield _transaction_row(entry, fact, Totals().plus(settled_of(fact)))
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
            + (charge.entity, charge.quantity, charge.amount, int(charge.paid_direct), charge.official, charge.waived)
            + (charge.refund_due,),
        )
    for position, payment in enumerate(fact.payments):
        yield RowChange(
            tables.payment,
            (fact.transaction_id, position, payment.tender, payment.amount)
            + (payment.received, payment.change, payment.approval_code),
        )
    yield from standing_after(entry, fact)
    if fact.original_id is not None:
        for position in fact.reversed:
            yield RowChange(tables.reversed_charge, (fact.original_id, position, fact.transaction_id))
    yield from posting_rows(entry, fact)
    yield RowChange(tables.receipt_counter, counted(fact.number))


def _transaction_row(entry: Entry, fact: entries.TransactionCompleted, totals: Totals) -> RowChange:
    who = (entry.shift_id, entry.operator_id, entry.business_date, entry.at)
    customer = (fact.customer_id, fact.representative_id)
    money = (totals.government, totals.paid_direct, totals.centre, totals.vat, totals.total)
    seconds = sum(row.seconds for case in fact.cases for row in case.rows)
    more = (fact.kind, fact.original_id, totals.account, totals.refund_due, seconds, fact.reason, fact.approved_by)
    return RowChange(
        tables.transactions,
        (fact.transaction_id, entry.seq, fact.visit_id, fact.number, *who, *customer, *money, *more),
    )


def _receipt_printed(entry: Entry, fact: entries.ReceiptPrinted) -> Iterator[RowChange]:
    yield RowChange(tables.print_record, (fact.number, fact.copy, entry.at, fact.paper, fact.printer))


def _when(entry: Entry) -> tuple[Any, ...]:
    return (entry.shift_id, entry.operator_id, entry.business_date, entry.at)


def _pieces(entry: Entry, pieces: tuple[tuple[int, int], ...]) -> Iterator[RowChange]:
    for denomination, count in pieces:
        yield RowChange(tables.cash_count, (entry.seq, denomination, count))


_PROJECTIONS: dict[str, Callable[[Entry, Any], Iterator[RowChange]]] = {
    "desk_founded": _desk_founded,
    "desk_enrolled": _desk_enrolled,
    "centre_changed": _centre_changed,
    "operator_added": _operator_added,
    "operator_changed": _operator_changed,
    "price_set": _price_set,
    "shift_opened": _shift_opened,
    "drawer_counted": _drawer_counted,
    "shift_closed": _shift_closed,
    "variance_approved": _variance_approved,
    "cash_moved": _cash_moved,
    "portal_payment_recorded": _portal_payment_recorded,
    "tender_corrected": _tender_corrected,
    "account_changed": _account_changed,
    "day_closed": _day_closed,
    "day_reopened": _day_reopened,
    "transaction_completed": _transaction_completed,
    "receipt_printed": _receipt_printed,
    **FOLLOW_PROJECTIONS,
}
