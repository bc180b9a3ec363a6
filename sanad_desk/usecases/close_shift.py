"""Closing a shift: variance with its reason, the signed manifest, and the drawer's money to the safe."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.reports.sums import sums_of
from sanad_desk.store import shifts
from sanad_desk.store.shifts import Count
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.usecases.approve import Approval, as_recorded, check_reason, must_be_second
from sanad_desk.usecases.count_drawer import shift_to_close
from sanad_desk.usecases.open_desk import OpenDesk, close_signed, refuse_clock_gone_back
from sanad_desk.wire.entries import ShiftClosed
from sanad_desk.wire.manifest import manifest_of


def close_shift(
    desk: OpenDesk,
    who: SignedIn,
    shift_id: UUID,
    *,
    reason: str = "",
    approval: Approval | None = None,
    approve_later: bool = False,
) -> int:
    """Gives back the number of the Z report.

    Raises Refused: not_counted, shift_closed(z_number), variance_needs_manager(threshold) unless the manager is to
    accept it later; DomainError: reason_missing where the drawer is off; AuthError for the shift of somebody else.
    """
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift, count = counted_shift(unit.connection, who, shift_id)
        number = write_closing(desk, unit, who, shift, count, reason, approval, approve_later)
        unit.commit()
    return number


def counted_shift(connection: Connection, who: SignedIn, shift_id: UUID) -> tuple[Shift, Count]:
    """Raises Refused `not_counted` before the count is locked."""
    shift = shift_to_close(connection, who, shift_id)
    count = shifts.count_of(connection, shift_id)
    if count is None:
        raise Refused("not_counted")
    return shift, count


def write_closing(
    desk: OpenDesk,
    unit: UnitOfWork,
    who: SignedIn,
    shift: Shift,
    count: Count,
    reason: str,
    approval: Approval | None,
    approve_later: bool,
    handed_to: UUID | None = None,
) -> int:
    """The fact of a counted shift's end; no movement has come in between, as the count locked it."""
    centre, _, _ = desk.identity()
    variance = count.counted - count.expected
    if variance or reason.strip():
        reason = check_reason(reason)
    needs_manager = abs(variance) > centre.variance_threshold
    if approval is not None:
        must_be_second(unit.connection, who, approval)
    elif needs_manager and not approve_later:
        raise Refused("variance_needs_manager", threshold=centre.variance_threshold)
    approved_by, approval_reason = as_recorded(approval)
    sums = sums_of(unit.connection, shift_id=shift.id.bytes)
    _, head = unit.head()
    number = shifts.last_z_number(unit.connection) + 1
    fact = ShiftClosed(
        shift_id=shift.id.bytes,
        z_number=number,
        expected=count.expected,
        counted=count.counted,
        manifest=manifest_of(sums.totals, (sums.first_number, sums.last_number), sums.movements, sums.buckets, head),
        reason=reason,
        approved_by=approved_by,
        approve_later=needs_manager and approval is None,
        handed_to=handed_to.bytes if handed_to else None,
        approval_reason=approval_reason,
    )
    close_signed(desk, unit, fact, who, shift)
    return number
