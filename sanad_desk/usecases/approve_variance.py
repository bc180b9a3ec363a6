"""A manager accepts afterwards what was missing or too much in a drawer."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import shifts
from sanad_desk.usecases.approve import Approval, check_reason, must_be_second, must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back
from sanad_desk.wire.entries import VarianceApproved


def approve_variance(desk: OpenDesk, who: SignedIn, shift_id: UUID, reason: str) -> None:
    """Four eyes: whoever held the drawer, counted or closed it does not accept what is missing in it.

    Raises AuthError for anybody but a manager, Refused: variance_settled when none waits, approver_is_requester,
    clock_went_back.
    """
    reason = check_reason(reason)
    with desk.store.unit_of_work() as unit:
        must_still_be_manager(unit.connection, who)
        refuse_clock_gone_back(desk, unit.connection)
        shift = shifts.shift_of(unit.connection, shift_id)
        closing = shifts.closing_of(unit.connection, shift_id)
        if closing is None or not closing.waits:
            raise Refused("variance_settled")
        count = shifts.count_of(unit.connection, shift_id)
        if who.operator_id in (shift.operator_id, closing.operator_id, count and count.operator_id):
            must_be_second(unit.connection, who, Approval(who, reason))
        append(desk, unit, VarianceApproved(shift_id.bytes, reason), who, None)
        unit.commit()
