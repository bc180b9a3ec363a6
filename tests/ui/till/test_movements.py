"""Money that moves without a customer: the form in place, its refusals in words, the manager above the threshold."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.look_at_shift import look_at_shift
from sanad_desk.usecases.open_shift import open_shift
from sanad_ui.language import language
from sanad_ui.till.page import TillPage
from tests.ui.till.conftest import Till
from tests.usecases.counter import FLOAT, a_customer


def _begin(till: Till, kind: MoveKind) -> None:
    till.enter()
    till.qtbot.waitUntil(lambda: till.page.is_open)
    option = till.page.findChild(QAbstractButton, f"move_{kind}")
    QTest.keyClick(option, Qt.Key.Key_Return)
    till.qtbot.waitUntil(lambda: till.page.desk.is_moving)


def _movements(till: Till, who: SignedIn) -> list[tuple[str, int, str, str]]:
    view = look_at_shift(till.counter.desk, who)
    assert view is not None
    return [(move.kind, move.amount, move.reason, move.slip) for move in view.movements]


def _is_done(page: TillPage) -> bool:
    return page.is_open and not page.desk.is_moving


def test_a_drop_is_recorded_by_keyboard(till: Till):
    till.counter.open_new_shift()
    _begin(till, MoveKind.DROP)
    form = till.page.desk.form
    QTest.keyClicks(form.amount.edit, "20")
    QTest.keyClick(form.amount.edit, Qt.Key.Key_Return)
    QTest.keyClicks(form.slip.edit, "S-7")
    QTest.keyClick(form.slip.edit, Qt.Key.Key_Return)
    QTest.keyClicks(form.reason.field.edit, "too much")
    QTest.keyClick(form.reason.field.edit, Qt.Key.Key_Return)
    till.qtbot.waitUntil(lambda: _is_done(till.page))
    assert _movements(till, till.counter.clerk) == [("drop", 20_000, "too much", "S-7")]
    assert till.amount("drawer_moved_0") == -20_000
    assert till.page.desk.moves.options[MoveKind.DROP].hasFocus()


def test_a_listed_reason_is_one_press(till: Till):
    till.counter.open_new_shift()
    _begin(till, MoveKind.CASH_OUT)
    form = till.page.desk.form
    form.amount.set_amount(1_500)
    QTest.keyClick(form.reason.chips[0], Qt.Key.Key_Return)
    assert form.reason.text() == "ورق طابعة"
    assert form.reason.chips[0].isChecked()
    till.page.forward()
    till.qtbot.waitUntil(lambda: _is_done(till.page))
    assert _movements(till, till.counter.clerk) == [("cash_out", 1_500, "move_paper", "")]


def test_what_is_missing_is_told_at_its_field(till: Till):
    till.counter.open_new_shift()
    _begin(till, MoveKind.CASH_OUT)
    form = till.page.desk.form
    till.page.forward()
    assert form.amount.has_error
    form.amount.set_amount(FLOAT)
    till.page.forward()
    assert form.reason.field.has_error
    form.reason.set_text("repair")
    form.amount.set_amount(FLOAT + 5)
    till.page.forward()
    till.approve()
    sheet = till.page.approvals.sheet
    assert sheet is not None
    assert sheet.is_open  # the manager is told too that the drawer holds less
    sheet.close_now()
    assert form.confirm.isEnabled()
    assert _movements(till, till.counter.clerk) == []


def test_more_than_the_drawer_holds_is_refused_at_the_amount_without_a_figure(till: Till):
    open_shift(till.counter.desk, till.counter.clerk, 10_000)
    _begin(till, MoveKind.DROP)
    form = till.page.desk.form
    form.amount.set_amount(20_000)
    form.reason.set_text("too much")
    till.page.forward()
    till.qtbot.waitUntil(lambda: form.amount.has_error)
    assert form.amount.edit.hasFocus()
    assert "10.000" not in form.amount.note.text()
    assert form.confirm.isEnabled()


def test_above_the_threshold_a_manager_agrees(till: Till):
    till.counter.sell(government=60_000)
    _begin(till, MoveKind.CASH_OUT)
    form = till.page.desk.form
    form.amount.set_amount(55_000)
    form.reason.set_text("repair")
    till.page.forward()
    till.approve("111222")
    assert till.page.desk.is_moving
    till.approve()
    till.qtbot.waitUntil(lambda: _is_done(till.page))
    assert _movements(till, till.counter.clerk) == [("cash_out", 55_000, "repair", "")]


def test_a_remittance_names_its_entity(till: Till):
    till.counter.sell(government=21_000)
    _begin(till, MoveKind.REMITTANCE)
    form = till.page.desk.form
    form.amount.set_amount(21_000)
    till.page.forward()
    assert form.entity.field.has_error
    QTest.keyClicks(form.entity.field.edit, "royal oman pol")
    assert len(form.entity.list.rows()) == 1
    QTest.keyClick(form.entity.field.edit, Qt.Key.Key_Return)
    assert form.entity.value() == "rop"
    assert form.reason.field.edit.hasFocus()
    till.page.forward()
    assert form.reason.field.has_error
    QTest.keyClick(form.reason.chips[0], Qt.Key.Key_Return)
    till.page.forward()
    till.qtbot.waitUntil(lambda: _is_done(till.page))
    assert _movements(till, till.counter.clerk) == [("remittance", 21_000, "move_daily", "")]


def test_a_customer_is_paid_back_against_the_receipt_of_the_reversal(till: Till):
    counter = till.counter
    counter.sell(who=counter.manager)
    till.page.begin(counter.manager)
    till.enter()
    till.qtbot.waitUntil(lambda: till.page.is_open)
    till.page.begin_movement(MoveKind.REFUND_PAID)
    form = till.page.desk.form
    QTest.keyClicks(form.amount.edit, "1")
    QTest.keyClick(form.amount.edit, Qt.Key.Key_Return)
    assert form.receipt.edit.hasFocus()
    assert form.slip.isHidden()
    till.page.forward()
    assert form.receipt.has_error
    sale = counter.sell(who=counter.manager, customer=a_customer(2))
    form.receipt.set_text(sale.number)
    form.reason.set_text("refund")
    till.page.forward()
    till.qtbot.waitUntil(lambda: form.receipt.has_error)  # nothing of a sale is due from an entity
    assert sale.number in form.receipt.note.text()
    assert form.receipt.edit.hasFocus()


def test_an_operator_is_offered_only_his_drawer(till: Till):
    till.counter.open_new_shift()
    _begin(till, MoveKind.BANK_DEPOSIT)
    assert till.page.desk.form.source is None
    assert not any(row.trailing for row in till.page.desk.form.entity.list.rows())


def test_a_manager_is_offered_safe_and_drawer(till: Till):
    counter = till.counter
    counter.sell(who=counter.manager)
    till.page.begin(counter.manager)
    _begin(till, MoveKind.BANK_DEPOSIT)
    source = till.page.desk.form.source
    assert source is not None
    assert source.value() == "safe"
    names = {command.name for command in till.page.commands()}
    assert {"till.move.owner_draw", "till.move.owner_in"} <= names


def test_escape_does_not_lose_what_was_typed_at_once(till: Till):
    till.counter.open_new_shift()
    _begin(till, MoveKind.DROP)
    form = till.page.desk.form
    QTest.keyClicks(form.amount.edit, "12")
    QTest.keyClick(form.amount.edit, Qt.Key.Key_Escape)
    assert till.page.desk.is_moving
    assert form.banner.isVisible()
    QTest.keyClick(form.amount.edit, Qt.Key.Key_Escape)
    assert not till.page.desk.is_moving


@pytest.mark.parametrize("code", ["ar", "en"])
def test_the_longest_form_fits_the_small_window(till: Till, code: str):
    language.use(code)  # type: ignore[arg-type]
    counter = till.counter
    counter.sell(who=counter.manager)
    till.page.begin(counter.manager)
    _begin(till, MoveKind.REMITTANCE)
    form = till.page.desk.form
    till.page.forward()
    form.amount.set_amount(1_000)
    till.page.forward()
    form.banner.say("app.sheet.lose_typed", tone="warn")
    assert form.entity.field.has_error
    assert form.minimumSizeHint().height() <= form.height()


def test_another_operator_finds_no_half_typed_form(till: Till):
    till.counter.open_new_shift()
    _begin(till, MoveKind.DROP)
    QTest.keyClicks(till.page.desk.form.amount.edit, "12")
    till.page.begin_movement(MoveKind.CASH_OUT)
    assert till.page.desk.form.kind is MoveKind.DROP
    till.page.begin(till.counter.manager)
    till.page.enter()
    till.qtbot.waitUntil(lambda: till.page.stack.currentWidget() is till.page.opening)
    till.page.begin(till.counter.clerk)
    till.page.enter()
    till.qtbot.waitUntil(lambda: _is_done(till.page))
