"""Taking a wrong recording of a portal fee back, on the day it was made and with a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from sanad_desk.domain.case_life import CaseState, Move, Standing, after_taken_back
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import PaymentState
from sanad_desk.domain.shift import Shift, business_date_at
from sanad_desk.store.cases import latest_here, standing_fact
from sanad_desk.store.portal_payments import (
    RecordedPayment,
    case_recorded,
    has_paid_case,
    left_to_take_back,
    payments_of,
)
from sanad_desk.store.unsettled_payments import payment_recorded
from sanad_desk.usecases.approve import Approval, as_recorded, must_be_second
from sanad_desk.usecases.case_standings import latest_standing
from sanad_desk.usecases.open_desk import OpenDesk, append, running_shift
from sanad_desk.usecases.portal_payment import moved_payment, shift_of_card
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_desk.wire.entries import PortalPaymentRecorded
from sanad_desk.wire.follow_facts import CaseMoved


@dataclass(frozen=True, slots=True)
class PaidFee:
    """A fee that was recorded as paid, in baisa; `seq` of the journal."""

    seq: int
    paid_at: int
    number: str
    entity: Words
    amount: int
    reference: str


def fees_paid_today(desk: OpenDesk, who: SignedIn) -> list[PaidFee]:
    """Whoever recorded them, the newest first; what was taken back is not among them."""
    with desk.store.reading() as connection:
        shift = running_shift(desk, connection, who.operator_id)
        payments = payments_of(connection, _business_date(desk, shift))
    return [_paid_fee(desk, payment) for payment in reversed(payments)]


def take_back_portal_payment(desk: OpenDesk, who: SignedIn, seq: int, approval: Approval) -> None:
    """The fee is held again, the card holds its amount, and a payment that was confirmed by it has failed.

    A case that the recording had paid, and that stands there yet, is to be paid in the portal again: ready, as if its
    payment had been put off. One that has gone on, or was paid by other means, stays where it is.
    Raises Refused: portal_payment_gone, portal_payment_claimed(number) where a reversal since then claims it from the
    entity, approver_is_requester, and as shift_of_card; AuthError.
    """
    with reading_centre(desk) as centre:
        case_id = case_recorded(centre.own, seq)
        standing = latest_standing(centre, case_id) if case_id else None
    with desk.store.unit_of_work() as unit:
        must_be_second(unit.connection, who, approval)
        shift = shift_of_card(desk, unit.connection, who)
        payment = _payment(unit.connection, _business_date(desk, shift), seq)
        key, reference = payment.transaction_id.bytes, payment.reference
        approved_by, reason = as_recorded(approval)
        confirmed = payment_recorded(unit.connection, seq)
        if confirmed is not None:
            failed = moved_payment(confirmed, PaymentState.FAILED, reason=reason, approved_by=approved_by)
            append(desk, unit, failed, who, shift)
        what = (key, payment.case_position, payment.entity, -payment.amount, reference)
        append(desk, unit, PortalPaymentRecorded(*what, approved_by, reason), who, shift)
        unpaid = _unpaid(desk, unit.connection, standing, payment)
        if unpaid is not None:
            fact = CaseMoved(Move.TAKE_BACK, standing_fact(unpaid), approved_by=approved_by)
            append(desk, unit, fact, who, shift)
        unit.commit()


def _unpaid(
    desk: OpenDesk, connection: Connection, standing: Standing | None, payment: RecordedPayment
) -> Standing | None:
    """None where the case stays as it is."""
    latest = latest_here(connection, standing) if standing else None
    if latest is None or latest.uninterrupted is not CaseState.PAID:
        return None
    is_its_work = has_paid_case(connection, latest.case_id, payment)
    return after_taken_back(latest, desk.clock.now()) if is_its_work else None


def _business_date(desk: OpenDesk, shift: Shift | None) -> date:
    return shift.business_date if shift else business_date_at(desk.clock.now())


def _payment(connection: Connection, today: date, seq: int) -> RecordedPayment:
    payment = next((payment for payment in payments_of(connection, today) if payment.seq == seq), None)
    if payment is None:
        raise Refused("portal_payment_gone")
    if payment.amount > left_to_take_back(connection, payment.transaction_id, payment.case_position):
        raise Refused("portal_payment_claimed", number=payment.number)
    return payment


def _paid_fee(desk: OpenDesk, payment: RecordedPayment) -> PaidFee:
    entity = desk.catalogue.entities.get(payment.entity)
    name = entity.name if entity else Words(payment.entity, payment.entity)
    return PaidFee(payment.seq, payment.paid_at, payment.number, name, payment.amount, payment.reference)
