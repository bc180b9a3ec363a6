"""The day page in the whole window: F4 leads to it, its receipts lead to Find, an open shift to the till."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from sanad_desk.domain.cash import break_down
from sanad_desk.domain.day import Period, PeriodKind
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.open_shift import current_shift
from tests.ui.test_desk_at_work import CTRL, Started
from tests.ui.test_desk_at_work import start as start  # a fixture

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def _as_manager(desk: Started) -> None:
    desk.sign_in(Qt.Key.Key_1, MANAGER_PIN)
    desk.open_shift()
    desk.settle()


def test_from_a_number_to_the_paper_without_a_mouse(start: Callable[[], Started]) -> None:
    desk = start()
    _as_manager(desk)
    sale = desk.counter().sell()
    day, find = desk.pages.day, desk.pages.find
    desk.press(Qt.Key.Key_F4)
    desk.qtbot.waitUntil(lambda: day.view is not None and day.view.sales == 1)
    desk.wait_for_focus("figure_transactions")
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: day.sheet is not None and bool(day.sheet.list.rows()))
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: find.isVisible() and find.receipt.is_showing)
    assert find.results.box.text() == sale.number
    desk.press(Qt.Key.Key_F4)
    desk.press(Qt.Key.Key_D, CTRL)
    desk.settle()
    assert day.view is not None
    assert day.view.closed is None


def test_an_open_shift_leads_to_the_till(start: Callable[[], Started]) -> None:
    desk = start()
    _as_manager(desk)
    desk.press(Qt.Key.Key_F4)
    day, till = desk.pages.day, desk.pages.till
    desk.qtbot.waitUntil(lambda: bool(day.board.closing.waiting))
    day.board.closing.waiting[0].click()
    desk.qtbot.waitUntil(lambda: till.isVisible() and till.is_open)


def test_the_keyboard_stays_with_the_closing(start: Callable[[], Started]) -> None:
    desk = start()
    _as_manager(desk)
    core, who = desk.pages.desk, desk.pages.who()
    shift = current_shift(core, who)
    assert shift is not None
    lock_count(core, who, shift.id, break_down(48_000)[0])
    close_shift(core, who, shift.id, reason="torn note", approve_later=True)
    desk.press(Qt.Key.Key_F4)
    closing = desk.pages.day.board.closing
    desk.qtbot.waitUntil(lambda: bool(closing.waiting) and closing.waiting[0].isVisible())  # else it takes no focus
    closing.waiting[0].setFocus()
    for reason in ("seen", "one more customer"):
        desk.press(Qt.Key.Key_Return)
        desk.type(reason)
        desk.press(Qt.Key.Key_Return)
        desk.qtbot.waitUntil(closing.button.isEnabled)
        assert desk.focus == "close_day"
        desk.press(Qt.Key.Key_Return)
        desk.qtbot.waitUntil(closing.reopen.isVisible)
        assert desk.focus == "reopen_day"


def test_who_is_no_manager_is_told_so(start: Callable[[], Started]) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    desk.press(Qt.Key.Key_F4)
    day = desk.pages.day
    desk.qtbot.waitUntil(day.isVisible)
    assert day.stack.currentWidget() is day.closed_door
    desk.settle()
    assert day.view is None


def test_periods_change_by_key(start: Callable[[], Started]) -> None:
    desk = start()
    _as_manager(desk)
    desk.press(Qt.Key.Key_F4)
    day = desk.pages.day
    desk.wait_for_focus("figure_transactions")
    today = day.board.period_bar.period
    for key, modifier, wanted in (
        (Qt.Key.Key_PageUp, NO_MODIFIER, today.previous()),
        (Qt.Key.Key_PageDown, NO_MODIFIER, today),
        (Qt.Key.Key_PageDown, NO_MODIFIER, today),
        (Qt.Key.Key_3, CTRL, Period.around(PeriodKind.MONTH, today.first)),
        (Qt.Key.Key_2, CTRL, Period.around(PeriodKind.WEEK, today.first)),
    ):
        desk.press(key, modifier)
        assert day.board.period_bar.period == wanted
        desk.settle()
        assert day.view is not None
        assert day.view.period == wanted
    desk.press(Qt.Key.Key_G, CTRL)
    assert desk.focus == "period_jump"
