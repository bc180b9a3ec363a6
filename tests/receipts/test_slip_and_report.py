"""The not-ready slip carries all that it was given."""

from __future__ import annotations

import pytest

from sanad_desk.receipts.not_ready_slip import NotReadySlip
from sanad_desk.receipts.sheet import Paper
from sanad_desk.wire.picture import Text
from tests.receipts.pictures import POLICE, VEHICLE
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


@papers
def test_the_slip_lists_what_is_missing_and_what_it_costs(paper: Paper) -> None:
    pdf = SLIP.pdf(paper)
    text = pypdf_text(pdf)
    for expected in (
        "تجديد رخصة مركبة خاصة",
        "شهادة الفحص الفني",
        "Valid insurance policy",
        "تحدده بوابة الجهة",
        "shown by the entity's portal",
        "2026-11-21",
        "Fines are paid before the renewal.",
        "This is not a receipt; nothing was paid.",
    ):
        assert expected in text, expected
    assert poppler_amount(pdf, "Centre fee") == "4.000"
    assert poppler_amount(pdf, "Known so far") == "4.000"
