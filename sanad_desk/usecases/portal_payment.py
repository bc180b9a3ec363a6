"""What a payment in a portal writes when its state becomes known: the fact, the fee it paid, and the case it moves."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import Move, Standing
from sanad_desk.domain.catalogue import Action, Service
from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.identity import check_reference
from sanad_desk.domain.ledger import GOVERNMENT_FEES_HELD
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.portal_payment_life import (
    PAYMENT_REASONS,
    UNCERTAIN,
    Channel,
    PaymentState,
    case_moves,
)
from sanad_desk.domain.shift import Shift
from sanad_desk.reports.sums import balance_of
from sanad_desk.store.cases import latest_here
from sanad_desk.store.portal_payments import HeldFee, held_fee, is_fee_of
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.store.unsettled_payments import StandingPayment, has_unsure, reserved
from sanad_desk.usecases.approve import check_reason
from sanad_desk.usecases.case_standings import refuse_unsettled
from sanad_desk.usecases.close_day import refuse_closed_today
from sanad_desk.usecases.move_case import MoveInput, write_move
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back, running_shift
from sanad_desk.wire.entries import PortalPaymentRecorded
from sanad_desk.wire.follow_facts import PortalPaymentMoved


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


def moved_payment(
    payment: StandingPayment, state: PaymentState, *, reference: str = "", reason: str = "", approved_by: bytes | None
) -> PortalPaymentMoved:
    """A payment of which something else is known now; the reference stays where no other is given."""
    return PortalPaymentMoved(
        payment_id=payment.payment_id.bytes,
        case_id=payment.case_id.bytes,
        transaction_id=payment.transaction_id.bytes if payment.transaction_id else None,
        case_position=payment.case_position,
        entity=payment.entity,
        state=state,
        before=payment.state,
        amount=payment.amount,
        channel=payment.channel,
        reference=reference or payment.reference,
        asked_at=payment.asked_at,
        reason=reason,
        approved_by=approved_by,
    )


def write_payment(
    desk: OpenDesk,
    unit: UnitOfWork,
    who: SignedIn,
    shift: Shift | None,
    standing: Standing,
    fact: PortalPaymentMoved,
    *,
    unsure_elsewhere: bool = False,
) -> None:
    """Inside the caller's unit of work; `standing` is the latest of the centre, read before it was opened.

    `unsure_elsewhere`: another desk waits for a payment of the same case.

    The ledger: what was deducted and has not got through leaves the card and is claimed from the entity
    (portal_claims); its fee stays held. Confirmed, the claim is gone and the fee is paid; refunded, the card has it
    again. Asked, unknown and failed post nothing, and nothing does where the customer pays with his own money.
    Raises Refused: payment_unsettled(number), fee_not_held(number, available), entity_holds_less(number, available).
    """
    sale = UUID(bytes=fact.transaction_id) if fact.transaction_id else None
    if fact.before in ("", PaymentState.FAILED) and fact.state != PaymentState.FAILED:
        refuse_unsettled([unit.connection], standing, UUID(bytes=fact.payment_id))
    recorded = _recorded(unit.connection, fact)
    append(desk, unit, fact, who, shift)
    if recorded is not None:
        append(desk, unit, recorded, who, shift)  # at once: card_entries knows the two by that
    state, position = PaymentState(fact.state), fact.case_position
    move_case_of_payment(desk, unit, who, shift, standing, state, sale, position, unsure_elsewhere=unsure_elsewhere)


def move_case_of_payment(
    desk: OpenDesk,
    unit: UnitOfWork,
    who: SignedIn,
    shift: Shift | None,
    standing: Standing,
    state: PaymentState,
    sale: UUID | None,
    case_position: int,
    *,
    unsure_elsewhere: bool = False,
) -> None:
    """Right behind the fact that says so; of no `sale` is what a customer pays the entity himself."""
    latest = latest_here(unit.connection, standing)
    is_after_approval = sale is None or is_fee_of(unit.connection, sale, case_position, Action.PAY)
    others_open = unsure_elsewhere or has_unsure(unit.connection, standing.case_id)
    for move in case_moves(latest, state, is_after_approval=is_after_approval, others_open=others_open):
        asked = MoveInput(latest.case_id, move, UNCERTAIN if move is Move.HOLD else "")
        latest = write_move(desk, unit, who, shift, latest, asked)


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
