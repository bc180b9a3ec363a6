"""The manager's view of a day, a week or a month: its dates, its sums and what still waits."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import Tender

# What goes on an account is paid later, and what comes out of a deposit was paid before.
COLLECTED = (Tender.CASH, Tender.CARD, Tender.TRANSFER)
_DAYS_IN_WEEK = 7


class PeriodKind(StrEnum):
    """How much of the calendar is looked at."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """A run of business dates, both ends included; weeks begin on Sunday, as they do in Oman."""

    kind: PeriodKind
    first: date
    last: date

    @classmethod
    def around(cls, kind: PeriodKind, day: date) -> Period:
        """The day itself, or the week or month it falls into."""
        if kind is PeriodKind.DAY:
            return cls(kind, day, day)
        if kind is PeriodKind.WEEK:
            sunday = day - timedelta(days=(day.weekday() + 1) % _DAYS_IN_WEEK)
            return cls(kind, sunday, sunday + timedelta(days=_DAYS_IN_WEEK - 1))
        length = monthrange(day.year, day.month)[1]
        return cls(kind, day.replace(day=1), day.replace(day=length))

    def previous(self) -> Period:
        return self.around(self.kind, self.first - timedelta(days=1))

    def next(self) -> Period:
        return self.around(self.kind, self.last + timedelta(days=1))

    def same_before(self) -> Period:
        """What this one is compared with: the same weekday a week before, else the week or month before."""
        if self.kind is PeriodKind.DAY:
            return self.around(self.kind, self.first - timedelta(days=_DAYS_IN_WEEK))
        return self.previous()

    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class By(StrEnum):
    """Which receipts stand behind a number; `key` means what is written beside each."""

    ALL = "all"  # every transaction of the period; no key
    SLOT = "slot"  # key of the Slot
    ENTITY = "entity"  # code
    SERVICE = "service"  # code
    TENDER = "tender"  # code
    OPERATOR = "operator"  # UUID as hex
    SHIFT = "shift"  # UUID as hex
    GOVERNMENT = "government"  # with government fees the centre held; no key
    CENTRE = "centre"  # with centre fees; no key
    VAT = "vat"  # no key
    REVERSALS = "reversals"  # voids and refunds; no key
    NOT_ON_SERVER = "not_on_server"  # not acknowledged yet; no key


@dataclass(frozen=True, slots=True)
class Slot:
    """Sales of one hour of the day, or of one day of a longer period; reversals are not counted.

    `key` is the Muscat hour `08` or the business date `2026-11-21`. Hours after midnight follow `23`. Slots come in the
    order of time and leave no gap: every day of the period, or every hour from the first sale to the last.
    """

    key: str
    complete: int  # sales all of whose cases are finished
    follow_up: int  # sales with a case that still waits for something
    total: int  # baisa of what was sold, reversals taken away


@dataclass(frozen=True, slots=True)
class Row:
    """Sums of one entity, service, tender or operator, in baisa, reversals taken away; largest count first.

    A sale that touches two entities counts with both. A tender has no words: the window knows them by its code.
    """

    key: str  # as By says
    name: Words
    count: int
    total: int
    government: int
    centre: int
    vat: int = 0


class DrawerState(StrEnum):
    """How far a shift is, and whether its drawer agreed."""

    OPEN = "open"
    COUNTED = "counted"  # the count is locked, the closing not finished
    AGREES = "agrees"
    SHORT = "short"
    OVER = "over"
    WAITS = "waits"  # closed, its variance waits for the manager


NOT_CLOSED = frozenset({DrawerState.OPEN, DrawerState.COUNTED})


@dataclass(frozen=True, slots=True)
class DrawerRow:
    """One shift of the period; open ones first, then by the time they were opened."""

    shift_id: UUID
    operator: Words
    desk_number: int
    business_date: date
    opened_at: int
    closed_at: int | None
    count: int  # sales
    seconds_average: int | None  # from the first case opened to the payment; None without a sale
    collected: int  # baisa of the tenders COLLECTED, reversals taken away
    state: DrawerState
    expected: int | None = None  # cash the drawer ought to hold now, or ought to have held when it was counted
    variance: int | None = None  # counted minus expected; None until the count is locked
    reason: str = ""  # what the operator said about the variance
    z_number: int | None = None
    is_elsewhere: bool = False  # of another desk: counted, closed and approved there

    @property
    def is_closed(self) -> bool:
        return self.state not in NOT_CLOSED


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The day is closed: no shift of that business date opens any more unless a manager opens it again."""

    at: int
    by: Words


