"""What the manager sees of a day, a week or a month: sums, drawers, what waits, and whether the day is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
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
from sanad_desk.reports import day as sums_of_day
from sanad_desk.reports.day import CodeSums, Drawer, Part, Piece, by_key
from sanad_desk.reports.sums import Days, totals_of_days
from sanad_desk.store import people
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager

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
    with desk.store.reading() as connection:
        return view_of_period(desk, connection, period)


def view_of_period(desk: OpenDesk, connection: Connection, period: Period) -> DayView:
    """The same on a connection that reads more."""
    days, before = days_of(period), days_of(period.same_before())
    is_day = period.kind is PeriodKind.DAY
    pieces = sums_of_day.pieces(connection, sums_of_day.HOUR if is_day else sums_of_day.BUSINESS_DATE, days)
    whole = _whole(pieces)
    totals = totals_of_days(connection, days)
    buckets = sums_of_day.balances(connection, BUCKETS)
    drawers = _drawer_rows(desk, sums_of_day.drawers(connection, days), pieces)
    closed = sums_of_day.closed_days(connection, days)
    entities, services = sums_of_day.entities_and_services(connection, days)
    return DayView(
        period=period,
        totals=totals,
        before=totals_of_days(connection, before),
        sales=whole.sales,
        sales_before=sums_of_day.count_sales(connection, before),
        refunded=whole.refunded,
        has_vat=desk.identity()[0].vat_mode is not VatMode.OFF or totals.vat != 0,
        expected_cash=sum(drawer.expected or 0 for drawer in drawers if not drawer.is_closed),
        government_held=-buckets.get(ledger.GOVERNMENT_FEES_HELD, 0),
        slots=_slots(period, pieces),
        entities=_rows(entities, lambda code: entity_name(desk, code)),
        services=_rows(services, lambda code: service_name(desk, code)),
        tenders=_rows(sums_of_day.tenders(connection, days), lambda code: NO_WORDS),
        operators=_rows(_operators(pieces), lambda key: people.name_of(connection, UUID(key))),
        drawers=drawers,
        not_on_server=NotOnServer(whole.here, whole.here_total),
        closed=_closed(closed, period),
        open_days=tuple(sorted({drawer.business_date for drawer in drawers} - set(map(date.fromisoformat, closed)))),
        left_behind=_left_behind(desk, connection, period),
        seconds_average=average(whole),
        buckets=buckets,
    )


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


def _drawer_rows(desk: OpenDesk, drawers: Iterable[Drawer], pieces: Iterable[Piece]) -> tuple[DrawerRow, ...]:
    sums = by_key((piece.shift, piece.sums) for piece in pieces)
    number = desk.identity()[1].number
    rows = [drawer_row(drawer, number, sums.get(drawer.shift.hex(), Part())) for drawer in drawers]
    return tuple(sorted(rows, key=lambda row: (row.is_closed, row.opened_at)))


def drawer_row(drawer: Drawer, desk_number: int, sums: Part) -> DrawerRow:
    """A shift and its sums as the page shows them."""
    counted = drawer.counted if drawer.closed_with is None else drawer.closed_with
    expected = drawer.count_expected if drawer.expected is None else drawer.expected
    variance = None if counted is None or expected is None else counted - expected
    return DrawerRow(
        shift_id=UUID(bytes=drawer.shift),
        operator=Words(drawer.name_ar, drawer.name_en or "") if drawer.name_ar is not None else NO_WORDS,
        desk_number=desk_number,
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


def _left_behind(desk: OpenDesk, connection: Connection, period: Period) -> tuple[DrawerRow, ...]:
    found = sums_of_day.left_behind(connection, period.first.isoformat())
    pieces = [piece for drawer in found for piece in sums_of_day.pieces_of_shift(connection, drawer.shift)]
    return _drawer_rows(desk, found, pieces)


def _closed(closed: dict[str, tuple[int, str, str]], period: Period) -> DayClosed | None:
    if period.kind is not PeriodKind.DAY or period.first.isoformat() not in closed:
        return None
    at, name_ar, name_en = closed[period.first.isoformat()]
    return DayClosed(at, Words(name_ar, name_en))
