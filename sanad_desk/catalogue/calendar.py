"""Reads the working calendar: weekend, holidays and Ramadan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sanad_desk.catalogue.table import Table
from sanad_desk.domain.catalogue import Source, Words
from sanad_desk.domain.working_days import FULL_PACE, Holiday, Span, WorkingCalendar

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST_DAYS = 31


def read_calendar(root: Table, sources: Mapping[str, Source]) -> WorkingCalendar:
    """As far as it is sound: without a weekend of its own Friday and Saturday stand."""
    return WorkingCalendar(
        weekend=_weekend(root) or WorkingCalendar().weekend,
        holidays=tuple(_holidays(root, sources)),
        ramadans=tuple(_ramadan(table, sources) for table in root.tables("ramadan")),
        ramadan_pace=_pace(root),
    )


def _weekend(root: Table) -> tuple[int, ...]:
    names = root.strings("weekend")
    known = tuple(sorted({_WEEKDAYS.index(name) for name in names if name in _WEEKDAYS}))
    if len(known) != len(names) or len(known) == len(_WEEKDAYS):
        root.fault("value_unknown", "weekend", value=", ".join(names), allowed=", ".join(_WEEKDAYS[:-1]))
        return ()
    return known


def _pace(root: Table) -> int:
    pace = root.whole("ramadan_pace")
    if pace is None or 0 < pace <= FULL_PACE:
        return FULL_PACE if pace is None else pace
    root.fault("value_wrong", "ramadan_pace", expected="1 to 100")
    return FULL_PACE


def _holidays(root: Table, sources: Mapping[str, Source]) -> list[Holiday]:
    found = []
    for table in root.tables("holiday"):
        name = table.words("name")
        found += [_holiday(days, name, sources) for days in table.tables("days")]
        table.close()
    return sorted(found, key=lambda holiday: holiday.span.first)


def _holiday(table: Table, name: Words, sources: Mapping[str, Source]) -> Holiday:
    source = _source(table, sources)
    return Holiday(_span(table), name, source)


def _ramadan(table: Table, sources: Mapping[str, Source]) -> Span:
    _source(table, sources)
    return _span(table)


def _source(table: Table, sources: Mapping[str, Source]) -> str:
    key = table.text("source")
    if key and key not in sources:
        table.fault("source_unknown", "source", value=key)
    return key


def _span(table: Table) -> Span:
    """Of a whole row, which is closed with it."""
    first = table.day("first") or date.min
    span = Span(first, table.day("last", required=False) or first)
    table.flag("expected", False)  # for whoever corrects the days: the moon or an announcement decides
    if not 0 <= (span.last - span.first).days < _LONGEST_DAYS:
        table.fault("value_wrong", "last", expected="a day soon after the first")
    table.close()
    return span