@dataclass(frozen=True, slots=True)
class NotOnServer:
    """Receipts of the period which only this desk has; information, never in the way of anything."""

    count: int = 0
    total: int = 0  # baisa


@dataclass(frozen=True, slots=True)
class OtherDesk:
    """Another desk of the centre, and how much of it is known here."""

    desk_id: bytes
    number: int
    known_at: int  # everything it wrote until then is counted; 0 where nothing was heard
    is_late: bool  # it may have written more by now, or by the end of the period
    is_revoked: bool = False
    is_day_closed: bool = False  # of a day only, as far as it is known

    @property
    def standing(self) -> str:
        """revoked, unheard, late or known."""
        if self.is_revoked:
            return "revoked"
        if not self.known_at:
            return "unheard"
        return "late" if self.is_late else "known"


@dataclass(frozen=True, slots=True)
class DayView:
    """Everything the Day page shows of a period, read in one go; amounts in baisa."""

    period: Period
    totals: Totals
    before: Totals  # of `period.same_before()`, whole
    sales: int  # a voucher of a customer's account is none
    sales_before: int  # of `period.same_before()`
    refunded: int  # what reversals gave back, as a positive amount
    has_vat: bool  # the centre charges VAT now, or did in the period
    expected_cash: int  # what drawers of the period that are not closed ought to hold; closed ones are empty
    government_held: int  # owed to entities now, whatever the period: the balance of the ledger
    slots: tuple[Slot, ...] = ()
    entities: tuple[Row, ...] = ()
    services: tuple[Row, ...] = ()
    tenders: tuple[Row, ...] = ()
    operators: tuple[Row, ...] = ()
    drawers: tuple[DrawerRow, ...] = ()
    not_on_server: NotOnServer = NotOnServer()
    closed: DayClosed | None = None  # of a day only
    open_days: tuple[date, ...] = ()  # business dates of the period that had a shift and are not closed
    left_behind: tuple[DrawerRow, ...] = ()  # of dates before the period: still open, or a variance that waits
    seconds_average: int | None = None  # of one sale; None without a sale
    buckets: dict[str, int] = field(default_factory=dict)  # how the ledger's accounts stand now, debit positive
    read_at: int = 0  # milliseconds UTC
    desk_number: int = 0  # of this desk
    other_desks: tuple[
        OtherDesk, ...
    ] = ()  # all sums are the centre's; closing and what is left behind are this desk's

    @property
    def collected(self) -> int:
        """What came in for sales, accounts and deposits, in baisa."""
        return sum(self.totals.tenders.get(tender, 0) for tender in COLLECTED)

    @property
    def open_drawers(self) -> tuple[DrawerRow, ...]:
        return tuple(drawer for drawer in self.drawers if not drawer.is_closed)

    @property
    def own_drawers(self) -> tuple[DrawerRow, ...]:
        """Those of this desk."""
        return tuple(drawer for drawer in self.drawers if not drawer.is_elsewhere)

    @property
    def waiting_drawers(self) -> tuple[DrawerRow, ...]:
        """Closed, but a manager has still to say yes to the variance; at this desk."""
        return tuple(drawer for drawer in self.own_drawers if drawer.state is DrawerState.WAITS)

    @property
    def can_be_closed(self) -> bool:
        """A day with shifts at this desk, all of them closed and explained; nobody else is waited for."""
        return (
            self.period.kind is PeriodKind.DAY
            and self.closed is None
            and bool(self.own_drawers)
            and all(drawer.is_closed for drawer in self.own_drawers)
            and not self.waiting_drawers
        )
