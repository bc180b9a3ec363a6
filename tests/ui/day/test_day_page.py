"""The day page on a real desk: stored sums, receipts behind them, decisions written down, papers taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sanad_desk.domain.cash import break_down
from sanad_desk.domain.day import DayView, DrawerState, Period, PeriodKind
from sanad_desk.domain.transaction import Tender
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.open_shift import current_shift
from sanad_ui.background import Background
from sanad_ui.day.door import DayDoor
from sanad_ui.day.page import DayPage
from sanad_ui.printing.print_room import PaperOut, PrintRoom
from sanad_ui.shell.command import Command
from sanad_ui.shell.palette import matching
from tests.ui.day.views import SATURDAY
from tests.usecases.counter import FLOAT, Counter


@pytest.fixture
def room(counter: Counter, background: Background) -> PrintRoom:
    return PrintRoom(counter.desk, background)


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background, room: PrintRoom) -> DayPage:
    page = DayPage(DayDoor(counter.desk), background, room, counter.clock.now)
    page.begin(counter.manager)
    qtbot.addWidget(page)
    page.resize(1282, 682)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def _look(qtbot: QtBot, page: DayPage) -> DayView:
    """Enters the page and waits for the sums of now."""
    with qtbot.waitSignal(page.commands_changed):
        page.enter()
    view = page.view
    assert view is not None
    return view


def _run(page: DayPage, name: str) -> None:
    command = next(command for command in page.commands() if command.name == name)
    assert command.is_enabled()
    command.run()


def _close_drawer(counter: Counter, *, missing: int = 0) -> None:
    """Counts the clerk's drawer after one sale, and closes it; what is missing is for the manager to accept later."""
    shift = current_shift(counter.desk, counter.clerk)
    assert shift is not None
    pieces, _ = break_down(FLOAT + 23_000 - missing)
    assert lock_count(counter.desk, counter.clerk, shift.id, pieces).variance == -missing
    reason = "torn note" if missing else ""
    close_shift(counter.desk, counter.clerk, shift.id, reason=reason, approve_later=bool(missing))


def test_the_figures_are_the_stored_ones(qtbot: QtBot, counter: Counter, page: DayPage) -> None:
    counter.sell(government=21_000)
    counter.sell(government=7_500, tender=Tender.CARD)
    view = _look(qtbot, page)
    assert (view.sales, view.totals.government) == (2, 28_500)
    assert "2" in page.board.figures.transactions.figure.text()
    assert "28.500" in page.board.figures.government.figure.text()
    assert [row.state for row in view.drawers] == [DrawerState.OPEN]
    assert sum(bar.height for bar in page.board.time.chart.bars()) == 2
    counter.sell(government=1_000)
    assert _look(qtbot, page).sales == 3


def test_a_number_leads_to_its_receipts_and_one_of_them_to_find(qtbot: QtBot, counter: Counter, page: DayPage) -> None:
    counter.sell()
    card = counter.sell(tender=Tender.CARD)
    _look(qtbot, page)
    page.board.by.choice.set_value("tender")
    page.board.by.choice.chosen.emit("tender")
    page.board.by.chart.setFocus()
    if page.board.by.chart.current_key() != "card":
        QTest.keyClick(page.board.by.chart, Qt.Key.Key_Down)
    QTest.keyClick(page.board.by.chart, Qt.Key.Key_Return)
    sheet = page.sheet
    assert sheet is not None
    qtbot.waitUntil(lambda: bool(sheet.list.rows()))
    assert [row.id for row in sheet.list.rows()] == [card.number]
    with qtbot.waitSignal(page.receipt_wanted) as wanted:
        QTest.keyClick(sheet.list, Qt.Key.Key_Return)
    assert wanted.args == [card.number]


def test_an_operator_finds_the_door_closed(qtbot: QtBot, counter: Counter, page: DayPage) -> None:
    counter.sell()
    _look(qtbot, page)
    page.begin(counter.clerk)
    page.enter()
    assert page.stack.currentWidget() is page.closed_door
    assert page.view is None
    assert page.commands() == ()


