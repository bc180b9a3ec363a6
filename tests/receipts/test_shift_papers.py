"""X and Z report carry all that they were given, on both papers, whatever the names and amounts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanad_desk.domain.totals import Totals
from sanad_desk.receipts.sheet import Paper
from sanad_desk.receipts.shift_paper import Line, Section, ShiftPaper, compose_shift_paper, render_shift_paper
from sanad_desk.receipts.shift_report import as_report
from sanad_desk.receipts.shift_sections import Names
from sanad_desk.receipts.x_report import RunningShift, x_paper
from sanad_desk.store.shifts import Correction, Movement
from sanad_desk.wire.picture import Text
from tests.receipts.pictures import ISSUED_AT, LABOUR, POLICE
from tests.receipts.reading import poppler_amount, pypdf_text
from tests.receipts.test_layout import amounts, assert_no_overlap, assert_on_paper, names

papers = pytest.mark.parametrize("paper", list(Paper))
TOTALS = Totals(
    count=37,
    reversals=2,
    government=1_015_000,
    paid_direct=201_000,
    centre=126_500,
    vat=6_300,
    account=119_500,
    refund_due=21_000,
    waived=1_000,
    tenders={"card": 455_000, "cash": 812_300},
    entities={"mol": 603_000, "rop": 412_000},
)


def running(**changes: Any) -> RunningShift:
    fields: dict[str, Any] = {
        "centre": Text("مركز سند · خصب", "Sanad Centre · Khasab"),
        "desk_number": 2,
        "operator": Text("موظف تجريبي", "Trial Clerk"),
        "business_date": "2026-11-21",
        "opened_at": ISSUED_AT - 4 * 3_600_000,
        "read_at": ISSUED_AT,
        "opening_float": 50_000,
        "totals": TOTALS,
        "first_number": "KSBA-02-26-000382-K",
        "last_number": "KSBA-02-26-000418-7",
        "expected": 844_800,
        "movements": (
            Movement("drop", "drawer", 10_000, "", "", "D-1", None, ISSUED_AT, UUID(int=1)),
            Movement("drop", "drawer", 5_000, "", "goodwill", "D-2", None, ISSUED_AT, UUID(int=1)),
            Movement("remittance", "drawer", 2_500, "rop", "", "", None, ISSUED_AT, UUID(int=1)),
        ),
        "corrections": (Correction("KSBA-02-26-000390-3", "cash", "card", 7_250, "typed wrong", ISSUED_AT),),
        "names": Names({"rop": POLICE, "mol": LABOUR}, {"goodwill": Text("مراعاة", "Goodwill")}),
    }
    return RunningShift(**(fields | changes))


@papers
def test_the_x_report_shows_the_running_sums(paper: Paper) -> None:
    # One column, so that every amount stands alone on its line.
    text = pypdf_text(render_shift_paper(x_paper(running()), paper=paper))
    for expected in ("812.300", "455.000", "1,267.300", "412.000", "603.000", "1,015.000", "126.500", "6.300"):
        assert expected in text, expected
    for expected in ("119.500", "201.000", "21.000", "844.800", "-17.500", "15.000", "7.250", "D-2", "Goodwill"):
        assert expected in text, expected
    for expected in ("KSBA-02-26-000382-K", "KSBA-02-26-000418-7", "37", "2026-11-21 06:51", "From Cash to Card"):
        assert expected in text, expected
    assert "not closed yet" in text


def test_amounts_stand_beside_their_words() -> None:
    pdf = render_shift_paper(x_paper(running()), paper=Paper.ROLL)
    told = {
        "Ministry of Labour": "603.000",
        "Centre income": "126.500",
        "Drop to the safe": "15.000",
        "Opening float": "50.000",
        "Expected in the drawer": "844.800",
    }
    assert {words: poppler_amount(pdf, words) for words in told} == told


@papers
def test_a_blind_x_report_names_no_cash(paper: Paper) -> None:
    blind = replace(TOTALS, tenders={"card": 455_000})
    text = pypdf_text(render_shift_paper(x_paper(running(totals=blind, expected=None)), paper=paper))
    assert "455.000" in text
    assert "Blind count" in text
    assert "أعمى" in text
    for secret in ("812.300", "1,267.300", "844.800", "-17.500"):
        assert secret not in text, secret


def test_an_x_report_of_an_empty_shift_prints() -> None:
    empty = running(totals=Totals(), first_number="", last_number="", expected=0, opening_float=0, movements=())
    pdf = render_shift_paper(x_paper(empty), paper=Paper.ROLL)
    assert poppler_amount(pdf, "Expected in the drawer") == "0.000"


def test_the_report_of_tables_says_the_same() -> None:
    report = as_report(x_paper(running()))
    tables = {table.code: table for table in report.tables}
    assert tables["government"].sums == (Text("المجموع", "Sum"), 1_015_000)
    assert [row[1] for row in tables["takings"].rows] == [812_300, 455_000]
    assert tables["movements"].columns[-1].code == "remark"
    remark = tables["corrections"].rows[0][-1]
    assert isinstance(remark, Text)
    assert remark.en == "KSBA-02-26-000390-3  ·  typed wrong"
    assert [column.kind for column in tables["drawer"].columns] == ["text", "baisa"]


@settings(max_examples=40)
@given(st.lists(st.tuples(names, amounts), min_size=1, max_size=70), names, names, st.sampled_from(list(Paper)))
def test_nothing_is_clipped(rows: list[tuple[Text, int]], person: Text, remark: Text, paper: Paper) -> None:
    lines = tuple(Line(words, -amount, 9_999, (remark,), loud=True) for words, amount in rows)
    report = ShiftPaper(
        code="z_report",
        title=person,
        centre=person,
        made_at=ISSUED_AT,
        facts=((person, remark), (remark, "KSBA-02-26-000382-K")),
        sections=(Section("one", remark, lines, 99_999_999_999), Section("two", person, lines[:3], remarks=(remark,))),
        notes=(remark,),
        signatures=(person, remark, person),
    )
    sheet = compose_shift_paper(report, paper)
    assert_on_paper(sheet)
    assert_no_overlap(sheet)
