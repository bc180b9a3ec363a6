"""Closing a business date once all its shifts are closed, and opening it again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.reports.sums import sums_of
from sanad_desk.store import shifts
from sanad_desk.usecases.approve import check_reason, must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk, append, close_signed, refuse_clock_gone_back
from sanad_desk.wire.entries import DayClosed, DayReopened
from sanad_desk.wire.manifest import manifest_of


def close_day(desk: OpenDesk, who: SignedIn, business_date: date) -> None:
    """No shift can be opened on that date any more.

    Raises AuthError for anybody but a manager; Refused: day_shifts_open(n), day_variance_waits(n), day_closed,
    day_to_come, day_empty where no shift was opened on it.
    """
    with desk.store.unit_of_work() as unit:
        must_still_be_manager(unit.connection, who)
        refuse_clock_gone_back(desk, unit.connection)
        if business_date > business_date_at(desk.clock.now()):
            raise Refused("day_to_come")
        if shifts.is_day_closed(unit.connection, business_date):
            raise Refused("day_closed", business_date=business_date.isoformat())
        of_day = shifts.shifts_on(unit.connection, business_date)
        if not of_day:
            raise Refused("day_empty", business_date=business_date.isoformat())
        closings = [shifts.closing_of(unit.connection, shift.id) for shift in of_day]
        if still_open := sum(closing is None for closing in closings):
            raise Refused("day_shifts_open", n=still_open)
        if waiting := sum(closing is not None and closing.waits for closing in closings):
            raise Refused("day_variance_waits", n=waiting)
        day = business_date.isoformat()
        sums = sums_of(unit.connection, business_date=day)
        _, head = unit.head()
        numbers = (sums.first_number, sums.last_number)
        manifest = manifest_of(sums.totals, numbers, sums.movements, sums.buckets, head)
        close_signed(desk, unit, DayClosed(day, len(of_day), manifest), who, None)
        unit.commit()


def reopen_day(desk: OpenDesk, who: SignedIn, business_date: date, reason: str) -> None:
    """A day that was closed too early.

    Raises AuthError for anybody but a manager, Refused: day_not_closed, clock_went_back.
    """
    reason = check_reason(reason)
    with desk.store.unit_of_work() as unit:
        must_still_be_manager(unit.connection, who)
        refuse_clock_gone_back(desk, unit.connection)
        if not shifts.is_day_closed(unit.connection, business_date):
            raise Refused("day_not_closed")
        append(desk, unit, DayReopened(business_date.isoformat(), reason), who, None)
        unit.commit()


def refuse_closed_today(desk: OpenDesk, connection: Connection) -> None:
    """What is booked without a shift takes today's date: raises Refused `day_closed` once its closing was signed."""
    today = business_date_at(desk.clock.now())
    if shifts.is_day_closed(connection, today):
        raise Refused("day_closed", business_date=today.isoformat())
