"""The follow-up page in a real window on a real store, with cases that wait, and a hand at its keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sanad_desk.domain.case_life import Move
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, FollowRow, follow_up
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_ui.background import Background
from sanad_ui.follow.case_card import CaseCard
from sanad_ui.follow.case_door import CaseDoor
from sanad_ui.follow.door import FollowDoor, id_of
from sanad_ui.follow.outage_card import OutageCard
from sanad_ui.follow.outage_door import OutageDoor
from sanad_ui.follow.page import FollowPage
from sanad_ui.kit import OperatorTile
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.shell import DeskWindow, Page
from tests.usecases.counter import Counter, a_customer

Key = Qt.Key
Mod = Qt.KeyboardModifier
PERMIT = "mol-work-permit-renew"
DAY_MS = 86_400_000


@dataclass
class FollowBench:
    qtbot: QtBot
    counter: Counter
    background: Background
    page: FollowPage = field(init=False)
    window: DeskWindow = field(init=False)

    def __post_init__(self) -> None:
        desk, now, background = self.counter.desk, self.counter.clock.now, self.background
        room = PrintRoom(desk, background)
        card = CaseCard(CaseDoor(desk), background, room, now)
        outages = OutageCard(OutageDoor(desk), background, room)
        self.page = FollowPage(FollowDoor(desk), card, outages, background, now)
        self.window = DeskWindow(now)
        self.qtbot.addWidget(self.window)
        first = Page(name="serve")
        first.title_key = "app.page.serve"
        self.window.add_page("serve", first, icon="hand-helping", key="F1")
        self.window.add_page("follow", self.page, icon="list-checks", key="F2")
        self.window.show_desk(OperatorTile("one", "موظف تجريبي أول", "Sample Operator One"))
        self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def sell(self, count: int = 1, service: str = PERMIT) -> list[UUID]:
        """Cases that lie with the entity now, each of another customer."""
        known = set(self.ids())
        for number in range(count):
            self.counter.sell(service, customer=a_customer(len(known) + number + 1))
        return [case_id for case_id in self.ids() if case_id not in known]

    def move(self, case_id: UUID, move: Move, **said: Any) -> None:
        move_case(self.counter.desk, self.counter.clerk, MoveInput(case_id, move, **said))

    def ids(self) -> list[UUID]:
        return [row.standing.case_id for row in self.rows(Bucket.ALL)]

    def rows(self, bucket: Bucket) -> tuple[FollowRow, ...]:
        return follow_up(self.counter.desk, self.counter.clerk, FollowFilter(bucket)).rows

    def row(self, case_id: UUID) -> FollowRow:
        return next(row for row in self.rows(Bucket.ALL) if row.standing.case_id == case_id)

    def open(self, bucket: Bucket = Bucket.US) -> None:
        """Signed in, F2, and the bucket."""
        self.window.begin(self.counter.clerk)
        self.press(Key.Key_F2)
        if bucket is not Bucket.US:
            self.choose(bucket)

    def choose(self, bucket: Bucket) -> None:
        self.page.choose_bucket(bucket)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Mod.NoModifier) -> None:
        handle = self.window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifier)
        self.settle()

    def settle(self) -> None:
        """Answers come in the order of their jobs; some of them ask again."""
        for _ in range(3):
            answers: list[None] = []
            self.background.run(lambda: None, answers.append)
            self.wait(partial(bool, answers))

    def wait(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so, timeout=20_000)

    def listed(self) -> list[UUID]:
        return [row.id for row in self.page.list.rows()]

    @property
    def current(self) -> UUID | None:
        row = self.page.list.current
        return id_of(row) if row is not None else None

    @property
    def focus(self) -> str:
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""
