"""Payments nobody knows the end of, on the page of the centre's card: marked, answered by digits, never paid twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sanad_desk.domain.portal_payment_life import Channel
from sanad_desk.domain.portal_payment_life import PaymentState as S
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_ui.language import language
from sanad_ui.portal_card.page import PortalCardPage
from tests.usecases.counter import Counter, a_customer
from tests.usecases.portal_payments import Portal

Settle = Callable[[], None]
ComeIn = Callable[..., None]
K = Qt.Key


@pytest.fixture
def portal(counter: Counter) -> Portal:
    return Portal(counter.desk, counter.clock, counter.clerk, counter.manager)


@pytest.fixture
def unsure(counter: Counter, portal: Portal) -> list[UUID]:
    """Two payments nobody knows of, the dearer one first."""
    found = []
    for number, government in enumerate((21_000, 7_000), 1):
        counter.sell(customer=a_customer(number), government=government)
        fee = portal_fee(portal, government)
        found.append(portal.ask(fee, S.UNKNOWN, reference=f"ROP-{number}"))
    return found


def portal_fee(portal: Portal, amount: int) -> UUID:
    with portal.desk.store.reading() as connection:
        query = (
            "SELECT p.case_id FROM transactions t JOIN paid_case p ON p.transaction_id = t.id WHERE t.government = ?"
        )
        return UUID(bytes=connection.exec_driver_sql(query, (amount,)).scalar_one())


def run(page: PortalCardPage, name: str) -> None:
    next(command for command in page.commands() if command.name == name).run()


def bare(text: str) -> str:
    return text.translate(dict.fromkeys([0x2066, 0x2068, 0x2069]))


def test_a_fee_nobody_knows_of_leaves_the_list(
    counter: Counter, page: PortalCardPage, come_in: ComeIn, settle: Settle
) -> None:
    counter.sell(government=21_000)
    come_in(counter.clerk)
    run(page, "portal_card.unknown")
    assert "21.000" in page.fees.unknown.label.text()
    settle()
    assert len(page.fees.list.rows()) == 1
    run(page, "portal_card.unknown")
    settle()
    assert page.fees.stack.currentWidget() is page.fees.none
    page.turn()
    [row] = page.unsettled.list.rows()
    assert bare(row.trailing) == "21.000"
    assert row.chip == "دفع غير مؤكد"
    QTest.keyClick(page.unsettled.list, K.Key_2)
    run(page, "portal_card.settle")
    settle()
    assert page.unsettled.stack.currentWidget() is page.unsettled.none
    assert page.fees.list.rows()[0].chip == "لم يتم الدفع"
    assert not page.fees.payments()


def test_the_dearest_is_answered_by_its_digit(
    portal: Portal, page: PortalCardPage, unsure: list[UUID], come_in: ComeIn, settle: Settle
) -> None:
    come_in(portal.clerk)
    page.turn()
    card = page.unsettled.settle
    assert page.unsettled.list.hasFocus()
    assert [row.id for row in page.unsettled.list.rows()] == unsure
    assert not card.button.isEnabled()
    page.settle()
    QTest.keyClick(page.unsettled.list, K.Key_3)
    assert card.answer() is S.DEDUCTED
    assert card.button.hasFocus()
    card.reference.set_text("ROP-77")
    for _ in range(3):
        run(page, "portal_card.settle")
    settle()
    settle()
    assert portal.payment(unsure[0]).state is S.DEDUCTED
    assert portal.payment(unsure[0]).reference == "ROP-77"
    assert card.answer() is None
    assert [row.chip for row in page.unsettled.list.rows()] == ["خُصم ولم يصل", "دفع غير مؤكد"]
    QTest.keyClick(page.unsettled.list, K.Key_Down)
    assert card.reference.text() == "ROP-2"


def test_a_refusal_is_said_beside_the_payment(
    counter: Counter, portal: Portal, page: PortalCardPage, unsure: list[UUID], come_in: ComeIn, settle: Settle
) -> None:
    come_in(portal.clerk)
    page.turn()
    portal.settle(unsure[0], S.DEDUCTED)
    QTest.keyClick(page.unsettled.list, K.Key_2)
    run(page, "portal_card.settle")
    settle()
    assert "أعد قراءة القائمة" in page.unsettled.settle.refusal.label.text()
    run(page, "portal_card.look")
    settle()
    assert page.unsettled.settle.unsure is not None
    assert page.unsettled.settle.unsure.state is S.DEDUCTED


@pytest.fixture
def statement(tmp_path: Path) -> str:
    file = tmp_path / "card.csv"
    file.write_text(
        "Date,Description,Reference,Debit,Credit\n21/11/2026,ROP,ROP-1,21.000,\n22/11/2026,ROP,ROP-3,4.000,\n"
    )
    return str(file)


def test_the_statement_settles_what_it_explains(
    qtbot: QtBot,
    counter: Counter,
    portal: Portal,
    page: PortalCardPage,
    unsure: list[UUID],
    statement: str,
    come_in: ComeIn,
    settle: Settle,
) -> None:
    counter.sell(customer=a_customer(3), government=4_000)
    failed = portal.ask(portal_fee(portal, 4_000), S.FAILED, reference="ROP-3")
    come_in(portal.manager)
    for _ in range(3):
        page.turn()
    page.read(statement)
    settle()
    language.use("en")
    found = page.reconcile
    assert [bare(row.title).split(":")[0] for row in found.list.rows()] == [
        "An unsettled payment explains it",
        "Taken for failed, and was deducted",
        "Unsettled, not on the statement",
    ]
    QTest.keyClick(found.list, K.Key_Return)
    assert found.is_settling
    QTest.keyClick(found.list, K.Key_1)
    run(page, "portal_card.settle")
    settle()
    settle()
    assert portal.payment(unsure[0]).state is S.CONFIRMED
    assert portal.payment(unsure[0]).reason == "on_statement"
    assert not found.is_settling
    assert [row.id for row in found.list.rows()] == [failed, unsure[1]]
    QTest.keyClick(found.list, K.Key_Return)
    QTest.keyClick(found.list, K.Key_2)
    run(page, "portal_card.settle")
    settle()
    sheet = page.approvals.sheet
    assert sheet is not None
    sheet.pin.setText(MANAGER_PIN)
    sheet.confirm()
    qtbot.waitUntil(lambda: portal.payment(failed).state is S.DEDUCTED)
    settle()
    settle()
    assert [row.id for row in found.list.rows()] == [unsure[1]]
    QTest.keyClick(found.list, K.Key_Return)
    run(page, "portal_card.back")
    assert not found.is_settling
    assert found.list.hasFocus()


def test_what_may_be_paid_already_is_not_ticked(
    counter: Counter, portal: Portal, page: PortalCardPage, come_in: ComeIn
) -> None:
    """A sure fee, one that came to nothing before, and one whose case the customer's own card may have paid."""
    sure, failed, unsure = 3_000, 5_000, 9_000
    for number, government in enumerate((sure, failed, unsure), 1):
        counter.sell(customer=a_customer(number), government=government)
    portal.ask(portal_fee(portal, failed), S.FAILED)
    portal.ask(portal_fee(portal, unsure), S.UNKNOWN, Channel.CUSTOMER_CARD)
    come_in(counter.clerk)
    fees = page.fees
    keys = {fee.held: key for key, fee in fees._fees.items()}

    def ticked() -> set[int]:
        return {payment.amount for payment in fees.payments()}

    fees.toggle_all()
    fees.toggle_all()
    assert ticked() == {sure}
    fees.toggle(keys[failed])
    assert ticked() == {sure, failed}
    fees.toggle(keys[unsure])
    assert ticked() == {sure, failed}
    assert fees._fees[keys[unsure]].reference in fees.pay.refusal.label.text()
    assert sorted(bool(row.chip) for row in fees.list.rows()) == [False, True, True]
