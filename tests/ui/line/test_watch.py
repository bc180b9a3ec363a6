"""The rounds with the server: when one begins, when none does, and that it is never felt."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from sanad_desk.domain.errors import SanadError, StoreError
from sanad_desk.usecases.sync_now import SyncOutcome
from sanad_ui.background import Background
from sanad_ui.line.watch import LineWatch

HOUR_MS = 3_600_000
GOOD = SyncOutcome(True, "", HOUR_MS)
BAD = SyncOutcome(False, "server_unreachable", HOUR_MS)


class ScriptedDoor:
    """Rounds end as the script says; the last line of it stands for all that follow."""

    def __init__(self, *script: SyncOutcome | SanadError, is_joined: bool = True) -> None:
        self.script, self.joined = list(script), is_joined
        self.rounds = self.at_once = self.most_at_once = self.hung_up = 0
        self.gate = threading.Event()
        self.gate.set()
        self.lock = threading.Lock()

    def is_joined(self) -> bool:
        return self.joined

    def join(self, address: str, code: str) -> bool:
        self.joined = code == "good"
        return self.joined

    def sync(self) -> SyncOutcome:
        with self.lock:
            self.rounds += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.gate.wait()
        with self.lock:
            self.at_once -= 1
            said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(said, SanadError):
            raise said
        return said

    def hang_up(self) -> None:
        self.hung_up += 1


class Watched:
    def __init__(self, qtbot: QtBot, background: Background, door: ScriptedDoor) -> None:
        self.qtbot, self.door = qtbot, door
        self.ended = self.arrived = self.came_back = 0
        self.watch = LineWatch(background, door)
        self.watch.ended.connect(self._on_ended)
        self.watch.arrived.connect(self._on_arrived)
        self.watch.came_back.connect(self._on_back)

    def wait_for(self, rounds: int) -> None:
        self.qtbot.waitUntil(lambda: self.ended >= rounds, timeout=20_000)

    def _on_ended(self) -> None:
        self.ended += 1

    def _on_arrived(self) -> None:
        self.arrived += 1

    def _on_back(self) -> None:
        self.came_back += 1


Watching = Callable[..., Watched]


@pytest.fixture
def watched(qtbot: QtBot, background: Background) -> Iterator[Watching]:
    made: list[Watched] = []

    def make(*script: SyncOutcome | SanadError, is_joined: bool = True) -> Watched:
        made.append(Watched(qtbot, background, ScriptedDoor(*script, is_joined=is_joined)))
        return made[-1]

    yield make
    for each in made:
        each.door.gate.set()
        each.watch.stop()


def test_a_desk_without_a_server_asks_nobody(qtbot: QtBot, background: Background, watched: Watching) -> None:
    line = watched(GOOD, is_joined=False)
    line.watch.start()
    line.watch.nudge()
    line.watch.sync_now()
    answers: list[None] = []
    background.run(lambda: None, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert line.door.rounds == 0
    assert not line.watch.is_online


def test_the_start_and_a_good_line_take_a_sale_soon(watched: Watching) -> None:
    line = watched(GOOD)
    line.watch.start()
    line.wait_for(1)
    assert line.watch.is_online
    for _ in range(5):
        line.watch.nudge()  # five papers of one sale
    line.wait_for(2)
    assert line.door.rounds == 2


def test_a_bad_line_is_not_hammered_by_sales_but_a_person_may_try(qtbot: QtBot, watched: Watching) -> None:
    line = watched(BAD)
    line.watch.start()
    line.wait_for(1)
    line.watch.nudge()
    assert not line.watch.is_online
    assert line.watch._timer.remainingTime() > HOUR_MS / 2
    line.watch.sync_now()
    line.wait_for(2)


def test_a_failed_round_takes_the_word_online_back(watched: Watching) -> None:
    line = watched(GOOD, BAD, GOOD, StoreError("disk_full"))
    line.watch.start()
    states = []
    for rounds in range(1, 5):
        line.wait_for(rounds)
        states.append(line.watch.is_online)
        line.watch.sync_now()
    assert states == [True, False, True, False]


def test_there_are_never_two_rounds_at_once(qtbot: QtBot, watched: Watching) -> None:
    line = watched(GOOD)
    line.door.gate.clear()
    line.watch.start()
    qtbot.waitUntil(lambda: line.door.rounds == 1)
    line.watch.sync_now()
    line.watch.nudge()
    line.watch.sync_now()
    line.door.gate.set()
    line.wait_for(2)  # what was asked for meanwhile is one round, and comes after
    assert line.door.most_at_once == 1
    assert line.door.rounds == 2


def test_what_came_from_elsewhere_is_told(watched: Watching) -> None:
    line = watched(GOOD, SyncOutcome(True, "", HOUR_MS, received=3))
    line.watch.start()
    line.wait_for(1)
    assert line.arrived == 0
    line.watch.sync_now()
    line.wait_for(2)
    assert line.arrived == 1


def test_the_next_round_comes_when_it_is_due(watched: Watching) -> None:
    line = watched(SyncOutcome(True, "", 1), SyncOutcome(False, "busy", 1), GOOD)
    line.watch.start()
    line.wait_for(3)
    assert line.watch.is_online


def test_a_start_with_a_code_joins_first(watched: Watching) -> None:
    line = watched(GOOD, is_joined=False)
    line.watch.start(("https://sync.example.om", "good"))
    line.wait_for(1)
    assert line.watch.is_online
    assert line.watch.offered == ("https://sync.example.om", "good")


def test_nothing_begins_after_the_window_has_closed(qtbot: QtBot, background: Background, watched: Watching) -> None:
    line = watched(GOOD)
    line.door.gate.clear()
    line.watch.start()
    qtbot.waitUntil(lambda: line.door.rounds == 1)
    line.watch.stop()
    background.drain()  # comes back although the round hangs
    assert line.door.hung_up == 1
    line.door.gate.set()
    line.watch.sync_now()
    line.watch.nudge()
    assert line.door.rounds == 1
    assert line.ended == 0


def test_a_line_that_returns_says_so_once(watched: Watching) -> None:
    seen = watched(BAD, GOOD, GOOD, StoreError("disk_full"), GOOD)
    seen.watch.start()
    heard = []
    for rounds in range(1, 6):
        seen.wait_for(rounds)
        heard.append(seen.came_back)
        seen.watch.sync_now()
    assert heard == [0, 1, 1, 1, 2]
