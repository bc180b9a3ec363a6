"""The day's report: a day added up by hand from the journal alone is what the page and the report say."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.day import Period, PeriodKind
from sanad_desk.domain.errors import AuthError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.reports.report import Report, words_in
from sanad_desk.reports.report_json import report_json
from sanad_desk.reports.report_paper import render_report
from sanad_desk.reports.workbook import workbook_bytes
from sanad_desk.usecases.day_report import day_report
from sanad_desk.usecases.day_view import day_view
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.wire import entries
from tests.conftest import MORNING, TODAY

DAY = Period.around(PeriodKind.DAY, TODAY)


@pytest.fixture
def closed_desk(closed_store: Path, tmp_path: Path) -> Iterator[OpenDesk]:
    """A day with a bit of everything, counted short and closed; the next day has begun."""
    desk = open_desk(Path(shutil.copytree(closed_store, tmp_path / "closed")), clock=SetClock(MORNING + 24 * 3_600_000))
    yield desk
    desk.close()


def _by_hand(desk: OpenDesk, day: date) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """What the entries of a business date say: sums, tenders, fees held by entity; plain additions, nothing else."""
    sums: Counter[str] = Counter()
    tenders: Counter[str] = Counter()
    held: Counter[str] = Counter()
    with desk.store.reading() as connection:
        raws = list(connection.exec_driver_sql("SELECT entry FROM journal ORDER BY seq").scalars())
    for raw in raws:
        entry = entries.read_entry(raw)
        fact = entry.read()
        if entry.business_date != day.isoformat():
            continue
        if isinstance(fact, entries.TransactionCompleted):
            sums["reversals" if fact.kind in ("void", "refund", "deposit_return") else "sales"] += 1
            for payment in fact.payments:
                tenders[payment.tender] += payment.amount
            for charge in fact.charges:
                if charge.paid_direct:
                    sums["paid_direct"] += charge.amount
                    continue
                sums[charge.kind] += charge.amount
                if charge.kind == "government_fee":
                    held[charge.entity] += charge.amount
        elif isinstance(fact, entries.TenderCorrected):
            tenders[fact.wrong] -= fact.amount
            tenders[fact.right] += fact.amount
        elif isinstance(fact, entries.ShiftOpened):
            sums["float"] += fact.opening_float
        elif isinstance(fact, entries.CashMoved):
            sums[fact.move] += fact.amount
            sums["moved"] += fact.amount if fact.move == "cash_in" else -fact.amount if fact.source == "drawer" else 0
        elif isinstance(fact, entries.PortalPaymentRecorded):
            sums["by_card"] += fact.amount
        elif isinstance(fact, entries.DrawerCounted):
            sums["counted"] += fact.counted
    return sums, tenders, held


def _table(report: Report, code: str) -> list[dict[str, Any]]:
    table = next(table for table in report.tables if table.code == code)
    return [dict(zip((column.code for column in table.columns), row, strict=True)) for row in table.rows]


def test_a_day_reconciled_by_hand(closed_desk: OpenDesk, manager: SignedIn) -> None:
    sums, tenders, held = _by_hand(closed_desk, TODAY)
    view, report = day_view(closed_desk, manager, DAY), day_report(closed_desk, manager, DAY)
    took = sum(sums[kind] for kind in ("government_fee", "centre_fee", "vat", "account_payment", "deposit"))
    cash_expected = sums["float"] + tenders["cash"] + sums["moved"]
    assert sums["drop"] > 0 < sums["by_card"]
    assert (view.totals.count, view.totals.reversals) == (sums["sales"], sums["reversals"])
    assert (view.totals.government, view.totals.centre) == (sums["government_fee"], sums["centre_fee"])
    assert (view.totals.total, view.totals.paid_direct) == (took, sums["paid_direct"])
    assert {row.key: row.total for row in view.tenders} == {code: n for code, n in tenders.items() if n}
    assert (view.expected_cash, view.drawers[0].expected) == (0, cash_expected)
    assert view.drawers[0].variance == sums["counted"] - cash_expected < 0

    rows = {words_in(row["what"], "en"): row["amount"] for row in _table(report, "totals")}
    assert view.collected == sum(tenders[code] for code in ("cash", "card", "transfer")) == rows["Collected"]
    assert (rows["Total"], rows["Government fees"], rows["Centre income"]) == (
        took - sums["account_payment"] - sums["deposit"],
        *map(sums.get, ("government_fee", "centre_fee")),
    )
    assert "Expected in the drawer" not in rows
    assert sorted(row["total"] for row in _table(report, "tenders")) == sorted(n for n in tenders.values() if n)
    fees = _table(report, "fees")
    assert sum(row["taken"] for row in fees) == sum(held.values()) == sums["government_fee"]
    assert (sum(row["by_card"] for row in fees), sum(row["remitted"] for row in fees)) == (
        sums["by_card"],
        sums["remittance"],
    )
    assert (
        sum(row["held"] for row in fees)
        == view.government_held
        == sums["government_fee"] - sums["by_card"] - sums["remittance"]
    )
    (drawer,) = _table(report, "drawers")
    assert (drawer["expected"], drawer["variance"]) == (cash_expected, sums["counted"] - cash_expected)
    assert sums["drop"] in [row["amount"] for row in _table(report, "movements")]
    assert len(_table(report, "reversals")) == sums["reversals"]
    changed = {words_in(row["what"], "en"): row["changed"] for row in _table(report, "buckets")}
    assert sum(changed.values()) == 0
    assert changed["Centre income"] == -sums["centre_fee"]
    assert changed["Over and short"] == cash_expected - sums["counted"]


@pytest.mark.parametrize("kind", PeriodKind)
def test_the_report_is_the_page(closed_desk: OpenDesk, manager: SignedIn, kind: PeriodKind) -> None:
    period = Period.around(kind, TODAY)
    view, report = day_view(closed_desk, manager, period), day_report(closed_desk, manager, period)
    slots = _table(report, "hours" if kind is PeriodKind.DAY else "days")
    assert [(s["complete"], s["follow_up"], s["total"]) for s in slots] == [
        (slot.complete, slot.follow_up, slot.total) for slot in view.slots
    ]
    for code, rows in (("entities", view.entities), ("services", view.services), ("operators", view.operators)):
        shown = [(row["sales"], row["total"], row["government"], row["centre"]) for row in _table(report, code)]
        assert shown == [(row.count, row.total, row.government, row.centre) for row in rows]
    drawers = [(row["sales"], row["collected"], row["variance"]) for row in _table(report, "drawers")]
    assert drawers == [(drawer.count, drawer.collected, drawer.variance) for drawer in view.drawers]
    summed = next(table for table in report.tables if table.code == "operators").sums
    assert summed is not None
    assert summed[2] == sum(row.total for row in view.operators)


def test_the_report_becomes_paper_workbook_and_json(closed_desk: OpenDesk, manager: SignedIn) -> None:
    report = day_report(closed_desk, manager, DAY)
    assert render_report(report, "ar").startswith(b"%PDF")
    assert workbook_bytes(report, "ar").startswith(b"PK")
    assert report_json(report)["code"] == "day_report"


def test_an_empty_day_has_a_report(desk: OpenDesk, manager: SignedIn) -> None:
    report = day_report(desk, manager, DAY)
    assert all(row["amount"] == 0 for row in _table(report, "totals"))


def test_only_a_manager_gets_it(desk: OpenDesk, operator: SignedIn) -> None:
    with pytest.raises(AuthError, match="manager_needed"):
        day_report(desk, operator, DAY)
