"""The X report: the running sums of an open shift; blind, it does not tell what cash there ought to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import Tender
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.receipt_words import Field, instant
from sanad_desk.receipts.shift_paper import Line, Section, ShiftPaper
from sanad_desk.receipts.shift_sections import (
    Names,
    cash_movements,
    drawer_lines,
    for_information,
    government,
    own_money,
    receipt_facts,
    takings,
    tender_corrections,
)
from sanad_desk.store.shifts import Correction, Movement
from sanad_desk.wire.picture import Text


@dataclass(frozen=True, slots=True)
class RunningShift:
    """Sums of an open shift, in baisa; `expected` is None where it must not be told, and then there is no cash sum."""

    centre: Text
    desk_number: int
    operator: Text
    business_date: str
    opened_at: int
    read_at: int
    opening_float: int
    totals: Totals
    first_number: str
    last_number: str
    expected: int | None
    movements: tuple[Movement, ...]
    corrections: tuple[Correction, ...]
    names: Names


def x_paper(shift: RunningShift) -> ShiftPaper:
    """The report as it stands at this moment."""
    blind = shift.expected is None
    return ShiftPaper(
        code="x_report",
        title=label("title.x_report"),
        centre=shift.centre,
        made_at=shift.read_at,
        facts=tuple(_facts(shift)),
        sections=(
            takings(shift.totals, is_blind=blind),
            *(() if blind else (government(shift.totals, shift.names), own_money(shift.totals))),
            *for_information(shift.totals),
            *cash_movements(_by_kind(shift.movements), shift.movements, shift.names),
            *tender_corrections(shift.corrections, shift.names),
            _drawer(shift),
        ),
        notes=(label("x_report.not_final"),),
    )


def _facts(shift: RunningShift) -> Iterator[Field]:
    yield label("field.desk"), str(shift.desk_number)
    yield label("shift.operator"), shift.operator
    yield label("field.business_date"), shift.business_date
    yield label("shift.opened"), instant(shift.opened_at)
    yield label("shift.printed"), instant(shift.read_at)
    yield from receipt_facts(shift.totals, shift.first_number, shift.last_number)


def _drawer(shift: RunningShift) -> Section:
    if shift.expected is None:
        lines: tuple[Line, ...] = (Line(label("shift.float"), shift.opening_float),)
        return Section("drawer", label("shift.drawer"), lines, remarks=(label("x_report.blind"),))
    cash = shift.totals.tenders.get(Tender.CASH, 0)
    return Section("drawer", label("shift.drawer"), drawer_lines(shift.opening_float, cash, shift.expected))


def _by_kind(movements: tuple[Movement, ...]) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for movement in movements:
        sums[movement.kind] = sums.get(movement.kind, 0) + movement.amount
    return sums
