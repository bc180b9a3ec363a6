"""The card's statement and payments of which nobody knew: it explains them, and once settled it agrees."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanad_desk.domain.portal_payment_life import PaymentState as S
from sanad_desk.reports.report_json import report_json
from sanad_desk.store.portal_payments import card_entries
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.reconcile_portal_card import CardReconciliation, reconcile_card, reconciliation_report
from sanad_desk.usecases.take_back_portal_payment import fees_paid_today, take_back_portal_payment
from tests.conftest import TODAY
from tests.usecases.portal_payments import Portal
from tests.usecases.portal_payments import portal as portal  # a fixture

DAY = 24 * 3_600_000


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    return tmp_path / "card.csv"


def reconciled(portal: Portal, file: Path, *lines: str) -> CardReconciliation:
    """Lines without their date column's head: date, reference, money out, money in."""
    file.write_text("\n".join(["Date,Description,Reference,Debit,Credit", *(_line(line) for line in lines)]))
    return reconcile_card(portal.desk, portal.manager, file)


def _line(line: str) -> str:
    date, reference, out, back = line.split(",")
    return f"{date},PORTAL,{reference},{out},{back}"


def test_what_left_the_card_unsurely_is_explained_and_then_agrees(portal: Portal, statement: Path) -> None:
    unsure = portal.ask(portal.case(), S.UNKNOWN, reference="ROP-9")
    other = portal.ask(portal.case(), S.UNKNOWN)
    amount = f"{portal.payment(unsure).amount / 1000:.3f}"
    lines = (f"22/11/2026,ROP-9,{amount},", "25/11/2026,,1.234,")
    card = reconciled(portal, statement, *lines)
    assert [pair.entry.payment_id for pair in card.result.explained] == [unsure]
    assert [payment.payment_id for payment in card.result.not_on_statement] == [other]
    report = reconciliation_report(portal.desk, portal.manager, card)
    assert [table.code for table in report.tables] == ["explained", "only_on_statement", "not_on_statement"]
    assert report_json(report)["notes"]
    portal.clock.move(9 * 3_600_000)
    portal.settle(unsure, S.CONFIRMED)
    portal.settle(other, S.FAILED)
    card = reconciled(portal, statement, *lines)
    assert [(pair.entry.kind, pair.entry.on) for pair in card.result.matched] == [("portal_payment", TODAY)]
    left = (*card.result.explained, *card.result.not_on_statement, *card.result.only_recorded)
    assert not left


def test_settled_a_week_later_it_still_left_the_card_that_day(portal: Portal, statement: Path) -> None:
    payment_id = portal.ask(portal.case(), S.UNKNOWN)
    amount = portal.payment(payment_id).amount
    portal.clock.move(8 * DAY)
    portal.settle(payment_id, S.CONFIRMED, who=portal.manager)
    card = reconciled(portal, statement, f"22/11/2026,,{amount / 1000:.3f},", "23/11/2026,,1.000,")
    assert [pair.entry.on for pair in card.result.matched] == [TODAY]
    assert card.by_the_books == -amount
    assert card.result.difference == 1_000


def test_a_failed_one_that_was_deducted_is_found_and_its_refund_too(portal: Portal, statement: Path) -> None:
    payment_id = portal.ask(portal.case(), S.FAILED)
    amount = f"{portal.payment(payment_id).amount / 1000:.3f}"
    out, back = f"23/11/2026,,{amount},", f"30/11/2026,,,{amount}"
    [pair] = reconciled(portal, statement, out).result.explained
    assert (pair.entry.payment_id, pair.entry.kind) == (payment_id, "failed")
    portal.settle(payment_id, S.DEDUCTED, S.REFUND_ASKED)
    card = reconciled(portal, statement, out, back)
    assert [pair.entry.kind for pair in card.result.matched] == ["portal_deducted"]
    assert [(pair.entry.kind, pair.line.amount < 0) for pair in card.result.explained] == [("refund_asked", True)]
    portal.settle(payment_id, S.REFUNDED)
    card = reconciled(portal, statement, out, back)
    assert [pair.entry.kind for pair in card.result.matched] == ["portal_deducted", "portal_refunded"]
    assert card.result.agrees
    assert card.result.difference == card.by_the_books == 0


def test_what_got_through_after_all_left_the_card_once(portal: Portal) -> None:
    payment_id = portal.ask(portal.case(), S.DEDUCTED)
    amount = portal.payment(payment_id).amount
    portal.settle(payment_id, S.CONFIRMED)
    assert _entries(portal) == [("portal_deducted", amount)]
    [paid] = fees_paid_today(portal.desk, portal.clerk)
    take_back_portal_payment(portal.desk, portal.clerk, paid.seq, Approval(portal.manager, "system_fault"))
    assert _entries(portal) == [("portal_deducted", amount), ("portal_refunded", -amount)]
    assert portal.accounts()[0] == 0
    portal.ask(portal.case(), S.DEDUCTED)
    portal.ask(portal.case(), S.CONFIRMED)
    assert sum(left for _, left in _entries(portal)) == -portal.accounts()[0]
    assert portal.is_sound()


def _entries(portal: Portal) -> list[tuple[str, int]]:
    with portal.desk.store.reading() as connection:
        return [(entry.kind, entry.amount) for entry in card_entries(connection, TODAY, TODAY)]
