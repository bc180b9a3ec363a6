"""The lessons page on a real desk: what it shows of a month, for whom, and how it is taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.day import PeriodKind
from sanad_desk.domain.lessons import ComplaintKind, EntityOutages, Lessons, ServiceDuration
from sanad_desk.usecases.open_desk import append
from sanad_desk.wire.follow_facts import OutageBegan, PapersMissed, ServiceNotOffered
from sanad_ui.background import Background
from sanad_ui.language import language
from sanad_ui.lessons.board import LessonsBoard
from sanad_ui.lessons.door import LessonsDoor
from sanad_ui.lessons.page import LessonsPage
from sanad_ui.lessons.words import percent
from sanad_ui.printing.print_room import PrintRoom
from tests.ui.day.views import SATURDAY
from tests.usecases.counter import Counter

CASE = bytes(15) + b"c"
FACTS = (
    PapersMissed(CASE, "mol-work-permit-renew", ("paper:0:passport", "paper:1:photo")),
    PapersMissed(CASE, "rop-omani-passport", ("paper:0:photo",)),
    OutageBegan(bytes(16), "rop"),
    ServiceNotOffered("ترجمة قانونية"),
)


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background) -> LessonsPage:
    with counter.desk.store.unit_of_work() as unit:
        for fact in FACTS:
            append(counter.desk, unit, fact, counter.clerk, None)
        unit.commit()
    counter.clock.move(2 * 3_600_000)
    room = PrintRoom(counter.desk, background)
    made = LessonsPage(LessonsDoor(counter.desk), background, room, counter.clock.now)
    qtbot.addWidget(made)
    made.resize(1282, 682)
    made.show()
    made.begin(counter.manager)
    made.enter()
    qtbot.waitUntil(lambda: made.lessons is not None)
    return made


def bare(text: str) -> str:
    """Without the marks that isolate numbers."""
    return text.translate({0x2066: None, 0x2068: None, 0x2069: None})


def test_a_month_is_told_in_bars(qtbot: QtBot, page: LessonsPage) -> None:
    board = page.board
    assert board.period_bar.period.kind is PeriodKind.MONTH
    assert [(bar.name(), bar.height) for bar in board.missing.chart.bars()] == [("صورة شخصية", 2), ("جواز السفر", 1)]
    assert bare(board.missing.words.text()).startswith("صورة شخصية: مرتين، في ")
    (outage,) = board.outages.chart.bars()
    assert (outage.name(), outage.figure()) == ("شرطة عمان السلطانية", "ساعتان")
    assert [bar.name() for bar in board.not_offered.chart.bars()] == ["ترجمة قانونية"]
    assert board.returns.chart.bars() == ()
    board.missing.chart.setFocus()
    QTest.keyClick(board.missing.chart, Qt.Key.Key_Down)
    assert bare(board.missing.words.text()).startswith("جواز السفر: مرة واحدة")
    language.use("en")
    assert bare(board.missing.words.text()).startswith("Passport: once, for ")


def test_where_nothing_happened_it_says_what_will_gather_here(qtbot: QtBot, page: LessonsPage) -> None:
    read = page.lessons
    page.board.period_bar.go_back()
    qtbot.waitUntil(lambda: page.lessons is not read)
    assert page.board.empty.isVisible()


def test_an_operator_finds_it_locked(counter: Counter, page: LessonsPage) -> None:
    page.begin(counter.clerk)
    assert page.closed_door.isVisible()
    assert page.lessons is None
    assert page.commands() == ()


def test_it_is_saved_and_printed(qtbot: QtBot, page: LessonsPage) -> None:
    with qtbot.waitSignal(page.told) as told:
        page.board.excel.click()
    assert f"lessons-month-{SATURDAY.replace(day=1)}" in told.args[0]()
    with qtbot.waitSignal(page._room.came_out) as out:
        page.board.print.click()
    assert Path(out.args[0].file).read_bytes().startswith(b"%PDF")


def test_results_are_held_against_what_was_promised(qtbot: QtBot) -> None:
    board = LessonsBoard(SATURDAY)
    qtbot.addWidget(board)
    service = Words("عقد عمل", "Work contract")
    board.show_lessons(
        Lessons(
            outages=(EntityOutages(Words("وزارة", "Ministry"), 0, 0, 3),),
            durations=(ServiceDuration(service, 4, 6, 4, 3, 2), ServiceDuration(service, 1, 1, None, 0, 0)),
            stars={5: 3, 4: 1},
            complaints=(ComplaintKind("price", 3, 1), ComplaintKind("delay", 1, 0)),
        )
    )
    late, undated = board.durations.chart.bars()
    assert (late.height, late.mark, bare(late.figure())) == (6, 4, "6 أيام عمل · تأخر 67%")
    assert (undated.mark, undated.figure()) == (None, "يوم عمل")
    assert bare(board.in_time.figure.text()) == "33%"
    assert bare(board.stars.figure.text()) == "4.8"
    assert bare(board.complaints.note.text()) == "واحدة تنتظر الرد"
    assert bare(board.outages.chart.bars()[0].figure()) == "عُلّقت لها 3 معاملات"
    assert [bare(percent(*parts)) for parts in ((0, 0), (1, 3), (2, 3), (1, 1))] == ["0%", "33%", "67%", "100%"]
