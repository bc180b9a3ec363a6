"""Sign-in by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.errors import AuthError
from sanad_ui.background import Background
from sanad_ui.kit import OperatorTile
from sanad_ui.language import language
from sanad_ui.shell import DeskWindow
from sanad_ui.signin.door import SignInFacts
from sanad_ui.signin.page import SignInPage

PIN = "135790"


class MemoryDoor:
    """Operators in memory: five tries, then a minute's pause."""

    def __init__(self, people: list[OperatorTile], now: Callable[[], int]) -> None:
        self.people, self.now = people, now
        self.failed: dict[str, int] = {}
        self.tries: list[tuple[str, str]] = []

    def sign_in_facts(self) -> SignInFacts:
        return SignInFacts(
            *("مركز تجريبي", "Sample Centre", "مسندم", "Musandam", 2, "0.1.0", "2026.11.1"),
            tariff_date=date(2026, 1, 1),
            offline_since=self.now() - 18 * 3_600_000,
            receipts_here=14,
            receipts_sum=412_350,
            demo_pins=("246810", "135790", "112358"),
        )

    def operators(self) -> list[OperatorTile]:
        return self.people

    def sign_in(self, operator_id: str, pin: str) -> object:
        self.tries.append((operator_id, pin))
        if pin == PIN:
            return f"signed in: {operator_id}"
        failed = self.failed[operator_id] = self.failed.get(operator_id, 0) + 1
        if failed >= 5:
            raise AuthError("operator_locked", until=self.now() + 60_000)
        raise AuthError("pin_wrong", left=5 - failed)


class Desk:
    """The page in its window, with a clock that is set by hand."""

    def __init__(self, people: list[OperatorTile], background: Background, now: int) -> None:
        self.instant = now
        self.door = MemoryDoor(people, self.clock)
        self.window = DeskWindow(self.clock)
        self.page = SignInPage(self.door, background, self.clock)
        self.signed_in: list[tuple[object, OperatorTile]] = []
        self.page.signed_in.connect(self.take)
        self.window.show_view(self.page)
        self.window.show()
        self.window.activateWindow()

    def clock(self) -> int:
        return self.instant

    def take(self, signed_in: object, operator: OperatorTile) -> None:
        self.signed_in.append((signed_in, operator))


@pytest.fixture
def desk(qtbot: QtBot, people: list[OperatorTile], background: Background, now: int) -> Desk:
    made = Desk(people, background, now)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    made.page.enter()
    qtbot.waitUntil(lambda: made.page.tiles.count() == 3)
    return made


def focus() -> str:
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def type_pin(desk: Desk, press: Callable[..., None], pin: str) -> None:
    for digit in pin:
        press(desk.window, Qt.Key(ord(digit)))
    press(desk.window, Qt.Key.Key_Return)


def test_signing_in_by_number_key_and_pin_alone(qtbot: QtBot, desk: Desk, press: Callable[..., None]) -> None:
    assert focus() == "operator_one"
    press(desk.window, Qt.Key.Key_2)
    assert focus() == "pin"
    type_pin(desk, press, PIN)
    qtbot.waitUntil(lambda: bool(desk.signed_in))
    assert desk.signed_in == [("signed in: two", desk.door.people[1])]
    assert desk.page.pin.pin() == ""


def test_tiles_are_walked_with_the_arrows_as_the_eye_sees_them(desk: Desk, press: Callable[..., None]) -> None:
    press(desk.window, Qt.Key.Key_Left)
    assert focus() == "operator_two"
    press(desk.window, Qt.Key.Key_Right)
    press(desk.window, Qt.Key.Key_Down)
    assert focus() == "operator_boss"
    press(desk.window, Qt.Key.Key_Return)
    assert focus() == "pin"
    language.use("en")
    press(desk.window, Qt.Key.Key_Up)
    press(desk.window, Qt.Key.Key_Right)
    current = desk.page.tiles.current()
    assert current is not None
    assert current.id == "two"
    assert focus() == "pin"


def test_changing_the_operator_forgets_the_pin_begun(desk: Desk, press: Callable[..., None]) -> None:
    press(desk.window, Qt.Key.Key_1)
    press(desk.window, Qt.Key.Key_9)
    assert desk.page.pin.pin() == "9"
    press(desk.window, Qt.Key.Key_Down)
    assert desk.page.pin.pin() == ""
    press(desk.window, Qt.Key.Key_Escape)
    assert focus() == "operator_boss"


def test_a_wrong_pin_says_how_many_tries_are_left(qtbot: QtBot, desk: Desk, press: Callable[..., None]) -> None:
    press(desk.window, Qt.Key.Key_1)
    type_pin(desk, press, "111222")
    qtbot.waitUntil(lambda: desk.page.enter_button.isEnabled() and bool(desk.page.note.text()))
    assert strip_marks(desk.page.note.text()) == "الرمز غير صحيح. بقيت 4 محاولات قبل الإيقاف المؤقت."
    assert (focus(), desk.page.pin.pin()) == ("pin", "")
    language.use("en")
    assert strip_marks(desk.page.note.text()) == "The PIN is wrong. 4 attempts left before a pause."
    press(desk.window, Qt.Key.Key_1)
    assert desk.page.note.text() == ""


