"""The not-ready slip and the X report carry all that they were given."""

from __future__ import annotations

import pytest

from sanad_desk.receipts.not_ready_slip import NotReadySlip, render_not_ready
from sanad_desk.receipts.sheet import Paper
from sanad_desk.receipts.x_report import XReport, render_x_report
from sanad_desk.wire.picture import Text
from tests.receipts.pictures import ISSUED_AT, LABOUR, POLICE, VEHICLE
from tests.receipts.reading import poppler_amount, pypdf_text

papers = pytest.mark.parametrize("paper", list(Paper))
CENTRE = Text("مركز سند · خصب", "Sanad Centre · Khasab")

SLIP = NotReadySlip(
    centre_name=CENTRE,
    phone="+96826000000",
    date="2026-11-21",
    service_name=VEHICLE,
    entity=POLICE,
    missing=[
        Text("شهادة الفحص الفني", "Inspection certificate"),
        Text("وثيقة تأمين سارية", "Valid insurance policy"),
    ],
    costs=[(Text("رسم حكومي", "Government fee"), None), (Text("رسم المركز", "Centre fee"), 4_000)],
    total_known=4_000,
    note=Text("تدفع المخالفات قبل التجديد.", "Fines are paid before the renewal."),
)

REPORT = XReport(
    centre=CENTRE,
    desk_number=2,
    operator=Text("موظف تجريبي", "Trial Clerk"),
    business_date="2026-11-21",
    opened_at=ISSUED_AT - 4 * 3_600_000,
    printed_at=ISSUED_AT,
    opening_float=50_000,
    receipts=37,
    first_number="KSBA-02-26-000382-K",
    last_number="KSBA-02-26-000418-7",
    takings=[(Text("نقدًا", "Cash"), 812_300), (Text("بطاقة", "Card"), 455_000)],
    government=[(POLICE, 412_000), (LABOUR, 603_000)],
    centre_income=126_500,
    vat=6_300,
    expected_drawer=862_300,
    paid_direct=201_000,
)


@papers
def test_the_slip_lists_what_is_missing_and_what_it_costs(paper: Paper) -> None:
    pdf = render_not_ready(SLIP, paper=paper)
    text = pypdf_text(pdf)
    for expected in (
        "تجديد رخصة مركبة خاصة",
        "شهادة الفحص الفني",
        "Valid insurance policy",
        "تحدده منصة الجهة",
        "shown by the entity's portal",
        "2026-11-21",
        "Fines are paid before the renewal.",
        "This is not a receipt; nothing was paid.",
    ):
        assert expected in text, expected
    assert poppler_amount(pdf, "Centre fee") == "4.000"
    assert poppler_amount(pdf, "Known so far") == "4.000"


@papers
def test_the_x_report_shows_the_running_sums(paper: Paper) -> None:
    pdf = render_x_report(REPORT, paper=paper)
    assert poppler_amount(pdf, "Cash") == "812.300"
    assert poppler_amount(pdf, "Card") == "455.000"
    assert poppler_amount(pdf, "Royal Oman Police") == "412.000"
    assert poppler_amount(pdf, "Centre income") == "126.500"
    assert poppler_amount(pdf, "Opening float") == "50.000"
    assert poppler_amount(pdf, "Expected in the drawer") == "862.300"
    text = pypdf_text(pdf)
    for expected in ("KSBA-02-26-000382-K", "KSBA-02-26-000418-7", "37", "2026-11-21 06:51", "1,267.300", "201.000"):
        assert expected in text, expected


@papers
def test_an_x_report_of_an_empty_shift_prints(paper: Paper) -> None:
    empty = XReport(CENTRE, 1, Text("موظف", ""), "2026-11-21", ISSUED_AT, ISSUED_AT, 0, 0, "", "", [], [], 0, 0, 0, 0)
    assert poppler_amount(render_x_report(empty, paper=paper), "Expected in the drawer") == "0.000"
