"""Opening a shift: one operator, one drawer, a float, and the business date that all its money counts to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sanad_desk.domain.cash import count_pieces
from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import PLAUSIBLE_YEARS, Shift, business_date_at
from sanad_desk.store import desk_book, people, server_link
from sanad_desk.store.shifts import is_day_closed, unclosed_shifts
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.usecases.approve import Approval, must_still_be_manager
from sanad_desk.usecases.open_desk import (
    OpenDesk,
    append,
    locked_shift,
    new_id,
    refuse_clock_gone_back,
    running_shift,
)
from sanad_desk.usecases.program_update import refuse_before_update
from sanad_desk.wire.entries import OverrideApproved, ShiftOpened


def current_shift(desk: OpenDesk, who: SignedIn) -> Shift | None:
    """The operator's shift of today's business date or, over midnight, the one still running."""
    with desk.store.reading() as connection:
        return running_shift(desk, connection, who.operator_id)


def is_count_locked(desk: OpenDesk, who: SignedIn) -> bool:
    """Whether the operator has counted the shift of now and only its closing is left."""
    with desk.store.reading() as connection:
        return locked_shift(desk, connection, who.operator_id) is not None


def open_shift(
    desk: OpenDesk, who: SignedIn, opening_float: int, pieces: Mapping[int, int] = MappingProxyType({})
) -> Shift:
    """The float in baisa, or counted by denomination: then both must agree.

    Raises Refused when today's shift is open already, the day is closed, or a required version has to run first
    (update_first); a forgotten shift of an earlier day stays to be closed.
    """
    with at_field("float"):
        check_baisa(opening_float)
        counted, total = count_pieces(pieces)
        if counted and total != opening_float:
            raise DomainError("count_disagrees", counted=total, typed=opening_float)
    now = desk.clock.now()
    today = plausible_today(now)
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        refuse_before_update(desk, unit.connection)
        shift = Shift(new_id(), who.operator_id, today, now, opening_float)
        write_opening(desk, unit, who, shift, ShiftOpened(shift.id.bytes, opening_float, counted))
        unit.commit()
    return shift


def plausible_today(now: int) -> date:
    """Raises Refused while the clock is in another century: its dates would stand on receipts for ever."""
    today = business_date_at(now)
    if today.year not in PLAUSIBLE_YEARS:
        raise Refused("clock_wrong", business_date=today.isoformat())
    return today


def write_opening(desk: OpenDesk, unit: UnitOfWork, who: SignedIn, shift: Shift, fact: ShiftOpened) -> None:
    """The fact, unless the operator has an open shift of that date or the date is closed.

    Raises AuthError for somebody who does not work here (any more), Refused desk_revoked, epoch_needed.
    """
    server_link.may_give_receipts(unit.connection)
    people.roles_of(unit.connection, who.operator_id)
    day = shift.business_date
    if any(other.business_date == day for other, _ in unclosed_shifts(unit.connection, who.operator_id)):
        raise Refused("shift_already_open", business_date=day.isoformat())
    if is_day_closed(unit.connection, day):
        raise Refused("day_closed", business_date=day.isoformat())
    append(desk, unit, fact, who, shift)


def accept_clock(desk: OpenDesk, who: SignedIn, approval: Approval) -> None:
    """A manager believes a clock that went back: from now on facts may carry the earlier time."""
    with desk.store.unit_of_work() as unit:
        must_still_be_manager(unit.connection, approval.manager)
        now = desk.clock.now()
        fact = OverrideApproved("clock", b"", "", approval.reason, approval.manager.operator_id.bytes)
        append(desk, unit, fact, who, None)
        desk_book.believe_clock(unit.connection, now)
        unit.commit()
