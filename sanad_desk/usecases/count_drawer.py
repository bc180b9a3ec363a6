"""Counting the drawer blind: the count is locked first, and only then is it said what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.cash import count_pieces
from sanad_desk.domain.errors import Refused, at_field
from sanad_desk.domain.ledger import DRAWER
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.reports.sums import balance_of
from sanad_desk.store import shifts
from sanad_desk.usecases.approve import Approval, as_recorded, must_be_second, must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back
from sanad_desk.wire.entries import DrawerCounted


@dataclass(frozen=True, slots=True)
class Counted:
    """A locked count, in baisa."""

    counted: int
    expected: int

    @property
    def variance(self) -> int:
        return self.counted - self.expected


def lock_count(
    desk: OpenDesk,
    who: SignedIn,
    shift_id: UUID,
    pieces: Mapping[int, int],
    terminal_total: int | None = None,
    approval: Approval | None = None,
) -> Counted:
    """From now on the shift takes no money; `pieces` by denomination, `terminal_total` as on the card terminal's slip.

    Raises Refused: shift_closed, recount_needs_manager; AuthError for the shift of somebody else.
    """
    counted_pieces, counted = count_pieces(pieces)
    if terminal_total is not None:
        with at_field("terminal_total"):
            check_baisa(terminal_total)
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift = shift_to_close(unit.connection, who, shift_id)
        if shifts.count_of(unit.connection, shift_id) is not None:
            if approval is None:
                raise Refused("recount_needs_manager")
            must_be_second(unit.connection, who, approval)
        expected = balance_of(unit.connection, DRAWER, shift_id.hex)
        count = (shift_id.bytes, counted_pieces, counted, expected, terminal_total)
        fact = DrawerCounted(*count, *as_recorded(approval))
        append(desk, unit, fact, who, shift)
        unit.commit()
    return Counted(counted, expected)


def shift_to_close(connection: Connection, who: SignedIn, shift_id: UUID) -> Shift:
    """One's own open shift, or anybody's for a manager; raises Refused `shift_closed`, or AuthError."""
    shift = shifts.shift_of(connection, shift_id)
    if shift.operator_id != who.operator_id:
        must_still_be_manager(connection, who)
    closing = shifts.closing_of(connection, shift_id)
    if closing is not None:
        raise Refused("shift_closed", z_number=closing.z_number)
    return shift
