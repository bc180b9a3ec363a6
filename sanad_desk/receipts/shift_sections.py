"""The sections that X and Z report have in common: takings, money of the entities, the centre's own, movements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.money import format_amount
from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import Tender
from sanad_desk.receipts.bidi import ltr
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.receipt_words import Field, instant, joined, same
from sanad_desk.receipts.shift_paper import Line, Section
from sanad_desk.store.shifts import Correction, Movement
from sanad_desk.wire.picture import Text


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called: entities, and the reasons that come from a list."""

    entities: Mapping[str, Text] = field(default_factory=dict)
    reasons: Mapping[str, Text] = field(default_factory=dict)

    def entity(self, code: str) -> Text:
        return self.entities.get(code, same(code))

    def reason(self, code: str) -> Text:
        return self.reasons.get(code, same(code))


def receipt_facts(totals: Totals, first: str, last: str) -> list[Field]:
    """How many receipts there were and from which to which number."""
    facts: list[Field] = [
        (label("shift.receipts"), str(totals.count)),
        (label("shift.reversals"), str(totals.reversals)),
    ]
    return [*facts, *((label(f"shift.{key}"), number) for key, number in (("first", first), ("last", last)) if number)]


def takings(totals: Totals, *, is_blind: bool = False) -> Section:
    """By tender; blind, without the sum, which would tell the cash."""
    lines = [Line(label(f"payment.{tender}"), totals.tenders[tender]) for tender in Tender if tender in totals.tenders]
    remarks = (label("shift.blind_cash"),) if is_blind else ()
    return Section("takings", label("shift.takings"), tuple(lines), None if is_blind else totals.total, remarks)


def government(totals: Totals, names: Names) -> Section:
    """Fees that were taken for each entity, what was given back taken away."""
    lines = (Line(names.entity(code), amount) for code, amount in totals.entities.items())
    return Section("government", label("shift.government"), tuple(lines), totals.government)


def own_money(totals: Totals) -> Section:
    """Income, VAT on it, and what customers paid towards accounts and deposits."""
    lines = [Line(label("shift.centre"), totals.centre)]
    rest = {"vat": totals.vat, "account": totals.account}
    return Section("own", label("shift.own"), (*lines, *_given(rest)))


def for_information(totals: Totals) -> list[Section]:
    """What never was the centre's money; no section without any."""
    rest = {"paid_direct": totals.paid_direct, "refund_due": totals.refund_due, "waived": totals.waived}
    lines = _given(rest)
    return [Section("information", label("shift.information"), lines)] if lines else []


def _given(amounts: Mapping[str, int]) -> tuple[Line, ...]:
    return tuple(Line(label(f"shift.{key}"), amount) for key, amount in amounts.items() if amount)


def cash_movements(sums: Mapping[str, int], movements: Sequence[Movement], names: Names) -> list[Section]:
    """The sum of each kind, and below it every movement with its words."""
    lines = []
    for kind in (kind for kind in MoveKind if kind in sums):
        of_kind = [movement for movement in movements if movement.kind == kind]
        remarks = (_movement_words(movement, names, with_amount=len(of_kind) > 1) for movement in of_kind)
        lines.append(Line(label(f"movement.{kind}"), sums[kind], remarks=tuple(remarks)))
    return [Section("movements", label("shift.movements"), tuple(lines))] if lines else []


def _movement_words(movement: Movement, names: Names, *, with_amount: bool) -> Text:
    parts = [same(ltr(instant(movement.moved_at)[-5:]))]
    if with_amount:
        parts.append(same(ltr(format_amount(movement.amount))))
    if movement.entity:
        parts.append(names.entity(movement.entity))
    if movement.reason:
        parts.append(names.reason(movement.reason))
    if movement.slip:
        parts.append(same(ltr(movement.slip)))
    return joined(parts)


def tender_corrections(corrections: Sequence[Correction], names: Names) -> list[Section]:
    """Each with its receipt, from which tender to which, and why."""
    lines = []
    for correction in corrections:
        wrong, right = label(f"payment.{correction.wrong}"), label(f"payment.{correction.right}")
        words, reason = label("shift.correction"), names.reason(correction.reason)
        remark = joined([same(ltr(correction.number)), reason])
        filled = Text(words.ar.format(wrong=wrong.ar, right=right.ar), words.en.format(wrong=wrong.en, right=right.en))
        lines.append(Line(filled, correction.amount, remarks=(remark,)))
    return [Section("corrections", label("shift.corrections"), tuple(lines))] if lines else []


def drawer_lines(opening_float: int, cash: int, expected: int) -> tuple[Line, ...]:
    """How the expected cash comes about; what movements brought and took is what remains."""
    moved = expected - opening_float - cash
    lines = [Line(label("shift.float"), opening_float), Line(label("shift.cash"), cash)]
    if moved:
        lines.append(Line(label("shift.moved"), moved))
    return (*lines, Line(label("shift.expected"), expected, loud=True))
