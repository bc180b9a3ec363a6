"""What every story starts from: the window as it is started, on a copy of the demo centre, with nobody signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.shift import muscat_midnight
from sanad_ui import main as program
from sanad_ui.desk_door import Door
from tests.e2e.stories.story_desk import MONDAY, OPENS_AT_MS, StoryDesk
from tests.ui.conftest import no_collection_off_the_gui_thread as no_collection_off_the_gui_thread
from tests.ui.conftest import pytest_itemcollected as pytest_itemcollected
from tests.ui.conftest import window_of_its_own as window_of_its_own


@pytest.fixture
def clock() -> SetClock:
    return SetClock(muscat_midnight(MONDAY) + OPENS_AT_MS)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, demo_store: Path, tmp_path: Path, clock: SetClock) -> Iterator[StoryDesk]:
    folder = tmp_path / "store"
    shutil.copytree(demo_store, folder)
    flow = program.build(
        program.read_options(["--store", str(folder)]),
        qapp,
        open_door=lambda folder, _demo: Door(open_desk(folder, clock=clock)),
        now=clock.now,
    )
    qtbot.addWidget(flow.window)
    flow.start()
    flow.window.activateWindow()
    pictures = os.environ.get("SANAD_STORY_PICTURES")
    yield StoryDesk(flow, clock, folder, Path(pictures) if pictures else None)
    flow.close()
