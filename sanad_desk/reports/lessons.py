"""The counts behind the lessons page, straight from the rows of all chains and by index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.day import Period
from sanad_desk.domain.lessons import EndedCase, LessonFacts
from sanad_desk.domain.outage import PORTAL_DOWN
from sanad_desk.domain.shift import muscat_midnight
from sanad_desk.reports.day import IN_DAYS
from sanad_desk.reports.sums import Days

_DAY_MS = 24 * 3_600_000
_AT_ONCE = 500  # parameters of one statement
_MISSING = f"SELECT t.service_code, t.row_key, count(*) FROM missing_paper t WHERE {IN_DAYS} GROUP BY 1, 2"
_RETURNED = (
    f"SELECT t.entity, t.reason, count(*) FROM case_move t WHERE {IN_DAYS} AND t.move = '{Move.RETURN}' GROUP BY 1, 2"
)
_PARKED = (
    f"SELECT t.entity, count(DISTINCT t.case_id) FROM case_move t WHERE {IN_DAYS} AND t.move = '{Move.HOLD}' "
    f"AND t.reason = '{PORTAL_DOWN}' GROUP BY 1"
)
_NOT_OFFERED = f"SELECT t.words, count(*) FROM service_not_offered t WHERE {IN_DAYS} GROUP BY 1"
_ASSISTED = f"SELECT t.service_code, count(*) FROM customer_assisted t WHERE {IN_DAYS} GROUP BY 1"
_STARS = f"SELECT t.stars, count(*) FROM visit_rating t WHERE {IN_DAYS} GROUP BY 1"
_COMPLAINTS = f"SELECT t.number, t.kind FROM complaint t WHERE {IN_DAYS}"
_OUTAGES = "SELECT outage_id, entity, began_at, ended_at FROM outage WHERE began_at >= ? AND began_at < ?"
# The result is here once it was issued; a case that is finished without that was handed over at once.
_RESULT = f"move IN ('{Move.ISSUE}', '{Move.FINISH}')"
_WITH_RESULT = f"SELECT DISTINCT t.case_id FROM case_move t WHERE {IN_DAYS} AND t.{_RESULT}"


def lesson_facts(desks: Sequence[Connection], period: Period, now: int) -> LessonFacts:
    """What all desks wrote in the period; an outage that lasts is counted up to `now`, milliseconds UTC."""
    days = period.first.isoformat(), period.last.isoformat()
    return LessonFacts(
        missing=_counted(desks, _MISSING, days),
        returned=_counted(desks, _RETURNED, days),
        parked=_counted(desks, _PARKED, days),
        outages=tuple(_outages(desks, period, now)),
        ended=tuple(_ended(desks, days)),
        not_offered=_counted(desks, _NOT_OFFERED, days),
        assisted=_counted(desks, _ASSISTED, days),
        stars=_counted(desks, _STARS, days),
        complaints=Counter(_complaints(desks, days)),
    )


def _counted(desks: Iterable[Connection], query: str, days: Days) -> Counter[Any]:
    """By what stands before the count, alone or as a pair."""
    found: Counter[Any] = Counter()
    for desk in desks:
        for *keys, times in desk.exec_driver_sql(query, days):
            found[keys[0] if len(keys) == 1 else tuple(keys)] += times
    return found


def _outages(desks: Iterable[Connection], period: Period, now: int) -> Iterator[tuple[str, int, int]]:
    """Those that began in the period; one desk may have begun what another one ended."""
    span = muscat_midnight(period.first), muscat_midnight(period.last) + _DAY_MS
    found: dict[bytes, tuple[str, int, int]] = {}
    for desk in desks:
        for outage_id, entity, began, ended in desk.exec_driver_sql(_OUTAGES, span):
            found[outage_id] = (entity, began, max(ended, found.get(outage_id, ("", 0, 0))[2]))
    yield from ((entity, began, ended or max(now, began)) for entity, began, ended in found.values())


def _ended(desks: Sequence[Connection], days: Days) -> Iterator[EndedCase]:
    """Cases whose first result falls into the days, whichever desks wrote of them."""
    cases = sorted({row.case_id for desk in desks for row in desk.exec_driver_sql(_WITH_RESULT, days)})
    for first in range(0, len(cases), _AT_ONCE):
        some = cases[first : first + _AT_ONCE]
        results, promises = _results(desks, some), _promises(desks, some)
        for case_id, (business_date, service_code, begun_at, ended_at) in results.items():
            if business_date >= days[0]:
                promised = promises.get(case_id)
                day = date.fromisoformat(promised) if promised else None
                yield EndedCase(service_code, begun_at, ended_at, day)


def _results(desks: Iterable[Connection], cases: Sequence[bytes]) -> dict[bytes, tuple[str, str, int, int]]:
    """The first of each."""
    query = f"SELECT case_id, business_date, service_code, begun_at, moved_at FROM case_move WHERE {_RESULT} AND "
    rows = [row for desk in desks for row in _of_cases(desk, query, cases)]
    last_first = sorted(rows, key=lambda row: int(row.moved_at), reverse=True)
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in last_first}


def _promises(desks: Iterable[Connection], cases: Sequence[bytes]) -> dict[bytes, str]:
    """The earliest date that a customer was named: what was put off later was late all the same."""
    found: dict[bytes, str] = {}
    for query in (
        "SELECT case_id, expected_date FROM paid_case WHERE expected_date <> '' AND ",
        "SELECT case_id, promised FROM case_move WHERE promised <> '' AND ",
    ):
        for desk in desks:
            for case_id, promised in _of_cases(desk, query, cases):
                found[case_id] = min(promised, found.get(case_id, promised))
    return found


def _of_cases(desk: Connection, query: str, cases: Sequence[bytes]) -> Iterable[Any]:
    return desk.exec_driver_sql(f"{query} case_id IN ({', '.join('?' * len(cases))})", tuple(cases))


def _complaints(desks: Sequence[Connection], days: Days) -> Iterator[tuple[str, bool]]:
    settled = "SELECT 1 FROM complaint_settlement WHERE number = ?"
    for desk in desks:
        for number, kind in desk.exec_driver_sql(_COMPLAINTS, days):
            is_open = all(each.exec_driver_sql(settled, (number,)).first() is None for each in desks)
            yield kind, is_open
