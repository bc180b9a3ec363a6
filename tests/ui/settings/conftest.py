"""The settings page on a copy of the demo store."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sanad_ui.background import Background
from sanad_ui.desk_door import Door
from sanad_ui.settings.door import SettingsDoor
from sanad_ui.settings.page import SettingsPage
from sanad_ui.updates.watch import UpdateWatch
from tests.usecases.counter import Counter


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background) -> SettingsPage:
    """With the manager signed in, as wide as the page of a small screen."""
    updates = UpdateWatch(background, Door(counter.desk).updates)
    page = SettingsPage(SettingsDoor(counter.desk), background, counter.clock.now, updates)
    page.begin(counter.manager)
    qtbot.addWidget(page)
    page.resize(1260, 680)
    page.show()
    page.activateWindow()
    page.enter()
    return page
