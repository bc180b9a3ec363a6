"""The settings page itself: who may decide, its sections by keyboard, and what it tells of the catalogue."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sanad_desk.catalogue.fault import CatalogueFault
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_ui.language import language
from sanad_ui.settings.about_section import AboutSection
from sanad_ui.settings.page import SettingsPage
from sanad_ui.theme import theme
from tests.usecases.counter import Counter


def test_an_operator_reads_and_a_managers_pin_lets_him_decide(qtbot: QtBot, counter: Counter, page: SettingsPage):
    page.begin(counter.clerk)
    page.go_to("people")
    section = page.sections["people"]
    assert page.gate.isVisible()
    assert not any(part.isEnabled() for part in section.guarded)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.gate.button.hasFocus()
    QTest.keyClick(page.gate.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.sheet is not None and page.sheet.is_open)
    sheet = page.sheet
    assert sheet is not None
    QTest.keyClicks(sheet.pin, MANAGER_PIN)
    QTest.keyClick(sheet.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section.boss is not None)
    assert not page.gate.isVisible()
    assert all(part.isEnabled() for part in section.guarded)
    page.leave()
    assert section.boss is None


def test_a_signed_in_manager_may_decide_at_once(counter: Counter, page: SettingsPage):
    page.go_to("centre")
    assert not page.gate.isVisible()


def test_the_sections_are_walked_with_the_arrows(qtbot: QtBot, page: SettingsPage):
    page.list.setFocus()
    for name in list(page.sections)[1:]:
        QTest.keyClick(page.list, Qt.Key.Key_Down)
        assert page.current.name == name
    QTest.keyClick(page.list, Qt.Key.Key_Home)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    first = page.current.first()
    assert first is not None
    assert first.hasFocus()


def test_save_is_offered_where_there_is_something_to_save(page: SettingsPage):
    offered = {}
    for name in page.sections:
        page.go_to(name)
        offered[name] = next(c for c in page.commands() if c.name == "settings.save").is_enabled()
    assert {name for name, enabled in offered.items() if enabled} == {"centre", "prices", "printing", "backup"}


def test_language_theme_and_digits_hold_at_once(qtbot: QtBot, page: SettingsPage):
    page.go_to("window")
    section = page.window_section
    section.language.chosen.emit("en")
    section.theme.chosen.emit("dark")
    section.digits.chosen.emit("arabic")
    assert (language.code, theme.name, language.digits) == ("en", "dark", "arabic")
    assert section.language.value() == "en"
    with qtbot.waitSignal(section.minutes_chosen) as chosen:
        section.minutes.chosen.emit(5)
    assert chosen.args == [5]


def test_the_catalogue_is_told_with_its_faults_in_sentences(qtbot: QtBot, counter: Counter, page: SettingsPage):
    section = page.sections["about"]
    assert isinstance(section, AboutSection)
    page.go_to("about")
    qtbot.waitUntil(lambda: "468" in section.counts.text())
    assert not section.fault_labels
    fault = CatalogueFault("amount_wrong", "services/rop.toml", "rop-omani-passport", "centre_fee", {"value": "4,0"})
    counter.desk.loaded = replace(counter.desk.loaded, faults=(fault,), from_cache=True)
    section.enter()
    qtbot.waitUntil(lambda: bool(section.fault_labels))
    assert "services/rop.toml" in section.fault_labels[0].text()
    assert "4,0" in section.fault_labels[0].text()
    assert "آخر دليل سليم" in section.state.label.text()
