"""The list on the wall says what this centre charges, and of government fees only what is known."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.charges import VatMode
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.reports.report import Cell, Report
from sanad_desk.reports.report_json import report_json
from sanad_desk.reports.report_paper import render_report
from sanad_desk.reports.workbook import workbook_bytes
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.set_centre import set_centre, set_price
from sanad_desk.usecases.wall_price_list import government_fee, wall_price_list
from sanad_desk.wire.picture import Text
from tests.conftest import TODAY
from tests.receipts.reading import pypdf_text
from tests.reports.workbooks import read_workbook

CONTRACT = "mol-expat-employment-contract"  # 3.000 on the list; the registration, paid with it, is 1.000


def rows_of(report: Report, desk: OpenDesk, service: str) -> list[dict[str, Any]]:
    name = desk.catalogue.services[service].name.en
    return [row for row in report_json(report)["tables"][0]["rows"] if row["service"]["en"] == name]


def fee(desk: OpenDesk, service: str, action: Action) -> Cell:
    return government_fee(desk.catalogue.services[service], action, TODAY)


def test_it_lists_all_that_is_priced_by_entity(desk: OpenDesk) -> None:
    (table,) = wall_price_list(desk).tables
    entities = [str(row[0]) for row in table.rows]
    assert len(entities) > 300
    assert sum(a != b for a, b in itertools.pairwise(entities)) == len(set(entities)) - 1
    assert [column.code for column in table.columns] == ["entity", "service", "action", "government", "centre"]
    (contract,) = rows_of(wall_price_list(desk), desk, CONTRACT)
    assert (contract["action"]["en"], contract["government"], contract["centre"]) == ("Submit", 1_000, 3_000)


def test_one_entity_has_a_list_of_its_own(desk: OpenDesk) -> None:
    everything = {str(row[0]): row for row in wall_price_list(desk).tables[0].rows}
    alone = wall_price_list(desk, entity="mol").tables[0].rows
    labour = desk.catalogue.entities["mol"].name
    assert {row[0] for row in alone} == {Text(labour.ar, labour.en)} < {row[0] for row in everything.values()}
    with pytest.raises(DomainError, match="entity_unknown"):
        wall_price_list(desk, entity="nowhere")


def test_an_own_price_stands_with_the_official_one(desk: OpenDesk, manager: SignedIn) -> None:
    set_price(desk, manager, CONTRACT, Action.SUBMIT, "", 2_500)
    (contract,) = rows_of(wall_price_list(desk), desk, CONTRACT)
    assert (contract["centre"], contract["official"]) == (2_500, 3_000)


def test_a_service_outside_the_tariff_is_listed_once_it_has_a_price(desk: OpenDesk, manager: SignedIn) -> None:
    unpriced = next(code for code, service in desk.catalogue.services.items() if not service.prices)
    assert rows_of(wall_price_list(desk), desk, unpriced) == []
    set_price(desk, manager, unpriced, Action.SUBMIT, "", 4_000)
    (row,) = rows_of(wall_price_list(desk), desk, unpriced)
    assert row["centre"] == 4_000
    assert "official" not in row


def test_vat_that_is_added_is_in_the_price(desk: OpenDesk, manager: SignedIn) -> None:
    centre, _, _ = desk.identity()
    set_centre(desk, manager, replace(centre, vatin="OM1100000018", vat_mode=VatMode.EXCLUSIVE))
    report = wall_price_list(desk)
    assert rows_of(report, desk, CONTRACT)[0]["centre"] == 3_150
    facts = {label.en: value for label, value in report.facts}
    assert facts["VATIN"] == "OM1100000018"
    assert facts["VAT"] == Text("رسم المركز شامل الضريبة 5%", "The centre fee includes 5% VAT")


def test_government_fees_are_told_only_where_they_are_sure(desk: OpenDesk) -> None:
    portal = Text("كما تعرضه البوابة", "As shown by the portal")
    assert fee(desk, "mol-labour-complaint", Action.SUBMIT) == Text("بلا رسم", "No fee")
    assert fee(desk, "mol-absconding-cancel", Action.PAY) == 100_000
    assert fee(desk, "mol-absconding-cancel", Action.SUBMIT) == Text("عند الدفع", "With the payment")
    assert fee(desk, "moh-medical-test-form", Action.SUBMIT) == "30.000 – 40.000"
    assert fee(desk, "rop-resident-card", Action.SUBMIT) == portal, "its sources contradict each other"
    assert fee(desk, "mm-lease-renewal", Action.PAY) == portal
    assert fee(desk, "obp-licence-place-of-activity", Action.SUBMIT) == portal


def test_a_day_before_the_tariff_has_no_list(desk: OpenDesk) -> None:
    report = wall_price_list(desk, desk.catalogue.tariff_date - timedelta(days=1))
    assert report.tables[0].rows == ()
    assert date.fromisoformat({label.en: str(value) for label, value in report.facts}["In force on"]) < TODAY


def test_paper_and_workbook_say_who_charges_what(desk: OpenDesk) -> None:
    report, (centre, _, _) = wall_price_list(desk), desk.identity()
    text = pypdf_text(render_report(report, "ar"))
    for expected in (centre.cr_number, centre.name.en, "2026-11-22", "قائمة أسعار الخدمات", "As shown by the portal"):
        assert expected in text
    (sheet,) = read_workbook(workbook_bytes(report, "ar"))
    assert sheet.name == "قائمة أسعار الخدمات"
    assert len(sheet.column("E")) == len(report.tables[0].rows) + 1
