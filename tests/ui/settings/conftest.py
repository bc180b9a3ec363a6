"""A demo store made once, copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sanad_ui.background import Background
from sanad_ui.settings.door import SettingsDoor
from sanad_ui.settings.page import SettingsPage
from tests.ui import at_work
from tests.ui.at_work import Counter


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return at_work.make_demo_store(tmp_path_factory.mktemp("demo") / "store")


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    yield from at_work.dressed(qapp)


@pytest.fixture
def counter(demo_store: Path, tmp_path: Path) -> Iterator[Counter]:
    work = at_work.open_copy(demo_store, tmp_path / "store")
    yield work
    work.desk.close()


@pytest.fixture
def background(counter: Counter) -> Iterator[Background]:
    yield from at_work.running()


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background) -> SettingsPage:
    """With the manager signed in, as wide as the page of a small screen."""
    page = SettingsPage(SettingsDoor(counter.desk), background, counter.clock.now)
    page.begin(counter.manager)
    qtbot.addWidget(page)
    page.resize(1260, 680)
    page.show()
    page.activateWindow()
    page.enter()
    return page
