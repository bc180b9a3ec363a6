"""Drawing the picture of a transaction: all words and figures of the receipt, fixed at the moment of payment."""

from __future__ import annotations

import secrets
import tomllib
from functools import cache

from sanad_desk.domain.catalogue import Action, Words
from sanad_desk.domain.centre import Centre, Desk
from sanad_desk.domain.charges import VAT_RATE_PPM, ChargeKind, VatMode
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import Payment, Tender
from sanad_desk.resources_path import resource_path
from sanad_desk.usecases.look_at_visit import CaseView, VisitView
from sanad_desk.wire.picture import (
    ActionLine,
    CaseBlock,
    CentreBlock,
    CustomerBlock,
    PaymentLine,
    Picture,
    Text,
)

# Simplified tax invoices are for supplies under 500 rial without VAT (FIELD.md §3.2).
SIMPLIFIED_BELOW = 500_000


@cache
def picture_words() -> dict[str, dict[str, dict[str, str]]]:
    """{language: {group: {code: words}}} of what receipts name: actions, units, deliveries, reasons."""
    return {
        language: tomllib.loads(resource_path("i18n", language, "picture.toml").read_text("utf-8"))
        for language in ("ar", "en")
    }


def word(group: str, code: str) -> Text:
    """The word in both languages; a code without one stands for itself."""
    words = picture_words()
    return Text(words["ar"][group].get(code, code), words["en"][group].get(code, code))


def draw_picture(
    view: VisitView,
    number: str,
    issued_at: int,
    shift: Shift,
    who: SignedIn,
    centre: Centre,
    desk: Desk,
    payments: tuple[Payment, ...],
    tariff_date: str,
    catalogue_version: str,
    chain_head: bytes,
) -> tuple[Picture, CustomerBlock | None]:
    """The picture, and the customer's block that is kept apart from it."""
    customer = customer_block(view.customer, view.representative)
    bill = view.bill
    centre_total = bill.sum_of(ChargeKind.CENTRE_FEE)
    picture = Picture(
        version=1,
        kind=_kind(centre, centre_total),
        number=number,
        issued_at=issued_at,
        business_date=shift.business_date.isoformat(),
        desk_number=desk.number,
        operator=_text(who.name),
        centre=centre_block(centre),
        cases=tuple(_case_block(view, position, case) for position, case in enumerate(view.cases)),
        government_total=bill.sum_of(ChargeKind.GOVERNMENT_FEE),
        paid_direct_total=bill.paid_direct,
        centre_total=centre_total,
        vat_total=bill.sum_of(ChargeKind.VAT),
        vat_rate_ppm=0 if centre.vat_mode is VatMode.OFF else VAT_RATE_PPM,
        total=bill.total,
        payments=tuple(payment_line(payment) for payment in payments),
        footer=_text(centre.footer),
        tariff_date=tariff_date,
        catalogue_version=catalogue_version,
        customer_digest=customer.digest() if customer else b"",
        chain_head=chain_head,
    )
    return picture, customer


def _kind(centre: Centre, taxable: int) -> str:
    if centre.vat_mode is VatMode.OFF:
        return "receipt"
    return "simplified_tax_invoice" if taxable < SIMPLIFIED_BELOW else "tax_invoice"


def _text(words: Words) -> Text:
    return Text(words.ar, words.en)


def centre_block(centre: Centre) -> CentreBlock:
    """The centre as it is named now; the VATIN only where VAT is on."""
    return CentreBlock(
        name=_text(centre.name),
        trade_name=_text(centre.trade_name),
        cr_number=centre.cr_number,
        licence_number=centre.licence_number,
        address=_text(centre.address),
        phone=centre.phone,
        vatin=centre.vatin if centre.vat_mode is not VatMode.OFF else "",
    )


def customer_block(customer: Customer | None, representative: Customer | None) -> CustomerBlock | None:
    """Masked, with a salt of its own; None for a visit without a name."""
    if customer is None:
        return None
    return CustomerBlock(
        name=_text(customer.name),
        identifier=customer.masked_identity,
        representative=_text(representative.name) if representative else Text(),
        salt=secrets.token_bytes(16),
    )


def _case_block(view: VisitView, position: int, case: CaseView) -> CaseBlock:
    reference = case.case.row("reference")
    handover = case.case.row("handover")
    delivered = handover is not None and handover.outcome != "overridden"
    return CaseBlock(
        reference=case.case.reference,
        service=_text(case.service.name),
        entity=_text(case.entity.name),
        portal_reference=reference.value if reference and reference.outcome == "typed" else "",
        lines=tuple(_action_line(view, position, place) for place in range(len(case.case.actions))),
        expected_date=handover.value if handover and delivered else "",
        delivery=word("delivery", handover.outcome) if handover and delivered else Text(),
    )


def _action_line(view: VisitView, case_position: int, place: int) -> ActionLine:
    draft = view.cases[case_position].case.actions[place]
    charges = [c for c in view.bill.charges if (c.case_position, c.action_position) == (case_position, place)]
    direct = [c for c in charges if c.paid_direct]
    government = [c for c in charges if c.kind is ChargeKind.GOVERNMENT_FEE and not c.paid_direct]
    action = word("action", draft.action.value)
    variant = draft.variant_name
    return ActionLine(
        action=Text(f"{action.ar} · {variant.ar}", f"{action.en} · {variant.en}") if variant else action,
        quantity=draft.quantity,
        unit=Text() if draft.unit == "case" else word("unit", draft.unit),
        government_fee=sum(c.amount for c in (direct if direct and not government else government)),
        government_paid_direct=bool(direct) and not government,
        centre_fee=sum(c.amount for c in charges if c.kind is ChargeKind.CENTRE_FEE),
        vat=sum(c.amount for c in charges if c.kind is ChargeKind.VAT),
        waived=sum(c.waived for c in charges),
        waiver_reason=word("reason", draft.waiver_reason) if draft.waiver_reason else Text(),
        free_note=word("note", "free_attachment") if _resend_is_free(view, case_position, draft.action) else Text(),
    )


def _resend_is_free(view: VisitView, position: int, action: Action) -> bool:
    # Missing papers of the office's own request are attached free of charge on Oman Business (FIELD.md §1.2).
    return action is Action.SUBMIT and view.cases[position].service.entity == "obp"


def payment_line(payment: Payment) -> PaymentLine:
    """As printed; received and change are those of cash."""
    received = payment.received if payment.tender is Tender.CASH else payment.amount
    return PaymentLine(payment.tender.value, payment.amount, received, payment.change, payment.approval_code)
