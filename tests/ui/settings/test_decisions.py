"""What a manager decides on the settings page is stored, and what cannot be is told at its field."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.charges import VatMode
from sanad_desk.domain.errors import AuthError
from sanad_desk.domain.operators import Role
from sanad_desk.store import keys
from sanad_desk.store.verify import verify
from sanad_desk.usecases.back_up import backup_state
from sanad_desk.usecases.choose_printers import print_settings
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.list_people import list_people
from sanad_desk.usecases.price_list import price_list
from sanad_desk.usecases.sign_in import sign_in
from sanad_ui.background import Background, Lane
from sanad_ui.language import language
from sanad_ui.settings.backup_section import BackupSection
from sanad_ui.settings.centre_section import CentreSection
from sanad_ui.settings.page import SettingsPage
from sanad_ui.settings.people_section import PeopleSection
from sanad_ui.settings.prices_section import PricesSection
from sanad_ui.settings.printing_section import PrintingSection
from tests.usecases.counter import Counter

ID_CARD = "rop-omani-id-card"


def _centre(qtbot: QtBot, page: SettingsPage) -> CentreSection:
    section = page.sections["centre"]
    assert isinstance(section, CentreSection)
    page.go_to("centre")
    qtbot.waitUntil(lambda: bool(section.name_ar.text()))
    return section


def _people(qtbot: QtBot, page: SettingsPage) -> PeopleSection:
    section = page.sections["people"]
    assert isinstance(section, PeopleSection)
    page.go_to("people")
    qtbot.waitUntil(lambda: len(section.list.rows()) == 3)
    return section


def test_the_centres_profile_is_saved_by_key(qtbot: QtBot, counter: Counter, page: SettingsPage):
    section = _centre(qtbot, page)
    section.name_en.edit.setFocus()
    section.name_en.edit.selectAll()
    QTest.keyClicks(section.name_en.edit, "Sample Centre")
    section.vat_mode.set_value(VatMode.INCLUSIVE)
    section.variance_threshold.set_text("0.5")
    QTest.keyClicks(section.vatin.edit, "om1100000000")
    with qtbot.waitSignal(page.told):
        section.save()
    centre = counter.desk.centre
    assert centre is not None
    assert (centre.name.en, centre.vat_mode, centre.vatin) == ("Sample Centre", VatMode.INCLUSIVE, "OM1100000000")
    assert centre.variance_threshold == 500
    assert not section.is_changed()
    with counter.desk.store.reading() as connection:
        assert not verify(connection).faults


def test_a_holiday_announced_late_moves_what_is_promised(qtbot: QtBot, counter: Counter, page: SettingsPage):
    section = _centre(qtbot, page)
    days = section.own_days
    assert "اليوم الوطني" in days.coming.text()
    days.day.edit.setFocus()
    QTest.keyClicks(days.day.edit, "24/11/2026")
    QTest.keyClick(days.day.edit, Qt.Key.Key_Return)
    days.kind.set_value(False)
    QTest.keyClicks(days.day.edit, "22/11/2026")
    QTest.keyClick(days.day.edit, Qt.Key.Key_Return)
    assert section.is_changed()
    with qtbot.waitSignal(page.told):
        section.save()
    calendar = counter.desk.calendar
    assert calendar.is_working_day(date(2026, 11, 22)), "the day that stands in for National Day was called off"
    assert calendar.after(date(2026, 11, 23), 1) == date(2026, 11, 25)
    days.findChildren(QAbstractButton, "own_day_2026-11-24")[0].click()
    with qtbot.waitSignal(page.told):
        section.save()
    assert counter.desk.calendar.after(date(2026, 11, 23), 1) == date(2026, 11, 24)
    with counter.desk.store.reading() as connection:
        assert not verify(connection).faults


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name_ar", "", "مطلوب"),
        ("cr_number", "12", "السجل"),
        ("phone", "123", "الهاتف"),
        ("vatin", "OM12", "OM"),
        ("footer_ar", "x" * 600, "طويل"),
        ("variance_threshold", "", "المبلغ"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    qtbot: QtBot, counter: Counter, page: SettingsPage, field: str, typed: str, words: str
):
    section = _centre(qtbot, page)
    before = counter.desk.centre
    shown = getattr(section, field)
    shown.set_text(typed)
    section.save()
    qtbot.waitUntil(lambda: shown.has_error)
    assert words in shown.note.text()
    assert shown.text() == typed
    assert shown.edit.hasFocus()
    assert counter.desk.centre == before


def test_vat_needs_its_number(qtbot: QtBot, page: SettingsPage):
    section = _centre(qtbot, page)
    section.vat_mode.set_value(VatMode.EXCLUSIVE)
    section.save()
    qtbot.waitUntil(lambda: section.vatin.has_error)


def test_leaving_asks_once_about_what_is_not_saved(qtbot: QtBot, page: SettingsPage):
    section = _centre(qtbot, page)
    assert page.leave()
    page.enter()
    section.name_en.set_text("Half typed")
    assert not page.leave()
    assert page.unsaved.isVisible()
    assert section.name_en.text() == "Half typed"
    assert page.leave()


def test_an_operator_is_added_with_a_pin_that_holds(qtbot: QtBot, counter: Counter, page: SettingsPage):
    section = _people(qtbot, page)
    QTest.keyClick(section.add_button, Qt.Key.Key_Return)
    sheet = section.new_person
    assert sheet is not None
    QTest.keyClicks(sheet.name_ar.edit, "Third Sample")
    QTest.keyClick(sheet.name_ar.edit, Qt.Key.Key_Return)
    QTest.keyClick(sheet.name_en.edit, Qt.Key.Key_Return)
    QTest.keyClicks(sheet.pins.pin, "111111")
    QTest.keyClick(sheet.pins.pin, Qt.Key.Key_Return)
    QTest.keyClicks(sheet.pins.again, "111111")
    QTest.keyClick(sheet.pins.again, Qt.Key.Key_Return)
    assert "سهل" in sheet.pins.note.text()
    sheet.pins.clear()
    QTest.keyClicks(sheet.pins.pin, "904172")
    QTest.keyClicks(sheet.pins.again, "904173")
    QTest.keyClick(sheet.pins.again, Qt.Key.Key_Return)
    assert "غير متطابقين" in sheet.pins.note.text()
    sheet.pins.again.clear()
    QTest.keyClicks(sheet.pins.again, "904172")
    QTest.keyClick(sheet.pins.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(section.list.rows()) == 4)
    added = next(person for person in list_people(counter.desk) if person.name.ar == "Third Sample")
    assert sign_in(counter.desk, added.id, "904172").roles == {Role.OPERATOR}


def test_the_last_manager_can_neither_leave_nor_lose_the_role(qtbot: QtBot, counter: Counter, page: SettingsPage):
    section = _people(qtbot, page)
    assert section.person is not None
    assert Role.MANAGER in section.person.roles
    section.leave_button.click()
    qtbot.waitUntil(lambda: section.banner.isVisible())
    assert section.person.active
    section.banner.clear()
    QTest.mouseClick(section.findChild(QAbstractButton, "person_role_operator"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.banner.isVisible())
    assert section.role.value() is Role.MANAGER


def test_who_leaves_cannot_sign_in_and_may_return(qtbot: QtBot, counter: Counter, page: SettingsPage):
    section = _people(qtbot, page)
    section.list.go_to(1)
    person = section.person
    assert person is not None
    section.leave_button.click()
    qtbot.waitUntil(lambda: not next(p for p in list_people(counter.desk) if p.id == person.id).active)
    with pytest.raises(AuthError):
        sign_in(counter.desk, person.id, "135790")
    qtbot.waitUntil(lambda: section.person is not None and not section.person.active)
    section.leave_button.click()
    qtbot.waitUntil(lambda: section.person is not None and section.person.active)


def test_a_new_pin_replaces_the_old_one(qtbot: QtBot, counter: Counter, page: SettingsPage):
    section = _people(qtbot, page)
    section.list.go_to(1)
    person = section.person
    assert person is not None
    section.pin_button.click()
    sheet = section.new_pin
    assert sheet is not None
    for field in (sheet.pins.pin, sheet.pins.again):
        QTest.keyClicks(field, "806420")
    with qtbot.waitSignal(page.told):
        sheet.confirm()
    assert sign_in(counter.desk, person.id, "806420").operator_id == person.id


def test_a_price_above_the_official_one_is_allowed_and_said(qtbot: QtBot, counter: Counter, page: SettingsPage):
    section = page.sections["prices"]
    assert isinstance(section, PricesSection)
    page.go_to("prices")
    QTest.keyClicks(section.box.edit, "omani id card")
    qtbot.waitUntil(lambda: section.list.current_id() == ID_CARD)
    QTest.keyClick(section.box.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(section.editors) and section.editors[0].price.edit.hasFocus())
    editor = section.editors[0]
    official = editor.line.official
    assert official is not None
    QTest.keyClicks(editor.price.edit, "99.5")
    assert "الرسمية" in editor.price.note.text()
    QTest.keyClick(editor.price.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: price_list(counter.desk, ID_CARD)[0].own == 99_500)
    qtbot.waitUntil(lambda: section.list.rows()[0].trailing != "")
    section.editors[0].return_to_official()
    qtbot.waitUntil(lambda: price_list(counter.desk, ID_CARD)[0].own is None)
    assert price_list(counter.desk, ID_CARD)[0].action is Action.SUBMIT


def test_printers_are_chosen_also_by_an_operator(qtbot: QtBot, counter: Counter, page: SettingsPage, tmp_path: Path):
    page.begin(counter.clerk)
    section = page.sections["printing"]
    assert isinstance(section, PrintingSection)
    page.go_to("printing")
    qtbot.waitUntil(lambda: bool(section.folder.text()))
    section.show_printers(["Counter", "Office"])
    section.roll.set_value("Counter")
    section.show_printers([])
    assert section.roll.value() == "Counter"
    section.folder.set_text("relative/path")
    section.save()
    qtbot.waitUntil(lambda: section.folder.has_error)
    section.folder.set_text(str(tmp_path))
    with qtbot.waitSignal(page.told):
        section.save()
    stored = print_settings(counter.desk)
    assert (stored.roll_printer, stored.a4_printer, stored.folder) == ("Counter", "", str(tmp_path))


def test_a_printer_that_is_off_stays_chosen(qtbot: QtBot, counter: Counter, page: SettingsPage):
    section = page.sections["printing"]
    assert isinstance(section, PrintingSection)
    page.go_to("printing")
    qtbot.waitUntil(lambda: bool(section.folder.text()))
    section.show_printers(["Counter"])
    section.roll.set_value("Counter")
    with qtbot.waitSignal(page.told):
        section.save()
    section.show_printers([])
    assert section.roll.value() == "Counter"
    assert "غير موجودة" in section.roll.box.currentText()


def test_a_copy_is_made_now_and_its_folder_is_the_managers(
    qtbot: QtBot, counter: Counter, page: SettingsPage, tmp_path: Path
):
    section = page.sections["backup"]
    assert isinstance(section, BackupSection)
    page.go_to("backup")
    qtbot.waitUntil(lambda: bool(section.folder.text()))
    section.folder.set_text(str(tmp_path / "stick"))
    with qtbot.waitSignal(page.told):
        section.save()
    with qtbot.waitSignal(page.told):
        QTest.keyClick(section.now_button, Qt.Key.Key_Return)
    assert len(list((tmp_path / "stick").iterdir())) == 1
    assert backup_state(counter.desk).last_at == counter.clock.now()
    page.begin(counter.clerk)
    assert not section.folder.isEnabled()
    assert section.now_button.isEnabled()


def test_a_copy_that_takes_its_time_holds_up_nothing_else(
    qtbot: QtBot, counter: Counter, background: Background, page: SettingsPage, tmp_path: Path
):
    section = page.sections["backup"]
    assert isinstance(section, BackupSection)
    page.go_to("backup")
    qtbot.waitUntil(lambda: bool(section.folder.text()))
    stick = threading.Event()
    background.run(stick.wait, lane=Lane.BACKUP)
    section.now_button.click()
    section.folder.set_text(str(tmp_path / "stick"))
    with qtbot.waitSignal(page.told):
        section.save()
    assert not section.now_button.isEnabled()
    stick.set()
    with qtbot.waitSignal(page.told):
        qtbot.waitUntil(section.now_button.isEnabled)
    assert backup_state(counter.desk).folder == str(tmp_path / "stick")


def test_the_recovery_code_asks_for_the_pin_each_time(qtbot: QtBot, counter: Counter, page: SettingsPage):
    section = page.sections["backup"]
    assert isinstance(section, BackupSection)
    page.go_to("backup")
    section.show_button.click()
    qtbot.waitUntil(lambda: section.sheet is not None and section.sheet.is_open)
    sheet = section.sheet
    assert sheet is not None
    QTest.keyClicks(sheet.pin, "999999")
    QTest.keyClick(sheet.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(sheet.note.text()))
    assert section.code.isHidden()
    QTest.keyClicks(sheet.pin, MANAGER_PIN)
    QTest.keyClick(sheet.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not section.code.isHidden())
    assert keys.read_recovery_code(section.code.text()) == counter.desk.store.key
    assert page.leave()
    assert section.code.text() == ""


@pytest.mark.parametrize("code", ["ar", "en"])
def test_every_control_has_a_name(qtbot: QtBot, page: SettingsPage, code: str):
    language.use(code)  # type: ignore[arg-type]
    _people(qtbot, page)
    controls = [*page.findChildren(QLineEdit), *page.findChildren(QAbstractButton), *page.findChildren(QComboBox)]
    assert [c for c in controls if not (c.objectName() and c.accessibleName())] == []
