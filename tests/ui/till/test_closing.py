"""Closing a shift: blind until the lock, explained, approved, printed; killed half-way, forgotten, counted again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.transaction import CardOutcome, Tender
from sanad_desk.usecases.begin_visit import begin_visit
from sanad_desk.usecases.look_at_shift import ShiftView, look_at_shift, waiting_shifts
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_shift import current_shift
from sanad_desk.usecases.take_payment import note_card_attempt
from sanad_ui.background import Background
from sanad_ui.kit.buttons import DeskButton
from sanad_ui.language import language
from sanad_ui.printing.print_room import PaperOut
from sanad_ui.till.closing_card import Stage
from tests.ui.till.conftest import Till
from tests.usecases.counter import FLOAT, Counter, a_customer

DAY_MS = 24 * 3_600_000
IN_DRAWER = FLOAT + 23_000 - 20_000


@pytest.fixture
def worked(till: Till) -> Till:
    """A morning: a sale in cash, one by card, a drop."""
    counter = till.counter
    counter.sell(government=21_000)
    counter.sell(customer=a_customer(2), government=7_500, tender=Tender.CARD)
    move_cash(counter.desk, counter.clerk, MoveKind.DROP, 20_000, reason="too much")
    till.enter()
    till.qtbot.waitUntil(lambda: till.page.is_open)
    return till


def _shift(counter: Counter) -> ShiftView:
    (view,) = waiting_shifts(counter.desk, counter.clerk)
    return view


def test_nothing_tells_the_expected_cash_before_the_lock(worked: Till):
    secrets = {IN_DRAWER, 23_000, 28_500, 4_000}  # the drawer, the cash, and what would give it away
    assert not secrets & worked.figures_on_screen()
    worked.page.forward()
    worked.wait_for_stage(Stage.COUNTING)
    assert not (secrets | {-20_000}) & worked.figures_on_screen()
    assert worked.amount("count_expected") is None
    worked.count(worked.page.desk.count.grid, IN_DRAWER)
    worked.page.forward()
    worked.wait_for_stage(Stage.COUNTED)
    assert worked.amount("count_expected") == IN_DRAWER
    assert worked.amount("count_variance") == 0
    assert worked.amount("drawer_cash") == 23_000


def test_an_even_drawer_closes_without_a_word(worked: Till, qtbot: QtBot):
    outs: list[PaperOut] = []
    worked.room.came_out.connect(outs.append)
    worked.lock(IN_DRAWER, "9.5")
    card = worked.page.desk.closing
    assert card.reason.isHidden()
    assert card.later.isHidden()
    assert "مطابق" in card.agreement.text()
    with qtbot.waitSignal(worked.page.shift_ended):
        worked.page.forward()
    assert worked.page.is_closed
    assert waiting_shifts(worked.counter.desk, worked.counter.clerk) == []
    qtbot.waitUntil(lambda: bool(outs))
    assert Path(outs[0].file).read_bytes().startswith(b"%PDF")
    worked.page.print_report()
    qtbot.waitUntil(lambda: len(outs) == 2)
    QTest.keyClick(worked.page.closed.open_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: worked.page.stack.currentWidget() is worked.page.opening)


def test_a_variance_wants_its_reason_and_the_manager(worked: Till):
    counter = worked.counter
    shift_id = _shift(counter).shift.id
    worked.lock(IN_DRAWER - 3_000)
    card = worked.page.desk.closing
    assert worked.amount("count_variance") == -3_000
    assert card.reason.field.edit.hasFocus()
    worked.page.forward()
    assert card.reason.field.has_error
    QTest.keyClicks(card.reason.field.edit, "wrong change")
    QTest.keyClick(card.reason.field.edit, Qt.Key.Key_Return)
    worked.approve("999111")
    assert not worked.page.is_closed
    worked.approve()
    worked.qtbot.waitUntil(lambda: worked.page.is_closed)
    view = look_at_shift(counter.desk, counter.clerk, shift_id)
    assert view is not None
    assert view.closing is not None
    assert (view.closing.variance, view.closing.reason) == (-3_000, "wrong change")
    assert view.closing.approved_by == counter.manager.operator_id


def test_the_manager_may_agree_later(worked: Till):
    shift_id = _shift(worked.counter).shift.id
    worked.lock(IN_DRAWER + 2_000)
    card = worked.page.desk.closing
    card.reason.set_text("not found")
    later = next(command for command in worked.page.commands() if command.name == "till.later")
    assert later.shortcut == card.later.key
    later.run()
    worked.qtbot.waitUntil(lambda: worked.page.is_closed)
    view = look_at_shift(worked.counter.desk, worked.counter.clerk, shift_id)
    assert view is not None
    assert view.closing is not None
    assert view.closing.waits
    assert worked.page.closed.banner.isVisible()


def test_a_small_variance_needs_only_its_reason(worked: Till):
    worked.lock(IN_DRAWER - 500)
    assert worked.page.desk.closing.later.isHidden()
    worked.page.desk.closing.reason.set_text("wrong change")
    worked.page.forward()
    worked.qtbot.waitUntil(lambda: worked.page.is_closed)


def test_nothing_counted_is_not_an_empty_drawer(worked: Till):
    worked.page.forward()
    worked.wait_for_stage(Stage.COUNTING)
    worked.page.forward()
    assert worked.page.desk.closing.banner.isVisible()
    assert _shift(worked.counter).count is None


def test_the_terminal_that_differs_is_told(worked: Till):
    counter = worked.counter
    visit = begin_visit(counter.desk, counter.clerk).visit.id
    note_card_attempt(counter.desk, counter.clerk, visit, 4_000, CardOutcome.UNKNOWN)
    worked.page.look()
    worked.qtbot.waitUntil(lambda: worked.page.view is not None and worked.page.view.unresolved == 1)
    worked.lock(IN_DRAWER, "13.5")
    card = worked.page.desk.closing
    assert card.unresolved.isVisible()
    assert "4.000" in card.agreement.text()


def test_a_close_killed_after_the_lock_goes_on_behind_it(worked: Till, background: Background):
    worked.lock(IN_DRAWER - 500)
    after = Till(worked.qtbot, worked.counter, background)
    with worked.qtbot.waitSignal(after.page.shift_missing):
        after.page.begin(worked.counter.clerk)
    after.enter()
    after.wait_for_stage(Stage.COUNTED)
    assert after.page.desk.count.grid.total() == IN_DRAWER - 500
    assert after.amount("count_variance") == -500
    after.page.desk.closing.reason.set_text("wrong change")
    after.page.forward()
    after.qtbot.waitUntil(lambda: after.page.is_closed)


def test_a_second_count_needs_the_manager(worked: Till):
    worked.lock(IN_DRAWER - 10_000)
    worked.page.closing.recount()
    worked.wait_for_stage(Stage.RECOUNTING)
    assert worked.amount("count_expected") is None
    row = worked.page.desk.count.grid.rows[2]
    row.step(1)
    worked.page.forward()
    worked.approve()
    worked.wait_for_stage(Stage.COUNTED)
    assert worked.amount("count_variance") == 0


def test_going_back_keeps_what_was_counted(worked: Till):
    worked.page.forward()
    worked.wait_for_stage(Stage.COUNTING)
    grid = worked.page.desk.count.grid
    QTest.keyClicks(grid.rows[0].field.edit, "1")
    QTest.keyClick(grid.rows[0].field.edit, Qt.Key.Key_Escape)
    assert worked.page.is_open
    worked.page.forward()
    worked.wait_for_stage(Stage.COUNTING)
    assert grid.pieces() == {50_000: 1}


def test_a_lock_of_the_screen_keeps_what_was_counted(worked: Till):
    worked.page.forward()
    worked.wait_for_stage(Stage.COUNTING)
    grid = worked.page.desk.count.grid
    grid.rows[0].step(1)
    worked.page.begin(worked.counter.clerk)
    worked.page.enter()
    assert worked.page.closing.stage is Stage.COUNTING
    assert grid.pieces() == {50_000: 1}
    worked.page.begin(worked.counter.manager)
    assert grid.pieces() == {}


def test_a_sale_made_while_counting_counts(worked: Till):
    worked.page.forward()
    worked.wait_for_stage(Stage.COUNTING)
    worked.counter.sell(customer=a_customer(3), government=5_000, tender=Tender.CARD)
    worked.count(worked.page.desk.count.grid, IN_DRAWER)
    QTest.keyClicks(worked.page.desk.closing.terminal.edit, "16.5")
    worked.page.forward()
    worked.wait_for_stage(Stage.COUNTED)
    assert worked.amount("card_takings") == 16_500
    assert "مطابق" in worked.page.desk.closing.agreement.text()


def test_a_clock_set_back_while_counting_asks_for_the_manager(worked: Till):
    worked.page.forward()
    worked.wait_for_stage(Stage.COUNTING)
    worked.count(worked.page.desk.count.grid, IN_DRAWER)
    worked.counter.clock.move(-DAY_MS // 2)
    worked.page.forward()
    worked.qtbot.waitUntil(lambda: worked.page.is_held_up)
    worked.page.ask_about_clock()
    worked.approve()
    worked.qtbot.waitUntil(lambda: worked.page.is_open or worked.page.is_waiting)


def test_a_forgotten_shift_comes_first_and_is_closed(till: Till):
    counter = till.counter
    counter.sell()
    counter.clock.move(DAY_MS)
    with till.qtbot.waitSignal(till.page.shift_missing):
        till.page.begin(counter.clerk)
    till.enter()
    till.qtbot.waitUntil(lambda: till.page.is_waiting)
    QTest.keyClick(till.page.waiting.list, Qt.Key.Key_Return)
    till.wait_for_stage(Stage.COUNTING)
    till.count(till.page.desk.count.grid, FLOAT + 23_000)
    till.page.forward()
    till.wait_for_stage(Stage.COUNTED)
    till.page.forward()
    till.qtbot.waitUntil(lambda: till.page.is_closed)
    till.page.go_to_today()
    till.qtbot.waitUntil(lambda: till.page.stack.currentWidget() is till.page.opening)


def test_todays_shift_may_be_opened_before_the_forgotten_one_is_closed(till: Till):
    counter = till.counter
    counter.sell()
    counter.clock.move(DAY_MS)
    till.enter()
    till.qtbot.waitUntil(lambda: till.page.is_waiting)
    till.page.waiting.today_button.click()
    till.qtbot.waitUntil(lambda: till.page.stack.currentWidget() is till.page.opening)
    till.page.opening.float.set_amount(FLOAT)
    with till.qtbot.waitSignal(till.page.shift_opened):
        till.page.opening.open()
    assert current_shift(counter.desk, counter.clerk) is not None
    assert till.page.is_open
    assert till.page.desk.running.waiting.isVisible()
    till.page.desk.running.waiting.button.click()
    assert till.page.is_waiting


def test_a_manager_closes_the_shift_of_a_colleague(till: Till):
    counter = till.counter
    counter.sell()
    till.page.begin(counter.manager)
    till.enter()
    till.qtbot.waitUntil(lambda: till.page.has_waiting)
    till.page.show_waiting()
    QTest.keyClick(till.page.waiting.list, Qt.Key.Key_Return)
    till.wait_for_stage(Stage.COUNTING)
    assert FLOAT + 23_000 not in till.figures_on_screen()
    till.count(till.page.desk.count.grid, FLOAT + 23_000)
    till.page.forward()
    till.wait_for_stage(Stage.COUNTED)
    till.page.forward()
    till.qtbot.waitUntil(lambda: till.page.is_closed)
    assert waiting_shifts(counter.desk, counter.clerk) == []


@pytest.mark.parametrize("code", ["ar", "en"])
def test_nothing_is_cut_on_the_small_window(worked: Till, code: str):
    language.use(code)  # type: ignore[arg-type]
    worked.lock(IN_DRAWER - 3_000, "9.5")
    worked.page.desk.closing.banner.say("error.variance_needs_manager", threshold="1.000")
    worked.qtbot.waitUntil(lambda: worked.page.desk.closing.banner.isVisible())
    card = worked.page.desk.closing
    assert card.minimumSizeHint().height() <= card.height()
    assert worked.page.minimumSizeHint().width() <= 1254
    for button in (card.forward, card.later, card.hand_over, card.recount):
        assert button.sizeHint().width() <= button.width(), button.objectName()


@pytest.mark.parametrize("code", ["ar", "en"])
def test_every_control_has_a_name(worked: Till, code: str):
    language.use(code)  # type: ignore[arg-type]
    worked.lock(IN_DRAWER - 3_000)
    controls = [*worked.page.findChildren(QLineEdit), *worked.page.findChildren(QAbstractButton)]
    assert [part for part in controls if not (part.objectName() and part.accessibleName())] == []


@pytest.mark.parametrize("code", ["ar", "en"])
def test_no_button_of_the_running_shift_is_cut(worked: Till, code: str):
    language.use(code)  # type: ignore[arg-type]
    worked.page.desk.running.show_waiting(12)
    buttons = [part for part in worked.page.findChildren(DeskButton) if part.isVisible()]
    worked.qtbot.waitUntil(lambda: all(part.sizeHint().width() <= part.width() for part in buttons))
    assert worked.page.desk.running.minimumSizeHint().height() <= worked.page.desk.running.height()
