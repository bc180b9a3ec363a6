"""The frame: pages, commands, palette, focus ring, lock, live switch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.digits import strip_marks
from sanad_ui.kit import Card, MoneyField, OperatorTile, TextField
from sanad_ui.language import language
from sanad_ui.shell import Command, DeskWindow, FrameFacts, Page
from sanad_ui.shell.palette import matching
from sanad_ui.texts import plain
from sanad_ui.theme import theme

Pressing = Callable[..., None]
CTRL = Qt.KeyboardModifier.ControlModifier
FACTS = FrameFacts(
    "مركز تجريبي",
    "Sample Centre",
    "مسندم",
    "Musandam",
    2,
    waiting=14,
    waiting_sum=412_350,
    waiting_for_ms=10_800_000,
    has_printer=True,
)


class SamplePage(Page):
    """Two fields and two commands; can refuse to be left."""

    def __init__(self, name: str) -> None:
        self.title_key = f"app.page.{name}"
        super().__init__(name=name)
        self.words = TextField("app.page.find", name=f"{name}_words")
        self.cash = MoneyField("app.money.unit", name=f"{name}_cash")
        self.ran: list[str] = []
        self.may_leave = True
        self.worker: object = None
        card = Card(self.title_key, name=f"{name}_card")
        card.add(self.words)
        card.add(self.cash)
        QHBoxLayout(self).addWidget(card)

    def begin(self, signed_in: object) -> None:
        self.worker = signed_in

    def enter(self) -> None:
        self.words.setFocus()

    def leave(self) -> bool:
        return self.may_leave

    def commands(self) -> Sequence[Command]:
        return [
            Command("sample.find", "app.page.find", self._find, shortcut="F8", hinted=True),
            Command("sample.done", plain("Done"), self._done, shortcut="Space", is_enabled=lambda: self.may_leave),
        ]

    def _find(self) -> None:
        self.ran.append("find")

    def _done(self) -> None:
        self.ran.append("done")


@pytest.fixture
def window(qtbot: QtBot, now: int, people: list[OperatorTile]) -> DeskWindow:
    made = DeskWindow(lambda: now)
    qtbot.addWidget(made)
    for name, key in (("serve", "F1"), ("till", "F3"), ("settings", "F6")):
        made.add_page(name, SamplePage(name), icon="wallet", key=key)
    made.show_facts(FACTS)
    made.show_desk(people[0])
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.begin("somebody")
    return made


def page_of(window: DeskWindow) -> SamplePage:
    page = window.furnishing.frame.current_page
    assert isinstance(page, SamplePage)
    return page


def test_the_first_page_is_in_front_with_the_keyboard_in_it(window: DeskWindow) -> None:
    assert window.furnishing.frame.current_name == "serve"
    assert QApplication.focusWidget() is page_of(window).words.edit
    assert page_of(window).worker == "somebody"


def test_furnishing_a_window_on_the_screen_opens_no_other(qtbot: QtBot, now: int) -> None:
    """A part shown before it has a parent would be a window for a moment and take the keyboard away."""
    made = DeskWindow(lambda: now)
    qtbot.addWidget(made)
    made.show_bare(QWidget())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    lost: list[object] = []
    application.focusWindowChanged.connect(lost.append)
    assert made.furnishing.frame is not None
    QApplication.processEvents()
    assert lost == []
    application.focusWindowChanged.disconnect(lost.append)


def test_pages_are_reached_by_their_keys(window: DeskWindow, press: Pressing) -> None:
    press(window, Qt.Key.Key_F3)
    assert window.furnishing.frame.current_name == "till"
    press(window, Qt.Key.Key_F1)
    assert window.furnishing.frame.current_name == "serve"


def test_a_page_may_refuse_to_be_left(window: DeskWindow, press: Pressing) -> None:
    page_of(window).may_leave = False
    press(window, Qt.Key.Key_F3)
    assert window.furnishing.frame.current_name == "serve"
    rail = window.furnishing.frame.rail.findChild(QWidget, "rail_serve")
    assert rail is not None
    assert rail.property("checked")


def test_a_command_runs_by_its_key_and_only_when_it_may(window: DeskWindow, press: Pressing) -> None:
    press(window, Qt.Key.Key_F8)
    assert page_of(window).ran == ["find"]
    page_of(window).words.edit.clearFocus()
    press(window, Qt.Key.Key_Space)
    page_of(window).may_leave = False
    press(window, Qt.Key.Key_Space)
    assert page_of(window).ran == ["find", "done"]


def test_a_letter_key_belongs_to_the_field_that_is_typed_in(window: DeskWindow, press: Pressing) -> None:
    press(window, Qt.Key.Key_Space)
    assert page_of(window).ran == []
    assert page_of(window).words.text() == " "


def test_the_palette_finds_and_runs_in_either_language(
    window: DeskWindow, press: Pressing, type_text: Callable[[QWidget, str], None]
) -> None:
    for words, page in (("Till", "till"), ("اعدادات", "settings"), ("خدمه", "serve")):
        press(window, Qt.Key.Key_K, CTRL)
        assert window.furnishing.palette.is_open
        type_text(window.furnishing.palette.field.edit, words)
        press(window, Qt.Key.Key_Return)
        assert not window.furnishing.palette.is_open
        assert window.furnishing.frame.current_name == page


def test_the_palette_lists_every_command_with_its_key(window: DeskWindow, press: Pressing) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    shown = {row.id: row.key for row in window.furnishing.palette.list.rows()}
    enabled = {command.name: command.shortcut for command in window.commands() if command.is_enabled()}
    del enabled["app.palette"]
    assert shown == enabled
    press(window, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page_of(window).words.edit


def test_the_palette_is_walked_with_the_arrows(window: DeskWindow, press: Pressing) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        press(window, key)
    names = [row.id for row in window.furnishing.palette.list.rows()]
    assert window.furnishing.palette.list.current_id() == names[1]
    assert QApplication.focusWidget() is window.furnishing.palette.field.edit


def test_a_palette_without_a_hit_says_what_to_try(
    window: DeskWindow, press: Pressing, type_text: Callable[[QWidget, str], None]
) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    type_text(window.furnishing.palette.field.edit, "zzz")
    assert window.furnishing.palette.nothing.isVisible()
    press(window, Qt.Key.Key_Return)
    assert window.furnishing.palette.is_open


def test_keys_of_the_page_are_dead_under_the_palette(window: DeskWindow, press: Pressing) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    press(window, Qt.Key.Key_F8)
    press(window, Qt.Key.Key_F3)
    assert page_of(window).ran == []
    assert window.furnishing.frame.current_name == "serve"


def test_lock_and_language_work_under_an_overlay_too(window: DeskWindow, press: Pressing) -> None:
    asked: list[int] = []
    window.lock_asked.connect(lambda: asked.append(1))
    window.open_palette()
    press(window, Qt.Key.Key_L, CTRL)
    press(window, Qt.Key.Key_E, CTRL)
    assert asked == [1]
    assert language.code == "en"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("sign out", "app.lock"), ("خروج", "app.lock"), ("lock", "app.lock"), ("قفل", "app.lock")],
)
def test_everyday_words_find_the_command(window: DeskWindow, typed: str, name: str) -> None:
    assert name in [command.name for command in matching(window.commands(), typed)]


@pytest.mark.parametrize("typed", ["help", "مساعدة", "المساعدة"])
def test_who_asks_for_help_sees_every_command(window: DeskWindow, typed: str) -> None:
    commands = window.commands()
    assert matching(commands, typed) == commands


def test_words_that_begin_with_what_was_typed_come_first() -> None:
    commands = [Command(name, plain(name), lambda: None) for name in ("unpay", "pay now", "repay")]
    assert [command.name for command in matching(commands, "pay")] == ["pay now", "unpay", "repay"]
    assert [command.name for command in matching(commands, "now p")] == ["pay now"]
    assert len(matching(commands, "")) == 3


def test_a_live_switch_turns_the_window_and_keeps_the_draft(
    window: DeskWindow, press: Pressing, type_text: Callable[[QWidget, str], None]
) -> None:
    page = page_of(window)
    type_text(page.words.edit, "مسودة")
    page.cash.set_amount(12_500)
    rail = window.furnishing.frame.rail
    assert rail.x() > window.furnishing.frame.stack.x()
    press(window, Qt.Key.Key_E, CTRL)
    QApplication.sendPostedEvents()
    assert language.code == "en"
    assert QApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert rail.x() < window.furnishing.frame.stack.x()
    assert window.windowTitle() == "Sanad Desk"
    assert (page.words.text(), page.cash.amount()) == ("مسودة", 12_500)
    assert QApplication.focusWidget() is page.words.edit


def test_the_theme_is_switched_live_and_keeps_the_draft(
    window: DeskWindow, press: Pressing, type_text: Callable[[QWidget, str], None]
) -> None:
    type_text(page_of(window).words.edit, "draft")
    before = window.grab().toImage().pixelColor(700, 400)
    press(window, Qt.Key.Key_E, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert theme.name == "dark"
    after = window.grab().toImage().pixelColor(700, 400)
    assert after.lightness() < before.lightness()
    assert page_of(window).words.text() == "draft"
    theme.use("light")


def test_the_frame_tells_line_time_and_shift(window: DeskWindow, now: int) -> None:
    bar = window.furnishing.frame.top_bar
    assert strip_marks(bar.line.text()) == "غير متصل · 14 إيصالًا هنا · 412.350 ر.ع. · منذ 3 ساعات"
    assert strip_marks(bar.clock.text()) == "10:42  السبت  21/11/2026"
    assert bar.shift.text() == "لا وردية مفتوحة"
    assert strip_marks(bar.place.text()) == "محافظة مسندم · مكتب 2"
    opened = FrameFacts(is_online=True, shift_opened_at=now - 3_600_000, last_sync_at=now)
    window.show_facts(opened)
    assert bar.line.text() == "متصل · كل شيء متزامن"
    assert strip_marks(bar.shift.text()) == "الوردية مفتوحة 09:42"
    status = window.furnishing.frame.status_bar
    assert strip_marks(status.kept.text()) == "آخر مزامنة 10:42"
    window.show_facts(FrameFacts(last_backup_at=now))
    assert strip_marks(status.kept.text()) == "آخر نسخة احتياطية 10:42"
    window.show_facts(FrameFacts(last_backup_at=now, has_backup_failed=True))
    assert status.kept.text() == "تعذرت آخر نسخة احتياطية: انظر الإعدادات"
    window.show_facts(opened)
    language.use("en")
    assert bar.line.text() == "Online · all synced"


def test_the_clock_moves_with_the_minute(qtbot: QtBot) -> None:
    instant = [0]
    window = DeskWindow(lambda: instant[0])
    qtbot.addWidget(window)
    instant[0] = 60_000
    window.furnishing.frame.top_bar.look_at_clock()
    assert "04:01" in strip_marks(window.furnishing.frame.top_bar.clock.text())


def test_a_page_can_say_a_short_line(window: DeskWindow) -> None:
    page_of(window).tell("app.frame.printer_ready")
    assert window.furnishing.frame.status_bar.toast.label.text() == "طابعة الإيصالات جاهزة"


def test_locking_by_key_badge_and_idleness(window: DeskWindow, press: Pressing) -> None:
    asked: list[int] = []
    window.lock_asked.connect(lambda: asked.append(1))
    press(window, Qt.Key.Key_L, CTRL)
    window.furnishing.frame.top_bar.operator.click()
    window.furnishing.idle.idle.emit()
    assert len(asked) == 3


def test_any_touch_puts_the_lock_off_and_no_lock_waits_behind_a_full_view(
    window: DeskWindow, qtbot: QtBot, press: Pressing
) -> None:
    assert window.furnishing.idle.is_running
    window.furnishing.idle._timer.setInterval(40)
    with qtbot.waitSignal(window.furnishing.idle.idle):
        window.furnishing.idle.start()
    assert not window.furnishing.idle.is_running
    window.furnishing.idle.set_minutes(10)
    window.furnishing.idle.start()
    qtbot.waitUntil(lambda: window.furnishing.idle.remaining_ms < 599_900)
    before = window.furnishing.idle.remaining_ms
    press(window, Qt.Key.Key_F8)
    assert window.furnishing.idle.remaining_ms > before
    window.show_view(QWidget())
    assert not window.furnishing.idle.is_running


def test_a_full_view_has_no_page_keys(window: DeskWindow, press: Pressing) -> None:
    window.show_view(QWidget())
    press(window, Qt.Key.Key_F3)
    assert window.furnishing.frame.current_name == "serve"
    assert {command.name for command in window.commands()} == {"app.language", "app.theme", "app.digits"}


def test_the_ring_is_around_what_has_the_keyboard(window: DeskWindow, press: Pressing) -> None:
    page = page_of(window)
    assert window.furnishing.ring.isVisible()
    assert window.furnishing.ring.target is page.words.frame
    place = page.words.frame.mapTo(window, page.words.frame.rect().topLeft())
    assert window.furnishing.ring.geometry().contains(place)
    page.cash.setFocus()
    assert window.furnishing.ring.target is page.cash.frame
    window.resize(1500, 900)
    QApplication.sendPostedEvents()
    assert window.furnishing.ring.geometry().contains(page.cash.frame.mapTo(window, page.cash.frame.rect().center()))


@pytest.mark.parametrize("code", ["ar", "en"])
def test_tab_follows_the_order_of_reading(window: DeskWindow, press: Pressing, code: str) -> None:
    language.use(code)  # type: ignore[arg-type]
    order: list[str] = []
    for _ in range(12):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused.objectName() in order:
            break
        order.append(focused.objectName())
        press(window, Qt.Key.Key_Tab)
    start = order.index("line_state")
    assert order[start:] + order[:start] == [
        *("line_state", "operator_badge", "language", "rail_serve", "serve_words", "serve_cash"),
    ]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("code", ["ar", "en"])
def test_the_frame_fits_the_screen(window: DeskWindow, size: tuple[int, int], code: str) -> None:
    language.use(code)  # type: ignore[arg-type]
    window.resize(*size)
    QApplication.sendPostedEvents()
    assert (window.width(), window.height()) == size
    assert window.minimumSizeHint().width() <= size[0]
    assert window.minimumSizeHint().height() <= size[1]


def test_every_control_has_a_name_for_people_and_for_tests(window: DeskWindow, press: Pressing) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    assert_named(window)


def assert_named(root: QWidget) -> None:
    controls = [part for part in root.findChildren(QWidget) if part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value]
    assert controls
    for control in controls:
        if control.focusProxy() is not None:
            continue
        assert control.objectName(), control
        spoken = QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
        assert spoken, control.objectName()
    names = [control.objectName() for control in controls]
    assert len(names) == len(set(names))


def test_a_key_held_down_runs_its_command_once(window: DeskWindow) -> None:
    keys = window.furnishing._keys._keys
    assert keys
    assert not any(key.autoRepeat() for key in keys)
    QTest.qWait(0)
