"""What there is to say of a promised date: its weekday, and what lies between."""

from __future__ import annotations

from datetime import date

from sanad_desk.domain.working_days import WorkingCalendar
from sanad_ui import formats
from sanad_ui.kit import DateField
from sanad_ui.texts import Phrase, both, say


def note_promise(field: DateField, calendar: WorkingCalendar, today: date, usual_days: int | None = None) -> None:
    """The hint below the field, and a warning where government is closed on the day itself."""
    day = field.day()
    usual = say("promise.usual_days", n=usual_days) if usual_days is not None else None
    if day is None:
        field.set_hint(usual)
        field.set_warning(None)
        return
    parts = [_weekday(day), *([usual] if usual else []), *_between(calendar, today, day)]
    field.set_hint(lambda: formats.listed([part() for part in parts]))
    field.set_warning(None if calendar.is_working_day(day) else _closed(calendar, day))


def _weekday(day: date) -> Phrase:
    return lambda: formats.weekday(day)


def _between(calendar: WorkingCalendar, today: date, day: date) -> list[Phrase]:
    if day < today:
        return []
    names = [both(name.ar, name.en) for name in calendar.holidays_within(today, day)]
    notes = [say("promise.holiday", name=name) for name in names]
    return [*notes, *([say("promise.ramadan")] if calendar.is_ramadan_within(today, day) else [])]


def _closed(calendar: WorkingCalendar, day: date) -> Phrase:
    name = calendar.holiday(day)
    why = both(name.ar, name.en) if name else _weekday(day)
    return say("promise.closed", why=why)
