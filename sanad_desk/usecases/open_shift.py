"""Opening a shift: one operator, one drawer, a float, and the business date that all its money counts to."""

from __future__ import annotations

from sanad_desk.domain.errors import Refused, at_field
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import PLAUSIBLE_YEARS, Shift, business_date_at
from sanad_desk.store import desk_book
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.open_desk import OpenDesk, append, new_id, refuse_clock_gone_back, running_shift
from sanad_desk.wire.entries import OverrideApproved, ShiftOpened


def current_shift(desk: OpenDesk, who: SignedIn) -> Shift | None:
    """The operator's shift of today's business date or, over midnight, the one still running."""
    with desk.store.reading() as connection:
        return running_shift(desk, connection, who.operator_id)


def open_shift(desk: OpenDesk, who: SignedIn, opening_float: int) -> Shift:
    """Raises Refused when today's shift is open already; a forgotten one of an earlier day stays to be closed."""
    with at_field("float"):
        check_baisa(opening_float)
    now = desk.clock.now()
    today = business_date_at(now)
    if today.year not in PLAUSIBLE_YEARS:
        raise Refused("clock_wrong", business_date=today.isoformat())
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        running = running_shift(desk, unit.connection, who.operator_id)
        if running is not None and running.business_date == today:
            raise Refused("shift_already_open", business_date=today.isoformat())
        shift = Shift(new_id(), who.operator_id, today, now, opening_float)
        append(desk, unit, ShiftOpened(shift.id.bytes, opening_float), who, shift)
        unit.commit()
    return shift


def accept_clock(desk: OpenDesk, who: SignedIn, approval: Approval) -> None:
    """A manager believes a clock that went back: from now on facts may carry the earlier time."""
    with desk.store.unit_of_work() as unit:
        now = desk.clock.now()
        fact = OverrideApproved("clock", b"", "", approval.reason, approval.manager.operator_id.bytes)
        append(desk, unit, fact, who, None)
        desk_book.believe_clock(unit.connection, now)
        unit.commit()
