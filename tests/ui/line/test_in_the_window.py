"""The whole window and a real server: sales go up, the badge tells the truth, and nothing waits for a dead line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.transaction import Tender
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.sync_now import sync_now
from sanad_ui import main
from sanad_ui.firstrun.page import FirstRunPage
from sanad_ui.flow import Flow
from sanad_ui.signin.page import SignInPage
from tests.ui.line.conftest import Server
from tests.ui.line.twin_line import cut_the_line
from tests.ui.test_desk_at_work import CTRL, Started
from tests.ui.test_desk_at_work import start as start  # a fixture
from tests.usecases.counter import Counter, a_customer


@pytest.fixture
def flows() -> Iterator[list[Flow]]:
    started: list[Flow] = []
    yield started
    for flow in started:
        flow.close()


def receipts_at(server: Server) -> int:
    with server.live.db.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM transaction_row")).scalar_one())


def badge(desk: Started) -> str:
    return strip_marks(desk.window.furnishing.frame.top_bar.line.text())


def test_sales_go_up_by_themselves_and_the_badge_never_says_online_on_a_dead_line(
    start: Callable[..., Started], server: Server
) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    counter, top_bar = desk.counter(), desk.window.furnishing.frame.top_bar
    assert badge(desk) == "بلا خادم"
    join_server(counter.desk, _manager_of(counter), server.url, server.code())
    desk.flow.watch.start()  # type: ignore[union-attr]
    desk.qtbot.waitUntil(lambda: badge(desk) == "متصل · كل شيء متزامن", timeout=20_000)
    desk.pages.serve.presenter.sold.emit(counter.sell(tender=Tender.CARD))
    watch = desk.flow.watch
    assert watch is not None
    desk.qtbot.waitUntil(lambda: receipts_at(server) == 1 and not watch.is_running, timeout=20_000)
    cut_the_line(counter.desk)
    counter.sell(customer=a_customer(2), tender=Tender.CARD)
    top_bar.line.click()
    desk.wait_for_focus("line_sync")
    desk.press(Qt.Key.Key_R, CTRL)
    desk.qtbot.waitUntil(lambda: badge(desk) == "غير متصل · إيصال واحد هنا", timeout=20_000)
    assert "آخر مزامنة" in desk.window.furnishing.frame.status_bar.kept.text()


def test_a_silent_line_is_not_felt_and_the_window_closes_over_it(start: Callable[..., Started], server: Server) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    counter = desk.counter()
    join_server(counter.desk, _manager_of(counter), server.url, server.code())
    silent = cut_the_line(counter.desk, is_silent=True)
    desk.flow.watch.start()  # type: ignore[union-attr]
    desk.qtbot.waitUntil(silent.asked.is_set, timeout=20_000)
    desk.type("sample cu")  # the serve page and the store's thread work on
    counter.sell(tender=Tender.CARD)
    desk.flow.refresh_facts()
    desk.qtbot.waitUntil(lambda: badge(desk) == "جارٍ الاتصال · إيصال واحد هنا", timeout=20_000)
    desk.window.close()
    assert silent.hung_up
    assert not silent.let_go.is_set()
    open_desk(desk.folder).close()  # the store was given back
    silent.let_go.set()


def test_the_page_is_reached_by_key_and_by_its_everyday_names(start: Callable[..., Started]) -> None:
    desk = start()
    desk.sign_in()
    desk.open_shift()
    desk.press(Qt.Key.Key_F6, CTRL)
    desk.qtbot.waitUntil(lambda: desk.window.furnishing.frame.current_name == "line")
    desk.press(Qt.Key.Key_F1)
    desk.press(Qt.Key.Key_K, CTRL)
    desk.wait_for_focus("palette_field")
    desk.type("internet")
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.window.furnishing.frame.current_name == "line")


def test_a_demo_started_with_a_code_joins_by_itself(
    qtbot: QtBot, qapp: QApplication, server: Server, flows: list[Flow], tmp_path: Path
) -> None:
    options = ["--store", str(tmp_path / "demo"), "--demo", "--server", server.url, "--code", server.code()]
    flow = main.build(main.read_options(options), qapp)
    flows.append(flow)
    qtbot.addWidget(flow.window)
    flow.start()
    qtbot.waitUntil(lambda: flow.watch is not None and flow.watch.is_online, timeout=30_000)


def test_a_fresh_pc_joins_its_centre_and_the_operators_sign_in(
    qtbot: QtBot, qapp: QApplication, counter: Counter, server: Server, flows: list[Flow], tmp_path: Path
) -> None:
    join_server(counter.desk, counter.manager, server.url, server.code())
    assert sync_now(counter.desk).is_online
    flow = main.build(main.read_options(["--store", str(tmp_path / "fresh")]), qapp)
    flows.append(flow)
    window = flow.window
    qtbot.addWidget(window)
    flow.start()
    qtbot.waitUntil(lambda: isinstance(window.views.currentWidget(), FirstRunPage), timeout=30_000)
    page = window.views.currentWidget()
    assert isinstance(page, FirstRunPage)
    page.choose_way("join")
    page.join.address.set_text(server.url)
    page.join.code.set_text("KSB1-AAAA-AAAA-A")
    page.go_on()
    qtbot.waitUntil(lambda: page.join.code.note.property("tone") == "bad", timeout=30_000)
    page.join.code.set_text(server.code())
    page.go_on()
    qtbot.waitUntil(lambda: isinstance(window.views.currentWidget(), SignInPage), timeout=30_000)
    tiles = window.views.currentWidget().tiles  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: tiles.count() == 3, timeout=30_000)


def _manager_of(counter: Counter) -> SignedIn:
    person = next(person for person in list_operators(counter.desk) if Role.MANAGER in person.roles)
    return SignedIn(person.id, person.name, person.roles)
