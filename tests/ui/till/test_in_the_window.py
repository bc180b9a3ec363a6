"""The till in the whole window: who works changes with the drawer, and a closed shift leads to the next thing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sanad_desk.domain.operators import Role
from sanad_desk.usecases.demo_centre import OPERATOR_PINS
from sanad_desk.usecases.sign_in import list_operators
from sanad_ui.till.closing_card import Stage
from sanad_ui.till.page import TillPage
from tests.ui.test_desk_at_work import Started
from tests.ui.test_desk_at_work import start as start  # a fixture

F3, F9, F12 = Qt.Key.Key_F3, Qt.Key.Key_F9, Qt.Key.Key_F12


def _count(desk: Started, name: str, twenties: str, tens: str) -> None:
    """By keys alone, from the first line on."""
    desk.wait_for_focus(f"{name}_50000")
    for pieces in ("0", twenties, tens):
        desk.type(pieces)
        desk.press(Qt.Key.Key_Return)


def _to_locked_count(desk: Started) -> TillPage:
    desk.sign_in()
    desk.open_shift()
    desk.press(F3)
    till = desk.pages.till
    desk.qtbot.waitUntil(lambda: till.is_open)
    return till


def test_a_locked_count_is_told_and_leads_on_after_a_restart(start: Callable[[], Started]):
    desk = start()
    till = _to_locked_count(desk)
    desk.press(F9)
    _count(desk, "count", "2", "1")
    desk.press(F12)
    desk.qtbot.waitUntil(lambda: till.closing.stage is Stage.COUNTED)
    chip = desk.window.furnishing.frame.top_bar.shift
    desk.qtbot.waitUntil(lambda: chip.text() == "العدّ مثبّت")
    desk.flow.close()
    desk = start()
    desk.sign_in()
    desk.qtbot.waitUntil(lambda: desk.pages.till.closing.stage is Stage.COUNTED)
    assert desk.window.furnishing.frame.top_bar.shift.text() == "العدّ مثبّت"
    desk.press(Qt.Key.Key_F1)
    banner = desk.pages.serve.banner
    desk.qtbot.waitUntil(banner.isVisible)
    assert banner.label.text() == "عدّك مثبّت. أكمل إغلاق الوردية."
    banner.button.click()
    assert desk.window.furnishing.frame.current_name == "till"
    desk.press(F12)
    desk.qtbot.waitUntil(lambda: desk.pages.till.is_closed)
    chip = desk.window.furnishing.frame.top_bar.shift
    desk.qtbot.waitUntil(lambda: chip.text() == "لا وردية مفتوحة")


def test_the_drawer_goes_to_the_next_operator_without_a_mouse(start: Callable[[], Started]):
    desk = start()
    till = _to_locked_count(desk)
    desk.press(F9)
    _count(desk, "count", "2", "1")
    desk.press(F12)
    desk.qtbot.waitUntil(lambda: till.closing.stage is Stage.COUNTED)
    desk.press(F12)
    desk.wait_for_focus("operator")
    offered = till.desk.hand_over.tiles.operators()
    second = next(place for place, tile in enumerate(offered) if tile.role == "operator")
    desk.press(Qt.Key(Qt.Key.Key_1 + second))
    desk.wait_for_focus("incoming_pin")
    desk.type(OPERATOR_PINS[1])
    desk.press(Qt.Key.Key_Return)
    _count(desk, "incoming", "2", "1")
    before = desk.pages.who()
    desk.press(F12)
    desk.qtbot.waitUntil(lambda: desk.pages.who().operator_id != before.operator_id)
    people = list_operators(desk.pages.desk)
    other = next(one for one in people if Role.MANAGER not in one.roles and one.id != before.operator_id)
    assert desk.pages.who().operator_id == other.id
    desk.qtbot.waitUntil(lambda: till.is_open)
    assert till.view is not None
    assert till.view.now is not None
    assert till.view.now.shift.operator_id == other.id
    desk.press(Qt.Key.Key_F1)
    desk.wait_for_focus("customer_box")


def test_after_the_closing_the_bar_tells_and_one_may_leave(start: Callable[[], Started]):
    desk = start()
    till = _to_locked_count(desk)
    desk.press(F12)
    _count(desk, "count", "2", "1")
    desk.press(F12)
    desk.qtbot.waitUntil(lambda: till.closing.stage is Stage.COUNTED)
    desk.press(F12)
    desk.wait_for_focus("closed_open")
    bar = desk.window.furnishing.frame.top_bar
    desk.qtbot.waitUntil(lambda: "لا وردية" in bar.shift.text())
    QTest.keyClick(till.closed.leave_button, Qt.Key.Key_Return)
    assert not desk.window.is_at_work
    desk.sign_in()
    desk.wait_for_focus("float")
    assert QApplication.focusWidget() is till.opening.float.edit
