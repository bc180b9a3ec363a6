"""From the first paint to the desk, on a real store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_ui import main
from sanad_ui.door import DeskDoor
from sanad_ui.firstrun.page import FirstRunPage
from sanad_ui.flow import Flow
from sanad_ui.language import language
from sanad_ui.shell.window import DeskWindow
from sanad_ui.signin.page import SignInPage
from sanad_ui.theme import theme
from sanad_ui.trouble.page import TroublePage

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "sqlalchemy",
    "sqlcipher3",
    "httpx",
    "reportlab",
    "pydantic",
    "cryptography",
    "msgspec",
    "argon2",
    "tuf",
    "filelock",
)

FIRST_PAINT = """
import json, sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sanad_ui import main
application = QApplication([])
def never_opened(folder, demo):
    raise SystemExit
flow = main.build(main.read_options(["--store", sys.argv[1]]), application, open_door=never_opened)
flow.starting.painted.connect(application.quit, Qt.ConnectionType.DirectConnection)
flow.starting.painted.disconnect(flow.open)
flow.starting.painted.connect(lambda: print(json.dumps(sorted(sys.modules))))
flow.start()
application.exec()
"""


def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'ui'}"}
    ran = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=True,
    )
    modules = json.loads(ran.stdout)
    assert "PySide6.QtWidgets" in modules
    assert [name for name in HEAVY if name in modules] == []
    desk = ("sanad_desk.store.", "sanad_desk.usecases", "sanad_desk.updates", "sanad_ui.updates")
    assert [name for name in modules if name.startswith(desk)] == []


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[Flow, DeskWindow]]:
    """Starts the program on a folder of the test's own, as the console script does."""
    monkeypatch.setenv("SANAD_DESK_KEYS", "file")
    flows: list[Flow] = []

    def begin(*arguments: str) -> tuple[Flow, DeskWindow]:
        options = main.read_options(["--store", str(tmp_path / "store"), *arguments])
        flow = main.build(options, qapp)
        flows.append(flow)
        window = flow.window
        qtbot.addWidget(window)
        flow.start()
        window.activateWindow()
        return flow, window

    yield begin
    for flow in flows:
        flow.close()
    language.use("ar", "western")
    theme.use("light")


def in_front(window: DeskWindow) -> object:
    return window.views.currentWidget()


def test_a_new_folder_leads_to_the_first_run(qtbot: QtBot, start: Callable[..., tuple[Flow, DeskWindow]]) -> None:
    _, window = start()
    qtbot.waitUntil(lambda: isinstance(in_front(window), FirstRunPage), timeout=20_000)
    page = in_front(window)
    assert isinstance(page, FirstRunPage)
    qtbot.waitUntil(lambda: page.desk.governorate.box.count() == 11)


def test_from_start_to_the_desk_by_keyboard(
    qtbot: QtBot, start: Callable[..., tuple[Flow, DeskWindow]], press: Callable[..., None]
) -> None:
    _, window = start("--demo")
    qtbot.waitUntil(lambda: isinstance(in_front(window), SignInPage), timeout=20_000)
    page = in_front(window)
    assert isinstance(page, SignInPage)
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: QApplication.focusWidget() in page.tiles.findChildren(QWidget))
    press(window, Qt.Key.Key_1)
    for digit in MANAGER_PIN:
        press(window, Qt.Key(ord(digit)))
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.is_at_work, timeout=20_000)
    qtbot.waitUntil(lambda: window.furnishing.frame.top_bar.centre.text().startswith("مركز سند التجريبي"))
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert in_front(window) is page


def test_a_second_window_on_one_store_is_told_so_and_can_try_again(
    qtbot: QtBot, start: Callable[..., tuple[Flow, DeskWindow]], press: Callable[..., None]
) -> None:
    first, window = start("--demo")
    qtbot.waitUntil(lambda: isinstance(in_front(window), SignInPage), timeout=20_000)
    _, second = start()
    qtbot.waitUntil(lambda: isinstance(in_front(second), TroublePage), timeout=20_000)
    page = in_front(second)
    assert isinstance(page, TroublePage)
    assert page.title.text() == "المكتب مفتوح في نافذة أخرى"
    first.close()
    page.retry.click()
    qtbot.waitUntil(lambda: isinstance(in_front(second), SignInPage), timeout=20_000)


def test_choices_are_kept_for_the_next_start(qtbot: QtBot, start: Callable[..., tuple[Flow, DeskWindow]]) -> None:
    flow, window = start("--demo")
    qtbot.waitUntil(lambda: isinstance(in_front(window), SignInPage), timeout=20_000)
    language.use("en")
    theme.use("dark")
    flow.close()
    language.use("ar")
    theme.use("light")
    start()
    assert (language.code, theme.name) == ("en", "dark")
    start("--lang", "ar", "--theme", "light")
    assert (language.code, theme.name) == ("ar", "light")


def test_an_unforeseen_error_ends_on_the_trouble_page(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(folder: Path, demo: bool) -> DeskDoor:
        raise RuntimeError("wires crossed")

    flow = main.build(main.read_options(["--store", str(tmp_path)]), qapp, open_door=broken)
    qtbot.addWidget(flow.window)
    flow.start()
    qtbot.waitUntil(lambda: isinstance(in_front(flow.window), TroublePage))
    assert "wires crossed" in caplog.text
    flow.close()
