"""The performance page: one's own figures from a real desk, in both languages, and nobody else's after a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.errors import StoreError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.own_statistics import OwnDay, OwnVariance, own_statistics
from sanad_desk.usecases.sign_in import list_operators
from sanad_ui.background import Background
from sanad_ui.language import language
from sanad_ui.performance.board import PerformanceBoard
from sanad_ui.performance.page import PerformancePage
from tests.ui.test_desk_at_work import Started
from tests.ui.test_desk_at_work import start as start  # a fixture
from tests.usecases.counter import Counter

ON = date(2026, 11, 21)
QUIET = OwnDay(ON, 0, 0, 0, None, None, None, (), tuple((date(2026, 11, day), 0) for day in range(1, 22)), ())


def bare(text: str) -> str:
    """Without the marks that isolate numbers."""
    return text.translate({0x2066: None, 0x2068: None, 0x2069: None})


@pytest.fixture
def page(on_page: Callable[..., QWidget], counter: Counter, background: Background) -> PerformancePage:
    made = PerformancePage(partial(own_statistics, counter.desk), background, lambda: counter.clock.at)
    on_page(made).resize(1254, 654)
    return made


@pytest.fixture
def board(on_page: Callable[..., QWidget]) -> PerformanceBoard:
    made = PerformanceBoard()
    on_page(made).resize(1254, 654)
    return made


def _read(qtbot: QtBot, page: PerformancePage, who: SignedIn) -> PerformanceBoard:
    page.begin(who)
    page.enter()
    qtbot.waitUntil(lambda: page.day is not None)
    assert page.board is not None
    return page.board


def test_what_one_did_today(qtbot: QtBot, page: PerformancePage, counter: Counter) -> None:
    counter.sell()
    counter.sell()
    board = _read(qtbot, page, counter.clerk)
    assert bare(board.sales.figure.text()) == "2"
    assert bare(board.word.text()) == "أنجزت اليوم معاملتين"
    assert [bare(bar.figure()) for bar in board.services.bars()] == ["2"]
    assert board.weeks.bars()[-1].parts == (0, 2)
    assert board.weeks.current_key() == board.weeks.bars()[-1].key  # the arrows begin at today
    assert board.drawer.figure.text() == "—"
    language.use("en")
    assert bare(board.word.text()) == "2 transactions done today"


def test_nothing_stays_for_the_next_operator(qtbot: QtBot, page: PerformancePage, counter: Counter) -> None:
    counter.sell()
    first = _read(qtbot, page, counter.clerk)
    operators = [SignedIn(o.id, o.name, o.roles) for o in list_operators(counter.desk)]
    other = next(o for o in operators if Role.MANAGER not in o.roles and o.operator_id != counter.clerk.operator_id)
    page.begin(other)
    assert page.board is not first
    board = _read(qtbot, page, other)
    assert bare(board.sales.figure.text()) == "0"
    assert board.services.bars() == ()
    assert bare(board.word.text()).startswith("يومك يبدأ هنا")


def test_a_day_beyond_the_usual_is_praised_and_a_slow_one_is_not_measured(board: PerformanceBoard) -> None:
    board.show_day(OwnDay(ON, 12, 2, 1, 680, 9, 700, (), QUIET.days, ()))
    assert bare(board.word.text()) == "أنجزت اليوم 12 معاملة، أكثر من يومك المعتاد. أحسنت!"
    assert bare(board.average.figure.text()) == "11:20"
    assert bare(board.average.note.text()) == "المعتاد لديك 11:40"
    board.show_day(OwnDay(ON, 3, 0, 0, 680, 9, 700, (), QUIET.days, ()))
    assert bare(board.word.text()) == "أنجزت اليوم 3 معاملات"


def test_drawers_are_told_as_they_were(board: PerformanceBoard) -> None:
    board.show_day(QUIET)
    assert board.drawers.nothing.isVisible()
    variances = (OwnVariance(ON, -500, waits=True), OwnVariance(ON, 0, waits=False))
    board.show_day(OwnDay(ON, 0, 0, 0, None, None, None, (), QUIET.days, variances))
    assert not board.drawers.nothing.isVisible()
    assert bare(board.drawer.figure.text()) == "عجز 0.500"
    assert len(board.drawers.lines.findChildren(QWidget, "own_drawer_1_state")) == 1


def test_a_store_that_fails_says_so_and_can_be_asked_again(
    qtbot: QtBot, on_page: Callable[..., QWidget], counter: Counter, background: Background
) -> None:
    answers: list[object] = [StoreError("store_damaged", path="desk.db"), QUIET]

    def read(who: SignedIn, on: date) -> OwnDay:
        answer = answers.pop(0)
        if isinstance(answer, StoreError):
            raise answer
        assert isinstance(answer, OwnDay)
        return answer

    page = PerformancePage(read, background, lambda: counter.clock.at)
    on_page(page)
    page.begin(counter.clerk)
    page.enter()
    assert page.board is not None
    qtbot.waitUntil(page.board.banner.isVisible)
    page.board.banner.acted.emit()
    qtbot.waitUntil(lambda: page.day is QUIET)
    assert not page.board.banner.isVisible()


def test_f5_leads_there_and_f4_reads_the_day_anew_by_another_key(start: Callable[[], Started]) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    desk.press(Qt.Key.Key_F5)
    page = desk.pages.performance
    desk.qtbot.waitUntil(lambda: page.isVisible() and page.day is not None)
    desk.wait_for_focus("own_weeks")
    keys = [command.shortcut for command in desk.pages.day.commands()]
    assert "F5" not in keys
