"""The parts of the kit, as keys, eyes and screen readers meet them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.errors import AuthError, DomainError
from sanad_ui.icons import DIRECTIONAL, pixmap
from sanad_ui.kit import (
    Amount,
    ApprovalGiven,
    ApprovalSheet,
    Banner,
    Chip,
    EmptyState,
    FilterChip,
    IconButton,
    Label,
    OperatorTile,
    PrimaryButton,
    ProgressLine,
    Row,
    RowList,
    SecondaryButton,
    Segmented,
    Sheet,
    Tick,
    ToastLine,
)
from sanad_ui.kit.avatar import initials
from sanad_ui.language import language
from sanad_ui.texts import plain
from sanad_ui.theme import theme

Showing = Callable[..., QWidget]
Typing = Callable[[QWidget, str], None]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_is_pressed_by_return_and_space(qtbot: QtBot, on_page: Showing, key: Qt.Key) -> None:
    button = PrimaryButton("app.action.next", name="next", key="F12")
    on_page(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    qtbot.keyClick(button, key)
    assert len(pressed) == 1


def test_return_held_down_presses_once(qtbot: QtBot, on_page: Showing) -> None:
    button = PrimaryButton("app.action.next", name="next")
    on_page(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    for repeat in (False, True, True, True):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeat)
        QApplication.sendEvent(button, event)
    assert len(pressed) == 1


def test_a_button_is_as_wide_as_its_words_in_each_language(qtbot: QtBot, on_page: Showing) -> None:
    button = SecondaryButton("app.approval.title", name="ask", icon="lock", key="Ctrl+M")
    on_page(button)
    arabic = button.sizeHint().width()
    language.use("en")
    assert button.text() == "Manager's approval"
    assert button.accessibleName() == button.text()
    assert button.sizeHint().width() != arabic


def test_an_icon_button_is_read_aloud(qtbot: QtBot, on_page: Showing) -> None:
    button = IconButton("copy", "app.trouble.copy", name="copy")
    on_page(button)
    assert (button.accessibleName(), button.toolTip()) == ("نسخ المسار", "نسخ المسار")


def test_amounts_of_a_column_stand_digit_under_digit(qtbot: QtBot, on_page: Showing) -> None:
    page = QWidget()
    grid = QGridLayout(page)
    amounts = [Amount(baisa) for baisa in (21_000, 100, 1_234_500)]
    for row, amount in enumerate(amounts):
        grid.addWidget(amount, row, 0)
    qtbot.addWidget(page)
    page.resize(300, 200)
    page.show()
    assert [amount.text() for amount in amounts] == ["21.000", "0.100", "1,234.500"]
    for code in ("ar", "en"):
        language.use(code)  # type: ignore[arg-type]
        assert len({_right_edge(amount) for amount in amounts}) == 1


def _right_edge(amount: Amount) -> int:
    """Where the ink ends, from the right side of the column."""
    image = amount.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ink = [
        x for x in range(image.width()) for y in range(image.height()) if QColor(image.pixel(x, y)).lightness() < 120
    ]
    return image.width() - max(ink)


def test_an_amount_not_known_is_a_dash_and_not_zero(qtbot: QtBot, on_page: Showing) -> None:
    amount = Amount()
    qtbot.addWidget(amount)
    assert amount.text() == "—"
    amount.set_baisa(0)
    assert amount.text() == "0.000"
    language.use("ar", "arabic")
    assert amount.text() == "٠٫٠٠٠"


def test_a_latin_name_stays_on_the_side_of_reading(qtbot: QtBot, on_page: Showing) -> None:
    label = Label(plain("Sample Name"))
    qtbot.addWidget(label)
    assert label.alignment() & Qt.AlignmentFlag.AlignRight
    language.use("en")
    assert label.alignment() & Qt.AlignmentFlag.AlignLeft


def test_arrows_move_a_segmented_choice_as_the_eye_sees_it(qtbot: QtBot, on_page: Showing) -> None:
    tender = Segmented([("cash", plain("A")), ("card", plain("B")), ("mixed", plain("C"))], name="tender", value="cash")
    on_page(tender)
    chosen: list[object] = []
    tender.chosen.connect(chosen.append)
    tender.setFocus()
    qtbot.keyClick(tender, Qt.Key.Key_Left)
    assert tender.value() == "card"
    language.use("en")
    qtbot.keyClick(tender, Qt.Key.Key_Left)
    assert tender.value() == "cash"
    assert chosen == ["card", "cash"]


def test_an_open_question_has_no_value_and_setting_one_tells_nobody(qtbot: QtBot, on_page: Showing) -> None:
    answer = Segmented([(True, plain("نعم")), (False, plain("لا"))], name="answer")
    on_page(answer)
    chosen: list[object] = []
    answer.chosen.connect(chosen.append)
    assert answer.value() is None
    answer.set_value(False)
    assert answer.value() is False
    answer.set_value(None)
    assert answer.value() is None
    assert chosen == []


def test_a_list_keeps_its_row_when_rows_come_anew(qtbot: QtBot, on_page: Showing) -> None:
    rows = RowList("command.list", name="rows")
    on_page(rows)
    rows.show_rows([Row(number, f"row {number}") for number in range(40)])
    rows.go_to(30)
    rows.show_rows([Row(number, f"row {number}") for number in range(-5, 40)])
    assert rows.current_id() == 30
    rows.show_rows([Row("other", "other")])
    assert rows.current_id() == "other"
    rows.show_rows([])
    assert rows.current_id() is None


def test_a_list_is_walked_and_chosen_by_keys(qtbot: QtBot, on_page: Showing) -> None:
    rows = RowList("command.list", name="rows")
    on_page(rows)
    rows.show_rows([Row(number, f"row {number}", trailing="1.000", marks=((0, 3),)) for number in range(3)])
    chosen: list[object] = []
    moved: list[object] = []
    rows.chosen.connect(chosen.append)
    rows.moved.connect(moved.append)
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    rows.step(5)
    rows.choose_current()
    assert chosen == [1, 2]
    assert moved == [1, 2]


def test_a_banner_comes_with_its_sentence_and_offers_one_thing(qtbot: QtBot, on_page: Showing) -> None:
    banner = Banner(name="banner")
    page = on_page(banner)
    assert not banner.isVisible()
    banner.say("error.checklist_open", n=5, action="app.action.show")
    assert banner.isVisible()
    assert strip_marks(banner.label.text()) == "5 خطوات إلزامية لم تُنجز بعد."
    with qtbot.waitSignal(banner.acted):
        banner.button.click()
    banner.say_error(DomainError("visit_empty"))
    assert not banner.button.isVisible()
    banner.clear()
    assert page.isVisible()
    assert not banner.isVisible()


def test_parts_made_before_their_page_open_no_window(qtbot: QtBot, on_page: Showing) -> None:
    before = set(QApplication.topLevelWidgets())
    parts = [Banner("error.visit_empty", name="b"), EmptyState("inbox", "app.page.find", name="e", key="F8")]
    parts[0].button.isVisible()
    assert not any(part.isVisible() for part in parts)
    page = on_page(*parts)
    assert all(part.isVisible() for part in parts)
    assert {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()} - before == {page}


def test_a_chip_says_its_state_in_words(qtbot: QtBot, on_page: Showing) -> None:
    chip = Chip("app.shift.closed", name="shift", dot=True, icon="clock")
    on_page(chip)
    assert chip.accessibleName() == "لا وردية مفتوحة"
    language.use("en")
    assert (chip.text(), chip.accessibleName()) == ("No open shift", "No open shift")


def test_of_filters_one_is_chosen(qtbot: QtBot, on_page: Showing) -> None:
    chips = [FilterChip(plain(str(n)), name=f"f{n}") for n in range(3)]
    on_page(*chips)
    qtbot.keyClick(chips[0], Qt.Key.Key_Return)
    qtbot.keyClick(chips[2], Qt.Key.Key_Space)
    assert [chip.isChecked() for chip in chips] == [False, False, True]


def test_a_tick_is_set_by_space_and_follows_the_language(qtbot: QtBot, on_page: Showing) -> None:
    tick = Tick("app.page.find", name="tick")
    on_page(tick)
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert tick.isChecked()
    language.use("en")
    assert tick.text() == "Find"


def test_progress_fills_and_never_overflows(qtbot: QtBot, on_page: Showing) -> None:
    line = ProgressLine(name="line")
    on_page(line)
    line.set_progress(4, 9)
    assert line.fraction() == pytest.approx(4 / 9)
    line.set_progress(12, 9)
    assert line.fraction() == 1.0


def test_a_toast_comes_and_can_be_taken_back(qtbot: QtBot, on_page: Showing) -> None:
    toast = ToastLine(name="toast")
    on_page(toast)
    toast.say("app.page.find")
    assert toast.label.text() == "بحث"
    toast.clear()
    assert not toast.label.isVisible()


@pytest.mark.parametrize(
    ("name", "short"),
    [("موظف تجريبي أول", "م.أ"), ("مدير المركز", "م.م"), ("Sample Operator", "S.O"), ("سالم", "س"), ("", "")],
)
def test_initials_are_first_and_last(name: str, short: str) -> None:
    assert initials(name) == short


def test_icons_take_the_colour_of_the_theme_and_point_with_the_reading(qtbot: QtBot, on_page: Showing) -> None:
    light = pixmap("check", "brand").toImage()
    theme.use("dark")
    assert pixmap("check", "brand").toImage() != light
    theme.use("light")
    assert pixmap("check", "brand").toImage() == light
    assert "chevron-left" in DIRECTIONAL
    mirrored = pixmap("chevron-left").toImage().flipped(Qt.Orientation.Horizontal)
    assert pixmap("chevron-left", rtl=True).toImage() == mirrored
    assert pixmap("clock", rtl=True).toImage() == pixmap("clock").toImage()
    assert pixmap("clock", size=20, scale=2.0).width() == 40


def test_a_sheet_keeps_the_focus_and_gives_it_back(qtbot: QtBot, on_page: Showing) -> None:
    button = SecondaryButton("app.action.show", name="under")
    page = on_page(button)
    button.setFocus()
    sheet = Sheet("app.approval.title", name="sheet", confirm="app.action.next", parent=page)
    sheet.open()
    assert QApplication.focusWidget() is sheet.confirm_button
    for _ in range(5):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(QApplication.focusWidget())
    page.resize(700, 600)
    assert sheet.size() == page.size()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.is_open
    assert QApplication.focusWidget() is button


def test_an_answer_to_the_page_below_takes_no_keyboard_from_a_sheet(qtbot: QtBot, on_page: Showing) -> None:
    first, second = (SecondaryButton("app.action.show", name=name) for name in ("first", "second"))
    page = on_page(first, second)
    first.setFocus()
    sheet, above = (
        Sheet("app.approval.title", name=name, confirm="app.action.next", parent=page) for name in ("sheet", "above")
    )
    sheet.open(sheet.close_button)
    second.setFocus()
    assert QApplication.focusWidget() is sheet.close_button
    above.open(above.close_button)
    assert QApplication.focusWidget() is above.close_button
    above.close_now()
    assert QApplication.focusWidget() is sheet.close_button
    sheet.close_now()
    assert QApplication.focusWidget() is second


def approval(on_page: Showing, people: list[OperatorTile]) -> tuple[ApprovalSheet, list[Any]]:
    page = on_page(SecondaryButton("app.action.show", name="under"))
    sheet = ApprovalSheet([person for person in people if person.role == "manager"], parent=page)
    given: list[Any] = []
    sheet.approved.connect(given.append)
    sheet.ask("error.manager_needed")
    return sheet, given


def test_an_approval_is_given_by_keyboard(
    qtbot: QtBot, on_page: Showing, people: list[OperatorTile], type_text: Typing
) -> None:
    sheet, given = approval(on_page, people)
    type_text(sheet.reason.edit, "سبب")
    qtbot.keyClick(sheet.reason.edit, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is sheet.pin
    type_text(sheet.pin, "246810")
    qtbot.keyClick(sheet.pin, Qt.Key.Key_Return)
    qtbot.keyClick(sheet.pin, Qt.Key.Key_Return)
    assert given == [ApprovalGiven("boss", "246810", "سبب")]
    assert "246810" not in repr(given[0])
    sheet.refuse(AuthError("pin_wrong", left=2))
    assert sheet.pin.pin() == ""
    assert sheet.pin_note.text() == "الرمز غير صحيح. بقيت محاولتان قبل الإيقاف المؤقت."
    assert sheet.confirm_button.isEnabled()


def test_an_approval_without_reason_is_not_sent(
    qtbot: QtBot, on_page: Showing, people: list[OperatorTile], type_text: Typing
) -> None:
    sheet, given = approval(on_page, people)
    type_text(sheet.pin, "246810")
    sheet.confirm()
    assert given == []
    assert sheet.reason.has_error


def test_a_filled_sheet_asks_before_it_closes(
    qtbot: QtBot, on_page: Showing, people: list[OperatorTile], type_text: Typing
) -> None:
    sheet, _ = approval(on_page, people)
    type_text(sheet.reason.edit, "a")
    qtbot.keyClick(sheet.reason.edit, Qt.Key.Key_Escape)
    assert sheet.is_open
    assert sheet.banner.isVisible()
    qtbot.keyClick(sheet.reason.edit, Qt.Key.Key_Escape)
    assert not sheet.is_open
