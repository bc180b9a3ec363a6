"""The whole window beside another version: tried before anybody signs in, led to by key, restarted into."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.errors import StoreError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.updates.switch_state import read_switch, version_folder
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import current_shift, open_shift
from sanad_desk.wire.program import MANIFEST_FILE, manifest_bytes, manifest_of, this_platform
from sanad_ui import main
from sanad_ui.desk_door import Door
from sanad_ui.flow import Ending
from sanad_ui.language import language
from sanad_ui.pages import DeskPages
from sanad_ui.signin.page import SignInPage
from sanad_ui.texts import t
from sanad_ui.trouble.page import TroublePage
from sanad_ui.updates.door import UpdatesDoor
from sanad_ui.updates.way_out import WayOut
from tests.ui.updates.conftest import NEWER, Beside, want
from tests.updates.played_program import migrate

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MakeDoor = Callable[[OpenDesk], Door]


class Started:
    """The program on a store, with another version beside it."""

    def __init__(self, qtbot: QtBot, folder: Path, beside: Beside, make_door: MakeDoor, qapp: QApplication) -> None:
        self.qtbot, self.folder = qtbot, folder

        def open_door(path: Path, _demo: bool) -> Door:
            return make_door(open_desk(path, program=beside.program()))

        options = main.read_options(["--store", str(folder)])
        self.flow = main.build(options, qapp, open_door=open_door, way_out=lambda: WayOut(beside.program()))
        self.window = self.flow.window
        qtbot.addWidget(self.window)
        self.flow.start()
        self.window.activateWindow()

    @property
    def view(self) -> object:
        return self.window.views.currentWidget()

    @property
    def pages(self) -> DeskPages:
        pages = self.window.findChild(DeskPages)
        assert isinstance(pages, DeskPages)
        return pages

    def wait(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so, timeout=20_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.windowHandle(), key, modifier)

    def focus(self) -> str:
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""

    def sign_in(self) -> None:
        self.wait(lambda: self.focus().startswith("operator"))
        self.press(Qt.Key.Key_1)
        QTest.keyClicks(QApplication.focusWidget(), MANAGER_PIN)
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: self.window.is_at_work)


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, demo_store: Path, tmp_path: Path, beside: Beside
) -> Iterator[Callable[..., Started]]:
    folder = tmp_path / "store"
    shutil.copytree(demo_store, folder)
    started: list[Started] = []

    def begin(make_door: MakeDoor = Door) -> Started:
        started.append(Started(qtbot, folder, beside, make_door, qapp))
        return started[-1]

    yield begin
    for each in started:
        each.flow.close()
    language.use("ar", "western")


class Taker(UpdatesDoor):
    """A newer version that stands its trial, which lasts as long as the test wants."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.begun, self.gate = threading.Event(), threading.Event()

    def switch(self) -> bool:
        self.begun.set()
        self.gate.wait(20)
        self._desk.close()
        return True


class Noted(UpdatesDoor):
    """Notes when it is asked to confirm."""

    def __init__(self, desk: OpenDesk, notes: list[str]) -> None:
        super().__init__(desk)
        self._notes = notes

    def confirm(self) -> None:
        self._notes.append("confirmed")
        super().confirm()


def taking(takers: list[Taker]) -> MakeDoor:
    def make(desk: OpenDesk) -> Door:
        door, taker = Door(desk), Taker(desk)
        takers.append(taker)
        door.updates = taker
        return door

    return make


def test_a_version_whose_files_are_not_whole_leaves_this_one_at_work(
    start: Callable[..., Started], beside: Beside
) -> None:
    beside.put_ready()
    desk = start()
    desk.wait(lambda: isinstance(desk.view, SignInPage))
    assert desk.flow.ending is Ending.CLOSED
    assert NEWER in desk.flow.starting.title.text()
    assert read_switch(beside.folder).ready == ""


def test_a_version_that_stands_its_trial_gets_the_store(start: Callable[..., Started], beside: Beside) -> None:
    takers: list[Taker] = []
    beside.put_ready()
    desk = start(taking(takers))
    desk.wait(lambda: bool(takers) and takers[0].begun.is_set())
    assert desk.view is desk.flow.starting
    assert strip_marks(desk.flow.starting.title.text()) == f"يُجرَّب الإصدار {NEWER}"
    assert "نُسخت بياناتك أولًا" in desk.flow.starting.hint.text()
    takers[0].gate.set()
    desk.wait(lambda: not desk.window.isVisible())
    assert desk.flow.ending is Ending.SWITCHED
    open_desk(desk.folder).close()


def test_a_window_closed_over_a_trial_stays_closed(start: Callable[..., Started], beside: Beside) -> None:
    takers: list[Taker] = []
    beside.put_ready()
    desk = start(taking(takers))
    desk.wait(lambda: bool(takers) and takers[0].begun.is_set())
    takers[0].gate.set()
    desk.window.close()
    assert desk.flow.ending is Ending.CLOSED
    open_desk(desk.folder).close()


def lay_ready(beside: Beside) -> None:
    folder = version_folder(beside.folder, NEWER)
    folder.mkdir(parents=True)
    (folder / "sanad-desk").write_text("the newer program", encoding="utf-8")
    (folder / MANIFEST_FILE).write_bytes(manifest_bytes(manifest_of(folder, NEWER, this_platform())))
    beside.put_ready()


def test_a_store_that_is_newer_is_given_to_the_version_that_lies_ready(
    start: Callable[..., Started], beside: Beside, tmp_path: Path
) -> None:
    migrate(tmp_path / "store")
    lay_ready(beside)
    desk = start()
    desk.wait(lambda: not desk.window.isVisible())
    assert desk.flow.ending is Ending.SWITCHED


