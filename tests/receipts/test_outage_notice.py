"""The notice says in both languages whose portal is down, since when, and that the centre goes on by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sanad_desk.receipts.outage_notice import OutageNotice, render_outage_notice
from sanad_desk.wire.picture import Text
from tests.receipts.pictures import POLICE
from tests.receipts.reading import pypdf_text

NOTICE = OutageNotice(
    centre_name=Text("مركز سند · خصب", "Sanad Centre · Khasab"),
    phone="+96826000000",
    entity=POLICE,
    began_at=1_795_238_400_000,  # 09:20 in Muscat
)


LONG = Text(
    "وزارة التجارة والصناعة وترويج الاستثمار · منصة عُمان للأعمال",
    "Ministry of Commerce, Industry and Investment Promotion · Oman Business Platform",
)


@pytest.mark.parametrize("entity", [POLICE, LONG])
def test_the_notice_is_one_page_that_tells_both_languages_the_same(entity: Text) -> None:
    pdf = render_outage_notice(replace(NOTICE, entity=entity))
    assert pdf.count(b"/Type /Page\n") == 1
    text = " ".join(pypdf_text(pdf).split())
    for expected in (
        "Sanad Centre · Khasab",
        "متوقفة",
        entity.ar.split()[0],
        f"The {entity.en} portal is down at the moment",
        "09:20",
        "21/11/2026",
        "We keep your applications",
        "26 000000",
    ):
        assert expected in text, expected
