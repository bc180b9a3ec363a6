"""Complaints are listed over the lessons page, and a manager answers each by the keyboard, once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sanad_desk.usecases.complaints import complaints
from sanad_desk.usecases.make_complaint import make_complaint
from sanad_ui.background import Background
from sanad_ui.lessons.complaints_sheet import ComplaintsSheet
from sanad_ui.lessons.door import LessonsDoor
from sanad_ui.lessons.page import LessonsPage
from sanad_ui.printing.print_room import PrintRoom
from tests.usecases.counter import Counter


@pytest.fixture
def room(counter: Counter, background: Background) -> PrintRoom:
    return PrintRoom(counter.desk, background)


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background, room: PrintRoom) -> LessonsPage:
    made = LessonsPage(LessonsDoor(counter.desk), background, room, counter.clock.now)
    qtbot.addWidget(made)
    made.resize(1282, 682)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.begin(counter.manager)
    return made


def _opened(qtbot: QtBot, page: LessonsPage) -> ComplaintsSheet:
    page.show_complaints()
    sheet = page.sheet
    assert sheet is not None
    qtbot.waitUntil(lambda: sheet.is_open)
    return sheet


def _press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_each_is_answered_once_and_by_keys(qtbot: QtBot, counter: Counter, page: LessonsPage) -> None:
    numbers = [make_complaint(counter.desk, counter.clerk, kind) for kind in ("price", "delay")]
    sheet = _opened(qtbot, page)
    assert {row.id for row in sheet.list.rows()} == set(numbers)
    assert sheet.list.hasFocus()
    _press(Qt.Key.Key_3)
    assert sheet.outcomes.value() == "paid_back"
    sheet.outcomes.set_value("")
    sheet.confirm()
    assert sheet.outcomes.note.isVisible()  # nothing was chosen
    first = sheet.current
    assert first is not None
    _press(Qt.Key.Key_2)
    _press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sum(row.is_open for row in complaints(counter.desk, counter.manager)) == 1)
    qtbot.waitUntil(lambda: sheet.list.rows()[-1].id == first.number)
    sheet.list.go_to(1)
    assert not sheet.confirm_button.isEnabled()
    assert not sheet.outcomes.isVisible()
    assert {row.number: row.outcome for row in complaints(counter.desk, counter.manager)}[first.number] == "put_right"


def test_a_slip_is_printed_again(qtbot: QtBot, counter: Counter, room: PrintRoom, page: LessonsPage) -> None:
    number = make_complaint(counter.desk, counter.clerk, "other")
    sheet = _opened(qtbot, page)
    with qtbot.waitSignal(room.came_out) as out:
        sheet.again.click()
    assert out.args is not None
    assert out.args[0].title == number


def test_where_nobody_complained_it_says_so(qtbot: QtBot, page: LessonsPage) -> None:
    sheet = _opened(qtbot, page)
    assert sheet.nothing.isVisible()
    assert not sheet.confirm_button.isEnabled()


def test_an_operator_does_not_see_them(qtbot: QtBot, counter: Counter, page: LessonsPage) -> None:
    page.begin(counter.clerk)
    page.show_complaints()
    assert page.sheet is None
