"""When a newer version is looked for, and that its slices let the rounds with the server through."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.program_update import ProgramUpdate, UpdateStage
from sanad_ui.background import Background, Lane
from sanad_ui.updates.door import ProgramState
from sanad_ui.updates.watch import UpdateWatch

CURRENT = ProgramUpdate("1", UpdateStage.CURRENT)
READY = ProgramUpdate("1", UpdateStage.READY, "2")


def fetching(done: int, problem: str = "") -> ProgramUpdate:
    return ProgramUpdate("1", UpdateStage.FETCHING, "2", done, 100, problem)


class ScriptedUpdates:
    """Slices end as the script says; the last line of it stands for all that follow."""

    def __init__(self, *script: ProgramUpdate | SanadError) -> None:
        self.script = list(script)
        self.asked: list[bool] = []
        self.sticks: list[str] = []
        self.begun, self.gate = threading.Event(), threading.Event()
        self.gate.set()

    def state(self) -> ProgramState:
        said = self.script[0]
        return ProgramState(said if isinstance(said, ProgramUpdate) else CURRENT, has_open_shift=False)

    def look(self, *, asked: bool) -> ProgramUpdate:
        self.asked.append(asked)
        self.begun.set()
        self.gate.wait()
        return self._next()

    def take(self, folder: str) -> ProgramUpdate:
        self.sticks.append(folder)
        self.begun.set()
        self.gate.wait()
        return self._next()

    def _next(self) -> ProgramUpdate:
        said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(said, SanadError):
            raise said
        return said


@pytest.fixture
def watched(background: Background) -> Callable[..., tuple[Any, UpdateWatch]]:
    def make(*script: ProgramUpdate | SanadError) -> tuple[Any, UpdateWatch]:
        door: Any = ScriptedUpdates(*script)
        return door, UpdateWatch(background, door)

    return make


Watched = Callable[..., tuple[Any, UpdateWatch]]


def test_a_round_that_came_through_looks_once(qtbot: QtBot, watched: Watched) -> None:
    door, watch = watched(CURRENT)
    watch.look_if_due()
    qtbot.waitUntil(lambda: watch.state is not None)
    assert door.asked == [False]
    assert not watch.is_looking


def test_slices_follow_each_other_until_the_version_is_here(qtbot: QtBot, watched: Watched) -> None:
    door, watch = watched(fetching(10), fetching(60), READY)
    watch.look_if_due()
    qtbot.waitUntil(lambda: watch.can_restart)
    assert door.asked == [False, False, False]


def test_where_nothing_more_came_the_next_round_goes_on(qtbot: QtBot, watched: Watched) -> None:
    door, watch = watched(fetching(10), fetching(10, "server_unreachable"), READY)
    watch.look_if_due()
    qtbot.waitUntil(lambda: len(door.asked) == 2 and not watch.is_looking)
    watch.look_if_due()
    qtbot.waitUntil(lambda: watch.can_restart)


def test_a_round_that_is_due_comes_between_two_slices(qtbot: QtBot, background: Background, watched: Watched) -> None:
    door, watch = watched(fetching(10), READY)
    door.gate.clear()
    watch.look_if_due()
    assert door.begun.wait(20)
    slices_before_the_round: list[int] = []
    background.run(lambda: slices_before_the_round.append(len(door.asked)), lane=Lane.NETWORK)
    door.gate.set()
    qtbot.waitUntil(lambda: watch.can_restart)
    assert slices_before_the_round == [1]
    assert len(door.asked) == 2


def test_while_one_looks_nobody_else_does(qtbot: QtBot, watched: Watched) -> None:
    door, watch = watched(CURRENT)
    door.gate.clear()
    watch.look()
    assert door.begun.wait(20)
    watch.look_if_due()
    watch.look()
    door.gate.set()
    qtbot.waitUntil(lambda: watch.state is not None)
    assert door.asked == [True]


def test_a_closing_window_begins_no_slice(qtbot: QtBot, watched: Watched) -> None:
    door, watch = watched(fetching(10))
    door.gate.clear()
    watch.look_if_due()
    assert door.begun.wait(20)
    watch.stop()
    door.gate.set()
    qtbot.waitUntil(lambda: watch.state is not None)
    assert door.asked == [False]


def test_while_a_stick_is_read_nothing_restarts(qtbot: QtBot, watched: Watched) -> None:
    door, watch = watched(READY)
    watch.refresh()
    qtbot.waitUntil(lambda: watch.can_restart)
    door.gate.clear()
    watch.take("stick")
    watch.take("stick")
    assert not watch.can_restart
    door.gate.set()
    with qtbot.waitSignal(watch.taken):
        pass
    qtbot.waitUntil(lambda: watch.can_restart)
    assert door.sticks == ["stick"]


def test_what_a_stick_was_refused_for_stays_until_the_next_try(qtbot: QtBot, watched: Watched) -> None:
    _door, watch = watched(DomainError("update_missing"), CURRENT)
    watch.take("stick")
    qtbot.waitUntil(lambda: watch.error is not None and not watch.is_taking)
    watch.look()
    assert watch.error is None
    qtbot.waitUntil(lambda: not watch.is_looking)
