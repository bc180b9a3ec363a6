"""Views of a day, a week, a month and an empty day, as a use case would give them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.day import (
    DayClosed,
    DayView,
    DrawerRow,
    DrawerState,
    NotOnServer,
    OtherDesk,
    Period,
    PeriodKind,
    Row,
    Slot,
)
from sanad_desk.domain.totals import Totals

SATURDAY = date(2026, 11, 21)
OPENED = 1_795_233_600_000  # 08:00 in Muscat
_HOURS = ((9, 4), (17, 6), (22, 9), (26, 7), (18, 8), (11, 3), (9, 4), (13, 5), (19, 6), (14, 4), (6, 2))
_ENTITIES = (
    ("rop", "شرطة عُمان السلطانية", "Royal Oman Police", 71),
    ("mol", "وزارة العمل", "Ministry of Labour", 38),
    ("mocip", "وزارة التجارة والصناعة وترويج الاستثمار", "Ministry of Commerce, Industry and Investment Promotion", 24),
    ("municipality", "البلدية", "Municipality", 17),
    ("private", "خدمات خاصة", "Private services", 14),
)
_PEOPLE = ("أول", "ثانٍ", "ثالث"), ("One", "Two", "Three")


def drawer(place: int, state: DrawerState, count: int, collected: int, variance: int | None = None) -> DrawerRow:
    """One shift of the sample Saturday."""
    return DrawerRow(
        UUID(int=place + 1),
        Words(f"موظف تجريبي {_PEOPLE[0][place]}", f"Sample Operator {_PEOPLE[1][place]}"),
        place + 1,
        SATURDAY,
        OPENED,
        None if state is DrawerState.OPEN else OPENED + 36_000_000,
        count,
        (680, 725, 880)[place],
        collected,
        state,
        variance=variance,
        reason="ورقة مزورة" if variance else "",
    )


def a_day() -> DayView:
    """A full Saturday with one drawer open and one variance that waits."""
    tenders = {"cash": 1_883_225, "card": 1_240_900, "transfer": 50_000}
    return DayView(
        Period.around(PeriodKind.DAY, SATURDAY),
        Totals(count=164, reversals=2, government=2_846_000, centre=312_500, vat=15_625, tenders=tenders),
        Totals(count=146, government=2_500_000, centre=294_800, vat=14_740),
        sales=164,
        sales_before=146,
        refunded=12_000,
        has_vat=True,
        expected_cash=1_933_225,
        government_held=4_120_500,
        slots=tuple(
            Slot(f"{8 + place:02d}", done, waits, (done + waits) * 19_000) for place, (done, waits) in enumerate(_HOURS)
        ),
        entities=tuple(
            Row(code, Words(ar, en), count, count * 19_345, count * 17_000, count * 2_345)
            for code, ar, en, count in _ENTITIES
        ),
        services=tuple(
            Row(
                f"service-{n}",
                Words(f"خدمة تجريبية رقم {n}", f"Sample service {n}"),
                31 - 2 * n,
                90_000,
                80_000,
                10_000,
            )
            for n in range(1, 15)
        ),
        tenders=tuple(Row(code, NO_WORDS, 40, amount, 0, 0) for code, amount in tenders.items()),
        operators=tuple(
            Row(f"{n:032x}", Words(f"موظف تجريبي {n}", f"Sample Operator {n}"), 70 - n, 1_000_000, 900_000, 100_000)
            for n in (1, 2, 3)
        ),
        drawers=(
            drawer(1, DrawerState.OPEN, 58, 1_187_650),
            drawer(0, DrawerState.AGREES, 64, 1_412_300, 0),
            drawer(2, DrawerState.WAITS, 42, 902_100, -500),
        ),
        not_on_server=NotOnServer(14, 412_350),
    )


def a_settled_day() -> DayView:
    """Everything closed and explained; the day itself is not."""
    return replace(
        a_day(),
        expected_cash=0,
        drawers=(drawer(0, DrawerState.AGREES, 64, 1_412_300, 0), drawer(2, DrawerState.SHORT, 42, 902_100, -500)),
    )


def a_closed_day() -> DayView:
    return replace(a_settled_day(), closed=DayClosed(OPENED + 38_000_000, Words("مدير تجريبي", "Sample Manager")))


def a_period(kind: PeriodKind) -> DayView:
    """The week or month around that Saturday, one slot a day."""
    period = Period.around(kind, SATURDAY)
    slots = tuple(Slot(day.isoformat(), 40 + 9 * (day.day % 5), 3 + day.day % 7, 900_000) for day in period.days())
    return replace(a_day(), period=period, slots=slots, open_days=(SATURDAY,))


def an_empty_day() -> DayView:
    return DayView(Period.around(PeriodKind.DAY, SATURDAY), Totals(), Totals(), 0, 0, 0, False, 0, 0)


def a_centres_day() -> DayView:
    """The Saturday as desk 1 sees it: desk 2 was heard a moment ago, desk 3 not since noon."""
    day = a_day()
    now = OPENED + 8 * 3_600_000
    others = (
        OtherDesk(b"2", 2, now - 180_000, False),
        OtherDesk(b"3", 3, now - 23 * 3_600_000, True, is_day_closed=True),
    )
    drawers = tuple(replace(row, is_elsewhere=row.desk_number != 1) for row in day.drawers)
    return replace(day, drawers=drawers, read_at=now, desk_number=1, other_desks=others)
