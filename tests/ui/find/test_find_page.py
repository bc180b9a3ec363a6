"""The find page by keyboard: typing finds, arrows walk, the paper stands beside, and a code is judged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_ui.background import Background
from sanad_ui.find.door import FindDoor, Truth
from sanad_ui.find.page import FindPage
from sanad_ui.find.scanned import as_scanned
from sanad_ui.language import language
from sanad_ui.printing.print_room import PrintRoom
from tests.usecases.counter import Counter, a_customer


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background) -> FindPage:
    page = FindPage(FindDoor(counter.desk), background, PrintRoom(counter.desk, background), counter.clock.now)
    page.begin(counter.clerk)
    qtbot.addWidget(page)
    page.resize(1260, 680)
    page.show()
    page.activateWindow()
    return page


def _type(page: FindPage, text: str) -> None:
    box = page.results.box.edit
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)


def _shown(qtbot: QtBot, page: FindPage, number: str) -> None:
    qtbot.waitUntil(lambda: page.receipt.is_showing and number in page.receipt.number.text())


def test_an_empty_desk_teaches_the_first_key(qtbot: QtBot, page: FindPage):
    page.enter()
    qtbot.waitUntil(lambda: page.results.stack.currentWidget() is page.results.none_yet)
    assert page.results.none_yet.key.shortcut == "F1"
    assert not page.receipt.is_showing


def test_the_latest_receipt_is_shown_at_once(qtbot: QtBot, counter: Counter, page: FindPage):
    numbers = [counter.sell().number for _ in range(2)]
    page.enter()
    _shown(qtbot, page, numbers[1])
    assert [row.id for row in page.results.list.rows()] == numbers[::-1]


def test_typing_finds_and_the_arrows_walk_without_leaving_the_box(qtbot: QtBot, counter: Counter, page: FindPage):
    numbers = [counter.sell(customer=a_customer(n)).number for n in (1, 2, 1)]
    page.enter()
    _shown(qtbot, page, numbers[2])
    _type(page, "99000001")
    qtbot.waitUntil(lambda: [row.id for row in page.results.list.rows()][1:] == [numbers[2], numbers[0]])
    for number in (numbers[2], numbers[0]):
        QTest.keyClick(page.results.box.edit, Qt.Key.Key_Down)
        _shown(qtbot, page, number)
    assert page.results.box.edit.hasFocus()
    QTest.keyClick(page.results.box.edit, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(page.results.list.rows()) == 3)
    assert page.results.box.text() == ""


def test_what_is_not_found_says_what_else_to_try(qtbot: QtBot, counter: Counter, page: FindPage):
    counter.sell()
    page.enter()
    _type(page, "zzzz")
    qtbot.waitUntil(lambda: page.results.stack.currentWidget() is page.results.nothing)
    assert "21/11" in page.results.nothing.hint.text()
    assert not page.receipt.is_showing


def test_return_leads_to_printing_and_the_copy_is_counted(qtbot: QtBot, counter: Counter, page: FindPage):
    number = counter.sell().number
    page.enter()
    _shown(qtbot, page, number)
    QTest.keyClick(page.results.box.edit, Qt.Key.Key_Return)
    assert page.receipt.print_button.hasFocus()
    QTest.keyClick(page.receipt.print_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "مرة واحدة" in page.receipt.prints.text())
    assert "نسخة" in page.receipt.print_button.text()
    assert number in page.receipt.line.label.text()
    assert load_receipt(counter.desk, number).prints == 1


def test_the_other_paper_is_shown_and_saved(qtbot: QtBot, counter: Counter, page: FindPage):
    number = counter.sell().number
    page.enter()
    _shown(qtbot, page, number)
    commands = {command.name: command for command in page.commands()}
    commands["find.paper"].run()
    assert page.receipt.paper.value() is Paper.A4
    commands["find.save"].run()
    qtbot.waitUntil(lambda: page.receipt.line.isVisible())
    [file] = Path(counter.desk.store.folder / "papers").iterdir()
    assert file.name == f"{number}.pdf"


def test_commands_wait_for_a_receipt(qtbot: QtBot, counter: Counter, page: FindPage):
    enabled = {command.name: command.is_enabled() for command in page.commands()}
    assert [name for name, is_enabled in enabled.items() if is_enabled] == ["find.box"]
    assert {"find.print", "find.paper", "find.save", "find.reverse", "find.correct", "find.again"} < set(enabled)


@pytest.mark.parametrize("code", ["ar", "en"])
def test_a_genuine_code_is_told_with_its_figures(qtbot: QtBot, counter: Counter, page: FindPage, code: str):
    language.use(code)  # type: ignore[arg-type]
    sale = counter.sell()
    _type(page, sale.code)
    qtbot.waitUntil(lambda: page.results.verdict.verdict is not None)
    assert page.results.verdict.verdict.truth is Truth.GENUINE
    words = " ".join(label.text() for label in page.results.verdict.values)
    assert sale.number in words
    assert "23.000" in words
    QTest.keyClick(page.results.box.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.results.stack.currentWidget() is page.results.list)
    _shown(qtbot, page, sale.number)


def test_an_altered_code_is_refused_in_words(qtbot: QtBot, counter: Counter, page: FindPage):
    sale = counter.sell()
    parts = sale.code.split(":")
    parts[3] = "99000"
    _type(page, ":".join(parts))
    qtbot.waitUntil(lambda: page.results.verdict.verdict is not None)
    assert page.results.verdict.verdict.truth is Truth.ALTERED
    assert "لا تقبله" in page.results.verdict.title.text()


def test_another_key_under_our_number_is_called_false(counter: Counter, tmp_path: Path):
    """Anybody can make a key; a code is as good as the desk it belongs to."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from sanad_desk.domain.receipt_number import ReceiptNumber
    from sanad_desk.wire.receipt_code import sign_receipt

    door = FindDoor(counter.desk)
    forger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    ours = sign_receipt(forger, str(ReceiptNumber("KSB1", 2, 2026, 1)), 1_795_233_600, 1_000, bytes(32))
    elsewhere = sign_receipt(forger, str(ReceiptNumber("NZW1", 1, 2026, 1)), 1_795_233_600, 1_000, bytes(32))
    assert door.verify(ours.text).truth is Truth.FALSE_NAME
    assert door.verify(elsewhere.text).truth is Truth.UNKNOWN_DESK


