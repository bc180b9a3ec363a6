"""The till page by keyboard: a float opens the shift, sums are the stored ones, a wrong clock asks the manager."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from sanad_desk.domain.transaction import Tender
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.usecases.look_at_shift import look_at_shift
from sanad_desk.usecases.open_shift import current_shift
from sanad_ui.background import Background
from sanad_ui.kit import Amount
from sanad_ui.language import language
from sanad_ui.printing.print_room import PaperOut, PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.palette import matching
from sanad_ui.till.door import TillDoor
from sanad_ui.till.page import TillPage
from tests.usecases.counter import FLOAT, Counter, a_customer

HOUR_MS = 3_600_000


@pytest.fixture
def room(counter: Counter, background: Background) -> PrintRoom:
    return PrintRoom(counter.desk, background)


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background, room: PrintRoom) -> TillPage:
    page = TillPage(TillDoor(counter.desk), background, room, counter.clock.now)
    page.begin(counter.clerk)
    qtbot.addWidget(page)
    page.resize(1260, 680)
    page.show()
    page.activateWindow()
    return page


def _enter(qtbot: QtBot, page: TillPage) -> None:
    page.enter()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is not page.blank)


def _amount(page: TillPage, name: str) -> int | None:
    amount = page.findChild(Amount, name)
    return amount.baisa if amount is not None else None


def test_the_float_opens_the_shift_by_keyboard(qtbot: QtBot, counter: Counter, page: TillPage):
    _enter(qtbot, page)
    assert page.opening.float.edit.hasFocus()
    QTest.keyClicks(page.opening.float.edit, "45.5")
    with qtbot.waitSignal(page.shift_opened):
        QTest.keyClick(page.opening.float.edit, Qt.Key.Key_Return)
    shift = current_shift(counter.desk, counter.clerk)
    assert shift is not None
    assert shift.opening_float == 45_500
    assert page.is_open
    assert _amount(page, "drawer_float") == 45_500
    assert _amount(page, "expected_drawer") is None  # the count has to be blind


def test_a_counted_float_is_opened_with_its_pieces(qtbot: QtBot, counter: Counter, page: TillPage):
    _enter(qtbot, page)
    rows = page.opening.grid.rows
    QTest.keyClicks(rows[1].field.edit, "2")
    QTest.keyClicks(rows[-1].field.edit, "3")
    assert page.opening.float.amount() == 40_015
    with qtbot.waitSignal(page.shift_opened):
        QTest.keyClick(rows[-1].field.edit, Qt.Key.Key_Return)
    with counter.desk.store.reading() as connection:
        counted = connection.exec_driver_sql("SELECT denomination, pieces FROM cash_count ORDER BY 1").all()
    assert [tuple(row) for row in counted] == [(5, 3), (20_000, 2)]


def test_a_sum_that_is_typed_forgets_the_count(qtbot: QtBot, counter: Counter, page: TillPage):
    _enter(qtbot, page)
    QTest.keyClicks(page.opening.grid.rows[1].field.edit, "2")
    page.opening.float.edit.selectAll()
    QTest.keyClicks(page.opening.float.edit, "12.5")
    assert page.opening.float.amount() == 12_500
    assert page.opening.grid.pieces() == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "اكتب المبلغ"), ("-5", "سالب"), ("12.5555", "ثلاث"), ("9" * 30, "أكبر"), ("abc", "ليس مبلغ")],
)
def test_a_float_that_cannot_be_is_told_at_the_field(
    qtbot: QtBot, counter: Counter, page: TillPage, typed: str, words: str
):
    _enter(qtbot, page)
    QTest.keyClicks(page.opening.float.edit, typed)
    QTest.keyClick(page.opening.float.edit, Qt.Key.Key_Return)
    assert words in page.opening.float.note.text()
    assert page.opening.float.text() == typed
    assert current_shift(counter.desk, counter.clerk) is None


@pytest.mark.parametrize("code", ["ar", "en"])
def test_tab_goes_through_the_sum_before_the_pieces(qtbot: QtBot, counter: Counter, page: TillPage, code: str):
    language.use(code)  # type: ignore[arg-type]
    _enter(qtbot, page)
    stops = []
    while page.focusWidget() is not page.opening.grid.rows[0].field.edit:
        stops.append(page.focusWidget())
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert len(stops) < 10
    assert stops[0] is page.opening.float.edit
    assert page.opening.button in stops


def test_usual_floats_are_one_key_away(qtbot: QtBot, counter: Counter, page: TillPage):
    _enter(qtbot, page)
    button = page.findChild(QAbstractButton, "float_50000")
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert page.opening.float.amount() == 50_000
    assert page.opening.float.edit.hasFocus()


def test_two_presses_open_one_shift(qtbot: QtBot, counter: Counter, page: TillPage):
    _enter(qtbot, page)
    page.opening.float.set_amount(FLOAT)
    with qtbot.waitSignal(page.shift_opened):
        page.opening.open()
        page.opening.open()
    with counter.desk.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM shift").scalar() == 1


def test_the_sums_are_the_stored_ones(qtbot: QtBot, counter: Counter, page: TillPage):
    manager = counter.manager
    first = counter.sell(government=21_000, who=manager)
    counter.sell(customer=a_customer(2), government=7_500, tender=Tender.CARD, who=manager)
    last = counter.sell("rop-omani-passport", government=0, who=manager)
    page.begin(manager)
    _enter(qtbot, page)
    qtbot.waitUntil(lambda: page.is_open)
    shift = current_shift(counter.desk, manager)
    assert shift is not None
    assert _amount(page, "takings_card") == 9_500
    # A manager counts his own drawer as blindly as anybody.
    assert [_amount(page, name) for name in ("expected_drawer", "drawer_cash", "own_centre", "government_held")] == [
        None
    ] * 4
    assert "3" in page.desk.running.receipts.text()
    assert first.number in page.desk.running.span.text()
    assert last.number in page.desk.running.span.text()


def test_the_report_is_printed_and_changes_nothing(qtbot: QtBot, counter: Counter, page: TillPage, room: PrintRoom):
    counter.sell()
    _enter(qtbot, page)
    qtbot.waitUntil(lambda: page.is_open)
    before = look_at_shift(counter.desk, counter.clerk)
    outs: list[PaperOut] = []
    room.came_out.connect(outs.append)
    QTest.keyClick(page.desk.running.print_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(outs))
    assert Path(outs[0].file).name.startswith("x-report-")
    assert Path(outs[0].file).read_bytes().startswith(b"%PDF")
    assert look_at_shift(counter.desk, counter.clerk) == before


def test_a_clock_that_went_back_asks_for_the_manager(qtbot: QtBot, counter: Counter, page: TillPage):
    counter.sell()
    counter.clock.move(-2 * HOUR_MS)
    _enter(qtbot, page)
    qtbot.waitUntil(lambda: page.opening.banner.isVisible())
    way = next(command for command in page.commands() if command.shortcut == page.opening.approval.key)
    assert way.is_enabled()
    way.run()
    qtbot.waitUntil(lambda: page.approvals.sheet is not None and page.approvals.sheet.is_open)
    sheet = page.approvals.sheet
    assert sheet is not None
    QTest.keyClicks(sheet.reason.edit, "clock battery")
    QTest.keyClick(sheet.reason.edit, Qt.Key.Key_Return)
    QTest.keyClicks(sheet.pin, "111222")
    QTest.keyClick(sheet.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(sheet.pin_note.text()))
    assert sheet.is_open
    QTest.keyClicks(sheet.pin, MANAGER_PIN)
    QTest.keyClick(sheet.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.is_open)
    assert not sheet.is_open
    assert not way.is_enabled()


@pytest.mark.parametrize("code", ["ar", "en"])
def test_a_clock_that_went_back_is_told_whole(qtbot: QtBot, counter: Counter, page: TillPage, code: str):
    language.use(code)  # type: ignore[arg-type]
    counter.sell()
    counter.clock.move(-2 * HOUR_MS)
    _enter(qtbot, page)
    qtbot.waitUntil(lambda: page.opening.banner.isVisible() and page.opening.approval.isVisible())
    for label in (page.opening.banner.label, page.opening.float.note):
        qtbot.waitUntil(lambda label=label: label.height() >= label.heightForWidth(label.width()))
    assert page.opening.float.note.geometry().top() >= page.opening.float.frame.geometry().bottom()


def test_another_operator_opens_a_shift_of_his_own(qtbot: QtBot, counter: Counter, page: TillPage):
    counter.sell()
    page.begin(counter.manager)
    page.enter()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.opening)


@pytest.mark.parametrize("typed", ["shift", "وردية", "print", "طباعة"])
def test_everyday_words_lead_to_the_till(page: TillPage, typed: str):
    way = Command("go.till", page.title_key, page.enter, also=page.also_key)
    assert matching([way], typed) == [way]


@pytest.mark.parametrize("code", ["ar", "en"])
def test_every_control_has_a_name(qtbot: QtBot, counter: Counter, page: TillPage, code: str):
    language.use(code)  # type: ignore[arg-type]
    _enter(qtbot, page)
    controls = [*page.findChildren(QLineEdit), *page.findChildren(QAbstractButton)]
    assert [c for c in controls if not (c.objectName() and c.accessibleName())] == []
