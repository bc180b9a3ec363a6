"""The card of outages on a real desk: a portal goes down, its notice is printed, and its list is taken up again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from sanad_desk.domain.case_life import CaseState
from sanad_desk.domain.digits import strip_marks
from sanad_desk.usecases.begin_outage import begin_outage
from sanad_desk.usecases.case_standings import open_cases
from sanad_desk.usecases.end_outage import end_outage
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.outages import outages
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_ui.background import Background
from sanad_ui.follow.outage_card import OutageCard
from sanad_ui.follow.outage_door import OutageDoor
from sanad_ui.language import language
from sanad_ui.printing.print_room import PaperOut, PrintRoom
from sanad_ui.shell.page import Page
from tests.usecases.counter import FLOAT, Counter
from tests.usecases.put_off import sold_put_off


class Hands:
    """Works the card by key, as a clerk does, and waits for what he would see."""

    def __init__(self, qtbot: QtBot, counter: Counter, background: Background) -> None:
        self.qtbot, self.counter = qtbot, counter
        self.out: list[PaperOut] = []
        self.room = PrintRoom(counter.desk, background)
        self.room.came_out.connect(self.out.append)
        self.page = Page(name="follow_page")
        self.card = OutageCard(OutageDoor(counter.desk), background, self.room)
        QVBoxLayout(self.page).addWidget(self.card)
        qtbot.addWidget(self.page)
        self.page.resize(700, 640)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.card.begin(counter.clerk)
        self.look()

    def look(self) -> None:
        self.card.look()
        self.qtbot.waitUntil(lambda: self.card._looking is None)

    def press(self, key: Qt.Key) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)

    def open_list(self) -> None:
        self.card.back_button.click()
        self.qtbot.waitUntil(lambda: self.card.resume_sheet is not None and self.card.resume_sheet.is_open)

    def states(self) -> list[CaseState]:
        with reading_centre(self.counter.desk) as centre:
            found = sorted(open_cases(centre), key=lambda each: each.begun_at)
        return [standing.state for standing in found]

    @property
    def is_down(self) -> bool:
        return bool(self.card.tiles)


@pytest.fixture
def hands(qtbot: QtBot, counter: Counter, background: Background) -> Hands:
    open_shift(counter.desk, counter.clerk, FLOAT)
    for _ in range(3):
        sold_put_off(counter.desk, counter.clerk)
        counter.clock.move(60_000)
    return Hands(qtbot, counter, background)


def begin(hands: Hands) -> None:
    begin_outage(hands.counter.desk, hands.counter.clerk, "mol")
    hands.look()


def test_some_letters_and_two_returns_note_an_outage_and_print_its_notice(hands: Hands) -> None:
    assert not hands.is_down
    assert hands.card.none.isVisible()
    hands.card.begin_button.click()
    language.use("en", "western")
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "labour")
    hands.press(Qt.Key.Key_Return)
    sheet = hands.card.begin_sheet
    assert sheet is not None
    assert sheet.confirm_button.isEnabled()  # the first one takes the name
    hands.press(Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: hands.is_down and bool(hands.out))
    assert hands.states() == [CaseState.ON_HOLD] * 3
    assert strip_marks(hands.card.tiles[0].facts.text()).endswith("3 on hold")
    assert Path(hands.out[0].file).read_bytes().startswith(b"%PDF")


def test_nothing_is_noted_while_no_entity_is_chosen(hands: Hands) -> None:
    hands.card.begin_button.click()
    sheet = hands.card.begin_sheet
    assert sheet is not None
    sheet.confirm_button.click()
    assert sheet.is_open
    assert sheet.entity.field.note.text()
    assert outages(hands.counter.desk) == ()


def test_what_is_noted_already_says_since_when(hands: Hands) -> None:
    begin(hands)
    hands.card.begin_button.click()
    sheet = hands.card.begin_sheet
    assert sheet is not None
    language.use("en", "western")
    QTest.keyClicks(sheet.entity.field.edit, "labour")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: "since" in sheet.entity.field.note.text())
    assert len(outages(hands.counter.desk)) == 1


def test_one_key_takes_up_all_that_is_ticked(hands: Hands) -> None:
    begin(hands)
    hands.open_list()
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)  # the second one stays on hold
    hands.press(Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: not hands.is_down)
    assert hands.states() == [CaseState.READY, CaseState.ON_HOLD, CaseState.READY]


def test_closing_the_list_leaves_the_outage_as_it_is(hands: Hands) -> None:
    begin(hands)
    hands.open_list()
    hands.press(Qt.Key.Key_Escape)
    hands.look()
    assert hands.is_down
    assert hands.states() == [CaseState.ON_HOLD] * 3


def test_what_another_desk_ended_meanwhile_can_still_be_resumed(hands: Hands) -> None:
    begin(hands)
    hands.open_list()
    end_outage(hands.counter.desk, hands.counter.manager, outages(hands.counter.desk)[0].outage_id)
    hands.press(Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: not hands.is_down)
    assert hands.states() == [CaseState.READY] * 3


def test_of_several_outages_the_marked_one_comes_back(hands: Hands) -> None:
    begin(hands)
    begin_outage(hands.counter.desk, hands.counter.clerk, "rop")
    hands.look()
    hands.card.tiles[1].click()
    hands.open_list()
    hands.press(Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: len(hands.card.tiles) == 1)
    assert hands.card.tiles[0].outage.entity == "mol"


def test_the_notice_is_printed_again(hands: Hands) -> None:
    begin(hands)
    hands.card.notice_button.click()
    hands.qtbot.waitUntil(lambda: len(hands.out) == 1)
