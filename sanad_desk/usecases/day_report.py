"""The manager's day, week or month as a report for paper, workbook and JSON: the page's own sums, and more of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sanad_desk.domain.day import COLLECTED, DayView, DrawerRow, Period, PeriodKind, Row
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import Tender
from sanad_desk.receipts.labels import label
from sanad_desk.reports import day_details
from sanad_desk.reports.day import count_sales
from sanad_desk.reports.report import Cell, Column, Fact, Kind, Report, Table
from sanad_desk.reports.report_words import duration, report_label
from sanad_desk.reports.sums import Sums, sums_of
from sanad_desk.store.shifts import movements_between
from sanad_desk.usecases.day_view import days_of, view_of_period
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager
from sanad_desk.usecases.paper_names import as_text, names_of, person
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre
from sanad_desk.wire.picture import Text

Rows = Iterable[tuple[Cell, ...]]

_SECOND_MS = 1_000
# By code, for JSON and for the words; what is not named here is an amount.
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("what", "tender", "entity", "service", "operator", "state", "slot", "reason", "kind"), "text"),
    **dict.fromkeys(("number", "original", "slip", "first", "last"), "id"),
    **dict.fromkeys(("desk", "sales", "complete", "follow_up", "z_number"), "count"),
    **dict.fromkeys(("opened", "closed", "at", "known_at"), "instant"),
    "business_date": "date",
    "average": "duration",
}
_NOT_COLLECTED = tuple(tender for tender in Tender if tender not in COLLECTED)
_MONEY = ("total", "government", "centre")
_FEES = ("taken", "by_card", "remitted", "held")


def day_report(desk: OpenDesk, who: SignedIn, period: Period) -> Report:
    """Everything of a period in one consistent reading; raises AuthError for anybody but a manager."""
    must_be_manager(who)
    centre, _, _ = desk.identity()
    with reading_centre(desk) as whole:
        view = view_of_period(desk, whole, period)
        sums = [sums_of(each, days=days_of(period)) for each in whole.connections]
        tables = tuple(_tables(desk, whole, view, sums))
    return Report(
        code=f"{period.kind}_report",
        title=report_label(f"day.title.{period.kind}"),
        facts=tuple(_facts(view, sums[0])),
        tables=tables,
        centre=as_text(centre.name),
        made_at=desk.clock.now(),
        notes=(report_label("wall.currency"), report_label("day.note")),
    )


def _facts(view: DayView, sums: Sums) -> Iterator[Fact]:
    first, last = days_of(view.period)
    yield report_label("day.fact.date"), first if first == last else f"{first} – {last}"
    yield report_label("day.fact.sales"), f"{view.sales:,}"
    yield report_label("day.fact.reversals"), f"{view.totals.reversals:,}"
    if view.seconds_average is not None:
        yield report_label("day.fact.average"), duration(view.seconds_average * _SECOND_MS)
    if sums.first_number and not view.other_desks:
        yield report_label("day.fact.first"), sums.first_number
        yield report_label("day.fact.last"), sums.last_number
    if view.period.kind is PeriodKind.DAY:
        yield report_label("day.fact.day"), report_label("day.closed" if view.closed else "day.not_closed")


def _tables(desk: OpenDesk, whole: WholeCentre, view: DayView, sums: Sequence[Sums]) -> Iterator[Table]:
    days, is_day = days_of(view.period), view.period.kind is PeriodKind.DAY
    # Of one day the date stands above all tables, and where there is one desk nobody asks which.
    spared = {name for name, is_one in (("business_date", is_day), ("desk", not view.other_desks)) if is_one}
    handed = day_details.handed_to_entities(whole.connections, days)
    if view.other_desks:
        yield _table("desks", _DESK_COLUMNS, _desks(view, whole), ("sales", "total"))
    yield _table("totals", ("what", "amount"), _totals(view))
    yield _table("tenders", ("tender", "sales", "total"), _tenders(view), ("total",))
    money = (*_MONEY, "vat") if view.has_vat else _MONEY
    rows = partial(_money_rows, has_vat=view.has_vat)
    yield _table("entities", ("entity", "sales", *money), rows(view.entities), money)
    yield _table("fees", ("entity", *_FEES), _fees(desk, view.totals, handed), _FEES)
    yield _table("operators", ("operator", "sales", *money), rows(view.operators), ("sales", *money))
    yield _table("drawers", *_kept(_DRAWER_COLUMNS, map(_drawer, view.drawers), spared))
    slots = ((f"{s.key}:00" if is_day else s.key, s.complete, s.follow_up, s.total) for s in view.slots)
    summed = ("complete", "follow_up", "total")
    yield _table("hours" if is_day else "days", ("slot" if is_day else "business_date", *summed), slots, summed)
    moved = sorted(_movements(desk, whole, view.period), key=lambda row: row[0])
    yield _table("movements", *_kept(_MOVEMENT_COLUMNS, moved, spared))
    reversals = ("number", "at", "operator", "kind", "original", "reason", "total")
    taken_back = sorted(_reversals(desk, whole, view.period), key=lambda row: row[1])
    yield _table("reversals", reversals, taken_back, ("total",))
    yield _table("buckets", ("what", "changed", "balance"), _buckets(view, sums))
    yield _table("services", ("service", "sales", *money), rows(view.services), money)


def _kept(columns: tuple[str, ...], rows: Iterable[Sequence[Cell]], spared: set[str]) -> tuple[tuple[str, ...], Rows]:
    places = [place for place, name in enumerate(columns) if name not in spared]
    return tuple(columns[place] for place in places), [tuple(row[place] for place in places) for row in rows]


_DESK_COLUMNS = ("desk", "sales", "total", "first", "last", "known_at", "state")


def _desks(view: DayView, whole: WholeCentre) -> Iterator[tuple[Cell, ...]]:
    """What each desk gave to the sums, and up to when it is known here."""
    days = days_of(view.period)
    for other in (None, *view.other_desks):
        found = whole.by_desk.get(other.desk_id if other else whole.desk_id, [])
        of_desk = [sums_of(each, days=days) for each in found]
        numbers = [each for part in of_desk for each in (part.first_number, part.last_number) if each]
        yield (
            other.number if other else whole.number,
            sum(count_sales(each, days) for each in found),
            sum(part.totals.total - part.totals.account for part in of_desk),
            min(numbers, default=None),
            max(numbers, default=None),
            (other.known_at or None) if other else None,
            report_label(f"day.desk.{other.standing if other else 'this'}"),
        )


def _table(code: str, columns: tuple[str, ...], rows: Rows, summed: tuple[str, ...] = ()) -> Table:
    """Sales are summed only where they are told apart: those of two entities may be one and the same."""
    found = tuple(rows)
    made = tuple(Column(name, report_label(f"day.column.{name}"), _KINDS.get(name, "baisa")) for name in columns)
    sums: tuple[Cell, ...] | None = None
    if summed and found:
        of_columns = (
            _sum(row[place] for row in found) if name in summed else None for place, name in enumerate(columns)
        )
        sums = (label("shift.sum"), *list(of_columns)[1:])
    return Table(code, report_label(f"day.{code}"), made, found, sums)


def _sum(cells: Iterable[Cell]) -> int:
    return sum(cell for cell in cells if isinstance(cell, int))


def _totals(view: DayView) -> Iterator[tuple[Cell, ...]]:
    totals = view.totals
    yield report_label("day.column.government"), totals.government
    yield label("shift.centre"), totals.centre
    if view.has_vat:
        yield label("shift.vat"), totals.vat
    yield label("total.total"), totals.total - totals.account
    if totals.account:
        yield label("shift.account"), totals.account
    yield from ((label(f"payment.{t}"), -totals.tenders[t]) for t in _NOT_COLLECTED if t in totals.tenders)
    yield report_label("day.column.collected"), view.collected
    rest = {"paid_direct": totals.paid_direct, "refund_due": totals.refund_due, "waived": totals.waived}
    yield from ((label(f"shift.{key}"), amount) for key, amount in rest.items() if amount)
    if view.refunded:
        yield report_label("day.refunded"), view.refunded
    if view.period.kind is PeriodKind.DAY and view.open_drawers:  # the floats of many days make no sum
        yield label("shift.expected"), view.expected_cash


def _tenders(view: DayView) -> Iterator[tuple[Cell, ...]]:
    rows = {row.key: row for row in view.tenders}
    yield from ((label(f"payment.{t}"), rows[t].count, rows[t].total) for t in Tender if t in rows)


def _money_rows(rows: Iterable[Row], *, has_vat: bool) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        cells = (as_text(row.name), row.count, row.total, row.government, row.centre)
        yield (*cells, row.vat) if has_vat else cells


def _fees(desk: OpenDesk, totals: Totals, handed: dict[str, day_details.Handed]) -> Iterator[tuple[Cell, ...]]:
    names = names_of(desk)
    for code in sorted({*totals.entities, *handed}):
        out = handed.get(code, day_details.Handed())
        row = (totals.entities.get(code, 0), out.by_card, out.remitted, out.held)
        if any(row):
            yield names.entity(code), *row


_DRAWER_COLUMNS = (
    "operator",
    "desk",
    "business_date",
    "opened",
    "closed",
    "sales",
    "average",
    "collected",
    "expected",
    "variance",
    "state",
    "z_number",
)


def _drawer(drawer: DrawerRow) -> tuple[Cell, ...]:
    seconds = drawer.seconds_average
    return (
        as_text(drawer.operator),
        drawer.desk_number,
        drawer.business_date.isoformat(),
        drawer.opened_at,
        drawer.closed_at,
        drawer.count,
        None if seconds is None else seconds * _SECOND_MS,
        drawer.collected,
        drawer.expected,
        drawer.variance,
        report_label(f"day.state.{drawer.state}"),
        drawer.z_number,
    )


_MOVEMENT_COLUMNS = ("at", "operator", "desk", "kind", "entity", "reason", "slip", "amount")


def _movements(desk: OpenDesk, whole: WholeCentre, period: Period) -> Iterator[tuple[Any, ...]]:
    names, days = names_of(desk), days_of(period)
    for number, move in ((n, move) for n, each in whole.numbered for move in movements_between(each, *days)):
        entity: Text | None = names.entity(move.entity) if move.entity else None
        reason: Text | None = names.reason(move.reason) if move.reason else None
        who = person(whole.own, move.operator_id)
        yield move.moved_at, who, number, label(f"movement.{move.kind}"), entity, reason, move.slip, move.amount


def _reversals(desk: OpenDesk, whole: WholeCentre, period: Period) -> Iterator[tuple[Any, ...]]:
    names, days = names_of(desk), days_of(period)
    for back in (back for each in whole.connections for back in day_details.reversals(each, days)):
        who, kind = person(whole.own, back.operator_id), report_label(f"day.reversal.{back.kind}")
        reason: Text | None = names.reason(back.reason) if back.reason else None
        yield back.number, back.completed_at, who, kind, back.original, reason, back.total


def _buckets(view: DayView, sums: Iterable[Sums]) -> Iterator[tuple[Cell, ...]]:
    """Every account that moved in the period or holds something now; a drawer's standing is told by shift."""
    moved: Counter[str] = Counter()
    for part in sums:
        moved.update(part.buckets)
    for account in sorted({*moved, *view.buckets}):
        changed, standing = moved[account], view.buckets.get(account)
        if changed or standing:
            yield label(f"account.{account}"), changed, standing
