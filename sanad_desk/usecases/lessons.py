"""What a period teaches the whole centre, for its manager: on the page, on paper, as a workbook and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.day import Period
from sanad_desk.domain.lessons import Lessons, fold_lessons
from sanad_desk.domain.operators import SignedIn
from sanad_desk.receipts.labels import area_label, label
from sanad_desk.reports.lessons import lesson_facts
from sanad_desk.reports.report import Cell, Column, Fact, Kind, Report, Table
from sanad_desk.reports.report_words import percent, report_label
from sanad_desk.usecases.day_view import days_of
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager
from sanad_desk.usecases.paper_names import as_text
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_desk.wire.picture import Text

_MILLION = 1_000_000
_MOST_NAMES = 3
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("paper", "services", "reason", "entities", "entity", "service", "words", "kind"), "text"),
    "lasted": "duration",
    "late": "percent",
}


def lessons(desk: OpenDesk, who: SignedIn, period: Period) -> Lessons:
    """Over all desks, as far as they are known here; raises AuthError for anybody but a manager."""
    must_be_manager(who)
    with reading_centre(desk) as centre:
        facts = lesson_facts(centre.connections, period, desk.clock.now())
    return fold_lessons(facts, desk.catalogue, desk.calendar)


def lessons_report(desk: OpenDesk, who: SignedIn, period: Period) -> Report:
    """The same as tables; raises AuthError for anybody but a manager."""
    found = lessons(desk, who, period)
    centre, _, _ = desk.identity()
    return Report(
        code="lessons_report",
        title=report_label("lessons.title"),
        facts=tuple(_facts(found, period)),
        tables=tuple(_tables(found)),
        centre=as_text(centre.name),
        made_at=desk.clock.now(),
        notes=(report_label("lessons.note"),),
    )


def _facts(found: Lessons, period: Period) -> Iterator[Fact]:
    first, last = days_of(period)
    yield report_label("day.fact.date"), first if first == last else f"{first} – {last}"
    if dated := sum(each.dated for each in found.durations):
        in_time = dated - sum(each.late for each in found.durations)
        yield report_label("lessons.fact.in_time"), f"{percent(in_time * _MILLION // dated)} ({dated:,})"
    if found.mean_stars is not None:
        yield report_label("lessons.fact.stars"), f"{found.mean_stars:.1f} / 5 ({found.ratings:,})"
    yield report_label("lessons.fact.complaints"), f"{sum(each.times for each in found.complaints):,}"
    yield report_label("lessons.fact.assisted"), f"{sum(times for _, times in found.assisted):,}"


def _tables(found: Lessons) -> Iterator[Table]:
    missing = ((as_text(each.paper), each.times, _listed(each.services)) for each in found.missing)
    yield _table("missing", ("paper", "times", "services"), missing)
    returns = (
        (area_label("follow", f"reason.{each.reason}"), each.times, _listed(_counted(each.entities)))
        for each in found.returns
    )
    yield _table("returns", ("reason", "times", "entities"), returns)
    outages = ((as_text(each.entity), each.times, each.milliseconds, each.parked) for each in found.outages)
    yield _table("outages", ("entity", "times", "lasted", "parked"), outages)
    durations = (
        (
            as_text(each.service),
            each.times,
            each.promised_days,
            each.real_days,
            each.late * _MILLION // each.dated if each.dated else None,
        )
        for each in found.durations
    )
    yield _table("durations", ("service", "cases", "promised_days", "real_days", "late"), durations)
    yield _table("not_offered", ("words", "times"), found.not_offered)
    assisted = ((as_text(service), times) for service, times in found.assisted)
    yield _table("assisted", ("service", "times"), assisted)
    complaints = ((label(f"complaint_kind.{each.kind}"), each.times, each.waiting) for each in found.complaints)
    yield _table("complaints", ("kind", "times", "waiting"), complaints)


def _table(code: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Table:
    made = tuple(Column(name, report_label(f"lessons.column.{name}"), _KINDS.get(name, "count")) for name in columns)
    return Table(code, report_label(f"lessons.{code}"), made, tuple(rows))


def _counted(names: Iterable[tuple[Words, int]]) -> Iterator[Words]:
    yield from (Words(f"{name.ar} ({times:,})", f"{name.en} ({times:,})") for name, times in names)


def _listed(names: Iterable[Words]) -> Cell:
    """A few stand for all."""
    known = tuple(names)
    more = "…" if len(known) > _MOST_NAMES else ""
    shown = known[:_MOST_NAMES]
    return Text("، ".join(name.ar for name in shown) + more, "; ".join(name.en for name in shown) + more)
