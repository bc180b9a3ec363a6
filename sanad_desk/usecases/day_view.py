"""What the manager sees of a day, a week or a month: sums, drawers, what waits, and whether the day is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import reduce
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain import ledger
from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.charges import VatMode
from sanad_desk.domain.day import (
    DayClosed,
    DayView,
    DrawerRow,
    DrawerState,
    NotOnServer,
    Period,
    PeriodKind,
    Row,
    Slot,
)
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.totals import Totals
from sanad_desk.reports import day as sums_of_day
from sanad_desk.reports.day import CodeSums, Drawer, Part, Piece, by_key, merged
from sanad_desk.reports.sums import Days, totals_of_days
from sanad_desk.store import people
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager
from sanad_desk.usecases.whole_centre import WholeCentre, other_desks, reading_centre

HOURS_IN_DAY = 24
# Hours are counted in Muscat from midnight of 1 January 1970.
_FIRST_DAY = date(1970, 1, 1).toordinal()
# What the centre holds and owes; drawers and variances are told shift by shift.
BUCKETS = (
    ledger.SAFE,
    ledger.BANK,
    ledger.CARD_CLEARING,
    ledger.TRANSFER_CLEARING,
    ledger.PORTAL_CARD,
    ledger.GOVERNMENT_FEES_HELD,
    ledger.REFUND_DUE,
    ledger.REFUNDS_OWED,
    ledger.CUSTOMER_ACCOUNTS,
    ledger.CUSTOMER_DEPOSITS,
    ledger.VAT_PAYABLE,
    ledger.CENTRE_INCOME,
    ledger.OVER_SHORT,
    ledger.EXPENSES,
    ledger.OWNER,
)


def day_view(desk: OpenDesk, who: SignedIn, period: Period) -> DayView:
    """Everything of a period in one consistent reading; raises AuthError for anybody but a manager."""
    must_be_manager(who)
    with reading_centre(desk) as centre:
        return view_of_period(desk, centre, period)


def view_of_period(desk: OpenDesk, centre: WholeCentre, period: Period) -> DayView:
    """The same where more is read."""
    days, before = days_of(period), days_of(period.same_before())
    desks, slot = centre.connections, sums_of_day.HOUR if period.kind is PeriodKind.DAY else sums_of_day.BUSINESS_DATE
    pieces = [piece for each in desks for piece in sums_of_day.pieces(each, slot, days)]
    whole = _whole(pieces)
    totals = _totals(desks, days)
    buckets = _balances(desks)
    found = [(number, each, row) for number, each in centre.numbered for row in sums_of_day.drawers(each, days)]
    drawers = _drawer_rows(centre, found, pieces)
    closed = sums_of_day.closed_days(centre.own, days)
    by_entity, by_service = zip(*(sums_of_day.entities_and_services(each, days) for each in desks), strict=True)
    return DayView(
        period=period,
        totals=totals,
        before=_totals(desks, before),
        sales=whole.sales,
        sales_before=sum(sums_of_day.count_sales(each, before) for each in desks),
        refunded=whole.refunded,
        has_vat=desk.identity()[0].vat_mode is not VatMode.OFF or totals.vat != 0,
        expected_cash=sum(drawer.expected or 0 for drawer in drawers if not drawer.is_closed),
        government_held=-buckets.get(ledger.GOVERNMENT_FEES_HELD, 0),
        slots=_slots(period, pieces),
        entities=_rows(merged(by_entity), lambda code: entity_name(desk, code)),
        services=_rows(merged(by_service), lambda code: service_name(desk, code)),
        tenders=_rows(merged(sums_of_day.tenders(each, days) for each in desks), lambda code: NO_WORDS),
        operators=_rows(_operators(pieces), lambda key: people.name_of(centre.own, UUID(key))),
        drawers=drawers,
        not_on_server=NotOnServer(whole.here, whole.here_total),
        closed=_closed(centre.own, closed, period),
        open_days=tuple(
            sorted(
                {row.business_date for row in drawers if not row.is_elsewhere} - set(map(date.fromisoformat, closed))
            )
        ),
        left_behind=_left_behind(centre, period),
        seconds_average=average(whole),
        buckets=buckets,
        read_at=desk.clock.now(),
        desk_number=centre.number,
        other_desks=other_desks(desk, centre, period),
    )


def _totals(desks: Iterable[Connection], days: Days) -> Totals:
    return reduce(Totals.merged, (totals_of_days(each, days) for each in desks)).without_zeros()


def _balances(desks: Iterable[Connection]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in desks:
        for account, amount in sums_of_day.balances(each, BUCKETS).items():
            found[account] = found.get(account, 0) + amount
    return found


def days_of(period: Period) -> Days:
    """Both ends as they are stored."""
    return period.first.isoformat(), period.last.isoformat()


def entity_name(desk: OpenDesk, code: str) -> Words:
    """An unknown code stands for itself; a service that was withdrawn belongs to no entity that is known."""
    known = desk.catalogue.entities.get(code)
    return known.name if known else Words(code or "—", code or "—")


def service_name(desk: OpenDesk, code: str) -> Words:
    """An unknown code stands for itself."""
    return desk.catalogue.service(code).name


def average(sums: Part) -> int | None:
    """Seconds for one sale, to the nearest."""
    return round(sums.seconds / sums.sales) if sums.sales else None


def hour_of(key: int, period: Period) -> int:
    """Hours since the period's first midnight; after the next one they go on beyond 23."""
    return key - (period.first.toordinal() - _FIRST_DAY) * HOURS_IN_DAY


