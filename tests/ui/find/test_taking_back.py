"""What is done with a receipt in the place of its paper: taken back, its tender corrected, served again."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.portal_payment_life import Channel, PaymentState
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.ask_portal_payment import PaymentAsked, ask_portal_payment
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.find_receipts import find_receipts
from sanad_desk.usecases.look_at_receipt import look_at_receipt
from sanad_desk.usecases.look_at_shift import look_at_shift
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_account import open_account
from sanad_desk.usecases.pay_account import receive_on_account
from sanad_ui.background import Background
from sanad_ui.find.door import FindDoor
from sanad_ui.find.page import FindPage
from sanad_ui.language import language
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.texts import t
from tests.usecases.counter import FLOAT, Counter


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background) -> FindPage:
    page = FindPage(FindDoor(counter.desk), background, PrintRoom(counter.desk, background), counter.clock.now)
    page.begin(counter.clerk)
    qtbot.addWidget(page)
    page.resize(1260, 680)
    page.show()
    page.activateWindow()
    return page


def _shown(qtbot: QtBot, page: FindPage, number: str) -> None:
    page.results.look_for(number)
    qtbot.waitUntil(lambda: page.receipt.is_showing and number in page.receipt.number.text())


def _run(page: FindPage, name: str) -> None:
    command = next(command for command in page.commands() if command.name == name)
    assert command.is_enabled()
    command.run()


def _approve(qtbot: QtBot, page: FindPage, reason: str = "") -> None:
    qtbot.waitUntil(lambda: page.approvals.sheet is not None and page.approvals.sheet.isVisible())
    sheet = page.approvals.sheet
    assert sheet is not None
    if reason:
        sheet.reason.set_text(reason)
    sheet.pin.setText(MANAGER_PIN)
    sheet.confirm()


def test_a_sale_is_voided_by_keyboard_and_its_paper_printed(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    sale = counter.sell()
    _shown(qtbot, page, sale.number)
    _run(page, "find.reverse")
    form = page.receipt.reversal
    assert form.now.baisa == sale.total
    form.reason.chips[1].click()
    QTest.keyClick(form.reason.field.edit, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.changed):
        _approve(qtbot, page)
    qtbot.waitUntil(lambda: page.receipt.story.isVisible() and page.receipt.again_button.isVisible())
    story = look_at_receipt(counter.desk, counter.clerk, sale.number)
    [void] = story.reversals
    assert (void.kind, void.total) == ("void", -sale.total)
    assert void.number in page.receipt.story.lines[0].text()
    qtbot.waitUntil(lambda: find_receipts(counter.desk, void.number)[0].prints == 1)
    assert not page.receipt.reverse_button.isVisible()
    page.results.look_for("")
    rows = page.results.list.rows
    qtbot.waitUntil(lambda: [strip_marks(row.title).split(":")[0] for row in rows()] == ["إلغاء", "ملغى"])


def test_a_part_goes_back_and_the_way_leads_to_it(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    sale = counter.sell()
    _shown(qtbot, page, sale.number)
    _run(page, "find.reverse")
    form = page.receipt.reversal
    QTest.keyClick(form.ticks[0], Qt.Key.Key_Space)
    assert form.now.baisa == 2_000
    form.reason.set_text("goodwill")
    form.confirm()
    _approve(qtbot, page)
    qtbot.waitUntil(lambda: bool(page.receipt.story.links))
    page.receipt.story.links[0].click()
    [refund] = look_at_receipt(counter.desk, counter.clerk, sale.number).reversals
    qtbot.waitUntil(lambda: page.receipt.is_showing and refund.number in page.receipt.number.text())
    assert sale.number in page.receipt.story.lines[0].text()
    assert not page.receipt.reverse_button.isVisible()


def test_a_fee_that_may_be_paid_is_locked_until_it_is_settled(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    sale = counter.sell()
    with counter.desk.store.reading() as connection:
        query = "SELECT case_id FROM paid_case"
        case_id = UUID(bytes=connection.exec_driver_sql(query).scalar_one())
    fee = next(part.amount for part in look_at_receipt(counter.desk, counter.clerk, sale.number).parts)
    asked = PaymentAsked(case_id, fee, Channel.CENTRE_CARD, PaymentState.UNKNOWN)
    ask_portal_payment(counter.desk, counter.clerk, asked)
    _shown(qtbot, page, sale.number)
    _run(page, "find.reverse")
    form = page.receipt.reversal
    locked = [tick for tick in form.ticks.values() if not tick.isEnabled()]
    assert len(locked) == 1
    assert not locked[0].isChecked()
    assert t("follow.payment.state.unknown") in locked[0].text()
    assert form.now.baisa == sale.total - fee


def test_a_payment_on_an_account_is_taken_back(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    counter.sell()
    with counter.desk.store.reading() as connection:
        customer = UUID(bytes=connection.exec_driver_sql("SELECT id FROM customer").scalar_one())
    open_account(counter.desk, counter.manager, customer, 50_000)
    counter.sell(tender=Tender.ON_ACCOUNT)
    paid = receive_on_account(counter.desk, counter.clerk, customer, 2_000, [TenderInput(Tender.CASH, 2_000)])
    _shown(qtbot, page, paid.number)
    _run(page, "find.reverse")
    form = page.receipt.reversal
    assert (len(form.ticks), form.now.baisa) == (1, 2_000)
    assert form.ticks[0].text() == "سداد من الحساب الآجل"
    form.reason.chips[2].click()
    QTest.keyClick(form.reason.field.edit, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.changed):
        _approve(qtbot, page)
    qtbot.waitUntil(page.receipt.story.isVisible)
    [void] = look_at_receipt(counter.desk, counter.clerk, paid.number).reversals
    assert (void.kind, void.total) == ("void", -2_000)
    qtbot.waitUntil(lambda: find_receipts(counter.desk, void.number)[0].prints == 1)
    assert not page.receipt.again_button.isVisible()


def test_nothing_chosen_and_no_reason_are_said_in_place(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    sale = counter.sell()
    _shown(qtbot, page, sale.number)
    page.open_reversal()
    form = page.receipt.reversal
    form.confirm()
    assert form.reason.field.has_error
    form.reason.chips[0].click()
    for tick in form.ticks.values():
        tick.click()
    assert form.now.baisa == 0
    form.confirm()
    assert form.line.isVisible()
    QTest.keyClick(form.reason.field.edit, Qt.Key.Key_Escape)
    assert page.receipt.is_showing


def test_what_the_drawer_lacks_is_said_on_the_form(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    sale = counter.sell()
    move_cash(
        counter.desk,
        counter.clerk,
        MoveKind.DROP,
        FLOAT + sale.total,
        reason="too much",
        approval=Approval(counter.manager, "goodwill"),
    )
    _shown(qtbot, page, sale.number)
    page.open_reversal()
    form = page.receipt.reversal
    form.reason.chips[0].click()
    form.confirm()
    _approve(qtbot, page)
    qtbot.waitUntil(form.line.isVisible)
    assert "الدرج" in form.line.label.text()
    assert form.confirm_button.isEnabled()


def test_a_wrong_pin_stays_on_the_sheet(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    sale = counter.sell()
    _shown(qtbot, page, sale.number)
    page.open_reversal()
    page.receipt.reversal.reason.chips[0].click()
    page.receipt.reversal.confirm()
    qtbot.waitUntil(lambda: page.approvals.sheet is not None and page.approvals.sheet.isVisible())
    sheet = page.approvals.sheet
    assert sheet is not None
    sheet.pin.setText("111111")
    sheet.confirm()
    qtbot.waitUntil(lambda: bool(sheet.pin_note.text()))
    sheet.close_now()
    assert page.receipt.reversal.confirm_button.isEnabled()


def test_a_card_goes_back_with_its_code(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    sale = counter.sell(tender=Tender.CARD)
    _shown(qtbot, page, sale.number)
    page.open_reversal()
    form = page.receipt.reversal
    assert form.refund.amounts[Tender.CARD].amount() == sale.total
    assert not form.refund.cash.isVisible()
    form.reason.chips[0].click()
    form.confirm()
    assert form.refund.codes[Tender.CARD].has_error
    form.refund.amounts[Tender.CARD].set_amount(20_000)
    form.refund.codes[Tender.CARD].set_text("778899")
    tenders = {tender.tender: tender.amount for tender in form.refund.tenders()}
    assert tenders == {Tender.CARD: 20_000, Tender.CASH: sale.total - 20_000}


def test_a_tender_is_corrected_and_told(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    sale = counter.sell()
    _shown(qtbot, page, sale.number)
    _run(page, "find.correct")
    form = page.receipt.tender
    assert (form.wrong.value(), form.right.value(), form.amount.amount()) == (Tender.CASH, Tender.CARD, sale.total)
    form.code.set_text("123456")
    form.confirm()
    assert form.reason.field.has_error
    form.reason.chips[0].click()
    QTest.keyClick(form.reason.field.edit, Qt.Key.Key_Return)
    _approve(qtbot, page)
    qtbot.waitUntil(lambda: bool(page.receipt.story.lines))
    view = look_at_shift(counter.desk, counter.clerk)
    assert view is not None
    assert [correction.reason for correction in view.corrections] == ["wrong_tender"]
    assert "بطاقة" in page.receipt.story.lines[0].text()
    assert find_receipts(counter.desk, sale.number)[0].tenders == ("card",)


def test_a_form_stays_as_it_is_when_the_language_changes(
    qtbot: QtBot, counter: Counter, page: FindPage, background: Background
) -> None:
    _shown(qtbot, page, counter.sell().number)
    _run(page, "find.correct")
    form = page.receipt.tender
    form.amount.set_amount(1_500)
    language.use("en")
    try:
        with qtbot.waitCallback() as answered:  # behind whatever the change sets going
            background.run(lambda: None, answered)
        assert page.receipt.is_asking
        assert form.amount.amount() == 1_500
    finally:
        language.use("ar")


def test_a_missing_code_is_said_on_the_form(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    sale = counter.sell()
    _shown(qtbot, page, sale.number)
    page.open_correction()
    page.receipt.tender.confirm()
    assert page.receipt.tender.code.has_error
    assert page.receipt.tender.confirm_button.isEnabled()


def test_a_voided_sale_is_served_again(qtbot: QtBot, counter: Counter, page: FindPage) -> None:
    sale = counter.sell()
    door = FindDoor(counter.desk)
    asked = page.receipt.reversal.asked
    _shown(qtbot, page, sale.number)
    page.open_reversal()
    page.receipt.reversal.reason.chips[0].click()
    with qtbot.waitSignal(asked) as caught:
        page.receipt.reversal.confirm()
    assert caught.args is not None
    _approve(qtbot, page)
    qtbot.waitUntil(page.receipt.again_button.isVisible)
    with qtbot.waitSignal(page.served_again) as told:
        page.receipt.again_button.click()
    assert told.args is not None
    assert look_at_visit(counter.desk, told.args[0]).bill.total == sale.total
    assert door.story(counter.clerk, sale.number).is_gone


@pytest.mark.parametrize("code", ["ar", "en"])
def test_every_control_of_the_forms_has_a_name(qtbot: QtBot, counter: Counter, page: FindPage, code: str) -> None:
    language.use(code)  # type: ignore[arg-type]
    sale = counter.sell(tender=Tender.CARD)
    _shown(qtbot, page, sale.number)
    page.open_reversal()
    controls = [*page.findChildren(QLineEdit), *page.findChildren(QAbstractButton)]
    assert [c for c in controls if not (c.objectName() and c.accessibleName())] == []
