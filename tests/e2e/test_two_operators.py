"""An offline day at the real window: two operators, the drawer handed over, a shift forgotten until next morning."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sanad_desk.bootstrap import open_desk
from sanad_desk.ctl.main import main as sanadctl
from sanad_desk.domain.cash import break_down
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.demo_centre import MANAGER_PIN, OPERATOR_PINS
from sanad_ui import main as program
from sanad_ui.desk_door import Door
from sanad_ui.language import language
from sanad_ui.played_clerk import PlayedClerk
from sanad_ui.played_counter import Visitor, open_shift, serve_by_card, serve_for_cash, sign_in
from sanad_ui.played_evening import count_blind, drop
from tests.conftest import MORNING

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
FIRST, SECOND = (Key.Key_2, OPERATOR_PINS[0]), (Key.Key_3, OPERATOR_PINS[1])
MANAGER = Key.Key_1, MANAGER_PIN
FLOAT, DROP = 50_000, 20
HOUR = 3_600_000


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MORNING)


@pytest.fixture
def clerk(
    qtbot: QtBot,
    qapp: QApplication,
    demo_store: Path,
    tmp_path: Path,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[PlayedClerk]:
    """At the program as the console script starts it, on a desk whose clock is ours."""
    monkeypatch.setenv("SANAD_DESK_KEYS", "file")
    shutil.copytree(demo_store, tmp_path / "store")
    flow = program.build(
        program.read_options(["--store", str(tmp_path / "store")]),
        qapp,
        open_door=lambda folder, _demo: Door(open_desk(folder, clock=clock)),
        now=clock.now,
    )
    qtbot.addWidget(flow.window)
    flow.start()
    flow.window.activateWindow()
    yield PlayedClerk(flow.window)
    flow.close()
    language.use("ar", "western")


def hand_over(clerk: PlayedClerk, counted: int) -> None:
    """From the first operator to the second: both count, and the first one's count is locked before."""
    clerk.press(Key.Key_F9)
    count_blind(clerk, counted, 0)
    clerk.press(Key.Key_F12)
    clerk.wait_for_focus("closing_forward")
    clerk.press(Key.Key_F12)
    clerk.wait_until(lambda: clerk.focus.startswith("operator"), "who takes over")
    clerk.press(Key.Key_2)  # the manager and he: who hands over is not among them
    clerk.wait_for_focus("incoming_pin")
    clerk.type(SECOND[1])
    clerk.press(Key.Key_Return)
    clerk.count("incoming", break_down(counted)[0])
    clerk.press(Key.Key_F12)
    clerk.wait_for_focus("count_drawer")


def close_the_forgotten(clerk: PlayedClerk, counted: int, on_cards: int) -> None:
    """The manager finds it waiting at the till."""
    clerk.wait_for_focus("waiting_list")
    clerk.press(Key.Key_Return)
    clerk.wait_for_focus("count_50000")
    count_blind(clerk, counted, on_cards)
    clerk.press(Key.Key_F12)
    clerk.wait_for_focus("closing_forward")
    clerk.press(Key.Key_F12)
    clerk.wait_for_focus("closed_open")


def close_the_day_before(clerk: PlayedClerk) -> None:
    clerk.press(Key.Key_F4)
    clerk.wait_for_focus("figure_transactions")
    clerk.press(Key.Key_PageUp)
    clerk.settle()
    clerk.press(Key.Key_D, CTRL)
    clerk.wait_for_part("reopen_day")
    clerk.settle()


def told(store: Path, capsys: pytest.CaptureFixture[str], *command: str) -> dict[str, object]:
    assert sanadctl([*command, "--store", str(store)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


def test_what_two_operators_took_is_closed_by_the_manager(
    clerk: PlayedClerk, clock: SetClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in(clerk, *FIRST)
    open_shift(clerk, break_down(FLOAT)[0])
    in_cash = serve_for_cash(clerk, Visitor("12000001", "زبونة تجريبية أولى", "تجديد تصريح عمل"))
    drop(clerk, DROP)
    clock.move(6 * HOUR)
    counted = FLOAT + in_cash.total - DROP * 1_000
    hand_over(clerk, counted)
    clerk.press(Key.Key_F1)
    clerk.wait_for_focus("customer_box")
    on_card = serve_by_card(clerk, Visitor("12000002", "زبون تجريبي ثانٍ", "تجديد مركبه"))
    clerk.press(Key.Key_L, CTRL)
    clock.move(18 * HOUR)
    sign_in(clerk, *MANAGER)
    close_the_forgotten(clerk, counted, on_card.total)
    close_the_day_before(clerk)
    clerk.window.close()

    store, day = tmp_path / "store", business_date_at(MORNING)
    verdict = told(store, capsys, "verify")
    assert (verdict["transactions"], verdict["faults"]) == (2, [])
    assert told(store, capsys, "totals", "--date", f"{day + timedelta(days=1)}")["count"] == 0
    closings = [_closing(store, capsys, number) for number in ("1", "2")]
    assert [closing["variance"] for closing in closings] == [0, 0]
    assert [closing["counted"] for closing in closings] == [counted, counted]
    assert [date.fromisoformat(str(closing["business_date"])) for closing in closings] == [day, day]


def _closing(store: Path, capsys: pytest.CaptureFixture[str], number: str) -> dict[str, object]:
    closing = told(store, capsys, "report", "z", "--z", number)["closing"]
    assert isinstance(closing, dict)
    return closing
