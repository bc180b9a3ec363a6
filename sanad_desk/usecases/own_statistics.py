"""What an operator did today and in the weeks before: his own work alone, beside nobody else's.

No money taken is told, so that a drawer that is still to be counted stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.operators import SignedIn
from sanad_desk.reports import day as sums_of_day
from sanad_desk.reports.day import Part, by_key
from sanad_desk.store import shifts, visits
from sanad_desk.usecases.day_view import average, service_name
from sanad_desk.usecases.open_desk import OpenDesk

DAYS_BACK = 28
CLOSED_SHIFTS = 5


@dataclass(frozen=True, slots=True)
class OwnService:
    """How often a service was sold today."""

    code: str
    name: Words
    count: int


@dataclass(frozen=True, slots=True)
class OwnVariance:
    """How a closed drawer agreed: counted minus expected, in baisa."""

    business_date: date
    variance: int
    waits: bool  # for the manager to accept it


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One operator's day; what is usual is the average of his own days with work, None where there was none."""

    on: date
    sales: int
    follow_up: int  # sales of the day with a case that still waits for something
    on_hold: int  # visits
    seconds_average: int | None
    usual_sales: int | None
    usual_seconds: int | None
    services: tuple[OwnService, ...]  # most often first
    days: tuple[tuple[date, int], ...]  # sales of every day of the weeks before, the day itself last
    variances: tuple[OwnVariance, ...]  # of the last closed shifts, newest first


def own_statistics(desk: OpenDesk, who: SignedIn, on: date) -> OwnDay:
    """Of whoever asks, on that business date."""
    operator = who.operator_id
    first = on - timedelta(days=DAYS_BACK)
    with desk.store.reading() as connection:
        pieces = sums_of_day.pieces_of_operator(connection, operator.bytes, (first.isoformat(), on.isoformat()))
        today_alone = (on.isoformat(), on.isoformat())
        _, services = sums_of_day.entities_and_services(connection, today_alone, operator.bytes)
        on_hold = visits.count_held(connection, operator)
        closed = shifts.variances_of(connection, operator, CLOSED_SHIFTS)
    by_day = by_key((date.fromisoformat(piece.slot), piece.sums) for piece in pieces)
    today = by_day.pop(on, Part())
    before = by_key(("", part) for part in by_day.values()).get("", Part())
    worked = sum(part.sales > 0 for part in by_day.values())
    counts = {day: part.sales for day, part in by_day.items()} | {on: today.sales}
    span = (first + timedelta(days=n) for n in range(DAYS_BACK + 1))
    return OwnDay(
        on=on,
        sales=today.sales,
        follow_up=today.follow_up,
        on_hold=on_hold,
        seconds_average=average(today),
        usual_sales=round(before.sales / worked) if worked else None,
        usual_seconds=average(before),
        services=tuple(
            OwnService(s.code, service_name(desk, s.code), s.sales)
            for s in sorted(services, key=lambda s: (-s.sales, s.code))
            if s.sales  # some were only taken back
        ),
        days=tuple((day, counts.get(day, 0)) for day in span),
        variances=tuple(OwnVariance(*row) for row in closed),
    )
