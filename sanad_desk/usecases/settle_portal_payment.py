"""What became of a payment in a portal, once it is known: said by the desk that asked it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.errors import AuthError, DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.portal_payment_life import FOR_MANAGERS, PaymentState, refuse_senseless
from sanad_desk.store.unsettled_payments import StandingPayment, has_unsure, payment_standing
from sanad_desk.usecases.approve import Approval, as_recorded, must_be_second
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.portal_payment import (
    checked_payment_reason,
    checked_payment_reference,
    moved_payment,
    shift_of_payment,
    write_payment,
)
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre


def settle_portal_payment(
    desk: OpenDesk,
    who: SignedIn,
    payment_id: UUID,
    state: PaymentState,
    *,
    reference: str = "",
    reason: str = "",
    approval: Approval | None = None,
) -> None:
    """What was taken for failed needs a manager to be something else.

    Raises Refused: payment_makes_no_sense(before, after), payment_of_other_desk(desk), payment_unsettled(number),
    fee_not_held(number, available), entity_holds_less(number, available), approver_is_requester, clock_went_back; for
    the centre's card shift_not_open for whoever is no manager, day_closed; AuthError: manager_needed; DomainError:
    payment_unknown, reference_too_long, reason_must_be_listed, reason_holds_number.
    """
    with reading_centre(desk) as centre:
        known = _own(centre, payment_id)
        standing = known_standing(centre, known.case_id)
        unsure_elsewhere = any(has_unsure(other.connection, known.case_id) for other in centre.others)
    reference = checked_payment_reference(reference)
    reason = checked_payment_reason(desk.catalogue.services.get(standing.service_code), reason)
    with desk.store.unit_of_work() as unit:
        payment = payment_standing(unit.connection, payment_id) or known
        refuse_senseless(payment.state, state)
        if (payment.state, state) in FOR_MANAGERS:
            _must_be_approved(unit.connection, who, approval)
        approved_by, approved_for = as_recorded(approval)
        shift = shift_of_payment(desk, unit.connection, who, payment.channel)
        reason = reason or approved_for
        fact = moved_payment(payment, state, reference=reference, reason=reason, approved_by=approved_by)
        write_payment(desk, unit, who, shift, standing, fact, unsure_elsewhere=unsure_elsewhere)
        unit.commit()


def _own(centre: WholeCentre, payment_id: UUID) -> StandingPayment:
    payment = payment_standing(centre.own, payment_id)
    if payment is not None:
        return payment
    for other in centre.others:
        if payment_standing(other.connection, payment_id) is not None:
            raise Refused("payment_of_other_desk", desk=other.number)
    raise DomainError("payment_unknown")


def _must_be_approved(connection: Connection, who: SignedIn, approval: Approval | None) -> None:
    if approval is None:
        raise AuthError("manager_needed")
    must_be_second(connection, who, approval)
