"""`sanadctl report`: a period, its lessons, an X or Z report or the price list, as PDF, workbook or JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from sanad_desk.ctl.doors import Subparsers, add_store, desk_at, print_json
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.day import Period, PeriodKind
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import PLAUSIBLE_YEARS, business_date_at
from sanad_desk.store import people, shifts
from sanad_desk.store.faults import named_faults
from sanad_desk.usecases.open_desk import OpenDesk

if TYPE_CHECKING:
    from sanad_desk.receipts.z_report import ClosedShift
    from sanad_desk.reports.report import Report

# Whoever runs this holds the store's key and can read everything in it: no PIN would keep anything from him.
READER = SignedIn(UUID(int=0), Words("sanadctl", "sanadctl"), frozenset({Role.MANAGER}))


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("report", help="write a report; works beside an open window")
    parser.add_argument("kind", choices=(*PeriodKind, "lessons", "z", "x", "prices"))
    add_store(parser)
    parser.add_argument("--date", type=date.fromisoformat, help="business date; today without it")
    parser.add_argument("--period", choices=tuple(PeriodKind), default="month", help="of the lessons, around the date")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--shift", type=int, metavar="N", help="of an X or Z report: the N-th shift of the date")
    which.add_argument("--z", type=int, metavar="N", help="of a Z report: its number, whatever the date")
    parser.add_argument("--entity", default="", metavar="CODE", help="of a price list: of one entity alone")
    parser.add_argument("--format", choices=("json", "pdf", "xlsx"), default="json")
    parser.add_argument("--language", choices=("ar", "en"), default="ar", help="X and Z reports on paper speak both")
    parser.add_argument("--paper", choices=("a4", "80mm"), default="a4", help="of an X or Z report as PDF")
    parser.add_argument("--out", type=Path, metavar="FILE", help="JSON goes to the terminal without it")
    parser.set_defaults(run=run_report)


def run_report(options: argparse.Namespace) -> int:
    """Reads only: nothing is recorded as printed."""
    with desk_at(options.store, read_only=True) as desk:
        day = options.date or business_date_at(desk.clock.now())
        if day.year not in PLAUSIBLE_YEARS:  # what it is compared with may lie beyond the calendar
            raise DomainError("report_date_beyond", first=PLAUSIBLE_YEARS[0], last=PLAUSIBLE_YEARS[-1])
        report, pdf, more = _shift_report(desk, options, day) if options.kind in "xz" else _sums(desk, options, day)
    if options.format == "json":
        from sanad_desk.reports.report_json import report_json

        made = report_json(report) | more
        if options.out is None:
            print_json(made)
            return 0
        raw = json.dumps(made, ensure_ascii=False, indent=2, default=str).encode()
    elif options.format == "pdf":
        raw = pdf()
    else:
        from sanad_desk.reports.workbook import workbook_bytes

        raw = workbook_bytes(report, options.language)
    out = options.out or Path(f"{report.code.replace('_', '-')}-{options.z or day}.{options.format}")
    with named_faults(out):
        out.write_bytes(raw)
    print_json({"report": report.code, "file": out, "bytes": len(raw)})
    return 0


# Papers and workbooks take their time to load, and most doors need neither.
Made = tuple["Report", Callable[[], bytes], dict[str, Any]]  # with what only JSON says


def _sums(desk: OpenDesk, options: argparse.Namespace, day: date) -> Made:
    from sanad_desk.reports.report_paper import render_report
    from sanad_desk.usecases.day_report import day_report
    from sanad_desk.usecases.lessons import lessons_report
    from sanad_desk.usecases.wall_price_list import wall_price_list

    if options.kind == "prices":
        report = wall_price_list(desk, day, options.entity)
    elif options.kind == "lessons":
        report = lessons_report(desk, READER, Period.around(PeriodKind(options.period), day))
    else:
        report = day_report(desk, READER, Period.around(PeriodKind(options.kind), day))
    return report, partial(render_report, report, options.language), {}


def _shift_report(desk: OpenDesk, options: argparse.Namespace, day: date) -> Made:
    from sanad_desk.receipts.sheet import Paper
    from sanad_desk.receipts.shift_paper import render_shift_paper
    from sanad_desk.receipts.shift_report import as_report
    from sanad_desk.receipts.z_report import z_paper
    from sanad_desk.usecases.x_report import x_report
    from sanad_desk.usecases.z_report import closed_shift, shift_of_z

    more: dict[str, Any] = {}
    if options.kind == "z":
        wanted = shift_of_z(desk, options.z) if options.z else _shift_id(desk, options.shift, day, is_closed=True)
        shift = closed_shift(desk, READER, wanted)
        paper, more = z_paper(shift), {"closing": _closing(shift)}
    else:
        paper = x_report(desk, *_blind(desk, _shift_id(desk, options.shift, day, is_closed=False)))
    return as_report(paper), partial(render_shift_paper, paper, paper=Paper(options.paper)), more


def _blind(desk: OpenDesk, shift_id: UUID) -> tuple[SignedIn, UUID]:
    """As its own operator sees an open drawer: no PIN was asked for here, so the cash is not told."""
    with desk.store.reading() as connection:
        shift = shifts.shift_of(connection, shift_id)
        name = people.name_of(connection, shift.operator_id)
    return SignedIn(shift.operator_id, name, frozenset({Role.OPERATOR})), shift_id


def _shift_id(desk: OpenDesk, number: int | None, day: date, *, is_closed: bool) -> UUID:
    """The shift of that number on the date, else the only one that there can be a report of."""
    with desk.store.reading() as connection:
        on_day = [shift.id for shift in shifts.shifts_on(connection, day)]
        fitting = [each for each in on_day if (shifts.closing_of(connection, each) is not None) is is_closed]
    if number is not None:
        fitting = on_day[number - 1 : number] if number > 0 else []
    if not fitting:
        raise DomainError("shift_unknown")
    if len(fitting) > 1:
        raise Refused("several_shifts", n=len(on_day))
    return fitting[0]


def _closing(shift: ClosedShift) -> dict[str, Any]:
    """The closing as it was stored and signed."""
    closed = shift.closed
    named = {name: _plain(value) for name, value in msgspec.structs.asdict(closed.manifest).items()}
    return {
        "z_number": closed.z_number,
        "business_date": shift.business_date,
        "expected": closed.expected,
        "counted": closed.counted,
        "variance": shift.variance,
        "is_signed": shift.is_signed,
        "manifest": named,
    }


def _plain(value: Any) -> Any:
    """Sums by code as an object, hashes as hex."""
    if isinstance(value, tuple):
        return dict(value)
    return value.hex() if isinstance(value, bytes) else value
