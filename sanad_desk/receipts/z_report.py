"""The Z report: the final sums of a closed shift, as its signed closing says them."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.domain.money import BAISA_IN_RIAL
from sanad_desk.domain.totals import Totals
from sanad_desk.domain.transaction import Tender
from sanad_desk.receipts.bidi import ltr
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.receipt_words import Field, instant
from sanad_desk.receipts.shift_paper import Line, Section, ShiftPaper, joined_pair
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
from sanad_desk.wire.entries import DrawerCounted, ShiftClosed, ShiftOpened
from sanad_desk.wire.manifest import totals_of
from sanad_desk.wire.picture import Text


@dataclass(frozen=True, slots=True)
class ClosedShift:
    """The facts of a closed shift as they stand in the journal, and who its people are; instants in ms UTC."""

    centre: Text
    desk_number: int
    business_date: str
    opened: ShiftOpened
    opened_at: int
    counted: DrawerCounted
    closed: ShiftClosed
    closed_at: int
    printed_at: int
    is_signed: bool
    operator: Text
    closed_by: Text
    approved_by: Text | None  # who accepted the variance, at once or later
    waits: bool  # for a manager to accept it
    taken_from: Text | None  # who handed the drawer to this operator
    next_operator: Text | None
    next_opened: ShiftOpened | None
    names: Names
    movements: tuple[Movement, ...]
    corrections: tuple[Correction, ...]

    @property
    def variance(self) -> int:
        return self.closed.counted - self.closed.expected


def z_paper(shift: ClosedShift) -> ShiftPaper:
    """Every sum is one of the closing's own."""
    manifest = shift.closed.manifest
    totals = totals_of(manifest)
    return ShiftPaper(
        code="z_report",
        title=label("title.z_report", number=ltr(str(shift.closed.z_number))),
        centre=shift.centre,
        made_at=shift.printed_at,
        facts=tuple(_facts(shift, totals)),
        sections=(
            takings(totals),
            government(totals, shift.names),
            own_money(totals),
            *for_information(totals),
            *cash_movements(dict(manifest.movements), shift.movements, shift.names),
            *tender_corrections(shift.corrections, shift.names),
            _pieces(shift),
            _drawer(shift, totals),
            *_hand_over(shift),
            *_card_terminal(shift, totals),
            *_ledger(shift),
        ),
        notes=(label("z_report.signed" if shift.is_signed else "z_report.not_signed"),),
        signatures=tuple(_signatures(shift)),
    )


def _facts(shift: ClosedShift, totals: Totals) -> list[Field]:
    manifest = shift.closed.manifest
    facts: list[Field] = [
        (label("z_report.number"), str(shift.closed.z_number)),
        (label("field.desk"), str(shift.desk_number)),
        (label("shift.operator"), shift.operator),
        (label("field.business_date"), shift.business_date),
        (label("shift.opened"), instant(shift.opened_at)),
        (label("z_report.closed"), instant(shift.closed_at)),
        (label("shift.printed"), instant(shift.printed_at)),
    ]
    if shift.closed_by != shift.operator:
        facts.append((label("z_report.closed_by"), shift.closed_by))
    if shift.taken_from is not None:
        facts.append((label("z_report.taken_from"), shift.taken_from))
    facts += receipt_facts(totals, manifest.first_number, manifest.last_number)
    return [*facts, (label("z_report.chain"), fingerprint(manifest.chain_head))]


def fingerprint(digest: bytes) -> str:
    """The first eight bytes in groups of four digits, as people compare them."""
    text = digest[:8].hex().upper()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def _pieces(shift: ClosedShift) -> Section:
    lines = []
    for denomination, pieces in shift.counted.pieces:
        is_rial = denomination >= BAISA_IN_RIAL
        words = label("piece.rial" if is_rial else "piece.baisa")
        value = denomination // BAISA_IN_RIAL if is_rial else denomination
        named = Text(words.ar.format(n=ltr(str(value))), words.en.format(n=value))
        lines.append(Line(named, denomination * pieces, pieces))
    remarks: tuple[Text, ...] = ()
    if shift.counted.approval_reason:
        remarks = (joined_pair(label("z_report.recounted"), shift.names.reason(shift.counted.approval_reason)),)
    return Section("counted", label("z_report.pieces"), tuple(lines), shift.counted.counted, remarks=remarks)


def _drawer(shift: ClosedShift, totals: Totals) -> Section:
    closed = shift.closed
    cash = totals.tenders.get(Tender.CASH, 0)
    state = "agrees" if not shift.variance else "short" if shift.variance < 0 else "over"
    remarks = []
    if closed.reason:
        remarks.append(joined_pair(label("z_report.reason"), shift.names.reason(closed.reason)))
    if shift.approved_by is not None:
        remarks.append(joined_pair(label("z_report.approved_by"), shift.approved_by))
    if closed.approval_reason not in ("", closed.reason):
        remarks.append(joined_pair(label("z_report.approval_reason"), shift.names.reason(closed.approval_reason)))
    if shift.waits:
        remarks.append(label("z_report.waits"))
    lines = (
        *drawer_lines(shift.opened.opening_float, cash, closed.expected),
        Line(label("z_report.counted"), closed.counted, loud=True),
        Line(label(f"variance.{state}"), shift.variance, remarks=tuple(remarks), loud=True),
    )
    return Section("drawer", label("shift.drawer"), lines)


def _hand_over(shift: ClosedShift) -> list[Section]:
    """Both counts beside each other; they were equal, or nothing was handed over."""
    if shift.next_operator is None or shift.next_opened is None:
        return []
    lines = (Line(shift.operator, shift.closed.counted), Line(shift.next_operator, shift.next_opened.opening_float))
    return [Section("hand_over", label("z_report.hand_over"), lines)]


def _card_terminal(shift: ClosedShift, totals: Totals) -> list[Section]:
    taken, terminal = totals.tenders.get(Tender.CARD, 0), shift.counted.terminal_total
    if terminal is None:
        missing = (label("z_report.no_terminal_total"),)
        lines: tuple[Line, ...] = (Line(label("z_report.card_takings"), taken, remarks=missing),)
        return [Section("card_terminal", label("z_report.card_terminal"), lines)] if taken else []
    lines = (
        Line(label("z_report.card_takings"), taken),
        Line(label("z_report.terminal_total"), terminal),
        Line(label("z_report.difference"), terminal - taken, loud=terminal != taken),
    )
    return [Section("card_terminal", label("z_report.card_terminal"), lines)]


def _ledger(shift: ClosedShift) -> list[Section]:
    lines = tuple(Line(label(f"account.{code}"), amount) for code, amount in shift.closed.manifest.buckets)
    remarks = (label("z_report.debits"),)
    return [Section("ledger", label("z_report.ledger"), lines, remarks=remarks)] if lines else []


def _signatures(shift: ClosedShift) -> list[Text]:
    signing = [joined_pair(label("sign.operator"), shift.operator)]
    if shift.next_operator is not None:
        signing.append(joined_pair(label("sign.next_operator"), shift.next_operator))
    return [*signing, joined_pair(label("sign.manager"), shift.approved_by or Text())]
