"""The page of the centre's card in the whole window: the till leads to it, and so does the list of commands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from sanad_ui.language import language
from sanad_ui.shell.palette import matching
from tests.ui.test_desk_at_work import Started
from tests.ui.test_desk_at_work import start as start  # a fixture


def test_the_till_leads_to_the_fees_and_its_key_back(start: Callable[[], Started]) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    desk.counter().sell(government=21_000)
    desk.press(Qt.Key.Key_F3)
    till, card = desk.pages.till, desk.pages.portal_card
    desk.qtbot.waitUntil(lambda: till.isVisible() and till.is_open)
    till.desk.moved.at_portals.click()
    desk.qtbot.waitUntil(lambda: card.isVisible() and bool(card.fees.payments()))
    marked = [button.objectName() for button in desk.window.findChildren(QAbstractButton) if button.isChecked()]
    assert [name for name in marked if name.startswith("rail_")] == ["rail_till"]
    desk.press(Qt.Key.Key_F12)
    desk.press(Qt.Key.Key_F12)
    desk.settle()
    assert not card.fees.payments()
    desk.press(Qt.Key.Key_F3)
    desk.qtbot.waitUntil(till.isVisible)


def test_everyday_words_find_the_page(start: Callable[[], Started]) -> None:
    desk = start()
    desk.sign_in()
    language.use("en")
    found = [command.name for command in matching(desk.window.commands(), "reconciliation")]
    assert found[0] == "go.portal_card"
