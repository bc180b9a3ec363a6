"""A real server on the loopback that knows the demo's centre, and codes for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.usecases.demo_centre import DEMO_CENTRE
from sanad_ui.background import Background
from sanad_ui.desk_door import Door
from sanad_ui.line.door import LinePageDoor
from sanad_ui.line.page import LinePage
from sanad_ui.line.watch import LineWatch
from sanad_ui.shell.window import DeskWindow
from tests.server.live_server import LiveServer, live_server, settings_in
from tests.usecases.counter import Counter


@dataclass(frozen=True, slots=True)
class Server:
    live: LiveServer

    @property
    def url(self) -> str:
        return self.live.url

    def code(self) -> str:
        return new_enrolment_code(self.live.db, DEMO_CENTRE.code, SystemClock().now())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with live_server(settings_in(tmp_path / "server")) as live:
        name = DEMO_CENTRE.name
        add_centre(live.db, DEMO_CENTRE.code, name.ar, name.en, SystemClock().now())
        yield Server(live)


@dataclass
class LineBench:
    """The page alone in a window, on a desk of its own."""

    counter: Counter
    window: DeskWindow
    page: LinePage
    watch: LineWatch
    qtbot: QtBot

    def settle(self) -> None:
        answers: list[None] = []
        self.page._background.run(lambda: None, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers))

    def wait_for(self, sentence: str) -> None:
        self.qtbot.waitUntil(lambda: self.page.state.sentence.text() == sentence, timeout=20_000)


@pytest.fixture
def bench(counter: Counter, background: Background, qtbot: QtBot) -> Iterator[LineBench]:
    desk, clock = counter.desk, counter.clock
    watch = LineWatch(background, Door(desk))
    page = LinePage(LinePageDoor(desk), background, watch, clock.now)
    window = DeskWindow(clock.now)
    window.views.addWidget(page)
    window.views.setCurrentWidget(page)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.begin(counter.manager)
    page.enter()
    qtbot.waitUntil(lambda: page.shown is not None)
    yield LineBench(counter, window, page, watch, qtbot)
    watch.stop()
