"""A fee is paid in a portal: what it answered, or that it has not answered yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import Standing
from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import Channel, PaymentState, refuse_senseless
from sanad_desk.store.portal_payments import HeldFee, held_fees_of_case
from sanad_desk.usecases.case_standings import known_standing, refuse_unsettled
from sanad_desk.usecases.open_desk import OpenDesk, new_id
from sanad_desk.usecases.portal_payment import checked_payment_reference, shift_of_payment, write_payment
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre
from sanad_desk.wire.follow_facts import PortalPaymentMoved


@dataclass(frozen=True, slots=True)
class PaymentAsked:
    """What was tried, in baisa. Of a case with several receipts the fee that fits is found, unless one is named."""

    case_id: UUID
    amount: int
    channel: Channel
    state: PaymentState  # one of portal_payment_life.FIRST
    reference: str = ""
    transaction_id: UUID | None = None
    case_position: int = 0


def ask_portal_payment(desk: OpenDesk, who: SignedIn, payment: PaymentAsked) -> UUID:
    """The payment's id. The centre's card pays only what this desk holds for the case, and once.

    Of each case one payment at a time is waited for, whosever money it is and whichever desk asked.

    Raises Refused: payment_makes_no_sense(before, after), payment_unsettled(number), no_fee_held,
    fee_not_held(number, available), entity_holds_less(number, available), receipt_of_other_desk(desk, number),
    clock_went_back; for the centre's card shift_not_open for whoever is no manager, day_closed;
    DomainError: amount_missing, reference_too_long, case_unknown.
    """
    refuse_senseless(None, payment.state)
    with at_field("amount"):
        if not check_baisa(payment.amount):
            raise DomainError("amount_missing")
    reference = checked_payment_reference(payment.reference)
    is_ours = payment.channel is Channel.CENTRE_CARD
    with reading_centre(desk) as centre:
        standing = known_standing(centre, payment.case_id)
        if payment.state is not PaymentState.FAILED:
            refuse_unsettled(centre.connections, standing)
        if is_ours:
            _refuse_fee_of_other_desk(centre, payment.case_id)
    payment_id = new_id()
    with desk.store.unit_of_work() as unit:
        shift = shift_of_payment(desk, unit.connection, who, payment.channel)
        fee = _fee(unit.connection, payment) if is_ours else None
        fact = PortalPaymentMoved(
            payment_id=payment_id.bytes,
            case_id=payment.case_id.bytes,
            transaction_id=fee.transaction_id.bytes if fee else None,
            case_position=fee.case_position if fee else 0,
            entity=fee.entity if fee else _entity(desk, standing),
            state=payment.state,
            before="",
            amount=payment.amount,
            channel=payment.channel,
            reference=reference,
            asked_at=desk.clock.now(),
        )
        write_payment(desk, unit, who, shift, standing, fact)
        unit.commit()
    return payment_id


def _refuse_fee_of_other_desk(centre: WholeCentre, case_id: UUID) -> None:
    if held_fees_of_case(centre.own, case_id):
        return
    for other in centre.others:
        for fee in held_fees_of_case(other.connection, case_id):
            raise Refused("receipt_of_other_desk", desk=other.number, number=fee.number)


def _fee(connection: Connection, payment: PaymentAsked) -> HeldFee:
    fees = held_fees_of_case(connection, payment.case_id)
    if payment.transaction_id is not None:
        named = (payment.transaction_id, payment.case_position)
        fees = [fee for fee in fees if (fee.transaction_id, fee.case_position) == named]
    if not fees:
        raise Refused("no_fee_held")
    return _that_fits(fees, payment.amount)


def _that_fits(fees: Sequence[HeldFee], amount: int) -> HeldFee:
    """The newest that is exactly so much, else the newest that holds enough, else the largest."""
    exact = [fee for fee in fees if fee.held == amount]
    enough = [fee for fee in fees if fee.held >= amount]
    return [*sorted(fees, key=lambda fee: fee.held), *enough, *exact][-1]


def _entity(desk: OpenDesk, standing: Standing) -> str:
    service = desk.catalogue.services.get(standing.service_code)
    return standing.entity or (service.entity if service else "")
