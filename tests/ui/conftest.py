"""What every test of the window starts from: offscreen, Arabic, light, and a missing text is an error."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sanad_ui import texts
from sanad_ui.background import Background
from sanad_ui.fonts import load_fonts
from sanad_ui.kit.operator_tile import OperatorTile
from sanad_ui.language import language
from sanad_ui.theme import theme
from tests.usecases.counter import Counter, make_demo_store, open_copy

# 21 November 2026, 10:42 in Muscat.
NOW = 1_795_243_320_000


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says this of every window with a smallest size; it is no fault of ours."""
    item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True))


@pytest.fixture(autouse=True)
def window_of_its_own(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(texts, "strict", True)
    qapp.setStyle("Fusion")
    load_fonts()
    language.use("ar", "western")
    if theme.name != "light" or not qapp.styleSheet():
        theme.use("light")
    yield
    language.use("ar", "western")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied for each test."""
    return make_demo_store(tmp_path_factory.mktemp("demo") / "store")


@pytest.fixture
def counter(demo_store: Path, tmp_path: Path) -> Iterator[Counter]:
    work = open_copy(demo_store, tmp_path / "store")
    yield work
    work.desk.close()


@pytest.fixture
def now() -> int:
    return NOW


@pytest.fixture
def background(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Background]:
    """Its jobs are finished before the store of the test, if it has one, is closed."""
    if "counter" in request.fixturenames:
        request.getfixturevalue("counter")
    made = Background()
    yield made
    made.drain()


@pytest.fixture
def on_page(qtbot: QtBot) -> Callable[..., QWidget]:
    """Shows parts on a page with the keyboard on it; keeps the page, which nobody else holds."""
    pages: list[QWidget] = []

    def show(*parts: QWidget) -> QWidget:
        page = QWidget()
        page.resize(600, 500)
        column = QVBoxLayout(page)
        for part in parts:
            column.addWidget(part)
        qtbot.addWidget(page)
        pages.append(page)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return show


@pytest.fixture
def people() -> list[OperatorTile]:
    return [
        OperatorTile("one", "موظف تجريبي أول", "Sample Operator One"),
        OperatorTile("two", "موظفة تجريبية", "Sample Operator Two"),
        OperatorTile("boss", "مدير المركز التجريبي", "Sample Manager", "manager"),
    ]


@pytest.fixture
def type_text() -> Callable[[QWidget, str], None]:
    """Types into a widget letter by letter, Arabic too: Qt's own test keys take ASCII only."""

    def type_into(target: QWidget, text: str) -> None:
        for letter in text:
            for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(target, event)

    return type_into


@pytest.fixture
def press() -> Callable[..., None]:
    """Presses a key where the keyboard is: shortcuts, focus and all."""

    def press_key(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        handle = window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifier or Qt.KeyboardModifier.NoModifier)

    return press_key


class Heard(QObject):
    """Keeps what a signal carried."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[object] = []

    def take(self, value: object = None) -> None:
        self.all.append(value)


@pytest.fixture
def heard(qapp: QApplication) -> Callable[[], Heard]:
    return Heard


@pytest.fixture(autouse=True)
def no_collection_off_the_gui_thread() -> Iterator[None]:
    """As in the program: a background thread must not take widgets apart, not even those of an earlier test."""
    gc.disable()
    yield
    gc.enable()
