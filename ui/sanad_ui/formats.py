"""Amounts, dates and times as they are shown: isolated left to right, in the digits in use, Muscat time."""

from __future__ import annotations

from datetime import date

from sanad_desk.domain.digits import to_arabic_digits
from sanad_desk.domain.money import format_amount
from sanad_desk.domain.shift import muscat_time
from sanad_ui.texts import isolate, language, t

MS_IN_MINUTE = 60_000
MS_IN_HOUR = 60 * MS_IN_MINUTE
MS_IN_DAY = 24 * MS_IN_HOUR
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _in_digits(text: str) -> str:
    return to_arabic_digits(text) if language.digits == "arabic" else text


def amount_digits(baisa: int) -> str:
    """The bare figure in the digits in use, for a widget that is itself left to right."""
    return format_amount(baisa, arabic_digits=language.digits == "arabic")


def amount(baisa: int) -> str:
    """`1,234.500`, ready to stand inside a sentence of either direction."""
    return isolate(amount_digits(baisa))


def amount_with_unit(baisa: int) -> str:
    """`412.350 ر.ع.` or `OMR 412.350`."""
    return t("app.money.with_unit", amount=amount(baisa))


def number(n: int) -> str:
    return isolate(_in_digits(f"{n:,}"))


def decimal(value: float) -> str:
    """With one place after the point."""
    return isolate(_in_digits(f"{value:.1f}"))


def identifier(text: str) -> str:
    """Receipt numbers, references, phones: always western digits, because they are copied into portals."""
    return isolate(text)


def phone(text: str) -> str:
    """`91234567` as people read it out: `9123 4567`; a foreign number stays as it is."""
    local = text.removeprefix("+968")
    return isolate(f"{local[:4]} {local[4:]}" if len(local) == 8 and local.isdigit() else text)


def date_text(day: date) -> str:
    return isolate(_in_digits(f"{day.day:02d}/{day.month:02d}/{day.year}"))


def weekday(day: date) -> str:
    return t(f"app.weekday.{_WEEKDAYS[day.weekday()]}")


def time_text(instant_ms: int) -> str:
    """`10:42`, twenty-four hours."""
    return isolate(_in_digits(f"{muscat_time(instant_ms):%H:%M}"))


def moment_text(instant_ms: int, now_ms: int) -> str:
    """The time alone for today, else the date with it."""
    then, now = muscat_time(instant_ms), muscat_time(now_ms)
    if then.date() == now.date():
        return time_text(instant_ms)
    return t("app.time.date_and_time", date=date_text(then.date()), time=time_text(instant_ms))


def clock(duration_ms: int) -> str:
    """A running time: `04:31`, or `1:04:31` past the hour."""
    seconds = max(0, duration_ms) // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    text = f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes:02d}:{seconds % 60:02d}"
    return isolate(_in_digits(text))


def duration(duration_ms: int, words: str = "app.duration") -> str:
    """How long in the largest whole unit: `18 ساعة`, `3 days`; under a minute says so.

    What stands alone is said by `app.lasted`: Arabic has another dual for it.
    """
    duration_ms = max(0, duration_ms)
    for unit, length in (("days", MS_IN_DAY), ("hours", MS_IN_HOUR), ("minutes", MS_IN_MINUTE)):
        if duration_ms >= length:
            return t(f"{words}.{unit}", n=duration_ms // length)
    return t(f"{words}.moments")


def listed(parts: list[str]) -> str:
    """Parts of a quiet line with the middle dot between them; empty ones are left out."""
    return " · ".join(part for part in parts if part)
