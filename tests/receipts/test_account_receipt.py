"""Vouchers of customers' accounts: whose money, how much, how it came, and what stands after it."""

from __future__ import annotations

from typing import Any

import pytest

from sanad_desk.receipts.receipt import Paper, render_receipt
from sanad_desk.wire.picture import CustomerBlock, PaymentLine, Picture, Text
from tests.receipts.pictures import QR_TEXT, customer, picture
from tests.receipts.reading import poppler_amount, pypdf_text

papers = pytest.mark.parametrize("paper", list(Paper))
COMPANY = customer(name=Text("شركة النموذج للتجارة", "Sample Trading LLC"))


def voucher(kind: str = "account_payment", amount: int = 120_000, balance: int = 45_500, **changes: Any) -> Picture:
    fields: dict[str, Any] = {
        "kind": kind,
        "total": amount,
        "account_total": amount,
        "account_balance": balance,
        "payments": (PaymentLine("transfer", amount, amount, 0, "BM77120"),),
        "government_total": 0,
        "centre_total": 0,
        "tariff_date": "",
        "catalogue_version": "",
    }
    given = picture(**(fields | changes))
    return Picture(**{name: getattr(given, name) for name in given.__struct_fields__} | {"cases": ()})


def printed(given: Picture, paper: Paper, to: CustomerBlock | None = COMPANY, copy: int = 0) -> bytes:
    return render_receipt(given, to, QR_TEXT, paper=paper, copy=copy)


@papers
def test_a_payment_on_account_names_everything(paper: Paper) -> None:
    pdf = printed(voucher(), paper)
    text = pypdf_text(pdf)
    for expected in (
        "سند قبض",
        "Receipt voucher",
        "KSBA-02-26-000418-7",
        "2026-11-21 10:51",
        "Received from",
        "Sample Trading LLC",
        "شركة النموذج للتجارة",
        "••••5678",
        "BM77120",
        "موظف تجريبي",
    ):
        assert expected in text, expected
    assert "Government" not in text
    assert poppler_amount(pdf, "Amount received OMR") == "120.000"
    assert poppler_amount(pdf, "Still owed after this payment") == "45.500"


@papers
def test_a_deposit_says_what_is_held(paper: Paper) -> None:
    pdf = printed(voucher("deposit", 5_000, 9_000, payments=(PaymentLine("cash", 5_000, 10_000, 5_000),)), paper)
    assert "سند قبض أمانة" in pypdf_text(pdf)
    assert poppler_amount(pdf, "Deposit held from now on") == "9.000"
    assert poppler_amount(pdf, "Change") == "5.000"


@papers
def test_what_is_handed_back_is_a_payment_voucher(paper: Paper) -> None:
    given = voucher(
        "deposit_return",
        -5_000,
        4_000,
        payments=(PaymentLine("cash", -5_000, -5_000),),
        reason=Text("بادرة حسنة", "Goodwill"),
    )
    pdf = printed(given, paper)
    text = pypdf_text(pdf)
    assert "سند صرف" in text
    assert "Goodwill" in text
    assert "Paid to" in text
    assert poppler_amount(pdf, "Amount paid out OMR") == "5.000"
    assert "-5.000" not in text


@papers
def test_a_copy_says_so_and_an_erased_customer_is_a_dash(paper: Paper) -> None:
    text = pypdf_text(printed(voucher(), paper, to=None, copy=1))
    assert "COPY 1" in text
    assert "—" in text


@papers
def test_a_payment_taken_back_names_it_and_says_what_is_owed_again(paper: Paper) -> None:
    given = voucher(
        "void",
        -120_000,
        165_500,
        original_number="KSBA-02-26-000417-8",
        original_issued_at=1_795_233_600_000,
        reason=Text("المقصود زبون آخر", "Another customer was meant"),
        payments=(PaymentLine("cash", -120_000, -120_000, 0),),
    )
    pdf = printed(given, paper)
    text = pypdf_text(pdf)
    for expected in ("Void", "KSBA-02-26-000417-8", "Paid to", "Sample Trading LLC", "120.000"):
        assert expected in text, expected
    assert text.count("Another customer was meant") == 1
    assert poppler_amount(pdf, "Amount paid out OMR") == "120.000"
    assert poppler_amount(pdf, "Owed again from now on") == "165.500"
