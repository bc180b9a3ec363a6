"""The words of the bill: actions, fees, units, and what is not known yet."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.domain.catalogue import Action, FeeBasis, GovernmentFee
from sanad_desk.domain.charges import Bill, ChargeKind
from sanad_desk.domain.visit import ActionDraft, GovernmentPart
from sanad_desk.usecases.look_at_visit import CaseView, VisitView
from sanad_ui import formats
from sanad_ui.texts import Phrase, both, say, t


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of the bill card; `amount` None is not known yet and holds payment back."""

    name: str
    case_position: int
    action_position: int
    kind: ChargeKind
    words: Phrase
    amount: int | None
    remark: Phrase | None = None
    tone: str = "ink"
    paid_direct: bool = False


@dataclass(frozen=True, slots=True)
class BillGroup:
    """The lines of one action, under its name where the bill has several."""

    name: str
    words: Phrase
    lines: tuple[BillLine, ...]


def groups_of(view: VisitView) -> list[BillGroup]:
    return [
        _group(view, position, place, draft)
        for position, case in enumerate(view.cases)
        for place, draft in enumerate(case.case.actions)
    ]


def action_name(action: Action) -> Phrase:
    return say(f"serve.action.{action.value}")


def action_title(case: CaseView, draft: ActionDraft, *, is_alone: bool = False) -> Phrase:
    """`تقديم × 3 · تجديد سجل المركبة`; the only case of a visit is not named again."""
    service, variant = case.service.name, draft.variant_name

    def speak() -> str:
        name = "" if is_alone else both(service.ar, service.en)()
        parts = [action_name(draft.action)(), both(variant.ar, variant.en)(), name]
        if draft.quantity > 1:
            parts[0] = f"{parts[0]} {t('serve.bill.times', n=draft.quantity)}"
        return formats.listed(parts)

    return speak


def fee_label(fee: GovernmentFee | GovernmentPart) -> Phrase:
    if fee.label:
        return both(fee.label.ar, fee.label.en)
    return say("serve.bill.government")


def fee_source(fee: GovernmentFee) -> Phrase:
    """Where the figure comes from and of when it is: the clerk decides what it is worth."""

    def speak() -> str:
        parts = [t(f"serve.source.{fee.source.grade.replace('-', '_')}")]
        if fee.source.as_of:
            parts.append(formats.identifier(fee.source.as_of))
        if fee.confidence != "high":
            parts.append(t(f"serve.source.{fee.confidence}"))
        if fee.unit != "case":
            parts.append(t(f"serve.unit.per_{fee.unit}"))
        return formats.listed(parts)

    return speak


def _group(view: VisitView, position: int, place: int, draft: ActionDraft) -> BillGroup:
    lines = [*_government_lines(view, position, place, draft), *_own_lines(view, position, place, draft)]
    title = action_title(view.cases[position], draft, is_alone=len(view.cases) == 1)
    return BillGroup(f"bill_{position}_{place}", title, tuple(lines))


def _government_lines(view: VisitView, position: int, place: int, draft: ActionDraft) -> list[BillLine]:
    if not draft.government:
        return []
    is_open = any(part.amount is None and not part.paid_direct for part in draft.government)
    is_direct = all(part.paid_direct for part in draft.government)
    amount = sum(part.total for part in draft.government) * draft.quantity
    remark = say("serve.bill.direct_short") if is_direct else _government_remark(draft, vat=_has_vat(view.bill))
    return [
        BillLine(
            f"bill_{position}_{place}_government",
            position,
            place,
            ChargeKind.GOVERNMENT_FEE,
            say("serve.bill.government"),
            None if is_open else amount,
            say("serve.bill.choose") if is_open else remark,
            "warn" if is_open else "ink",
            paid_direct=is_direct,
        )
    ]


def _government_remark(draft: ActionDraft, *, vat: bool) -> Phrase | None:
    labels = [part.label for part in draft.government if part.label]
    if len(labels) == 1 and draft.government[0].basis is not FeeBasis.FIXED:
        return both(labels[0].ar, labels[0].en)
    return say("serve.bill.outside_vat") if vat else None


def _own_lines(view: VisitView, position: int, place: int, draft: ActionDraft) -> list[BillLine]:
    charges = [c for c in view.bill.charges if (c.case_position, c.action_position) == (position, place)]
    own = next((c for c in charges if c.kind is ChargeKind.CENTRE_FEE), None)
    if own is not None and not (own.amount or own.waived) and draft.government:
        return []  # a payment without a price of its own: the line of its fee leads to the same place
    remark: Phrase | None = None
    tone = "ink"
    if own is None:
        remark, tone = say("serve.bill.type_price"), "warn"
    elif ("price_above_official", position, place) in view.bill.warnings:
        official = draft.official_fee or 0
        remark, tone = say("serve.bill.above", official=lambda: formats.amount(official)), "warn"
    elif own.waived:
        waived = own.waived
        remark = say("serve.bill.waived", amount=lambda: formats.amount(waived))
    elif draft.quantity > 1 or draft.unit == "page":
        remark = say(f"serve.unit.count_{draft.unit}", n=draft.quantity)
    lines = [
        BillLine(
            f"bill_{position}_{place}_centre",
            position,
            place,
            ChargeKind.CENTRE_FEE,
            say("serve.bill.centre"),
            None if own is None else own.amount,
            remark,
            tone,
        )
    ]
    vat = sum(c.amount for c in charges if c.kind is ChargeKind.VAT)
    if vat:
        name = f"bill_{position}_{place}_vat"
        lines.append(BillLine(name, position, place, ChargeKind.VAT, say("serve.bill.vat"), vat))
    return lines


def _has_vat(bill: Bill) -> bool:
    return any(charge.kind is ChargeKind.VAT for charge in bill.charges)
