"""Periods, slots, comparisons and drawers in the words of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from sanad_desk.domain.day import By, DayClosed, DrawerRow, DrawerState, Period, PeriodKind
from sanad_ui import formats
from sanad_ui.texts import Phrase, both, isolate, say, t

_TONES = {
    DrawerState.OPEN: "warn",
    DrawerState.COUNTED: "warn",
    DrawerState.AGREES: "brand",
    DrawerState.SHORT: "bad",
    DrawerState.OVER: "info",
    DrawerState.WAITS: "bad",
}
# Muscat's midnight lies this far before a whole day of UTC.
_MIDNIGHT_HOURS = 20


@dataclass(frozen=True, slots=True)
class Drill:
    """A number somebody wants to see the receipts of; a closed shift has a Z report besides."""

    by: By
    key: str
    title: Phrase
    closed_shift: UUID | None = None


def period_phrase(period: Period) -> Phrase:
    """`السبت 21/11/2026`, both ends of a week, or the month's name."""

    def speak() -> str:
        if period.kind is PeriodKind.DAY:
            return f"{formats.weekday(period.first)} {formats.date_text(period.first)}"
        if period.kind is PeriodKind.WEEK:
            return t("day.week_span", first=formats.date_text(period.first), last=formats.date_text(period.last))
        year = isolate(f"{period.first:%Y}")
        return f"{t(f'day.month.{period.first.month}')} {year}"

    return speak


def closed_phrase(closed: DayClosed) -> Phrase:
    """When a day was closed, and by whom."""
    return say("day.close.closed", at=partial(formats.time_text, closed.at), by=both(closed.by.ar, closed.by.en))


def before_phrase(period: Period) -> Phrase:
    """What the period is compared with."""
    return say(f"day.before.{period.kind}", weekday=lambda: formats.weekday(period.first))


def compared(now: int, before: int, period: Period, figure: Phrase, *, is_running: bool) -> tuple[Phrase, str]:
    """More or less than before, and its tone; half a day is not measured against a whole one, so both are told."""
    name = before_phrase(period)
    if is_running or before <= 0:
        return say("day.before.was", before=name, figure=figure), "ink2"
    change = round((now - before) * 100 / before)
    if change == 0:
        return say("day.before.same", before=name), "ink2"
    key, tone = ("day.before.more", "brand") if change > 0 else ("day.before.less", "accent")
    return say(key, percent=lambda: isolate(f"{formats.number(abs(change))}%"), before=name), tone


def slot_name(key: str, kind: PeriodKind) -> str:
    """Short enough to stand under a column: the hour, the weekday or the day of the month."""
    if kind is PeriodKind.DAY:
        return formats.time_text((int(key) + _MIDNIGHT_HOURS) * formats.MS_IN_HOUR)
    day = date.fromisoformat(key)
    return formats.weekday(day) if kind is PeriodKind.WEEK else formats.number(day.day)


def slot_title(key: str, kind: PeriodKind) -> str:
    """The same in full."""
    if kind is PeriodKind.DAY:
        return slot_name(key, kind)
    day = date.fromisoformat(key)
    return f"{formats.weekday(day)} {formats.date_text(day)}"


def drawer_phrase(drawer: DrawerRow) -> Phrase:
    """`مطابق`, `عجز 0.500`."""
    state = drawer.state
    variance = drawer.variance or 0
    amount = amount_phrase(abs(variance))
    if state is DrawerState.WAITS:
        return say(f"day.state.waits_{'short' if variance < 0 else 'over'}", amount=amount)
    return say(f"day.state.{state}", amount=amount)


def drawer_tone(drawer: DrawerRow) -> str:
    return _TONES[drawer.state]


def operator_phrase(drawer: DrawerRow) -> Phrase:
    return both(drawer.operator.ar, drawer.operator.en)


def average_text(drawer: DrawerRow) -> str:
    """`11:20`, or a dash where nothing was sold."""
    return "—" if drawer.seconds_average is None else formats.clock(drawer.seconds_average * 1000)


def amount_phrase(baisa: int) -> Phrase:
    return partial(formats.amount, baisa)


def number_phrase(n: int) -> Phrase:
    return partial(formats.number, n)
