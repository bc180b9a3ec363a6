"""A desk beside whose program another version lies, in whatever state a test gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sanad_desk.store import program_wanted
from sanad_desk.updates.look_state import LookState, keep_look
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.switch_state import SwitchState, change_switch
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.version import VERSION
from sanad_desk.wire.messages import ProgramWanted
from sanad_ui.background import Background
from sanad_ui.updates.card import ProgramCard
from sanad_ui.updates.door import UpdatesDoor
from sanad_ui.updates.watch import UpdateWatch
from tests.usecases.counter import Counter

NEWER = "77.1"


@dataclass
class Beside:
    """The folder where versions lie, and what is written there."""

    folder: Path
    root: Path
    version: str = VERSION

    def program(self) -> RunningProgram:
        return RunningProgram(self.version, self.folder.parent / "program", self.folder, self.root)

    def put(self, look: LookState | None = None, switch: SwitchState | None = None) -> None:
        keep_look(self.folder, look or LookState())
        change_switch(self.folder, lambda _: switch or SwitchState())

    def put_ready(self) -> None:
        self.put(switch=SwitchState(ready=NEWER))

    def put_fetching(self, problem: str = "") -> None:
        self.put(LookState(version=NEWER, problem=problem, goes_on=True, done_bytes=12_400_000, total_bytes=83_000_000))


def want(desk: OpenDesk, first: date) -> None:
    """The server's word, as the feed brings it."""
    with desk.store.unit_of_work() as unit:
        program_wanted.save(unit.connection, ProgramWanted(NEWER, first))
        unit.commit()


@pytest.fixture
def beside(tmp_path: Path) -> Beside:
    root = tmp_path / "root.json"
    root.write_text("{}")
    made = Beside(tmp_path / "beside", root)
    made.put()
    return made


@pytest.fixture
def watch(counter: Counter, beside: Beside, background: Background) -> UpdateWatch:
    counter.desk.program = beside.program()
    return UpdateWatch(background, UpdatesDoor(counter.desk))


@pytest.fixture
def card(on_page: Callable[..., object], watch: UpdateWatch, counter: Counter) -> ProgramCard:
    made = ProgramCard(watch, counter.clock.now)
    on_page(made)
    return made


@pytest.fixture
def read(qtbot: QtBot, watch: UpdateWatch) -> Callable[[], None]:
    """Reads the state anew and waits for it."""

    def refresh() -> None:
        with qtbot.waitSignal(watch.changed, timeout=20_000):
            watch.refresh()

    return refresh