def test_a_store_that_is_newer_waits_for_a_stick(start: Callable[..., Started], beside: Beside, tmp_path: Path) -> None:
    migrate(tmp_path / "store")
    beside.put_ready()  # with no file of it
    desk = start()
    desk.wait(lambda: isinstance(desk.view, TroublePage))
    page = desk.view
    assert isinstance(page, TroublePage)
    desk.wait(lambda: page.refused.label.text() == t("error.update_damaged"))
    desk.press(Qt.Key.Key_F, CTRL | SHIFT)
    [dialog] = page.findChildren(QFileDialog)
    dialog.close()
    dialog.fileSelected.emit(str(tmp_path))
    assert page.taking.isVisible()
    assert not page.stick.isEnabled()
    assert desk.window.focusWidget() is page.copy
    desk.wait(lambda: page.refused.label.text() == t("error.update_missing"))
    assert page.stick.isEnabled()
    assert page.refused.label.height() >= page.refused.label.heightForWidth(page.refused.label.width())
    lay_ready(beside)
    page.retry.click()
    desk.wait(lambda: not desk.window.isVisible())
    assert desk.flow.ending is Ending.SWITCHED


def test_nothing_is_tried_inside_an_open_shift(start: Callable[..., Started], beside: Beside, demo_store: Path) -> None:
    takers: list[Taker] = []
    beside.put_ready()

    def make(desk: OpenDesk) -> Door:
        door = taking(takers)(desk)
        open_shift(desk, door._demo_manager(), 20_000)
        return door

    desk = start(make)
    desk.wait(lambda: isinstance(desk.view, SignInPage))
    assert not takers[0].begun.is_set()


def test_a_version_confirms_itself_before_the_line_is_watched(start: Callable[..., Started]) -> None:
    notes: list[str] = []

    class NotedDoor(Door):
        def is_joined(self) -> bool:
            notes.append("watching")
            return super().is_joined()

    def make(desk: OpenDesk) -> Door:
        door = NotedDoor(desk)
        door.updates = Noted(desk, notes)
        return door

    desk = start(make)
    desk.wait(lambda: len(notes) == 2)
    assert notes == ["confirmed", "watching"]
    assert isinstance(desk.view, SignInPage)


def test_a_version_that_cannot_confirm_itself_writes_nothing(start: Callable[..., Started]) -> None:
    notes: list[str] = []

    class Refused(Noted):
        def confirm(self) -> None:
            super().confirm()
            raise StoreError("disk_full", path="switch.json")

    def make(desk: OpenDesk) -> Door:
        door = Door(desk)
        door.updates = Refused(desk, notes)
        return door

    desk = start(make)
    desk.wait(lambda: isinstance(desk.view, TroublePage))
    assert isinstance(desk.view, TroublePage)
    assert desk.view.stick.isHidden()
    desk.view.retry_asked.emit()
    desk.wait(lambda: len(notes) == 2 and isinstance(desk.view, TroublePage))
    assert desk.flow.watch is not None
    assert not desk.flow.watch.is_running


def test_the_line_and_its_key_lead_to_the_card_and_the_card_restarts(
    start: Callable[..., Started], beside: Beside
) -> None:
    desk = start()
    desk.sign_in()
    beside.put_ready()
    assert desk.flow.updates is not None
    desk.flow.updates.refresh()
    desk.wait(lambda: desk.pages.newer.isVisible())
    desk.press(Qt.Key.Key_I, CTRL | SHIFT)
    desk.wait(lambda: desk.window.furnishing.frame.current_name == "settings")
    program = desk.pages.settings.about_section.program
    desk.wait(lambda: program.isVisible() and program.restart_button.isEnabled())
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.wait(lambda: not desk.window.isVisible())
    assert desk.flow.ending is Ending.RESTART
    open_desk(desk.folder).close()


def test_where_a_shift_is_open_restarting_only_says_why_not(start: Callable[..., Started], beside: Beside) -> None:
    desk = start()
    desk.sign_in()
    open_shift(desk.pages.desk, desk.pages.who(), 20_000)
    beside.put_ready()
    desk.press(Qt.Key.Key_K, CTRL)
    desk.wait(lambda: desk.focus() == "palette_field")
    QTest.keyClicks(QApplication.focusWidget(), "upgrade")
    assert desk.window.furnishing.palette.list.model().rowCount() == 4
    QTest.keyClicks(QApplication.focusWidget(), " restart")
    desk.press(Qt.Key.Key_Return)
    program = desk.pages.settings.about_section.program
    desk.wait(lambda: program.why_not.isVisible() and "وردية مفتوحة" in program.why_not.text())
    assert desk.window.isVisible()


def test_a_required_version_is_restarted_into_from_the_till(start: Callable[..., Started], beside: Beside) -> None:
    desk = start()
    desk.sign_in()
    want(desk.pages.desk, business_date_at(desk.pages.desk.clock.now()))
    beside.put_ready()
    desk.wait(lambda: desk.focus() == "float")
    QTest.keyClicks(QApplication.focusWidget(), "20")
    desk.press(Qt.Key.Key_Return)
    update_button = desk.pages.till.opening.update_button
    desk.wait(update_button.isVisible)
    assert current_shift(desk.pages.desk, desk.pages.who()) is None
    assert desk.flow.updates is not None
    desk.flow.updates.refresh()
    desk.wait(lambda: desk.pages.newer.property("tone") == "bad")
    update_button.click()
    desk.wait(lambda: not desk.window.isVisible())
    assert desk.flow.ending is Ending.RESTART
