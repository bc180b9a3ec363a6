"""A version on trial: works with a copy of the store, paints its window where nobody sees it, and says how it went."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.self_test import self_test
from sanad_ui.background import Background
from sanad_ui.desk_door import Door
from sanad_ui.firstrun.page import FirstRunPage
from sanad_ui.settings.door import SettingsDoor
from sanad_ui.settings.page import SettingsPage
from sanad_ui.shell.window import DeskWindow
from sanad_ui.signin.page import SignInPage
from sanad_ui.updates.watch import UpdateWatch

LONGEST_WAIT_S = 20.0
FEWEST_COLOURS = 16  # a page that was painted has icons and the soft edges of letters


def run_self_test(folder: Path, dress: Callable[[QApplication], object], now: Callable[[], int]) -> int:
    """Prints one line of JSON; the exit code says whether this version may have the real store."""
    said: dict[str, object] = {"passed": False}
    try:
        door = Door(open_desk(folder))
        try:
            found = self_test(door.desk)
            pages = paint(door, dress, now)
            said |= asdict(found) | {"pages": pages, "passed": found.is_passed and all(pages.values())}
        finally:
            door.close()
    except SanadError as error:
        said["problem"] = error.code
    except Exception as error:  # whatever it is: the answer is no, and the version at work wants to read one
        logging.getLogger(__name__).exception("the self-test failed")
        said["problem"] = type(error).__name__
    print(json.dumps(said))
    return 0 if said["passed"] else 1


def paint(door: Door, dress: Callable[[QApplication], object], now: Callable[[], int]) -> dict[str, bool]:
    """Which pages came out as a picture with something on it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    dress(application)
    window, background = DeskWindow(now), Background()
    window.show()
    try:
        return {
            "first": _is_first_page_painted(window, background, door, now),
            "settings": _is_settings_painted(window, background, door, now),
        }
    finally:
        background.drain()
        window.close()
        window.deleteLater()


def _is_first_page_painted(window: DeskWindow, background: Background, door: Door, now: Callable[[], int]) -> bool:
    if not door.is_founded():
        first_run = FirstRunPage(door, background)
        window.show_view(first_run)
        first_run.enter()
        return _wait(lambda: bool(first_run.desk.governorate.box.count())) and _has_picture(window)
    sign_in = SignInPage(door, background, now)
    window.show_view(sign_in)
    sign_in.enter()
    return _wait(lambda: bool(sign_in.tiles.count())) and _has_picture(window)


def _is_settings_painted(window: DeskWindow, background: Background, door: Door, now: Callable[[], int]) -> bool:
    updates = UpdateWatch(background, door.updates)
    page = SettingsPage(SettingsDoor(door.desk), background, now, updates)
    window.show_view(page)
    page.go_to("about")
    page.enter()
    return _wait(lambda: bool(page.about_section.catalogue.text())) and _has_picture(page)


def _wait(is_ready: Callable[[], bool]) -> bool:
    last = time.monotonic() + LONGEST_WAIT_S
    while not is_ready() and time.monotonic() < last:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    return is_ready()


def _has_picture(part: QWidget) -> bool:
    image = part.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    return len(colours) >= FEWEST_COLOURS
