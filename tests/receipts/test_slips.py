"""Slips for customers carry what they were given, their QR is read by a scanner, and large type is large."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from sanad_desk.domain.case_life import CaseState
from sanad_desk.domain.complaint import KINDS
from sanad_desk.receipts.complaint_slip import ComplaintSlip
from sanad_desk.receipts.follow_slip import FollowSlip
from sanad_desk.receipts.raster import THERMAL_DPI, png_pages
from sanad_desk.receipts.self_help_sheet import SelfHelpSheet
from sanad_desk.receipts.sheet import Paper
from sanad_desk.wire.case_code import case_code, read_case_code
from sanad_desk.wire.picture import Text
from tests.receipts.pictures import POLICE, VEHICLE
from tests.receipts.reading import pypdf_text, scanned

papers = pytest.mark.parametrize("paper", list(Paper))
CENTRE = Text("مركز سند · خصب", "Sanad Centre · Khasab")
REFERENCE, CASE = "KSBA-02-000123", UUID("01935e1c-7b5a-7cc4-9e2f-3a1b5c7d9e0f")
SLIP = FollowSlip(
    centre_name=CENTRE,
    phone="+96826000000",
    printed=date(2026, 11, 22),
    reference=REFERENCE,
    code=case_code(REFERENCE, CASE),
    service=VEHICLE,
    entity=POLICE,
    state="returned",
    reason=Text("مستند ناقص", "A paper is missing"),
    papers=(Text("شهادة الفحص الفني", "Inspection certificate"),),
    amount=0,
    portal_reference="ROP-88213-26",
    promised=date(2026, 11, 29),
    masked="•••••01",
)
COMPLAINT = ComplaintSlip(
    CENTRE, "+96826000000", "KSBA-02-26-C-0007", "price", 1_795_320_000_000, Text("موظف", "Clerk"), REFERENCE
)
SHEET = SelfHelpSheet(
    language="ar",
    centre_name=CENTRE,
    phone="+96826000000",
    service=VEHICLE,
    entity=POLICE,
    portal="ROP e-services",
    address="https://portal.example",
    papers=(Text("ملكية المركبة", "Vehicle ownership card"),),
    fields=(Text("رقم اللوحة", "Plate number"),),
    steps=(("login", Text()), ("fill", Text()), ("fill", Text()), ("", Text("الفحص الفني", "Inspection"))),
    fee=21_000,
)


@papers
def test_the_slip_says_what_to_bring_and_when(paper: Paper) -> None:
    text = pypdf_text(SLIP.pdf(paper))
    for expected in (
        "أعادت الجهة طلبك",
        "A paper is missing",
        "شهادة الفحص الفني",
        "Sunday 2026-11-29",
        "الأحد",
        "ROP-88213-26",
        REFERENCE,
        "26 000000",
    ):
        assert expected in text, expected
    assert text.count("Keep this") == 1


@papers
def test_only_a_promised_day_can_pass(paper: Paper) -> None:
    lies = replace(SLIP, state="submitted", papers=())
    assert "Call us if the date has passed" in pypdf_text(lies.pdf(paper))
    assert "date has passed" not in pypdf_text(replace(lies, promised=None).pdf(paper))


@pytest.mark.parametrize(("paper", "dpi"), [(Paper.ROLL, THERMAL_DPI), (Paper.A4, 300)])
def test_its_symbol_leads_back_to_the_case(paper: Paper, dpi: float) -> None:
    (png,) = png_pages(SLIP.pdf(paper), dpi)
    assert read_case_code(scanned(png)) == (REFERENCE, CASE)


@pytest.mark.parametrize("state", [state for state in CaseState if state is not CaseState.DRAFT])
def test_every_state_has_its_words(state: CaseState) -> None:
    for amount in (0, 20_000 if state in (CaseState.APPROVED, CaseState.REFUND_DUE) else 0):
        text = pypdf_text(replace(SLIP, state=state, papers=(), amount=amount, promised=None).pdf(Paper.ROLL))
        assert ("20.000" in text) == bool(amount)


@papers
def test_a_complaint_is_one_page_with_both_copies(paper: Paper) -> None:
    pdf = COMPLAINT.pdf(paper)
    text = pypdf_text(pdf)
    assert len(png_pages(pdf, 40)) == 1
    assert text.count(COMPLAINT.number) == 2
    for expected in ("Customer's copy", "نسخة المركز", "هيئة حماية المستهلك", "2026-11-22 08:00", REFERENCE):
        assert expected in text, expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_complaint_has_its_words(kind: str) -> None:
    assert replace(COMPLAINT, kind=kind).pdf(Paper.ROLL).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", ("ملكية المركبة", "رقم اللوحة", "الفحص الفني", "الرسم الحكومي", "21.000", "ROP e-services")),
        ("en", ("Vehicle ownership card", "Plate number", "Inspection", "Government fee: OMR 21.000", "26 000000")),
    ],
)
def test_the_sheet_is_in_one_language(language: str, said: tuple[str, ...]) -> None:
    text = pypdf_text(replace(SHEET, language=language).pdf())
    for expected in (*said, "https://portal.example"):
        assert expected in text, expected
    assert ("Plate number" in text) == (language == "en")


def test_what_the_portal_alone_knows_is_left_to_it() -> None:
    assert "The portal shows the government fee" in pypdf_text(replace(SHEET, language="en", fee=None).pdf())
    assert "fee" not in pypdf_text(replace(SHEET, language="en", fee=0).pdf())


def test_nobody_needs_glasses_for_the_sheet() -> None:
    """All but the page number and the figures of the steps stands in sixteen points at least."""
    sizes: set[float] = set()

    def note(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if len(text.strip()) > 2 and "صفحة" not in unicodedata.normalize("NFKC", text):
            sizes.add(size)

    for page in PdfReader(BytesIO(SHEET.pdf())).pages:
        page.extract_text(visitor_text=note)
    assert min(sizes) >= 16
    assert max(sizes) >= 24
