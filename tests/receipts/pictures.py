"""Builders of receipt pictures with valid, plainly fictional defaults."""

from __future__ import annotations

from typing import Any

from sanad_desk.wire.picture import ActionLine, CaseBlock, CentreBlock, CustomerBlock, PaymentLine, Picture, Text

QR_TEXT = "SANAD1:KSBA-02-26-000418-7:" + "9F3A7C21D4" * 15
ISSUED_AT = 1_795_243_860_000  # 2026-11-21 10:51 in Muscat

VEHICLE = Text("تجديد رخصة مركبة خاصة", "Private vehicle licence renewal")
POLICE = Text("شرطة عُمان السلطانية", "Royal Oman Police")
PERMIT = Text("تجديد ترخيص عمل", "Work permit renewal")
LABOUR = Text("وزارة العمل", "Ministry of Labour")
SUBMIT = Text("تقديم", "Submit")
PAY = Text("دفع", "Pay")


def centre(**changes: Any) -> CentreBlock:
    fields: dict[str, Any] = {
        "name": Text("مركز سند · خصب", "Sanad Centre · Khasab"),
        "trade_name": Text("مؤسسة الأمثلة للخدمات", "Example Services Est."),
        "cr_number": "1234567",
        "licence_number": "55/2026",
        "address": Text("خصب، شارع المثال، مبنى 12", "Building 12, Example Street, Khasab, Musandam"),
        "phone": "+96826000000",
        "vatin": "",
    }
    return CentreBlock(**(fields | changes))


def customer(**changes: Any) -> CustomerBlock:
    fields: dict[str, Any] = {
        "name": Text("مستفيد تجريبي أول", "First Trial Customer"),
        "identifier": "••••5678",
        "representative": Text(),
        "salt": b"salt",
    }
    return CustomerBlock(**(fields | changes))


def action(government_fee: int = 21_000, centre_fee: int = 2_000, vat: int = 0, **changes: Any) -> ActionLine:
    fields: dict[str, Any] = {
        "action": SUBMIT,
        "quantity": 1,
        "unit": Text(),
        "government_paid_direct": False,
        "waived": 0,
        "waiver_reason": Text(),
    }
    return ActionLine(government_fee=government_fee, centre_fee=centre_fee, vat=vat, **(fields | changes))


def with_vat(centre_fee: int, government_fee: int = 0, **changes: Any) -> ActionLine:
    """5 % on top of the centre fee, half up."""
    return action(government_fee, centre_fee, (centre_fee * 5 + 50) // 100, **changes)


def case(*lines: ActionLine, **changes: Any) -> CaseBlock:
    fields: dict[str, Any] = {
        "reference": "KSB-2-000418",
        "service": VEHICLE,
        "entity": POLICE,
        "portal_reference": "ROP-88213-26",
        "expected_date": "2026-11-22",
        "delivery": Text("تطبع هنا", "Printed here"),
    }
    return CaseBlock(lines=lines or (action(),), **(fields | changes))


def picture(*cases: CaseBlock, **changes: Any) -> Picture:
    """Totals are summed from the cases, and paid in cash, unless given."""
    cases = cases or (case(),)
    lines = [line for each in cases for line in each.lines]
    direct = sum(line.government_fee for line in lines if line.government_paid_direct)
    government = sum(line.government_fee for line in lines) - direct
    own, vat = sum(line.centre_fee for line in lines), sum(line.vat for line in lines)
    total = government + own + vat
    fields: dict[str, Any] = {
        "version": 1,
        "kind": "simplified_tax_invoice" if vat else "receipt",
        "number": "KSBA-02-26-000418-7",
        "issued_at": ISSUED_AT,
        "business_date": "2026-11-21",
        "desk_number": 2,
        "operator": Text("موظف تجريبي", "Trial Clerk"),
        "centre": centre(vatin="OM1100000000" if vat else ""),
        "government_total": government,
        "paid_direct_total": direct,
        "centre_total": own,
        "vat_total": vat,
        "vat_rate_ppm": 50_000 if vat else 0,
        "total": total,
        "payments": (PaymentLine("cash", total, total + 1_900, 1_900),) if total else (),
        "footer": Text("للشكاوى والملاحظات: 26 000 000", "Complaints and remarks: 26 000 000"),
        "tariff_date": "2026-01-01",
        "catalogue_version": "2026.11",
        "customer_digest": b"digest",
    }
    return Picture(cases=cases, **(fields | changes))
