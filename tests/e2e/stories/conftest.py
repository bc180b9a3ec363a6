"""What every story starts from: the window as it is started, on a copy of the demo centre, with nobody signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.shift import muscat_midnight
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sync_now import SyncOutcome
from sanad_ui import main as program
from sanad_ui.desk_door import Door
from tests.e2e.stories.story_desk import MONDAY, OPENS_AT_MS, StoryDesk
from tests.ui.conftest import no_collection_off_the_gui_thread as no_collection_off_the_gui_thread
from tests.ui.conftest import pytest_itemcollected as pytest_itemcollected
from tests.ui.conftest import window_of_its_own as window_of_its_own


@pytest.fixture
def clock() -> SetClock:
    return SetClock(muscat_midnight(MONDAY) + OPENS_AT_MS)


class StoryDoor(Door):
    """A real desk behind a line that does as the story says."""

    def __init__(self, desk: OpenDesk, line: list[SyncOutcome]) -> None:
        super().__init__(desk)
        self._line = line

    def is_joined(self) -> bool:
        return bool(self._line)

    def sync(self) -> SyncOutcome:
        return self._line[0]


@pytest.fixture
def line() -> list[SyncOutcome]:
    """Without a server, unless the story has one."""
    return []


@pytest.fixture
def opened(
    qtbot: QtBot, qapp: QApplication, clock: SetClock, line: list[SyncOutcome]
) -> Iterator[Callable[[Path], StoryDesk]]:
    """Opens the window on a store; several desks of a centre stand side by side."""
    pictures = os.environ.get("SANAD_STORY_PICTURES")
    desks: list[StoryDesk] = []

    def open_window(folder: Path) -> StoryDesk:
        flow = program.build(
            program.read_options(["--store", str(folder)]),
            qapp,
            open_door=lambda folder, _demo: StoryDoor(open_desk(folder, clock=clock), line),
            now=clock.now,
        )
        qtbot.addWidget(flow.window)
        flow.start()
        flow.window.activateWindow()
        desks.append(StoryDesk(flow, clock, folder, line, Path(pictures) if pictures else None))
        return desks[-1]

    yield open_window
    for desk in desks:
        desk.flow.close()


@pytest.fixture
def desk(opened: Callable[[Path], StoryDesk], demo_store: Path, tmp_path: Path) -> StoryDesk:
    return opened(Path(shutil.copytree(demo_store, tmp_path / "store")))
