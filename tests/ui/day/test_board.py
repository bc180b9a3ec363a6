"""The board of the day: what it says of a view, what each part leads to, and when the day can be closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.day import By, DayView, DrawerRow, DrawerState, Period, PeriodKind
from sanad_ui.day.board import DayBoard
from sanad_ui.day.wait_line import WaitLine
from sanad_ui.day.words import Drill
from sanad_ui.kit.chip import Chip
from sanad_ui.language import language
from tests.ui.day import views

LATER = date(2026, 11, 25)


@pytest.fixture
def board(on_page: Callable[..., QWidget]) -> DayBoard:
    made = DayBoard(views.SATURDAY)
    on_page(made).resize(1254, 654)
    made.show_view(views.a_day(), views.SATURDAY)
    return made


@pytest.fixture
def drills(board: DayBoard) -> list[Drill]:
    heard: list[Drill] = []
    board.drilled.connect(heard.append)
    return heard


def _bare(text: str) -> str:
    """Without the marks that isolate numbers."""
    return text.translate({0x2066: None, 0x2068: None, 0x2069: None})


def _line(board: DayBoard, name: str) -> WaitLine | None:
    return next((line for line in board.closing.waiting if line.objectName() == f"wait_{name}"), None)


def _press(board: DayBoard, name: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    button = board.findChild(QAbstractButton, name)
    assert button is not None
    QTest.keyClick(button, key)


def test_half_a_day_is_told_beside_a_whole_one_and_not_measured_against_it(board: DayBoard) -> None:
    assert _bare(board.figures.transactions.figure.text()) == "164"
    assert _bare(board.figures.transactions.note.text()) == "يوم السبت السابق: 146"
    assert not board.period_bar.next.isEnabled()
    board.show_view(views.a_day(), LATER)
    assert _bare(board.figures.transactions.note.text()) == "▲ 12% عن يوم السبت السابق"
    assert _bare(board.figures.centre.note.text()) == "▲ 6% عن يوم السبت السابق"
    assert board.period_bar.next.isEnabled()


@pytest.mark.parametrize(("before", "words"), [(200, "▼ 18%"), (164, "مثل"), (0, ": 0")])
def test_less_the_same_and_nothing_before_are_told_apart(board: DayBoard, before: int, words: str) -> None:
    board.show_view(replace(views.a_day(), sales_before=before), LATER)
    assert words in _bare(board.figures.transactions.note.text())


def test_without_vat_its_place_tells_what_was_given_back(board: DayBoard, drills: list[Drill]) -> None:
    assert _bare(board.figures.vat.figure.text()) == "15.625"
    board.show_view(replace(views.a_day(), has_vat=False), views.SATURDAY)
    assert _bare(board.figures.vat.figure.text()) == "12.000"
    assert board.figures.vat.title.text() == "مبالغ معادة"
    board.figures.vat.click()
    assert [drill.by for drill in drills] == [By.REVERSALS]


def test_once_all_drawers_are_closed_it_shows_cash_taken(board: DayBoard) -> None:
    board.show_view(views.a_settled_day(), views.SATURDAY)
    assert _bare(board.figures.cash.figure.text()) == "1,883.225"
    assert board.figures.cash.title.text() == "تحصيل نقدي"


def test_a_longer_period_shows_cash_taken_and_not_a_sum_of_floats(board: DayBoard) -> None:
    assert _bare(board.figures.cash.figure.text()) == "1,933.225"
    board.show_view(views.a_period(PeriodKind.MONTH), views.SATURDAY)
    assert _bare(board.figures.cash.figure.text()) == "1,883.225"
    assert board.figures.cash.title.text() == "تحصيل نقدي"


@pytest.mark.parametrize(
    ("name", "by", "key"),
    [
        ("transactions", By.ALL, ""),
        ("government", By.GOVERNMENT, ""),
        ("centre", By.CENTRE, ""),
        ("vat", By.VAT, ""),
        ("cash", By.TENDER, "cash"),
    ],
)
def test_return_on_a_figure_opens_its_receipts(
    board: DayBoard, drills: list[Drill], name: str, by: By, key: str
) -> None:
    _press(board, f"figure_{name}")
    assert [(drill.by, drill.key) for drill in drills] == [(by, key)]
    assert drills[0].title()


def test_a_column_a_bar_and_a_row_open_theirs(board: DayBoard, drills: list[Drill]) -> None:
    board.time.chart.setFocus()
    QTest.keyClick(board.time.chart, Qt.Key.Key_Left)
    QTest.keyClick(board.time.chart, Qt.Key.Key_Return)
    _press(board, "by_choice_tender", Qt.Key.Key_Space)
    QTest.keyClick(board.by.chart, Qt.Key.Key_Down)
    QTest.keyClick(board.by.chart, Qt.Key.Key_Return)
    board.drawers.table.list.go_to(1)
    QTest.keyClick(board.drawers.table.list, Qt.Key.Key_Return)
    assert [(drill.by, drill.key) for drill in drills] == [
        (By.SLOT, "09"),
        (By.TENDER, "card"),
        (By.SHIFT, views.drawer(0, DrawerState.AGREES, 0, 0).shift_id.hex),
    ]


def test_tenders_are_as_long_as_their_money_and_entities_as_their_count(board: DayBoard) -> None:
    assert [bar.height for bar in board.by.chart.bars()] == [71, 38, 24, 17, 14]
    _press(board, "by_choice_tender", Qt.Key.Key_Space)
    assert [_bare(bar.figure()) for bar in board.by.chart.bars()] == ["1,883.225", "1,240.900", "50.000"]


@pytest.mark.parametrize("code", ["ar", "en"])
def test_hours_and_days_have_names_in_both_languages(board: DayBoard, code: str) -> None:
    language.use(code)  # type: ignore[arg-type]
    assert _bare(board.time.chart.bars()[0].name()) == "08:00"
    board.show_view(views.a_period(PeriodKind.WEEK), views.SATURDAY)
    sunday = {"ar": "الأحد", "en": "Sunday"}[code]
    assert board.time.chart.bars()[0].name() == sunday
    assert _bare(board.time.chart.bars()[0].spoken()).startswith(f"{sunday} 15/11/2026")
    board.show_view(views.a_period(PeriodKind.MONTH), views.SATURDAY)
    assert [_bare(bar.name()) for bar in board.time.chart.bars()][-1] == "30"
    assert _bare(board.period_bar.title.text()) == {"ar": "نوفمبر 2026", "en": "November 2026"}[code]


def test_what_waits_is_listed_and_holds_the_button(board: DayBoard) -> None:
    assert not board.closing.button.isEnabled()
    waits, opened = _line(board, f"variance_{3:032x}"), _line(board, f"open_{2:032x}")
    assert waits is not None
    assert "0.500" in waits.accessibleName()
    assert opened is not None
    heard: list[object] = []
    board.closing.variance_wanted.connect(heard.append)
    board.closing.shift_wanted.connect(heard.append)
    waits.click()
    opened.click()
    drawer, shift_id = heard
    assert isinstance(drawer, DrawerRow)
    assert (drawer.state, drawer.variance) == (DrawerState.WAITS, -500)
    assert shift_id == views.a_day().drawers[0].shift_id


def test_receipts_that_wait_for_the_server_hold_nothing_up(board: DayBoard, drills: list[Drill]) -> None:
    board.show_view(views.a_settled_day(), views.SATURDAY)
    here = _line(board, "here")
    assert here is not None
    assert board.closing.button.isEnabled()
    here.click()
    assert [drill.by for drill in drills] == [By.NOT_ON_SERVER]


@pytest.mark.parametrize("view", [views.a_day(), views.a_period(PeriodKind.MONTH)])
def test_a_forgotten_shift_is_told_whatever_is_looked_at(board: DayBoard, view: DayView) -> None:
    forgotten = replace(views.drawer(0, DrawerState.OPEN, 1, 2_000), business_date=date(2026, 10, 3))
    waits = replace(views.drawer(1, DrawerState.WAITS, 1, 2_000, -500), business_date=date(2026, 10, 4))
    board.show_view(replace(view, left_behind=(forgotten, waits)), LATER)
    heard: list[object] = []
    board.closing.shift_wanted.connect(heard.append)
    board.closing.variance_wanted.connect(heard.append)
    for drawer in (forgotten, waits):
        line = _line(board, f"behind_{drawer.shift_id.hex}")
        assert line is not None
        line.click()
    assert heard == [forgotten.shift_id, waits]


def test_tab_meets_what_waits_before_the_button(qtbot: QtBot, board: DayBoard) -> None:
    board.show_view(views.a_settled_day(), views.SATURDAY)
    qtbot.waitUntil(lambda: all(line.isVisible() for line in board.closing.waiting))
    board.drawers.table.list.setFocus()
    met: list[str] = []
    for _ in range(3):
        QTest.keyClick(board.window().focusWidget(), Qt.Key.Key_Tab)
        met.append(board.window().focusWidget().objectName())
    assert met == ["wait_agreed", "wait_here", "close_day"]


def test_a_day_closed_today_claims_no_figures_so_far(board: DayBoard) -> None:
    state = board.period_bar.state
    board.show_view(views.a_closed_day(), views.SATURDAY)
    assert _bare(state.text()) == "أُغلق اليوم 18:33، مدير تجريبي"
    assert "%" in board.figures.transactions.note.text()
    board.show_view(views.a_day(), views.SATURDAY)
    assert state.text() == "الأرقام حتى الآن"
    board.show_view(views.a_day(), LATER)
    assert not state.isVisible()


def test_a_closed_day_says_by_whom_and_can_be_opened_again(board: DayBoard) -> None:
    board.show_view(views.a_closed_day(), LATER)
    told = _line(board, "closed")
    assert told is not None
    assert _bare(told.accessibleName()) == "أُغلق اليوم 18:33، مدير تجريبي"
    assert not board.closing.button.isVisible()
    assert board.closing.reopen.isVisible()


def test_a_month_leads_to_the_days_that_are_not_closed(board: DayBoard) -> None:
    board.show_view(views.a_period(PeriodKind.MONTH), LATER)
    days: list[object] = []
    board.closing.day_wanted.connect(days.append)
    line = _line(board, f"day_{views.SATURDAY}")
    assert line is not None
    line.click()
    assert days == [views.SATURDAY]
    assert not board.closing.button.isVisible()


def test_the_period_is_changed_and_jumped_by_keyboard(qtbot: QtBot, board: DayBoard) -> None:
    bar = board.period_bar
    with qtbot.waitSignal(bar.chosen) as asked:
        bar.go_back()
    assert asked.args == [Period.around(PeriodKind.DAY, date(2026, 11, 20))]
    with qtbot.waitSignal(bar.chosen) as asked:
        bar.choose_kind(PeriodKind.WEEK)
    assert asked.args == [Period.around(PeriodKind.WEEK, views.SATURDAY)]
    bar.focus_jump()
    QTest.keyClicks(bar.jump.edit, "3/9/2026")
    with qtbot.waitSignal(bar.chosen) as asked:
        QTest.keyClick(bar.jump.edit, Qt.Key.Key_Return)
    assert asked.args == [Period.around(PeriodKind.DAY, date(2026, 9, 3))]
    QTest.keyClicks(bar.jump.edit, "31/2/2026")
    QTest.keyClick(bar.jump.edit, Qt.Key.Key_Return)
    assert bar.jump.has_error


def test_days_to_come_are_not_asked_for(qtbot: QtBot, board: DayBoard) -> None:
    with qtbot.assertNotEmitted(board.period_bar.chosen):
        board.period_bar.go_on()
    with qtbot.waitSignal(board.period_bar.chosen) as asked:
        board.period_bar.go_to(date(2030, 1, 1))
    assert asked.args == [Period.around(PeriodKind.DAY, views.SATURDAY)]


def test_an_empty_day_says_so_and_has_nothing_to_close(board: DayBoard) -> None:
    board.show_view(views.an_empty_day(), views.SATURDAY)
    assert "لا معاملات في هذه المدة" in board.time.chart.accessibleName()
    assert "لا معاملات في هذه المدة" in board.by.chart.accessibleName()
    assert board.drawers.table.stack.currentIndex() == 1
    assert _line(board, "nothing") is not None
    assert not board.closing.button.isEnabled()


@pytest.mark.parametrize("code", ["ar", "en"])
@pytest.mark.parametrize(
    "view",
    [
        views.a_day(),
        views.a_centres_day(),
        views.a_closed_day(),
        views.a_period(PeriodKind.MONTH),
        views.an_empty_day(),
    ],
)
def test_every_control_has_a_name_in_both_languages(board: DayBoard, code: str, view: DayView) -> None:
    language.use(code)  # type: ignore[arg-type]
    board.show_view(view, LATER)
    controls = [*board.findChildren(QLineEdit), *board.findChildren(QAbstractButton), *board.findChildren(Chip)]
    assert [part.objectName() for part in controls if not (part.objectName() and part.accessibleName())] == []
    for row in board.drawers.table.list.rows():
        assert row.title in row.title.strip()
        assert row.subtitle


@pytest.mark.parametrize("code", ["ar", "en"])
def test_no_word_is_cut_on_the_smallest_screen(qtbot: QtBot, board: DayBoard, code: str) -> None:
    language.use(code)  # type: ignore[arg-type]
    board.show_view(views.a_day(), LATER)
    qtbot.waitUntil(lambda: board.width() >= 1230)
    for card in board.figures.findChildren(QAbstractButton):
        for label in (card.title, card.figure, card.note):  # type: ignore[attr-defined]
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()
    for button in (board.period_bar.previous, board.drawers.excel, board.drawers.print, board.closing.button):
        assert button.width() >= button.sizeHint().width()


@pytest.mark.parametrize("code", ["ar", "en"])
def test_lines_that_fit_need_no_scrolling(board: DayBoard, qtbot: QtBot, code: str) -> None:
    language.use(code)
    board.resize(1254, 620)
    board.show_view(views.a_closed_day(), views.SATURDAY)
    qtbot.waitUntil(lambda: board.closing.waiting[-1].isVisible())
    assert not board.closing.lines.verticalScrollBar().isVisible()


@pytest.mark.parametrize("code", ["ar", "en"])
def test_other_desks_say_up_to_when_they_are_counted(board: DayBoard, code: str, qtbot: QtBot) -> None:
    language.use(code)
    assert not board.desks.isVisible()
    board.show_view(views.a_centres_day(), views.SATURDAY)
    qtbot.waitUntil(lambda: all(chip.isVisible() for chip in board.desks.chips))
    known, late = (_bare(chip.text()) for chip in board.desks.chips)
    assert (
        known
        == {
            "ar": "مكتب 2: معلوم حتى 15:57 (قبل 3 دقائق)",
            "en": "Desk 2: known to 15:57 (3 minutes ago)",
        }[code]
    )
    assert (
        late
        == {
            "ar": "مكتب 3: لا خبر عنه منذ 20/11/2026، 17:00، وقد تنقص مبالغه هنا",
            "en": "Desk 3: not heard since 20/11/2026, 17:00; its sums may be missing",
        }[code]
    )
    assert all(chip.width() >= chip.sizeHint().width() for chip in board.desks.chips)
    board.show_view(views.a_day(), views.SATURDAY)
    assert not board.desks.isVisible()


def test_what_other_desks_left_open_holds_nothing_up_here(board: DayBoard, drills: list[Drill]) -> None:
    board.show_view(views.a_centres_day(), views.SATURDAY)
    assert board.closing.button.isEnabled()
    told = {line.objectName(): _bare(line.accessibleName()) for line in board.closing.waiting}
    assert told["wait_this_desk"] == "الإغلاق للمكتب 1 وحده"
    assert told["wait_desks_closed"] == "أُغلق في: مكتب 3"
    assert told["wait_desks_open"] == "لم يُغلق بعد في: مكتب 2"
    assert not any(name.startswith(("wait_open", "wait_variance")) for name in told)
    for place in (1, 2):
        board.drawers.table.list.go_to(place)
        QTest.keyClick(board.drawers.table.list, Qt.Key.Key_Return)
    own, other = drills
    assert own.closed_shift is not None
    assert other.closed_shift is None
    week = replace(views.a_period(PeriodKind.WEEK), desk_number=1, other_desks=views.a_centres_day().other_desks)
    board.show_view(week, LATER)
    assert _line(board, "this_desk") is not None
    assert _line(board, "desks_open") is None
