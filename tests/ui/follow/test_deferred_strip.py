"""When the line is back, the steps that were put off come up by themselves."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.digits import strip_marks
from sanad_desk.usecases.deferred_work import deferred_work
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.sync_now import SyncOutcome
from sanad_ui.background import Background
from sanad_ui.follow.deferred_strip import DeferredStrip
from sanad_ui.language import language
from sanad_ui.line.watch import LineWatch
from tests.ui.line.test_watch import BAD, GOOD, ScriptedDoor
from tests.usecases.counter import FLOAT, Counter
from tests.usecases.put_off import sold_put_off


class Line:
    """A strip over a line that does as the script says."""

    def __init__(self, qtbot: QtBot, counter: Counter, background: Background, *script: SyncOutcome) -> None:
        self.qtbot, self.background = qtbot, background
        self.watch = LineWatch(background, ScriptedDoor(*script))
        self.strip = DeferredStrip(partial(deferred_work, counter.desk), background)
        self.watch.came_back.connect(self.strip.look)
        self.rounds = 0
        self.watch.ended.connect(self._on_ended)
        self.page = QWidget()
        QVBoxLayout(self.page).addWidget(self.strip)
        qtbot.addWidget(self.page)
        self.page.show()

    def _on_ended(self) -> None:
        self.rounds += 1

    def round(self) -> None:
        """One more round, and all that it sets going."""
        before = self.rounds
        self.watch.sync_now() if self.watch.is_joined else self.watch.start()
        self.qtbot.waitUntil(lambda: self.rounds > before)
        answered: list[None] = []
        self.background.run(lambda: None, answered.append)
        self.qtbot.waitUntil(lambda: bool(answered))


@pytest.fixture
def put_off(counter: Counter) -> list[MoveInput]:
    open_shift(counter.desk, counter.clerk, FLOAT)
    return [MoveInput(sold_put_off(counter.desk, counter.clerk), Move.SUBMIT) for _ in range(2)]


def test_the_strip_comes_with_the_line_and_counts(
    qtbot: QtBot, counter: Counter, background: Background, put_off: list[MoveInput]
) -> None:
    language.use("en", "western")
    line = Line(qtbot, counter, background, BAD, GOOD)
    line.round()
    assert line.strip.isHidden()
    line.round()
    assert not line.strip.isHidden()
    assert "2 deferred cases wait" in strip_marks(line.strip.label.text())
    line.round()  # the line stays, and so does the strip
    assert not line.strip.isHidden()
    for place, asked in enumerate(put_off):
        move_case(counter.desk, counter.clerk, asked)
        line.strip.look_again()
        qtbot.waitUntil(partial(_says, line.strip, "1 deferred case" if place == 0 else ""))


def _says(strip: DeferredStrip, start: str) -> bool:
    return start in strip_marks(strip.label.text()) if start else strip.isHidden()


def test_nothing_comes_up_where_nothing_waits(qtbot: QtBot, counter: Counter, background: Background) -> None:
    line = Line(qtbot, counter, background, BAD, GOOD)
    for _ in range(2):
        line.round()
    assert line.strip.isHidden()


def test_the_way_to_the_list_and_the_cross_take_the_strip_away(
    qtbot: QtBot, counter: Counter, background: Background, put_off: list[MoveInput]
) -> None:
    line = Line(qtbot, counter, background, GOOD)
    for button in (line.strip.button, line.strip.forget_button):
        line.strip.look()
        qtbot.waitUntil(lambda: not line.strip.isHidden())
        button.click()
        assert line.strip.isHidden()
