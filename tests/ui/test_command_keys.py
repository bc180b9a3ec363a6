"""The keys of commands on a keyboard that writes Arabic."""

from __future__ import annotations

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sanad_ui.shell import Command
from sanad_ui.shell.command_keys import CommandKeys
from sanad_ui.texts import plain


def test_a_letter_key_is_the_same_key_while_the_keyboard_writes_arabic(qtbot: QtBot) -> None:
    window, ran = QWidget(), list[str]()
    qtbot.addWidget(window)
    keys = CommandKeys(window, lambda: True)
    keys.show([Command("sample.pay", plain("Pay"), lambda: ran.append("pay"), shortcut="P")])
    [shortcut] = window.findChildren(QShortcut)
    assert [one.toString() for one in QShortcut.keys(shortcut)] == ["P", "ح"]
    shortcut.activated.emit()
    assert ran == ["pay"]
