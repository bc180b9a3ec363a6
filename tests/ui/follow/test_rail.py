"""The rail counts what waits for us, and a page may be reached by a second key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sanad_ui.kit import OperatorTile
from sanad_ui.language import language
from sanad_ui.shell import DeskWindow, FrameFacts, Page

PAGES = {"serve": "F1", "follow": "F2", "till": "F3", "day": "F4", "performance": "F5", "settings": "F6", "find": "F7"}


@pytest.fixture
def window(qtbot: QtBot, now: int, people: list[OperatorTile]) -> DeskWindow:
    made = DeskWindow(lambda: now)
    qtbot.addWidget(made)
    for name, key in PAGES.items():
        page = Page(name=name)
        page.title_key = f"app.page.{name}"
        made.add_page(name, page, icon="wallet", key=key, second_key="Ctrl+F" if name == "find" else "")
    made.show_desk(people[0])
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.begin("somebody")
    return made


def test_the_count_is_seen_and_spoken_and_goes_with_what_waited(window: DeskWindow) -> None:
    button = window.furnishing.frame.rail.findChild(QWidget, "rail_follow")
    assert button is not None
    plain = button.grab().toImage()
    window.show_facts(FrameFacts(to_follow=4, due=5))
    assert "تنتظر" in button.accessibleName()
    assert "9" in button.accessibleName()
    counted = button.grab().toImage()
    assert counted != plain
    language.use("en")
    assert button.accessibleName().endswith("9\u2069 wait")
    window.show_facts(FrameFacts(to_follow=140))
    assert button.grab().toImage() != counted
    window.show_facts(FrameFacts())
    assert button.accessibleName() == "Follow-up"
    language.use("ar")
    assert button.grab().toImage() == plain


def test_seven_pages_stand_on_the_rail_of_the_smallest_window(window: DeskWindow) -> None:
    window.resize(window.minimumSize())
    rail = window.furnishing.frame.rail
    last = rail.last_button
    assert last is not None
    assert last.objectName() == "rail_find"
    assert last.geometry().bottom() < rail.height()


def test_find_is_reached_by_two_keys(window: DeskWindow, press: Callable[..., None]) -> None:
    frame = window.furnishing.frame
    press(window, Qt.Key.Key_F7)
    assert frame.current_name == "find"
    press(window, Qt.Key.Key_F1)
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert frame.current_name == "find"
