"""A shift as the till shows it: its sums, its movements, its count and its closing; blind until the count is locked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import Tender
from sanad_desk.reports.sums import Sums, sums_of
from sanad_desk.store import people, shifts
from sanad_desk.store.shifts import Closing, Correction, Count, HandedBack, Movement
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager, running_shift


class ShiftState(StrEnum):
    """How far a shift has come."""

    OPEN = "open"
    COUNTED = "counted"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ShiftView:
    """Everything the till page and the papers say of a shift, in baisa; what is blind is None."""

    shift: Shift
    operator: Words
    state: ShiftState
    is_running: bool  # money may count to it now; else it was forgotten, or is counted or closed
    totals: Totals  # while blind without cash, and without the sums that would tell it
    first_number: str
    last_number: str
    movements: tuple[Movement, ...]
    corrections: tuple[Correction, ...]
    handed_back: tuple[HandedBack, ...]
    portal_paid: int
    cash_receipts: int
    expected: int | None
    count: Count | None
    pieces: dict[int, int]
    closing: Closing | None
    read_at: int

    @property
    def is_blind(self) -> bool:
        return self.expected is None


def look_at_shift(desk: OpenDesk, who: SignedIn, shift_id: UUID | None = None) -> ShiftView | None:
    """The operator's running shift, None while there is none; or a certain one, somebody else's for managers alone."""
    with desk.store.reading() as connection:
        if shift_id is None:
            shift = running_shift(desk, connection, who.operator_id)
            return None if shift is None else view_of_shift(desk, connection, who, shift)
        shift = shifts.shift_of(connection, shift_id)
        if shift.operator_id != who.operator_id:
            must_be_manager(who)
        return view_of_shift(desk, connection, who, shift)


def waiting_shifts(desk: OpenDesk, who: SignedIn) -> list[ShiftView]:
    """Shifts that are not closed, oldest first: one's own, and for a manager everybody's."""
    with desk.store.reading() as connection:
        of = None if Role.MANAGER in who.roles else who.operator_id
        unclosed = shifts.unclosed_shifts(connection, of)
        return [view_of_shift(desk, connection, who, shift) for shift, _ in unclosed]


def view_of_shift(desk: OpenDesk, connection: Connection, who: SignedIn, shift: Shift) -> ShiftView:
    """The expected cash of one's own drawer is told only once its count is locked, to a manager that of all others."""
    sums = sums_of(connection, shift_id=shift.id.bytes)
    count = shifts.count_of(connection, shift.id)
    closing = shifts.closing_of(connection, shift.id)
    own = shift.operator_id == who.operator_id
    blind = count is None and (own or Role.MANAGER not in who.roles)
    running = running_shift(desk, connection, shift.operator_id)
    return ShiftView(
        shift=shift,
        operator=people.name_of(connection, shift.operator_id),
        state=ShiftState.CLOSED if closing else ShiftState.COUNTED if count else ShiftState.OPEN,
        is_running=running is not None and running.id == shift.id,
        totals=_without_cash(sums.totals) if blind else sums.totals,
        first_number=sums.first_number,
        last_number=sums.last_number,
        movements=tuple(shifts.movements_in(connection, shift.id)),
        corrections=tuple(shifts.corrections_in(connection, shift.id)),
        handed_back=tuple(shifts.handed_back_in(connection, shift.id)),
        cash_receipts=shifts.cash_receipts_in(connection, shift.id),
        portal_paid=shifts.portal_paid_in(connection, shift.id),
        expected=None if blind else _expected(sums, count),
        count=count,
        pieces=shifts.pieces_of(connection, count.seq) if count else {},
        closing=closing,
        read_at=desk.clock.now(),
    )


def _expected(sums: Sums, count: Count | None) -> int:
    return sums.drawer if count is None else count.expected


def _without_cash(totals: Totals) -> Totals:
    """Neither the cash nor the sums that tell it once the other tenders are known."""
    others = {code: amount for code, amount in totals.tenders.items() if code != Tender.CASH}
    return replace(totals, government=0, centre=0, vat=0, account=0, tenders=others, entities={})