def test_a_variance_is_accepted_and_the_day_closed_and_opened_again(
    qtbot: QtBot, counter: Counter, page: DayPage
) -> None:
    counter.sell()
    _close_drawer(counter, missing=1_500)
    view = _look(qtbot, page)
    assert [row.state for row in view.waiting_drawers] == [DrawerState.WAITS]
    assert not page.board.closing.button.isEnabled()
    page.board.closing.waiting[0].click()
    sheet = page.decisions.sheet
    assert sheet is not None
    assert "torn note" in sheet.lead.text()
    QTest.keyClicks(sheet.reason.field.edit, "seen")
    QTest.keyClick(sheet.reason.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(page.board.closing.button.isEnabled)
    assert not sheet.is_open
    _run(page, "day.close")
    qtbot.waitUntil(lambda: page.view is not None and page.view.closed is not None)
    assert page.board.closing.reopen.isVisible()
    page.board.closing.reopen.click()
    sheet = page.decisions.sheet
    assert sheet is not None
    QTest.keyClicks(sheet.reason.field.edit, "one more customer")
    QTest.keyClick(sheet.reason.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view is not None and page.view.closed is None)
    assert page.board.closing.button.isEnabled()


def test_a_refused_reason_keeps_the_sheet_and_what_was_typed(qtbot: QtBot, counter: Counter, page: DayPage) -> None:
    counter.sell()
    _close_drawer(counter, missing=1_500)
    drawer = _look(qtbot, page).waiting_drawers[0]
    DayDoor(counter.desk).approve_variance(counter.manager, drawer.shift_id, "from another window")
    page.board.closing.waiting[0].click()
    sheet = page.decisions.sheet
    assert sheet is not None
    QTest.keyClicks(sheet.reason.field.edit, "seen")
    QTest.keyClick(sheet.reason.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.banner.isVisible)
    assert sheet.reason.value() == "seen"


def test_week_and_month_are_the_same_page(qtbot: QtBot, counter: Counter, page: DayPage) -> None:
    counter.sell()
    _look(qtbot, page)
    for name, kind, bars in (("day.week", PeriodKind.WEEK, 7), ("day.month", PeriodKind.MONTH, 30)):
        with qtbot.waitSignal(page.commands_changed):
            _run(page, name)
        assert page.view is not None
        assert page.view.period == Period.around(kind, SATURDAY)
        assert len(page.board.time.chart.bars()) == bars
        assert sum(bar.height for bar in page.board.time.chart.bars()) == 1
    with qtbot.waitSignal(page.commands_changed):
        _run(page, "day.previous")
    assert page.view is not None
    assert page.view.sales == 0
    assert page.board.period_bar.next.isEnabled()


def test_only_the_last_period_asked_for_is_shown(qtbot: QtBot, counter: Counter, page: DayPage) -> None:
    counter.sell()
    _look(qtbot, page)
    answers: list[object] = []
    page.commands_changed.connect(lambda: answers.append(page.view))
    with qtbot.waitSignal(page.commands_changed):
        for _ in range(3):
            _run(page, "day.previous")
    assert len(answers) == 1
    assert page.view is not None
    assert page.view.period == page.board.period_bar.period


def test_sums_that_cannot_be_read_leave_the_last_ones_under_their_own_name(
    qtbot: QtBot, counter: Counter, page: DayPage
) -> None:
    counter.sell()
    shown = _look(qtbot, page).period
    with counter.desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("ALTER TABLE shift RENAME TO gone")
        unit.commit()
    _run(page, "day.previous")
    qtbot.waitUntil(page.board.banner.isVisible)
    assert page.board.period_bar.period == shown
    assert "1" in page.board.figures.transactions.figure.text()


@pytest.mark.parametrize("choice", ["day", "prices"])
def test_reports_are_taken_away_as_paper_and_as_workbook(
    qtbot: QtBot, counter: Counter, page: DayPage, room: PrintRoom, choice: str
) -> None:
    counter.sell()
    _look(qtbot, page)
    page.board.drawers.choice.set_value(choice)
    outs: list[PaperOut] = []
    room.came_out.connect(outs.append)
    QTest.keyClick(page.board.drawers.print, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(outs))
    paper = Path(outs[0].file)
    assert paper.read_bytes().startswith(b"%PDF")
    with qtbot.waitSignal(page.told):
        QTest.keyClick(page.board.drawers.excel, Qt.Key.Key_Return)
    assert paper.with_suffix(".xlsx").read_bytes().startswith(b"PK")


def test_the_z_report_of_a_closed_drawer_is_printed_again(
    qtbot: QtBot, counter: Counter, page: DayPage, room: PrintRoom
) -> None:
    counter.sell()
    _look(qtbot, page)
    page.board.drawers.table.opened.emit(page.view.drawers[0] if page.view else None)
    sheet = page.sheet
    assert sheet is not None
    assert not sheet.z_button.isVisible()
    sheet.close_now()
    _close_drawer(counter)
    drawer = _look(qtbot, page).drawers[0]
    outs: list[PaperOut] = []
    room.came_out.connect(outs.append)
    page.board.drawers.table.opened.emit(drawer)
    qtbot.waitUntil(lambda: bool(sheet.list.rows()))
    QTest.keyClick(sheet.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(outs) == 1)
    assert Path(outs[0].file).read_bytes().startswith(b"%PDF")
    assert f"z-report-{drawer.z_number}" in outs[0].file
    QTest.keyClick(sheet.z_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(outs) == 2)
    assert sheet.is_open


def test_a_folder_that_cannot_be_written_to_is_told_on_the_page(qtbot: QtBot, counter: Counter, page: DayPage) -> None:
    _look(qtbot, page)
    (counter.desk.store.folder / "papers").write_text("in the way")
    page.board.drawers.choice.set_value("prices")
    page.save_workbook()
    qtbot.waitUntil(page.board.banner.isVisible)


@pytest.mark.parametrize("typed", ["totals", "مجاميع", "price list", "الأسعار"])
def test_everyday_words_lead_to_the_day(page: DayPage, typed: str) -> None:
    way = Command("go.day", page.title_key, page.enter, also=page.also_key)
    assert matching([way], typed) == [way]
