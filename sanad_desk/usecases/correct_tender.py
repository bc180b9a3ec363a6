"""Correcting how a payment was booked, while its drawer is neither counted nor closed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.ledger import DRAWER
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Tender, TenderInput, check_tender
from sanad_desk.reports.sums import balance_of
from sanad_desk.store import shifts
from sanad_desk.store.reversals import Original, load_original
from sanad_desk.usecases.approve import Approval, must_be_second
from sanad_desk.usecases.count_drawer import shift_to_close
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back
from sanad_desk.usecases.reverse_transaction import checked_reason
from sanad_desk.usecases.whole_centre import refuse_other_desk
from sanad_desk.wire.entries import TenderCorrected

# A debt or a deposit belongs to a customer's account: it is made there, never by a correction.
CORRECT_INTO = (Tender.CASH, Tender.CARD, Tender.TRANSFER)


def correct_tender(
    desk: OpenDesk,
    who: SignedIn,
    number: str,
    wrong: Tender,
    right: Tender,
    amount: int,
    approval_code: str,
    approval: Approval,
) -> None:
    """`amount` of what was booked to `wrong` came by `right`; in the shift that took it, one's own or for a manager.

    Raises Refused: receipt_of_other_desk(desk), shift_closed, shift_counted, tender_not_correctable, drawer_too_low,
    approver_is_requester; DomainError: tender_same, amount_missing, correction_over(available), approval_code_missing,
    reason_must_be_listed; AuthError.
    """
    _check(wrong, right, amount, approval_code)
    wanted = str(parse_receipt_number(number))
    refuse_other_desk(desk, wanted)
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        original = load_original(unit.connection, wanted)
        shift = _open_shift_of(unit.connection, who, original)
        must_be_second(unit.connection, who, approval)
        reason = checked_reason(desk, original, approval.reason)
        available = max(0, correctable(original, wrong))
        if amount > available:
            raise DomainError("correction_over", available=available, field="amount")
        if wrong is Tender.CASH and balance_of(unit.connection, DRAWER, shift.id.hex) < amount:
            raise Refused("drawer_too_low")
        sold = original.fact
        fact = TenderCorrected(
            sold.transaction_id,
            sold.number,
            original.payment_rows,
            wrong.value,
            right.value,
            amount,
            only_digits(approval_code).upper(),
            sold.customer_id,
            reason,
            approval.manager.operator_id.bytes,
        )
        append(desk, unit, fact, who, shift)
        unit.commit()


def correctable(original: Original, wrong: str) -> int:
    """Cash that a reversal gave back did leave the drawer; what went back to a card had come by it."""
    return (original.received if wrong == Tender.CASH else original.left).get(wrong, 0)


def _check(wrong: Tender, right: Tender, amount: int, approval_code: str) -> None:
    if right not in CORRECT_INTO:
        raise Refused("tender_not_correctable")
    if wrong is right:
        raise DomainError("tender_same")
    with at_field("amount"):
        if not check_baisa(amount):
            raise DomainError("amount_missing")
    check_tender(TenderInput(right, amount, approval_code))


def _open_shift_of(connection: Connection, who: SignedIn, original: Original) -> Shift:
    shift = shift_to_close(connection, who, UUID(bytes=original.entry.shift_id or b""))
    if shifts.count_of(connection, shift.id) is not None:
        raise Refused("shift_counted")
    return shift
