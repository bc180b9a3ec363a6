"""The receipt says everything it must, on both papers, and its figures are those of the picture."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from sanad_desk.domain.money import format_amount
from sanad_desk.receipts.receipt import Paper, render_receipt
from sanad_desk.wire.picture import CustomerBlock, PaymentLine, Picture, Text
from tests.receipts.pictures import (
    LABOUR,
    PAY,
    PERMIT,
    QR_TEXT,
    action,
    case,
    centre,
    customer,
    picture,
    with_vat,
)
from tests.receipts.reading import poppler_amount, poppler_lines, pypdf_text

papers = pytest.mark.parametrize("paper", list(Paper))


def printed(
    given: Picture, paper: Paper, *, to: CustomerBlock | None = None, copy: int = 0, qr_text: str = QR_TEXT
) -> bytes:
    return render_receipt(given, to, qr_text, paper=paper, copy=copy)


@papers
def test_every_field_of_the_consumer_rules_is_there(paper: Paper) -> None:
    text = pypdf_text(printed(picture(), paper, to=customer()))
    for expected in (
        "مركز سند",
        "Sanad Centre · Khasab",
        "مؤسسة الأمثلة للخدمات",
        "1234567",
        "55/2026",
        "Building 12, Example Street, Khasab, Musandam",
        "26 000000",
        "إيصال",
        "Receipt",
        "KSBA-02-26-000418-7",
        "2026-11-21 10:51",
        "موظف تجريبي",
        "مستفيد تجريبي أول",
        "••••5678",
        "تجديد رخصة مركبة خاصة",
        "Private vehicle licence renewal",
        "شرطة عمان السلطانية",
        "KSB-2-000418",
        "ROP-88213-26",
        "تقديم",
        "21.000",
        "2.000",
        "23.000",
        "24.900",
        "1.900",
        "2026-11-22",
        "تطبع هنا",
        "للشكاوى والملاحظات",
        "2026-01-01",
        "2026.11",
        "الختم والتوقيع",
    ):
        assert expected in text, expected
    assert "VAT" not in text


@papers
def test_printed_totals_are_the_stored_totals(paper: Paper) -> None:
    """Three cases with VAT on top, one of them paid direct in part, read back by poppler."""
    given = picture(
        case(with_vat(3_000), with_vat(2_000, 201_000, action=PAY), service=PERMIT, entity=LABOUR),
        case(with_vat(2_000, 1_234_567)),
        case(with_vat(1_500, 100_000, government_paid_direct=True), service=PERMIT, entity=LABOUR),
    )
    pdf = printed(given, paper, to=customer())
    assert poppler_amount(pdf, "Government fees") == format_amount(given.government_total)
    assert poppler_amount(pdf, "Taxable amount") == format_amount(given.centre_total)
    assert poppler_amount(pdf, "Total OMR") == format_amount(given.total)
    assert poppler_amount(pdf, "Received") == format_amount(given.payments[0].received)
    assert poppler_amount(pdf, "Change") == format_amount(given.payments[0].change)
    vat_lines = [line for line in poppler_lines(pdf) if format_amount(given.vat_total) in line and "VAT" in line]
    assert vat_lines
    text = pypdf_text(pdf)
    assert format_amount(given.paid_direct_total) in text
    assert "فاتورة ضريبية مبسطة" in text
    assert "OM1100000000" in text


@papers
def test_the_number_is_on_a_line_of_its_own_label(paper: Paper) -> None:
    lines = poppler_lines(printed(picture(), paper))
    assert any("KSBA-02-26-000418-7" in line for line in lines)


@papers
@pytest.mark.parametrize("total", [0, 1, 999, 1_000, 99_999_999])
def test_any_total_is_readable(paper: Paper, total: int) -> None:
    pdf = printed(picture(case(action(total, 0))), paper)
    assert poppler_amount(pdf, "Total OMR") == format_amount(total)


@papers
def test_a_receipt_over_nothing_says_so(paper: Paper) -> None:
    text = pypdf_text(printed(picture(case(action(0, 0, free_note=Text("بلا رسم", "Free of charge")))), paper))
    assert "لا مبلغ مستحق" in text
    assert "Free of charge" in text


@papers
def test_a_fee_paid_direct_is_named_and_not_summed(paper: Paper) -> None:
    given = picture(case(action(201_000, 5_000, government_paid_direct=True)))
    pdf = printed(given, paper)
    assert poppler_amount(pdf, "Total OMR") == "5.000"
    text = pypdf_text(pdf)
    assert "رسم حكومي دفعه المستفيد للجهة مباشرة" in text
    assert "Government fee paid directly by the customer: 201.000" in text


@papers
def test_a_waiver_shows_amount_and_reason(paper: Paper) -> None:
    line = action(5_000, 1_000, waived=2_000, waiver_reason=Text("أسرة من ذوي الدخل المحدود", "Low-income family"))
    text = pypdf_text(printed(picture(case(line)), paper))
    assert "أسرة من ذوي الدخل المحدود" in text
    assert "Waived OMR 2.000 (Low-income family)" in text


@papers
def test_split_payments_show_each_tender(paper: Paper) -> None:
    payments = (PaymentLine("card", 20_000, approval_code="A81K22"), PaymentLine("cash", 3_000, 5_000, 2_000))
    pdf = printed(picture(payments=payments), paper)
    assert poppler_amount(pdf, "Card") == "20.000"
    assert poppler_amount(pdf, "Cash") == "3.000"
    assert poppler_amount(pdf, "Change") == "2.000"
    assert "A81K22" in pypdf_text(pdf)


@papers
def test_quantity_and_unit_are_printed(paper: Paper) -> None:
    text = pypdf_text(printed(picture(case(action(0, 600, quantity=3, unit=Text("صفحة", "pages")))), paper))
    assert "3" in text
    assert "pages" in text


@papers
def test_a_copy_says_which(paper: Paper) -> None:
    text = pypdf_text(printed(picture(), paper, copy=2))
    assert "COPY 2" in text
    assert "نسخة" in text
    assert "COPY" not in pypdf_text(printed(picture(), paper))


@papers
def test_an_erased_customer_is_a_dash_and_an_unnamed_one_has_no_row(paper: Paper) -> None:
    assert "—" in pypdf_text(printed(picture(), paper))
    assert "Customer" not in pypdf_text(printed(picture(customer_digest=b""), paper))


@papers
def test_a_company_shows_its_representative(paper: Paper) -> None:
    who = customer(name=Text("", "Example Trading LLC"), representative=Text("مندوب تجريبي", "Trial Agent"))
    text = pypdf_text(printed(picture(), paper, to=who))
    assert "Example Trading LLC" in text
    assert "مندوب تجريبي" in text


@papers
def test_the_business_date_shows_only_when_it_is_another_day(paper: Paper) -> None:
    assert "يوم العمل" not in pypdf_text(printed(picture(), paper))
    text = pypdf_text(printed(picture(business_date="2026-11-20"), paper))
    assert "يوم العمل" in text
    assert "2026-11-20" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [("receipt", "إيصال"), ("simplified_tax_invoice", "فاتورة ضريبية مبسطة"), ("tax_invoice", "فاتورة ضريبية")],
)
def test_each_kind_has_its_title(kind: str, words: str) -> None:
    given = picture(case(with_vat(2_000)), kind=kind, centre=centre(vatin="OM1100000000"))
    assert words in pypdf_text(printed(given, Paper.A4))


@papers
def test_the_same_picture_gives_the_same_bytes(paper: Paper) -> None:
    assert printed(picture(), paper, to=customer()) == printed(picture(), paper, to=customer())


@papers
def test_only_the_drawn_glyphs_are_embedded(paper: Paper) -> None:
    pdf = printed(picture(), paper, to=customer())
    fonts = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    ours = {name: font.get_object() for name, font in fonts.items() if font.get_object()["/Subtype"] == "/Type0"}
    assert set(ours) == {"/PRegular", "/PMedium", "/PSemiBold", "/PBold"} & set(ours)
    for font in ours.values():
        assert font["/BaseFont"][7] == "+"
        file = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]["/FontFile2"]
        assert len(file.get_data()) < 30_000
    assert len(pdf) < 60_000


def test_nothing_heavy_is_imported_before_the_first_receipt() -> None:
    code = (
        "import sys, sanad_desk.receipts.receipt, sanad_desk.receipts.not_ready_slip, sanad_desk.receipts.x_report,"
        "sanad_desk.receipts.raster;"
        "print([m for m in ('reportlab', 'uharfbuzz', 'segno', 'pypdfium2', 'PIL') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
