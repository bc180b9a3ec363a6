"""A clerk at the card of a case: works it by key on a real desk and waits for what he would see."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from sanad_desk.domain.case_life import Move, Standing
from sanad_desk.domain.operators import SignedIn
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, FollowRow, follow_up
from sanad_desk.usecases.look_at_case import CaseStory, look_at_case
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_ui.background import Background
from sanad_ui.follow.case_card import CaseCard
from sanad_ui.follow.case_door import CaseDoor
from sanad_ui.printing.print_room import PaperOut, PrintRoom
from sanad_ui.shell.page import Page
from tests.usecases.counter import Counter, a_customer
from tests.usecases.played import CONTRACT


class CaseHands:
    """One case, paid for and with its entity, on a card as wide as it is on a low screen."""

    def __init__(self, qtbot: QtBot, counter: Counter, background: Background) -> None:
        self.qtbot, self.counter = qtbot, counter
        self.out: list[PaperOut] = []
        self.changes: list[None] = []
        self.served: list[tuple[UUID, str]] = []
        room = PrintRoom(counter.desk, background)
        room.came_out.connect(self.out.append)
        self.page = Page(name="follow_page")
        self.card = CaseCard(CaseDoor(counter.desk), background, room, counter.clock.now)
        QVBoxLayout(self.page).addWidget(self.card)
        qtbot.addWidget(self.page)
        self.page.resize(365, 660)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.card.changed.connect(lambda: self.changes.append(None))
        self.card.serve_asked.connect(lambda case_id, action: self.served.append((case_id, action)))
        self.card.begin(counter.clerk)
        self.case_id = UUID(int=0)

    def sell(self, service: str = CONTRACT) -> None:
        self.counter.sell(service, customer=a_customer())
        self.case_id = self.rows()[-1].standing.case_id
        self.counter.clock.move(60_000)
        self.look()

    def rows(self) -> tuple[FollowRow, ...]:
        return follow_up(self.counter.desk, self.counter.clerk, FollowFilter(Bucket.ALL)).rows

    def row(self) -> FollowRow:
        return next(row for row in self.rows() if row.standing.case_id == self.case_id)

    def look(self) -> None:
        """As the page does once something has changed."""
        self.show(self.row())

    def show(self, row: FollowRow) -> None:
        self.card.show_case(row)
        self.qtbot.waitUntil(lambda: self.card._look is not None)

    def begin(self, who: SignedIn) -> None:
        self.card.begin(who)
        self.look()

    def moved(self, move: Move, **said: object) -> Standing:
        """Elsewhere, without the card."""
        self.counter.clock.move(60_000)
        asked = MoveInput(self.case_id, move, **said)  # type: ignore[arg-type]
        return move_case(self.counter.desk, self.counter.clerk, asked)

    def standing(self) -> Standing:
        with reading_centre(self.counter.desk) as centre:
            return known_standing(centre, self.case_id)

    def story(self) -> CaseStory:
        return look_at_case(self.counter.desk, self.counter.clerk, self.case_id)

    def run(self, name: str) -> None:
        """What a key of the card sets going; as in the window, only when it may."""
        command = next(command for command in self.card.commands() if command.name == name)
        assert command.is_enabled(), name
        command.run()

    def press(self, key: Qt.Key) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)

    def wait_for_change(self) -> None:
        self.qtbot.waitUntil(lambda: bool(self.changes))
        self.changes.clear()
