"""The whole window on a real store: from sign-in to the pages, lock and return, printing, copies, closing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.store.desk_book import setting
from sanad_desk.store.store import open_store
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.choose_printers import PrintSettings, choose_printers
from sanad_desk.usecases.demo_centre import MANAGER_PIN, OPERATOR_PINS
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.purge_identity import PURGED_ON
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.take_payment import Sale
from sanad_ui import main
from sanad_ui.background import Lane
from sanad_ui.flow import Flow
from sanad_ui.language import language
from sanad_ui.pages import DeskPages
from sanad_ui.preferences import load_preferences
from sanad_ui.shell.window import DeskWindow
from sanad_ui.theme import theme
from tests.usecases.counter import Counter, a_customer

CTRL = Qt.KeyboardModifier.ControlModifier
ROOT = Path(__file__).resolve().parents[2]


class Started:
    """The program as the console script starts it, and a hand at its keyboard."""

    def __init__(self, qtbot: QtBot, folder: Path, application: QApplication) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.flow: Flow = main.build(main.read_options(["--store", str(folder)]), application)
        self.window: DeskWindow = self.flow.window
        qtbot.addWidget(self.window)
        self.flow.start()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.windowHandle(), key, modifier)

    def type(self, text: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)

    def settle(self) -> None:
        """Answers come in the order of their jobs: after this one all that was asked before is there."""
        answers: list[None] = []
        self.flow.background.run(lambda: None, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=20_000)

    @property
    def focus(self) -> str:
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""

    def wait_for_focus(self, name: str) -> None:
        self.qtbot.waitUntil(lambda: self.focus.startswith(name), timeout=20_000)

    @property
    def pages(self) -> DeskPages:
        pages = self.window.findChild(DeskPages)
        assert isinstance(pages, DeskPages)
        return pages

    def sign_in(self, tile: Qt.Key = Qt.Key.Key_2, pin: str = OPERATOR_PINS[0]) -> None:
        self.qtbot.waitUntil(lambda: self.focus.startswith(("operator", "pin")), timeout=20_000)
        self.settle()
        if self.focus == "pin":  # after a lock the operator of before is already chosen
            self.press(Qt.Key.Key_Escape)
        self.wait_for_focus("operator")
        self.press(tile)
        self.wait_for_focus("pin")
        self.type(pin)
        self.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.window.is_at_work, timeout=20_000)

    def open_shift(self) -> None:
        self.wait_for_focus("float")
        self.type("50")
        self.press(Qt.Key.Key_Return)
        self.wait_for_focus("customer_box")

    def counter(self) -> Counter:
        """The use cases on the same desk, for what need not be played by key."""
        desk = self.pages.desk
        who = self.pages.who()
        return Counter(desk, SetClock(0), who, who)  # moved by a visit, and asked by nobody: the desk has its own


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Started]]:
    monkeypatch.setenv("SANAD_DESK_KEYS", "file")
    shutil.copytree(demo_store, tmp_path / "store")
    started: list[Started] = []

    def begin() -> Started:
        started.append(Started(qtbot, tmp_path / "store", qapp))
        return started[-1]

    yield begin
    for each in started:
        each.flow.close()
    language.use("ar", "western")
    theme.use("light")


def test_without_a_shift_the_day_begins_at_the_till(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.wait_for_focus("float")
    assert desk.window.furnishing.frame.current_name == "till"
    desk.open_shift()
    frame = desk.window.furnishing.frame
    assert frame.current_name == "serve"
    desk.qtbot.waitUntil(lambda: "الوردية مفتوحة" in frame.top_bar.shift.text())
    desk.press(Qt.Key.Key_F7)
    desk.wait_for_focus("find_box")
    desk.press(Qt.Key.Key_F6)
    desk.wait_for_focus("settings_list")


def test_the_sign_in_page_of_a_demo_centre_tells_its_pins(start: Callable[[], Started]):
    desk = start()
    desk.wait_for_focus("operator")
    words = " ".join(label.text() for label in desk.window.findChildren(QWidget) if hasattr(label, "text"))
    assert MANAGER_PIN in words
    assert OPERATOR_PINS[0] in words


def test_the_lock_keeps_what_was_typed_for_its_operator(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    desk.type("sample cu")
    desk.press(Qt.Key.Key_L, CTRL)
    desk.sign_in()
    desk.wait_for_focus("customer_box")
    assert desk.pages.serve.customer.box.field.text() == "sample cu"
    desk.press(Qt.Key.Key_L, CTRL)
    desk.sign_in(Qt.Key.Key_3, OPERATOR_PINS[1])
    desk.wait_for_focus("float")


def test_nothing_that_asks_for_a_pin_stays_open_behind_the_lock(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    settings = desk.pages.settings
    desk.press(Qt.Key.Key_F6)
    desk.qtbot.waitUntil(lambda: settings.gate.isVisible())
    settings.gate.button.click()
    desk.qtbot.waitUntil(lambda: settings.sheet is not None and settings.sheet.is_open)
    assert settings.sheet is not None
    desk.type("2468")
    desk.press(Qt.Key.Key_L, CTRL)
    assert not settings.sheet.is_open
    assert settings.sheet.pin.pin() == ""


def test_the_badge_counts_what_is_on_this_pc_alone(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    counter = desk.counter()
    counter.sell(tender=Tender.CARD)
    counter.sell(customer=a_customer(2), tender=Tender.CARD)
    desk.flow.refresh_facts()
    line = desk.window.furnishing.frame.top_bar.line
    desk.qtbot.waitUntil(lambda: "إيصالان" in line.text())
    assert "46.000" not in line.text()  # beside a drawer that is counted blind


def test_a_voided_sale_comes_to_the_serve_page_again(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    pages, counter = desk.pages, desk.counter()
    sale = counter.sell()
    manager = next(o for o in list_operators(counter.desk) if Role.MANAGER in o.roles)
    approval = Approval(SignedIn(manager.id, manager.name, manager.roles), "wrong_amount")
    cash = [TenderInput(Tender.CASH, sale.total)]
    reverse_transaction(counter.desk, counter.clerk, sale.number, None, cash, "wrong_amount", approval)
    desk.press(Qt.Key.Key_F7)
    pages.find.results.look_for(sale.number)
    desk.qtbot.waitUntil(pages.find.receipt.again_button.isVisible, timeout=20_000)
    desk.press(Qt.Key.Key_A, CTRL | Qt.KeyboardModifier.ShiftModifier)
    desk.qtbot.waitUntil(lambda: pages.serve.presenter.view is not None and pages.serve.isVisible(), timeout=20_000)
    assert pages.serve.presenter.view is not None
    assert pages.serve.presenter.view.bill.total == sale.total


def test_a_paper_that_did_not_print_is_told_everywhere_and_printed_again(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    pages, counter = desk.pages, desk.counter()
    choose_printers(counter.desk, PrintSettings(roll_printer="No such printer"))
    sale = counter.sell(tender=Tender.CARD)
    pages.print_receipt(sale.number)
    desk.qtbot.waitUntil(lambda: pages.strip.isVisible(), timeout=20_000)
    assert sale.number in pages.strip.label.text()
    assert "No such printer" in pages.strip.label.text()
    desk.press(Qt.Key.Key_F3)
    assert pages.strip.isVisible()
    choose_printers(counter.desk, PrintSettings())
    QTest.keyClick(pages.strip.button, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: not pages.strip.isVisible(), timeout=20_000)
    assert load_receipt(counter.desk, sale.number).prints == 1


def test_the_clerk_may_go_on_without_the_paper(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    pages, counter = desk.pages, desk.counter()
    choose_printers(counter.desk, PrintSettings(roll_printer="No such printer"))
    pages.print_receipt(counter.sell(tender=Tender.CARD).number)
    desk.qtbot.waitUntil(lambda: pages.strip.isVisible(), timeout=20_000)
    QTest.keyClick(pages.strip.forget_button, Qt.Key.Key_Return)
    assert not pages.strip.isVisible()


def test_copies_are_made_while_nobody_touches_the_desk(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    quiet = desk.flow.quiet
    assert quiet is not None
    copies = desk.folder / "backups"
    with desk.qtbot.waitSignal(quiet.done):
        quiet.look()
    assert not copies.exists()
    desk.window.furnishing.idle.stop()
    with desk.qtbot.waitSignal(quiet.done):
        quiet.look()
    assert len(list(copies.glob("*.sanad-backup"))) == 1
    with open_store(desk.folder, read_only=True) as store, store.reading() as connection:
        assert setting(connection, PURGED_ON) is not None, "old identities were looked for"
    status = desk.window.furnishing.frame.status_bar
    desk.qtbot.waitUntil(lambda: "آخر نسخة احتياطية" in status.kept.text())


def test_a_copy_that_fails_is_told_quietly(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    (desk.folder / "backups").write_text("a file where the folder should be")
    quiet = desk.flow.quiet
    assert quiet is not None
    desk.window.furnishing.idle.stop()
    with desk.qtbot.waitSignal(quiet.done):
        quiet.look()
    status = desk.window.furnishing.frame.status_bar
    desk.qtbot.waitUntil(lambda: "تعذرت" in status.kept.text())
    assert desk.window.is_at_work


def test_a_slow_stick_holds_up_no_sale_and_closing_waits_for_the_copy(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    quiet, background = desk.flow.quiet, desk.flow.background
    assert quiet is not None
    stick = threading.Event()
    background.run(stick.wait, lane=Lane.BACKUP)
    desk.window.furnishing.idle.stop()
    quiet.look()
    desk.type("sample cu")
    sold: list[Sale] = []
    background.run(partial(desk.counter().sell, tender=Tender.CARD), sold.append)
    desk.qtbot.waitUntil(lambda: bool(sold))
    assert not (desk.folder / "backups").exists()
    stick.set()
    desk.window.close()
    assert len(list((desk.folder / "backups").glob("*.sanad-backup"))) == 1


def test_the_minutes_until_the_lock_hold_at_once_and_stay(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    section = desk.pages.settings.window_section
    assert section.minutes.value() == 10
    section.minutes_chosen.emit(5)
    assert desk.window.furnishing.idle.remaining_ms <= 5 * 60_000
    desk.flow.close()
    assert load_preferences(desk.folder).idle_minutes == 5


def test_closing_gives_the_store_back(start: Callable[[], Started]):
    desk = start()
    desk.sign_in()
    desk.open_shift()
    desk.type("sample cu")
    desk.window.close()
    with_store = open_desk(desk.folder)
    assert with_store.is_founded
    with_store.close()
    again = start()
    again.sign_in()
    again.wait_for_focus("customer_box")
    again.qtbot.waitUntil(lambda: again.pages.serve.customer.box.field.text() == "sample cu")


def test_a_manager_decides_in_settings_at_once(start: Callable[[], Started]):
    desk = start()
    desk.sign_in(Qt.Key.Key_1, MANAGER_PIN)
    desk.wait_for_focus("float")
    desk.press(Qt.Key.Key_F6)
    desk.wait_for_focus("settings_list")
    assert isinstance(desk.pages.settings.boss, SignedIn)


def test_the_start_can_be_measured(tmp_path: Path):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'ui'}"}
    command = [sys.executable, "-m", "sanad_ui.main", "--store", str(tmp_path / "none"), "--quit-when-painted"]
    ran = subprocess.run(command, env=environment, timeout=60, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "none").exists()
