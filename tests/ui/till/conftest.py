"""The till page on a real desk, and the hands of whoever stands at it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sanad_desk.domain.cash import break_down
from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_ui.background import Background
from sanad_ui.kit import Amount
from sanad_ui.printing.print_room import PrintRoom
from sanad_ui.till.closing_card import Stage
from sanad_ui.till.count_grid import CountGrid
from sanad_ui.till.door import TillDoor
from sanad_ui.till.page import TillPage
from tests.usecases.counter import Counter


class Till:
    """Drives the page as a person does, and waits for what he would see."""

    def __init__(self, qtbot: QtBot, counter: Counter, background: Background) -> None:
        self.qtbot, self.counter = qtbot, counter
        self.room = PrintRoom(counter.desk, background)
        self.page = TillPage(TillDoor(counter.desk), background, self.room, counter.clock.now)
        self.page.begin(counter.clerk)
        qtbot.addWidget(self.page)
        self.page.resize(1260, 680)
        self.page.show()
        self.page.activateWindow()

    def enter(self) -> None:
        self.page.enter()
        self.qtbot.waitUntil(lambda: self.page.stack.currentWidget() is not self.page.blank)

    def wait_for_stage(self, stage: Stage | None) -> None:
        self.qtbot.waitUntil(lambda: self.page.closing.stage is stage)

    def count(self, grid: CountGrid, amount: int) -> None:
        """Types the fewest pieces of an amount, largest first, as a hand goes down the grid."""
        pieces, rest = break_down(amount)
        assert not rest
        grid.focus_first()
        for row in grid.rows:
            focused = QApplication.focusWidget()
            assert focused is row.field.edit
            QTest.keyClicks(focused, str(pieces.get(row.denomination, 0)))
            QTest.keyClick(focused, Qt.Key.Key_Return)

    def lock(self, amount: int, terminal: str = "") -> None:
        """From the running shift to the locked count."""
        self.page.forward()
        self.wait_for_stage(Stage.COUNTING)
        self.count(self.page.desk.count.grid, amount)
        QTest.keyClicks(self.page.desk.closing.terminal.edit, terminal)
        self.page.forward()
        self.wait_for_stage(Stage.COUNTED)

    def approve(self, pin: str = MANAGER_PIN) -> None:
        """At the sheet that is asked for by now or in a moment."""
        self.qtbot.waitUntil(lambda: self.page.approvals.sheet is not None and self.page.approvals.sheet.is_open)
        sheet = self.page.approvals.sheet
        assert sheet is not None
        if not sheet.reason.text():
            QTest.keyClicks(sheet.reason.edit, "looked at it")
        QTest.keyClicks(sheet.pin, pin)
        QTest.keyClick(sheet.pin, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: not sheet.is_open or bool(sheet.pin_note.text()))

    def amount(self, name: str) -> int | None:
        """What an amount shows now; parts taken off the page are not asked."""
        shown = [part for part in self.page.findChildren(Amount, name) if part.parent() is not None]
        return shown[-1].baisa if shown else None

    def figures_on_screen(self) -> set[int]:
        """Every amount that can be seen."""
        shown = (part for part in self.page.findChildren(Amount) if part.isVisible())
        return {part.baisa for part in shown if part.baisa is not None and "•" not in part.text()}


@pytest.fixture
def till(qtbot: QtBot, counter: Counter, background: Background) -> Till:
    return Till(qtbot, counter, background)
