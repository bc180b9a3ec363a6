"""Fields: both digit sets, bad input said in place, drafts kept over a live switch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.errors import DomainError
from sanad_ui.kit import ChoiceField, DateField, DigitField, Field, MoneyField, PhoneField, PinField, TextField
from sanad_ui.language import language
from sanad_ui.texts import both, plain

Typing = Callable[[QWidget, str], None]
Showing = Callable[..., QWidget]


@pytest.mark.parametrize(
    ("typed", "baisa"),
    [("12.5", 12_500), ("١٢٫٥", 12_500), ("1,234.5", 1_234_500), ("١٬٢٣٤٫٥", 1_234_500), (".5", 500), ("7.", 7_000)],
)
def test_an_amount_is_typed_in_either_digit_set(on_page: Showing, type_text: Typing, typed: str, baisa: int) -> None:
    field = MoneyField("app.money.unit", name="cash")
    on_page(field)
    type_text(field.edit, typed)
    assert field.amount() == baisa
    assert field.check() == baisa
    assert not field.has_error


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-5", "amount_negative"),
        ("12.3456", "amount_too_many_decimals"),
        ("12,5", "amount_not_a_number"),
        ("abc", "amount_not_a_number"),
        ("9" * 30, "amount_too_large"),
        ("100000", "amount_too_large"),
    ],
)
def test_a_wrong_amount_is_said_and_kept(on_page: Showing, type_text: Typing, typed: str, code: str) -> None:
    field = MoneyField("app.money.unit", name="cash")
    on_page(field)
    carried: list[object] = []
    field.amount_typed.connect(carried.append)
    type_text(field.edit, typed)
    assert field.text() == typed
    assert carried[-1] is None
    assert field.check() is None
    with pytest.raises(DomainError, match=code):
        field._read()
    assert field.note.isVisible()
    assert field.edit.accessibleDescription() == field.note.text()


def test_an_amount_only_begun_is_no_mistake_yet(on_page: Showing, type_text: Typing) -> None:
    field = MoneyField("app.money.unit", name="cash", required=True)
    on_page(field)
    type_text(field.edit, ".")
    assert not field.has_error
    field.set_text("")
    assert field.check() is None
    assert field.has_error


def test_leaving_an_amount_writes_it_out_in_the_chosen_digits(on_page: Showing, type_text: Typing) -> None:
    field, other = MoneyField("app.money.unit", name="cash"), TextField("app.page.find", name="other")
    on_page(field, other)
    type_text(field.edit, "25")
    other.setFocus()
    assert field.text() == "25.000"
    language.use("ar", "arabic")
    assert field.text() == "٢٥٫٠٠٠"
    assert field.amount() == 25_000


def test_an_error_goes_with_the_next_key(on_page: Showing, type_text: Typing) -> None:
    field = TextField("app.page.find", name="words", required=True)
    on_page(field)
    assert field.check() is None
    assert field.note.isVisible()
    type_text(field.edit, "a")
    assert not field.has_error
    assert not field.note.isVisible()


def test_the_note_weighs_error_over_warning_over_hint(on_page: Showing) -> None:
    field = TextField("app.page.find", name="words", hint="app.page.till")
    on_page(field)
    assert field.note.text() == "الصندوق"
    field.set_warning("app.page.settings")
    assert field.note.text() == "الإعدادات"
    field.set_error("app.page.find")
    assert field.note.text() == "بحث"
    field.clear_notes()
    assert field.note.text() == "الصندوق"


def test_a_text_field_cleans_and_limits(on_page: Showing) -> None:
    field = TextField("app.page.find", name="words", limit=5)
    on_page(field)
    field.set_text("  ab\u200f  c ")
    assert field.check() == "ab c"
    field.set_text("abcdef")
    assert field.check() is None
    assert "5" in strip_marks(field.note.text())


def test_digits_of_either_set_are_kept_as_western(on_page: Showing, type_text: Typing) -> None:
    field = DigitField("app.page.find", name="civil", longest=9)
    on_page(field)
    type_text(field.edit, "١٢ab3-٤")
    assert field.text() == "1234"
    field.edit.setText("12 34\u200f56")
    field._on_edited(field.text())
    assert field.digits() == "123456"


def test_a_digit_typed_in_the_middle_stays_there(on_page: Showing, type_text: Typing) -> None:
    field = DigitField("app.page.find", name="civil")
    on_page(field)
    field.set_text("1245")
    field.edit.setCursorPosition(2)
    type_text(field.edit, "٣x")
    assert field.text() == "12345"
    assert field.edit.cursorPosition() == 3


@pytest.mark.parametrize("typed", ["91234567", "+968 9123 4567", "00968٩١٢٣٤٥٦٧", "96891234567"])
def test_a_phone_is_read_with_or_without_its_country(on_page: Showing, type_text: Typing, typed: str) -> None:
    field, other = PhoneField("app.page.find", name="phone"), TextField("app.page.find", name="other")
    on_page(field, other)
    type_text(field.edit, typed)
    assert field.digits() == "91234567"
    other.setFocus()
    assert field.text() == "9123 4567"


def test_a_foreign_phone_keeps_its_plus(on_page: Showing, type_text: Typing) -> None:
    field = PhoneField("app.page.find", name="phone")
    on_page(field)
    type_text(field.edit, "+971 50 123 4567")
    assert field.digits() == "+971501234567"


@pytest.mark.parametrize("typed", ["21/11/2026", "٢١/١١/٢٠٢٦", "21-11-2026", "21 11 2026"])
def test_a_date_is_typed_day_first(on_page: Showing, type_text: Typing, typed: str) -> None:
    field, other = DateField("app.page.find", name="until"), TextField("app.page.find", name="other")
    on_page(field, other)
    type_text(field.edit, typed)
    assert field.check() == date(2026, 11, 21)
    other.setFocus()
    assert field.text() == "21/11/2026"


@pytest.mark.parametrize("typed", ["2026", "31/02/2026", "21/13/2026", "soon"])
def test_a_date_that_cannot_be_is_said_on_leaving(on_page: Showing, type_text: Typing, typed: str) -> None:
    field, other = DateField("app.page.find", name="until"), TextField("app.page.find", name="other")
    on_page(field, other)
    type_text(field.edit, typed)
    other.setFocus()
    assert field.has_error
    assert field.text() == typed


def test_a_pin_takes_both_digit_sets_and_shows_none(on_page: Showing, type_text: Typing) -> None:
    pin = PinField("signin.pin", name="pin")
    on_page(pin)
    type_text(pin, "١2x٣4567890")
    assert pin.pin() == "12345678"
    assert pin.displayText() == "●" * 8


def test_return_in_a_pin_submits_once(qtbot: QtBot, on_page: Showing) -> None:
    pin = PinField("signin.pin", name="pin")
    on_page(pin)
    with qtbot.waitSignal(pin.submitted):
        qtbot.keyClick(pin, Qt.Key.Key_Return)


def test_a_choice_keeps_its_value_when_options_come_anew(on_page: Showing) -> None:
    field = ChoiceField("firstrun.desk.wilayat", [(1, both("خصب", "Khasab")), (2, plain("B"))], name="place")
    on_page(field)
    field.set_value(1)
    field.set_options([(3, plain("C")), (1, both("خصب", "Khasab"))])
    assert field.value() == 1
    language.use("en")
    assert field.box.currentText() == "Khasab"
    field.set_options([(3, plain("C"))])
    assert field.value() is None


def test_a_required_choice_says_so(on_page: Showing) -> None:
    field = ChoiceField("firstrun.desk.wilayat", [(1, plain("A"))], name="place", required=True)
    on_page(field)
    assert field.check() is None
    assert field.has_error
    field._on_activated(0)
    assert not field.has_error


@pytest.mark.parametrize("made", [TextField, MoneyField, DateField, DigitField, PhoneField])
def test_a_screen_reader_hears_the_label_of_a_field(on_page: Showing, made: type[Field]) -> None:
    field = made("app.page.till", name="field")
    on_page(field)
    heard = QAccessible.queryAccessibleInterface(field.edit).text(QAccessible.Text.Name)
    assert heard == "الصندوق"
    language.use("en")
    assert QAccessible.queryAccessibleInterface(field.edit).text(QAccessible.Text.Name) == "Till"


def test_a_live_switch_keeps_what_is_typed_and_where(on_page: Showing, type_text: Typing) -> None:
    field, money = TextField("app.page.till", name="a", required=True), MoneyField("app.page.find", name="b")
    on_page(money, field)
    type_text(money.edit, "12.")
    field.set_text("نص")
    field.edit.setCursorPosition(1)
    money.edit.setCursorPosition(2)
    language.use("en")
    assert (money.text(), money.edit.cursorPosition()) == ("12.", 2)
    assert (field.text(), field.edit.cursorPosition()) == ("نص", 1)
    assert money.edit.hasFocus()


def test_codes_and_amounts_run_left_to_right_from_the_side_of_reading(on_page: Showing) -> None:
    field = DigitField("app.page.till", name="a")
    on_page(field)
    assert field.edit.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert field.edit.alignment() & Qt.AlignmentFlag.AlignRight
    language.use("en")
    assert field.edit.alignment() & Qt.AlignmentFlag.AlignLeft
