"""The paper of a reversal: what it takes back and why, what the customer gets now, and what comes from the entity."""

from __future__ import annotations

from typing import Any

import pytest

from sanad_desk.receipts.receipt import Paper, render_receipt
from sanad_desk.wire.picture import PaymentLine, Picture, Text
from tests.receipts.pictures import ISSUED_AT, LABOUR, PERMIT, QR_TEXT, action, case, centre, customer, picture
from tests.receipts.reading import poppler_amount, pypdf_text

papers = pytest.mark.parametrize("paper", list(Paper))
ORIGINAL = "KSBA-02-26-000417-5"
NOTHING = action(0, 0)


def reversal(*lines: Any, **changes: Any) -> Picture:
    fields = {
        "kind": "void",
        "original_number": ORIGINAL,
        "original_issued_at": ISSUED_AT - 3_600_000,
        "reason": Text("المبلغ غير صحيح", "The amount was wrong"),
        "payments": (PaymentLine("cash", -23_000, -23_000),),
    }
    return picture(case(*lines, expected_date="", delivery=Text()), **(fields | changes))


def printed(given: Picture, paper: Paper) -> bytes:
    return render_receipt(given, customer(), QR_TEXT, paper=paper)


@papers
def test_it_names_the_original_the_reason_and_what_goes_back(paper: Paper) -> None:
    pdf = printed(reversal(action(-21_000, -2_000)), paper)
    text = pypdf_text(pdf)
    for expected in ("إلغاء إيصال", "Void", ORIGINAL, "2026-11-21 09:51", "المبلغ غير صحيح", "The amount was wrong"):
        assert expected in text
    assert poppler_amount(pdf, "Total OMR") == "-23.000"
    assert poppler_amount(pdf, "Handed back to you now in cash") == "23.000"
    assert "I received OMR 23.000 in cash" in text
    assert "Keep this paper with the original receipt." in text


@papers
def test_what_the_entity_has_is_said_in_words_and_comes_later(paper: Paper) -> None:
    line = action(0, -2_000, refund_due=21_000)
    given = reversal(line, refund_due_total=21_000, payments=(PaymentLine("card", -2_000, -2_000, 0, "7788"),))
    pdf = printed(given, paper)
    text = pypdf_text(pdf)
    assert "OMR 21.000 of the government fee is with the entity" in text
    assert poppler_amount(pdf, "Back to your card now") == "2.000"
    assert poppler_amount(pdf, "You get it later") == "21.000"
    assert "7788" in text
    assert "customer's signature" not in text


@papers
def test_what_stays_with_the_customer_is_not_on_the_paper(paper: Paper) -> None:
    stays = case(NOTHING, service=PERMIT, entity=LABOUR, reference="KSB-2-000419")
    given = reversal(action(-21_000, 0), NOTHING, kind="refund", payments=(PaymentLine("cash", -21_000, -21_000),))
    both = picture(*given.cases, stays, kind="refund", original_number=ORIGINAL, payments=given.payments)
    text = pypdf_text(printed(both, paper))
    assert "Refund" in text
    assert text.count("Submit") == 1
    assert "KSB-2-000419" not in text


@papers
def test_vat_goes_back_on_a_credit_note(paper: Paper) -> None:
    given = reversal(
        action(0, -2_000, -100),
        kind="credit_note",
        vat_rate_ppm=50_000,
        centre=centre(vatin="OM1100000000"),
        payments=(PaymentLine("on_account", -2_100, -2_100),),
    )
    pdf = printed(given, paper)
    text = pypdf_text(pdf)
    for expected in ("إشعار دائن ضريبي", "Tax credit note", "Credit note no.", "OM1100000000", ORIGINAL):
        assert expected in text
    assert poppler_amount(pdf, "Taken off your account now") == "2.100"


@papers
def test_where_all_is_with_the_entity_nothing_is_handed_back_now(paper: Paper) -> None:
    line = action(0, 0, refund_due=21_000)
    text = pypdf_text(printed(reversal(line, refund_due_total=21_000, payments=()), paper))
    assert "Nothing is handed back now" in text
    assert "21.000" in text
