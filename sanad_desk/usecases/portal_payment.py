"""What a payment in a portal writes when its state becomes known: the fact, the fee it paid, and the case it moves."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import Move, Standing
from sanad_desk.domain.catalogue import Service
from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.identity import check_reference
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import (
    PAYMENT_REASONS,
    RESERVES,
    UNCERTAIN,
    UNSETTLED,
    Channel,
    PaymentState,
    case_moves,
)
from sanad_desk.domain.shift import Shift
from sanad_desk.store.cases import standing_of
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.store.unsettled_payments import StandingPayment, payments_of_case
from sanad_desk.usecases.approve import check_reason
from sanad_desk.usecases.move_case import MoveInput, write_move
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back, running_shift
from sanad_desk.usecases.record_portal_payment import payable_fee, shift_of_card
from sanad_desk.wire.entries import PortalPaymentRecorded
from sanad_desk.wire.follow_facts import PortalPaymentMoved


def shift_of_payment(desk: OpenDesk, connection: Connection, who: SignedIn, channel: str) -> Shift | None:
    """A customer's own money needs no shift; raises Refused as shift_of_card for the centre's."""
    if channel == Channel.CENTRE_CARD:
        return shift_of_card(desk, connection, who)
    refuse_clock_gone_back(desk, connection)
    return running_shift(desk, connection, who.operator_id)


def checked_payment_reference(reference: str) -> str:
    """Raises DomainError: reference_too_long."""
    with at_field("reference"):
        return check_reference(reference).value if reference.strip() else ""


def checked_payment_reason(service: Service | None, reason: str) -> str:
    """A listed one, or free words where the service is not sensitive.

    Raises DomainError: reason_must_be_listed, reason_holds_number.
    """
    if not reason.strip() or reason in PAYMENT_REASONS:
        return reason.strip()
    if service is None or service.sensitive:
        raise DomainError("reason_must_be_listed", field="reason")
    return check_reason(reason)


def write_payment(
    desk: OpenDesk, unit: UnitOfWork, who: SignedIn, shift: Shift | None, standing: Standing, fact: PortalPaymentMoved
) -> None:
    """Inside the caller's unit of work; `standing` is the latest of the centre, read before it was opened.

    The ledger: what was deducted and has not got through leaves the card and is claimed from the entity
    (portal_claims); its fee stays held. Confirmed, the claim is gone and the fee is paid; refunded, the card has it
    again. Asked, unknown and failed post nothing, and nothing does where the customer pays with his own money.
    Raises Refused: payment_unsettled(number), fee_not_held(number, available), entity_holds_less(number, available).
    """
    others = payments_of_case(unit.connection, standing.case_id)
    others = [payment for payment in others if payment.payment_id.bytes != fact.payment_id]
    if fact.before in ("", PaymentState.FAILED) and fact.state != PaymentState.FAILED:
        _refuse_second(standing, fact, others)
    recorded = _recorded(unit.connection, fact)
    append(desk, unit, fact, who, shift)
    if recorded is not None:
        append(desk, unit, recorded, who, shift)  # at once: card_entries knows the two by that
    own = standing_of(unit.connection, standing.case_id)
    latest = own if own is not None and own.turn > standing.turn else standing
    others_open = any(payment.state in UNSETTLED for payment in others)
    for move in case_moves(latest, PaymentState(fact.state), others_open=others_open):
        asked = MoveInput(latest.case_id, move, UNCERTAIN if move is Move.HOLD else "")
        latest = write_move(desk, unit, who, shift, latest, asked)


def _refuse_second(standing: Standing, fact: PortalPaymentMoved, others: Iterable[StandingPayment]) -> None:
    """Nothing is paid again while nobody knows what became of the first time, whosever money it is."""
    what = (fact.transaction_id, fact.case_position)
    for other in others:
        sale = other.transaction_id.bytes if other.transaction_id else None
        if other.state in RESERVES and (sale, other.case_position) == what:
            raise Refused("payment_unsettled", number=standing.reference)


def _recorded(connection: Connection, fact: PortalPaymentMoved) -> PortalPaymentRecorded | None:
    """What is written besides once the card has paid a fee that is held.

    A statement may tell later of a fee that is not held any more: what was deducted for it is claimed all the same.
    """
    is_paid = fact.state == PaymentState.CONFIRMED
    if fact.transaction_id is None or not (is_paid or not fact.before):
        return None
    sale = UUID(bytes=fact.transaction_id)
    payable_fee(connection, sale, fact.case_position, fact.amount, UUID(bytes=fact.payment_id))
    what = (fact.transaction_id, fact.case_position, fact.entity, fact.amount, fact.reference)
    approval = (fact.approved_by, fact.reason) if fact.approved_by else (None, "")
    return PortalPaymentRecorded(*what, *approval) if is_paid else None
