"""The page of the centre's card over a real desk, and somebody who opens it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from sanad_desk.domain.operators import SignedIn
from sanad_ui.background import Background
from sanad_ui.portal_card.door import PortalCardDoor
from sanad_ui.portal_card.page import PortalCardPage
from sanad_ui.printing.print_room import PrintRoom
from tests.usecases.counter import Counter


@pytest.fixture
def room(counter: Counter, background: Background) -> PrintRoom:
    return PrintRoom(counter.desk, background)


@pytest.fixture
def page(qtbot: QtBot, counter: Counter, background: Background, room: PrintRoom) -> PortalCardPage:
    page = PortalCardPage(PortalCardDoor(counter.desk), background, room)
    qtbot.addWidget(page)
    page.resize(1260, 680)
    return page


@pytest.fixture
def come_in(qtbot: QtBot, page: PortalCardPage, settle: Callable[[], None]) -> Callable[[SignedIn], None]:
    """Somebody opens the page, and the fees have been read."""

    def begin(who: SignedIn) -> None:
        page.begin(who)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.enter()
        settle()

    return begin


@pytest.fixture
def settle(qtbot: QtBot, background: Background) -> Callable[[], None]:
    """Answers come in the order of their jobs: after it all that was asked before is there."""

    def wait() -> None:
        answers: list[None] = []
        background.run(lambda: None, answers.append)
        qtbot.waitUntil(lambda: bool(answers))

    return wait