def test_return_without_a_pin_teaches_and_asks_nobody(desk: Desk, press: Callable[..., None]) -> None:
    press(desk.window, Qt.Key.Key_1)
    press(desk.window, Qt.Key.Key_Return)
    assert "Enter" in desk.page.note.text()
    assert desk.door.tries == []


def test_return_pressed_again_tries_once(qtbot: QtBot, desk: Desk, press: Callable[..., None]) -> None:
    press(desk.window, Qt.Key.Key_1)
    type_pin(desk, press, PIN)
    for _ in range(3):
        press(desk.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.signed_in))
    assert len(desk.door.tries) == 1


def lock_out(qtbot: QtBot, desk: Desk, press: Callable[..., None]) -> None:
    press(desk.window, Qt.Key.Key_1)
    for count in range(1, 6):
        type_pin(desk, press, "111222")
        qtbot.waitUntil(lambda count=count: len(desk.door.tries) == count and desk.page.enter_button.isEnabled())


def test_a_lock_out_counts_down_and_ends(qtbot: QtBot, desk: Desk, press: Callable[..., None]) -> None:
    lock_out(qtbot, desk, press)
    assert "01:00" in strip_marks(desk.page.note.text())
    type_pin(desk, press, PIN)
    assert len(desk.door.tries) == 5
    desk.instant += 30_000
    desk.page._show_lock()
    assert "00:30" in strip_marks(desk.page.note.text())
    desk.instant += 30_001
    desk.page._show_lock()
    assert desk.page.note.text() == "يمكنك المحاولة الآن."
    type_pin(desk, press, PIN)
    qtbot.waitUntil(lambda: bool(desk.signed_in))


def test_others_may_sign_in_while_one_is_locked_out(qtbot: QtBot, desk: Desk, press: Callable[..., None]) -> None:
    lock_out(qtbot, desk, press)
    press(desk.window, Qt.Key.Key_Escape)
    press(desk.window, Qt.Key.Key_2)
    assert desk.page.note.text() == ""
    type_pin(desk, press, PIN)
    qtbot.waitUntil(lambda: bool(desk.signed_in))
    assert desk.signed_in[0][1].id == "two"


def test_after_a_lock_the_same_operator_only_types_the_pin(
    qtbot: QtBot, desk: Desk, press: Callable[..., None]
) -> None:
    press(desk.window, Qt.Key.Key_3)
    type_pin(desk, press, PIN)
    qtbot.waitUntil(lambda: bool(desk.signed_in))
    desk.page.enter()
    qtbot.waitUntil(lambda: focus() == "pin")
    type_pin(desk, press, PIN)
    qtbot.waitUntil(lambda: len(desk.signed_in) == 2)
    assert desk.signed_in[1][1].id == "boss"


def test_one_operator_alone_needs_no_choice(qtbot: QtBot, desk: Desk) -> None:
    desk.door.people = desk.door.people[:1]
    desk.page.enter()
    qtbot.waitUntil(lambda: desk.page.tiles.count() == 1 and focus() == "pin")


def test_the_panel_tells_facts_that_hold_without_a_line(qtbot: QtBot, desk: Desk) -> None:
    lines = [strip_marks(phrase()) for _, phrase in desk.door.sign_in_facts().lines(desk.instant)]
    assert lines == [
        "غير متصل منذ 18 ساعة، العمل مستمر",
        "14 معاملة على هذا الجهاز، مجموعها 412.350 ر.ع.",
        "دليل الخدمات 2026.11.1 · تعرفة 01/01/2026",
        "مركز تجريبي: رمز المدير 246810، ورمزا الموظفين 135790 و112358",
    ]
    qtbot.waitUntil(lambda: desk.page.panel.title.text() == "مركز تجريبي")
    language.use("en")
    assert desk.page.panel.title.text() == "Sample Centre"
    assert desk.page.greeting.text() == "Good morning"


def test_many_operators_scroll_and_keep_their_number_keys(qtbot: QtBot, desk: Desk) -> None:
    desk.door.people = [OperatorTile(f"p{n}", f"موظف {n}", f"Operator {n}") for n in range(14)]
    desk.page.enter()
    qtbot.waitUntil(lambda: desk.page.tiles.count() == 14)
    assert desk.window.minimumSizeHint().height() <= 768
    assert desk.page.tiles.settle_on(9)
    assert not desk.page.tiles.settle_on(15)


def test_every_control_is_named_and_reached_by_tab(desk: Desk, press: Callable[..., None]) -> None:
    reached: set[str] = set()
    for _ in range(8):
        reached.add(focus())
        press(desk.window, Qt.Key.Key_Tab)
    assert reached == {"operator_one", "pin", "enter", "sign_in_language"}
    for control in desk.page.findChildren(QWidget):
        if control.focusPolicy().value & Qt.FocusPolicy.TabFocus.value:
            assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name), control.objectName()
