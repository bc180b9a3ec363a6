"""Government fees that wait for the portal, and writing down that the centre's card has paid them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.ledger import GOVERNMENT_FEES_HELD, PORTAL_CARD
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import RESERVES, PaymentState
from sanad_desk.domain.shift import Shift
from sanad_desk.reports.sums import balance_of, balances_of
from sanad_desk.store import customers
from sanad_desk.store.portal_payments import HeldFee, held_fee, held_fees
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.store.unsettled_payments import payments_of_sale, unsettled
from sanad_desk.usecases.case_standings import known_standing, refuse_unsettled
from sanad_desk.usecases.open_desk import OpenDesk, append
from sanad_desk.usecases.portal_payment import (
    checked_payment_reference,
    move_case_of_payment,
    payable_fee,
    shift_of_card,
)
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_desk.wire.entries import PortalPaymentRecorded


@dataclass(frozen=True, slots=True)
class FeeToPay:
    """A fee that the centre still holds, in baisa; `is_done` says that its step in the portal was ticked off.

    `tried` is what became of the last payment of it, if there was one: it came to nothing, and asks for a second look.
    `is_unsure`: another payment of its case is not settled, perhaps of another receipt or at another desk.
    """

    transaction_id: UUID
    case_id: UUID
    case_position: int
    number: str
    business_date: date
    reference: str
    portal_reference: str
    entity: Words
    service: Words
    customer: Words
    masked: str
    held: int
    is_done: bool
    tried: PaymentState | None = None
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class PortalPaymentInput:
    """What the clerk paid in a portal; the reference is the portal's or the bank's, if there is one."""

    transaction_id: UUID
    case_position: int
    amount: int
    reference: str = ""


def fees_to_pay(desk: OpenDesk, who: SignedIn, first_date: date, last_date: date) -> list[FeeToPay]:
    """Of the sales of these business dates, oldest first.

    What was handed to an entity in one sum names no fee: it counts for the oldest, and those are not offered any more.
    Nor is what a portal may have taken already.
    """
    with reading_centre(desk) as centre:
        connection = centre.own
        unsure = {payment.case_id for at in centre.connections for payment in unsettled(at)}
        whole = balances_of(connection, GOVERNMENT_FEES_HELD)
        held = held_fees(connection, first_date, date.max)
        waiting = {(p.transaction_id, p.case_position) for p in unsettled(connection) if p.state in RESERVES}
        fees = [
            fee
            for fee in _still_there(held, whole)
            if fee.business_date <= last_date and (fee.transaction_id, fee.case_position) not in waiting
        ][::-1]
        tried = {fee: _tried(connection, fee) for fee in fees}
        named = {fee.customer_id for fee in fees if fee.customer_id}
        people = {customer_id: customers.load(connection, customer_id) for customer_id in named}
    found = (
        _fee_to_pay(desk, fee, people.get(fee.customer_id) if fee.customer_id else None, tried[fee]) for fee in fees
    )
    return [replace(fee, is_unsure=fee.case_id in unsure) for fee in found]


def card_balance(desk: OpenDesk) -> int:
    """What the centre's card ought to hold now, in baisa; below zero a top-up was not written down."""
    with desk.store.reading() as connection:
        return balance_of(connection, PORTAL_CARD)


def record_portal_payments(desk: OpenDesk, who: SignedIn, payments: Sequence[PortalPaymentInput]) -> int:
    """All or none, with what they make of their cases; gives back what the card ought to hold then, in baisa.

    Raises DomainError: fees_not_chosen, amount_missing, reference_too_long; Refused: fee_not_held(number, available),
    entity_holds_less(number, available), payment_unsettled(number), and as shift_of_card.
    """
    if not payments:
        raise DomainError("fees_not_chosen")
    standings = _standings(desk, payments)
    with desk.store.unit_of_work() as unit:
        shift = shift_of_card(desk, unit.connection, who)
        for payment in payments:
            _record(desk, unit, who, shift, payment, standings)
        balance = balance_of(unit.connection, PORTAL_CARD)
        unit.commit()
    return balance


def _still_there(fees: Sequence[HeldFee], whole: Mapping[str, int]) -> Iterator[HeldFee]:
    """Newest first; `whole` is what the ledger says of each entity."""
    left = {entity: -amount for entity, amount in whole.items()}
    for fee in reversed(fees):
        there = min(fee.held, left.get(fee.entity, 0))
        if there > 0:
            left[fee.entity] -= there
            yield replace(fee, held=there)


def _standings(desk: OpenDesk, payments: Sequence[PortalPaymentInput]) -> dict[UUID, Standing]:
    """How the cases stand in the whole centre whose fees are held: another desk may have gone on with them.

    Raises Refused: payment_unsettled(number).
    """
    with reading_centre(desk) as centre:
        held = (held_fee(centre.own, payment.transaction_id, payment.case_position) for payment in payments)
        standings = {fee.case_id: known_standing(centre, fee.case_id) for fee in held if fee is not None}
        for standing in standings.values():
            refuse_unsettled(centre.connections, standing)
        return standings


def _record(
    desk: OpenDesk,
    unit: UnitOfWork,
    who: SignedIn,
    shift: Shift | None,
    payment: PortalPaymentInput,
    standings: Mapping[UUID, Standing],
) -> None:
    if not check_baisa(payment.amount):
        raise DomainError("amount_missing", field="amount")
    reference = checked_payment_reference(payment.reference)
    sale, position = payment.transaction_id, payment.case_position
    fee = payable_fee(unit.connection, sale, position, payment.amount)
    refuse_unsettled([unit.connection], standings[fee.case_id])
    append(desk, unit, PortalPaymentRecorded(sale.bytes, position, fee.entity, payment.amount, reference), who, shift)
    move_case_of_payment(desk, unit, who, shift, standings[fee.case_id], PaymentState.CONFIRMED, sale, position)


def _tried(connection: Connection, fee: HeldFee) -> PaymentState | None:
    payments = payments_of_sale(connection, fee.transaction_id)
    return next((each.state for each in reversed(payments) if each.case_position == fee.case_position), None)


def _fee_to_pay(desk: OpenDesk, fee: HeldFee, customer: Customer | None, tried: PaymentState | None) -> FeeToPay:
    entity = desk.catalogue.entities.get(fee.entity)
    return FeeToPay(
        transaction_id=fee.transaction_id,
        case_id=fee.case_id,
        case_position=fee.case_position,
        number=fee.number,
        business_date=fee.business_date,
        reference=fee.reference,
        portal_reference=fee.portal_reference,
        entity=entity.name if entity else Words(fee.entity, fee.entity),
        service=desk.catalogue.service(fee.service_code).name,
        customer=customer.name if customer else NO_WORDS,
        masked=customer.masked if customer else "",
        held=fee.held,
        is_done=fee.portal_outcome == "done",
        tried=tried,
    )
