"""Government fees that wait for the portal, and writing down that the centre's card has paid them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.identity import check_reference
from sanad_desk.domain.ledger import GOVERNMENT_FEES_HELD, PORTAL_CARD
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.portal_payment_life import RESERVES, PaymentState
from sanad_desk.domain.shift import Shift
from sanad_desk.reports.sums import balance_of, balances_of
from sanad_desk.store import customers
from sanad_desk.store.portal_payments import HeldFee, held_fee, held_fees
from sanad_desk.store.reversals import number_of
from sanad_desk.store.unsettled_payments import payments_of_sale, reserved, unsettled
from sanad_desk.usecases.close_day import refuse_closed_today
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back, running_shift
from sanad_desk.wire.entries import PortalPaymentRecorded


@dataclass(frozen=True, slots=True)
class FeeToPay:
    """A fee that the centre still holds, in baisa; `is_done` says that its step in the portal was ticked off.

    `tried` is what became of the last payment of it, if there was one: it came to nothing, and asks for a second look.
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
    with desk.store.reading() as connection:
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
    return [
        _fee_to_pay(desk, fee, people.get(fee.customer_id) if fee.customer_id else None, tried[fee]) for fee in fees
    ]


def card_balance(desk: OpenDesk) -> int:
    """What the centre's card ought to hold now, in baisa; below zero a top-up was not written down."""
    with desk.store.reading() as connection:
        return balance_of(connection, PORTAL_CARD)


def record_portal_payments(desk: OpenDesk, who: SignedIn, payments: Sequence[PortalPaymentInput]) -> int:
    """All or none; gives back what the card ought to hold then, in baisa.

    Raises DomainError: fees_not_chosen, amount_missing, reference_too_long; Refused: fee_not_held(number, available),
    entity_holds_less(number, available), payment_unsettled(number), and as shift_of_card.
    """
    if not payments:
        raise DomainError("fees_not_chosen")
    with desk.store.unit_of_work() as unit:
        shift = shift_of_card(desk, unit.connection, who)
        for payment in payments:
            append(desk, unit, _fact(unit.connection, payment), who, shift)
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


def shift_of_card(desk: OpenDesk, connection: Connection, who: SignedIn) -> Shift | None:
    """The shift that what the card pays counts to; a manager needs none.

    Raises Refused: shift_not_open for whoever is no manager, day_closed, clock_went_back.
    """
    refuse_clock_gone_back(desk, connection)
    shift = running_shift(desk, connection, who.operator_id)
    if shift is None:
        if Role.MANAGER not in who.roles:
            raise Refused("shift_not_open")
        refuse_closed_today(desk, connection)
    return shift


def payable_fee(
    connection: Connection, transaction_id: UUID, case_position: int, amount: int, payment_id: UUID | None = None
) -> HeldFee:
    """The payment itself, if it has an id, stands in nobody's way.

    Raises Refused: fee_not_held(number, available), entity_holds_less(number, available).
    """
    fee = held_fee(connection, transaction_id, case_position)
    if fee is None or amount > fee.held:
        raise Refused("fee_not_held", number=fee.number if fee else "", available=fee.held if fee else 0)
    # What was handed to the entity in one sum names no fee, and is gone all the same.
    whole = -balance_of(connection, GOVERNMENT_FEES_HELD, fee.entity) - reserved(connection, fee.entity, payment_id)
    if amount > whole:
        raise Refused("entity_holds_less", number=fee.number, available=max(whole, 0))
    return fee


def refuse_unsettled(connection: Connection, transaction_id: UUID, case_position: int) -> None:
    """Nothing is paid again while nobody knows of the first time; raises Refused: payment_unsettled(number)."""
    for payment in payments_of_sale(connection, transaction_id):
        if payment.case_position == case_position and payment.state in RESERVES:
            raise Refused("payment_unsettled", number=number_of(connection, transaction_id.bytes))


def _fact(connection: Connection, payment: PortalPaymentInput) -> PortalPaymentRecorded:
    if not check_baisa(payment.amount):
        raise DomainError("amount_missing", field="amount")
    reference = check_reference(payment.reference).value if payment.reference.strip() else ""
    refuse_unsettled(connection, payment.transaction_id, payment.case_position)
    fee = payable_fee(connection, payment.transaction_id, payment.case_position, payment.amount)
    key, position = payment.transaction_id.bytes, payment.case_position
    return PortalPaymentRecorded(key, position, fee.entity, payment.amount, reference)


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
