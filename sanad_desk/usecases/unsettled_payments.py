"""Payments in portals of which somebody must find out what became of them, of all desks: oldest and dearest first."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import customers
from sanad_desk.store.unsettled_payments import StandingPayment, unsettled
from sanad_desk.usecases.case_standings import latest_standing
from sanad_desk.usecases.day_view import entity_name, service_name
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre


@dataclass(frozen=True, slots=True)
class UnsettledPayment:
    """`reference` is the case's, `portal_reference` the payment's; `amount` in baisa, `asked_at` milliseconds UTC."""

    payment_id: UUID
    case_id: UUID
    reference: str
    entity: Words
    service: Words
    customer: Words
    masked: str
    state: PaymentState
    amount: int
    channel: Channel
    portal_reference: str
    asked_at: int
    age_days: int
    desk_number: int  # 0 for this one, which alone can settle its own


def unsettled_payments(desk: OpenDesk, who: SignedIn) -> list[UnsettledPayment]:
    """By the day on which they were asked, the dearest of a day first."""
    with reading_centre(desk) as centre:
        found = [
            _payment(desk, centre, payment, 0 if connection is centre.own else number)
            for number, connection in centre.numbered
            for payment in unsettled(connection)
        ]
    return sorted(found, key=lambda payment: (-payment.age_days, -payment.amount, payment.asked_at))


def _payment(desk: OpenDesk, centre: WholeCentre, payment: StandingPayment, desk_number: int) -> UnsettledPayment:
    standing = latest_standing(centre, payment.case_id)
    whose = standing.customer_id if standing else None
    customer = customers.load(centre.own, whose) if whose else None
    days = business_date_at(desk.clock.now()) - business_date_at(payment.asked_at)
    return UnsettledPayment(
        payment_id=payment.payment_id,
        case_id=payment.case_id,
        reference=standing.reference if standing else "",
        entity=entity_name(desk, payment.entity),
        service=service_name(desk, standing.service_code) if standing else NO_WORDS,
        customer=customer.name if customer else NO_WORDS,
        masked=customer.masked if customer else "",
        state=payment.state,
        amount=payment.amount,
        channel=payment.channel,
        portal_reference=payment.reference,
        asked_at=payment.asked_at,
        age_days=max(0, days.days),
        desk_number=desk_number,
    )