def test_half_a_code_waits_for_the_rest(qtbot: QtBot, counter: Counter, page: FindPage):
    sale = counter.sell()
    _type(page, sale.code[:60])
    qtbot.waitUntil(lambda: page.results.stack.currentWidget() is page.results.not_a_code)


# The keys of the Arabic keyboard with and without shift, as a scanner presses them.
_WITH_SHIFT = dict(zip("QWERYUIOPASDFHJKLZXCVNM", "ًٌَُإ‘÷×؛ٍِ][أـ،/~ْ}{آ’", strict=True))
_WITH_SHIFT |= {"Q": "َ", "W": "ً", "E": "ُ", "R": "ٌ", "A": "ِ", "S": "ٍ", "T": "لإ", "G": "لأ", "B": "لآ"}
_WITH_SHIFT |= {"D": "]", "F": "[", "H": "أ"}
_PLAIN = dict(zip("QWERTYUIOPASDFGHJKLZXCVNM", "ضصثقفغعهخحشسيبلاتنمئءؤرىة", strict=True)) | {"B": "لا"}


CODE = "SND1:KSB1-02-26-000014-B:1795233600:23000:QWERTYUIOPASDFGJHKLZXCVBNM234567"


@pytest.mark.parametrize("keys", [_WITH_SHIFT, _PLAIN])
def test_a_scanner_under_the_arabic_layout_is_read_back(keys: dict[str, str]):
    assert as_scanned("".join(keys.get(character, character) for character in CODE)) == CODE


def test_words_are_left_alone_by_the_scanner():
    assert as_scanned("سالم بن حمد") == "سالم بن حمد"


@pytest.mark.parametrize("code", ["ar", "en"])
def test_every_control_has_a_name(qtbot: QtBot, counter: Counter, page: FindPage, code: str):
    language.use(code)  # type: ignore[arg-type]
    counter.sell()
    page.enter()
    qtbot.waitUntil(lambda: page.receipt.is_showing)
    controls: list[QWidget] = [*page.findChildren(QLineEdit), *page.findChildren(QAbstractButton)]
    controls += [page.results.list, page.receipt.view]
    assert [c for c in controls if not (c.objectName() and c.accessibleName())] == []
