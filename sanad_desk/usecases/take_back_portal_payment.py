"""Taking a wrong recording of a portal fee back, on the day it was made and with a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift, business_date_at
from sanad_desk.store.portal_payments import RecordedPayment, left_to_take_back, payments_of
from sanad_desk.usecases.approve import Approval, as_recorded, must_be_second
from sanad_desk.usecases.open_desk import OpenDesk, append, running_shift
from sanad_desk.usecases.record_portal_payment import shift_of_card
from sanad_desk.wire.entries import PortalPaymentRecorded


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
    """The fee is held again, and the card holds its amount.

    Raises Refused: portal_payment_gone, portal_payment_claimed(number) where a reversal since then claims it from the
    entity, approver_is_requester, and as shift_of_card; AuthError.
    """
    with desk.store.unit_of_work() as unit:
        must_be_second(unit.connection, who, approval)
        shift = shift_of_card(desk, unit.connection, who)
        payment = _payment(unit.connection, _business_date(desk, shift), seq)
        key, reference = payment.transaction_id.bytes, payment.reference
        what = (key, payment.case_position, payment.entity, -payment.amount, reference)
        append(desk, unit, PortalPaymentRecorded(*what, *as_recorded(approval)), who, shift)
        unit.commit()


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
