"""The bill: from the actions of the cases to charges of government fee, centre fee and VAT, in baisa."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sanad_desk.domain.catalogue import Action, Catalogue, FeeBasis, GovernmentFee, Service, StepKind, Words
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.money import LARGEST_AMOUNT, divide_half_up
from sanad_desk.domain.visit import ActionDraft, Case, GovernmentPart

VAT_RATE_PPM = 50_000  # 5 %, Royal Decree 121/2020
LARGEST_QUANTITY = 9_999

# (service, action, variant) → the centre's own price in baisa, where it differs from the official one
CentrePrices = Mapping[tuple[str, str, str], int]


class VatMode(StrEnum):
    """Off without a VATIN; otherwise the centre's prices hold VAT already or have it added."""

    OFF = "off"
    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class ChargeKind(StrEnum):
    """Whose money a line is."""

    GOVERNMENT_FEE = "government_fee"
    CENTRE_FEE = "centre_fee"
    VAT = "vat"
    ACCOUNT_PAYMENT = "account_payment"  # what a company owed
    DEPOSIT = "deposit"  # money left for later


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of money; `amount` covers the whole quantity and is what is owed after the waiver."""

    case_position: int
    action_position: int
    kind: ChargeKind
    action: Action
    variant: str
    entity: str
    quantity: int
    amount: int
    label: Words
    paid_direct: bool = False  # shown, never summed: the customer paid the entity himself
    official: int | None = None  # the official centre fee for the whole quantity, where there is one
    waived: int = 0
    waiver_reason: str = ""
    refund_due: int = 0  # of a reversed fee: what the entity has and the customer will get from it


@dataclass(frozen=True, slots=True)
class Bill:
    """The charges of a visit and their sums; `open` names what is not known yet and holds back payment."""

    charges: tuple[Charge, ...]
    open: tuple[tuple[str, int, int], ...] = ()  # (code, case position, action position)
    warnings: tuple[tuple[str, int, int], ...] = ()

    def sum_of(self, kind: ChargeKind) -> int:
        return sum(c.amount for c in self.charges if c.kind is kind and not c.paid_direct)

    @property
    def paid_direct(self) -> int:
        return sum(c.amount for c in self.charges if c.paid_direct)

    @property
    def total(self) -> int:
        return sum(c.amount for c in self.charges if not c.paid_direct)


def draft_action(service: Service, action: Action, variant: str, on: date, centre_prices: CentrePrices) -> ActionDraft:
    """An action as it starts out that day: centre price, official price and government fees where they are known."""
    lines = service.variants(action, on)
    price = service.price(action, variant, on) or (lines[0] if lines and not variant else None)
    variant = price.variant if price else variant
    official = price.centre_fee if price else None
    own = centre_prices.get((service.code, action.value, variant))
    fee = own if own is not None else official
    if fee is None and action is Action.PAY:
        fee = 0  # without a price of its own the payment is part of the submission
    return ActionDraft(
        action=action,
        variant=variant,
        variant_name=price.variant_name if price else Words("", ""),
        unit=price.unit if price else "case",
        centre_fee=fee,
        official_fee=official,
        government=draft_government(service.fees(action, on)),
    )


def draft_government(fees: tuple[GovernmentFee, ...]) -> tuple[GovernmentPart, ...]:
    """The main fee, filled in where it is fixed; extras are added by hand, as most cases have none."""
    main = [fee for fee in fees if fee.part == "main"]
    if not main:
        return ()
    if len(main) == 1 and main[0].basis in (FeeBasis.FIXED, FeeBasis.NONE):
        amount = main[0].amount or 0
        return (GovernmentPart(main[0].label, main[0].basis, amount=amount),) if amount else ()
    basis = FeeBasis.CHOICE if len(main) > 1 else main[0].basis
    return (GovernmentPart(Words("", ""), basis),)


def repriced(draft: ActionDraft, service: Service, on: date, centre_prices: CentrePrices) -> ActionDraft:
    """The same action at the tariff of another day; what somebody typed, chose or waived stays as it was agreed."""
    fresh = draft_action(service, draft.action, draft.variant, on, centre_prices)
    fee = draft.centre_fee if draft.agreed or draft.waived else fresh.centre_fee
    government = fresh.government if _is_untouched(draft.government) else draft.government
    return replace(draft, official_fee=fresh.official_fee, centre_fee=fee, government=government)


def _is_untouched(parts: tuple[GovernmentPart, ...]) -> bool:
    return all(
        part.part == "main" and not part.paid_direct and (part.amount is None or part.basis is FeeBasis.FIXED)
        for part in parts
    )


def default_actions(service: Service, on: date) -> tuple[Action, ...]:
    """What is usually settled at once: the first action, and the payment where it is not priced as a later one."""
    actions = service.actions(on)
    first = actions[0]
    priced = {price.action for price in service.prices}
    pays_now = Action.PAY in actions and Action.PAY not in priced
    if first is Action.SUBMIT and pays_now and not _is_reviewed(service):
        return (first, Action.PAY)
    return (first,)


def comes_later(service: Service, actions: tuple[Action, ...], on: date) -> bool:
    """Whether it takes its time: the entity reviews, a payment is not settled yet, or a step lasts for days."""
    pays_later = Action.PAY in service.actions(on) and Action.PAY not in actions
    return pays_later or _is_reviewed(service) or any(step.typical_days for step in service.steps)


def _is_reviewed(service: Service) -> bool:
    return any(step.kind is StepKind.REVIEW for step in service.steps)


def split_vat(amount: int, mode: VatMode, rate_ppm: int = VAT_RATE_PPM) -> tuple[int, int]:
    """(net, VAT) of a centre fee; half up to one baisa per line, as no sourced rule says otherwise (FIELD.md §3.2)."""
    if mode is VatMode.OFF:
        return amount, 0
    if mode is VatMode.EXCLUSIVE:
        return amount, divide_half_up(amount * rate_ppm, 1_000_000)
    vat = divide_half_up(amount * rate_ppm, 1_000_000 + rate_ppm)
    return amount - vat, vat


def quote(catalogue: Catalogue, cases: Iterable[Case], vat: VatMode) -> Bill:
    """The bill of a visit as it stands; amounts not known yet count as nothing and are named in `open`."""
    charges: list[Charge] = []
    still_open: list[tuple[str, int, int]] = []
    warnings: list[tuple[str, int, int]] = []
    for case_position, case in enumerate(cases):
        entity = catalogue.service(case.service_code).entity
        for position, draft in enumerate(case.actions):
            charges += _government_charges(draft, case_position, position, entity)
            charges += _centre_charges(draft, case_position, position, entity, vat)
            if draft.centre_fee is None:
                still_open.append(("price_missing", case_position, position))
            if any(part.amount is None and not part.paid_direct for part in draft.government):
                still_open.append(("government_fee_missing", case_position, position))
            if draft.official_fee is not None and (draft.centre_fee or 0) > draft.official_fee:
                warnings.append(("price_above_official", case_position, position))
    return Bill(tuple(charges), tuple(still_open), tuple(warnings))


def _government_charges(draft: ActionDraft, case_position: int, position: int, entity: str) -> list[Charge]:
    return [
        Charge(
            case_position=case_position,
            action_position=position,
            kind=ChargeKind.GOVERNMENT_FEE,
            action=draft.action,
            variant=draft.variant,
            entity=entity,
            quantity=part.quantity * draft.quantity,
            amount=part.total * draft.quantity,
            label=part.label,
            paid_direct=part.paid_direct,
        )
        for part in draft.government
        if part.total or part.paid_direct
    ]


def _centre_charges(draft: ActionDraft, case_position: int, position: int, entity: str, mode: VatMode) -> list[Charge]:
    if draft.centre_fee is None:
        return []
    net, vat = split_vat((draft.centre_fee - draft.waived) * draft.quantity, mode)
    centre = Charge(
        case_position=case_position,
        action_position=position,
        kind=ChargeKind.CENTRE_FEE,
        action=draft.action,
        variant=draft.variant,
        entity=entity,
        quantity=draft.quantity,
        amount=net,
        label=draft.variant_name,
        official=None if draft.official_fee is None else draft.official_fee * draft.quantity,
        waived=draft.waived * draft.quantity,
        waiver_reason=draft.waiver_reason,
    )
    if not vat:
        return [centre]
    return [
        centre,
        Charge(case_position, position, ChargeKind.VAT, draft.action, draft.variant, "", 1, vat, Words("", "")),
    ]


def check_money(draft: ActionDraft) -> ActionDraft:
    """Raises DomainError where a quantity or an amount of an action cannot be."""
    if not 1 <= draft.quantity <= LARGEST_QUANTITY:
        raise DomainError("quantity_malformed", largest=LARGEST_QUANTITY)
    fee = draft.centre_fee
    if (fee or 0) < 0 or any((part.amount or 0) < 0 for part in draft.government):
        raise DomainError("amount_negative")
    if fee is not None and not 0 <= draft.waived <= fee:
        raise DomainError("waiver_too_large", fee=fee)
    if draft.waived and not draft.waiver_reason.strip():
        raise DomainError("reason_missing")
    for part in draft.government:
        if not 1 <= part.quantity <= LARGEST_QUANTITY:
            raise DomainError("quantity_malformed", largest=LARGEST_QUANTITY)
    whole = ((fee or 0) + sum(part.total for part in draft.government)) * draft.quantity
    if whole > LARGEST_AMOUNT:
        raise DomainError("amount_too_large", largest=LARGEST_AMOUNT)
    return draft


def hint_amount(fee: GovernmentFee, value: int | None = None) -> int | None:
    """What a rule gives: its fixed amount, or its share of `value` in baisa; None where the portal decides."""
    if fee.basis is FeeBasis.PERCENT and fee.rate_ppm is not None and value is not None:
        return divide_half_up(value * fee.rate_ppm, 1_000_000)
    return fee.amount