def _whole(pieces: Iterable[Piece]) -> Part:
    return by_key(("", piece.sums) for piece in pieces).get("", Part())


def _slots(period: Period, pieces: list[Piece]) -> tuple[Slot, ...]:
    if not pieces:
        return ()
    if period.kind is PeriodKind.DAY:
        hours = [hour_of(int(piece.slot), period) for piece in pieces]
        last = min(max(hours), min(hours) + HOURS_IN_DAY - 1)
        keys = [_hour_key(hour) for hour in range(min(hours), last + 1)]
        found = by_key((_hour_key(hour), piece.sums) for hour, piece in zip(hours, pieces, strict=True))
    else:
        keys = [day.isoformat() for day in period.days()]
        found = by_key((piece.slot, piece.sums) for piece in pieces)
    parts = ((key, found.get(key, Part())) for key in keys)
    return tuple(Slot(key, part.sales - part.follow_up, part.follow_up, part.total) for key, part in parts)


def _hour_key(hour: int) -> str:
    return f"{hour % HOURS_IN_DAY:02d}"


def _rows(sums: Iterable[CodeSums], name: Callable[[str], Words]) -> tuple[Row, ...]:
    rows = (Row(s.code, name(s.code), s.sales, s.total, s.government, s.centre, s.vat) for s in sums)
    return tuple(sorted(rows, key=lambda row: (-row.count, -row.total, row.key)))


def _operators(pieces: Iterable[Piece]) -> list[CodeSums]:
    found = by_key((piece.operator, piece.sums) for piece in pieces)
    return [CodeSums(key, s.sales, s.total, s.government, s.centre, s.vat) for key, s in found.items()]


def _drawer_rows(
    centre: WholeCentre, drawers: Iterable[tuple[int, Connection, Drawer]], pieces: Iterable[Piece]
) -> tuple[DrawerRow, ...]:
    sums = by_key((piece.shift, piece.sums) for piece in pieces)
    rows = [
        replace(
            _drawer_row(drawer, sums.get(drawer.shift.hex(), Part())),
            operator=people.name_of(centre.own, UUID(bytes=drawer.operator)),
            desk_number=number,
            is_elsewhere=connection is not centre.own,
        )
        for number, connection, drawer in drawers
    ]
    return tuple(sorted(rows, key=lambda row: (row.is_closed, row.opened_at)))


def _drawer_row(drawer: Drawer, sums: Part) -> DrawerRow:
    """A shift and its sums as the page shows them; whose it is and where comes after."""
    counted = drawer.counted if drawer.closed_with is None else drawer.closed_with
    expected = drawer.count_expected if drawer.expected is None else drawer.expected
    variance = None if counted is None or expected is None else counted - expected
    return DrawerRow(
        shift_id=UUID(bytes=drawer.shift),
        operator=NO_WORDS,
        desk_number=0,
        business_date=date.fromisoformat(drawer.business_date),
        opened_at=drawer.opened_at,
        closed_at=drawer.closed_at,
        count=sums.sales,
        seconds_average=average(sums),
        collected=sums.collected,
        state=_state(drawer, variance),
        expected=drawer.in_drawer if expected is None else expected,
        variance=variance,
        reason=drawer.reason or "",
        z_number=drawer.z_number,
    )


def _state(drawer: Drawer, variance: int | None) -> DrawerState:
    if drawer.z_number is None:
        return DrawerState.OPEN if drawer.counted is None else DrawerState.COUNTED
    if drawer.waits:
        return DrawerState.WAITS
    if not variance:
        return DrawerState.AGREES
    return DrawerState.SHORT if variance < 0 else DrawerState.OVER


def _left_behind(centre: WholeCentre, period: Period) -> tuple[DrawerRow, ...]:
    """At this desk, as only here something can be done about it."""
    found = sums_of_day.left_behind(centre.own, period.first.isoformat())
    pieces = [piece for drawer in found for piece in sums_of_day.pieces_of_shift(centre.own, drawer.shift)]
    return _drawer_rows(centre, [(centre.number, centre.own, drawer) for drawer in found], pieces)


def _closed(connection: Connection, closed: dict[str, tuple[int, bytes]], period: Period) -> DayClosed | None:
    if period.kind is not PeriodKind.DAY or period.first.isoformat() not in closed:
        return None
    at, operator_id = closed[period.first.isoformat()]
    return DayClosed(at, people.name_of(connection, UUID(bytes=operator_id)))
