"""Handing the drawer to the next operator: both count, both sign, the variance stays with whoever leaves."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sanad_desk.domain.cash import count_pieces
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.close_shift import counted_shift, write_closing
from sanad_desk.usecases.open_desk import OpenDesk, new_id, refuse_clock_gone_back
from sanad_desk.usecases.open_shift import plausible_today, write_opening
from sanad_desk.wire.entries import ShiftOpened


def hand_over(
    desk: OpenDesk,
    who: SignedIn,
    shift_id: UUID,
    incoming: SignedIn,
    pieces: Mapping[int, int],
    *,
    reason: str = "",
    approval: Approval | None = None,
    approve_later: bool = False,
) -> Shift:
    """Closes the counted shift and opens one of `incoming`, who has just signed in and counted `pieces`, in one commit.

    Raises Refused: counts_differ(outgoing, incoming) until both agree, same_operator, shift_already_open, day_closed,
    and whatever closing refuses.
    """
    counted_pieces, counted = count_pieces(pieces)
    now = desk.clock.now()
    today = plausible_today(now)
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift, count = counted_shift(unit.connection, who, shift_id)
        if incoming.operator_id == shift.operator_id:
            raise Refused("same_operator")
        if counted != count.counted:
            raise Refused("counts_differ", outgoing=count.counted, incoming=counted)
        following = Shift(new_id(), incoming.operator_id, today, now, counted)
        write_closing(desk, unit, who, shift, count, reason, approval, approve_later, handed_to=following.id)
        opened = ShiftOpened(following.id.bytes, counted, counted_pieces, shift_id.bytes)
        write_opening(desk, unit, incoming, following, opened)
        unit.commit()
    return following
