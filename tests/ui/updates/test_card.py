"""The card of the program says how another version stands, from when it is required, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.shift import business_date_at
from sanad_desk.updates.look_state import LookState
from sanad_desk.updates.switch_state import SwitchState
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.version import VERSION
from sanad_ui.language import language
from sanad_ui.updates.card import ProgramCard
from sanad_ui.updates.watch import UpdateWatch
from tests.ui.updates.conftest import NEWER, Beside, want
from tests.usecases.counter import Counter

Read = Callable[[], None]


def said(card: ProgramCard) -> str:
    return strip_marks(card.stage.label.text())


def test_without_keys_to_trust_nothing_can_be_looked_for(card: ProgramCard, beside: Beside, read: Read) -> None:
    beside.root.unlink()
    read()
    assert strip_marks(card.version.text()) == f"مكتب سند {VERSION}"
    assert "لا تحدّث نفسها" in said(card)
    assert not any(part.isEnabled() for part in (card.look_button, card.stick_button, card.restart_button))
    assert card.why_not.isHidden()


def test_the_newest_version_says_when_it_was_looked_for(card: ProgramCard, beside: Beside, read: Read) -> None:
    read()
    assert said(card) == "لم يتحقق المكتب بعد من وجود إصدار أحدث."
    beside.put(LookState(looked_at=1_795_243_320_000))
    read()
    assert said(card) == "هذا أحدث إصدار معروف. آخر تحقّق: 10:42."
    assert card.look_button.isEnabled()
    assert not card.progress.isVisible()
    assert "حين يصل إصدار أحدث" in card.why_not.text()


def test_a_version_on_its_way_shows_how_much_is_here(card: ProgramCard, beside: Beside, read: Read) -> None:
    beside.put_fetching()
    read()
    assert f"الإصدار {NEWER} في الطريق: 12.4 ميغابايت من 83.0 ميغابايت." in said(card)
    assert card.progress.isVisible()
    assert card.progress.fraction() == pytest.approx(12.4 / 83)
    assert card.problem.isHidden()
    beside.put_fetching("server_unreachable")
    read()
    assert "آخر تحقّق لم يكتمل. الخادم لا يجيب." in strip_marks(card.problem.label.text())


def test_a_version_that_failed_leaves_this_one_at_work(card: ProgramCard, beside: Beside, read: Read) -> None:
    beside.put(LookState(version=NEWER), SwitchState(failed={NEWER: "disk_full"}))
    read()
    assert f"جُرّب الإصدار {NEWER} ولم ينجح" in said(card)
    assert "القرص ممتلئ" in strip_marks(card.problem.label.text())
    assert not card.restart_button.isEnabled()


def test_a_version_that_is_ready_waits_for_the_shift(
    qtbot: QtBot, card: ProgramCard, beside: Beside, counter: Counter, read: Read
) -> None:
    beside.put_ready()
    read()
    assert card.restart_button.isEnabled()
    with qtbot.waitSignal(card.restart_asked):
        card.restart_button.click()
    open_shift(counter.desk, counter.manager, 20_000)
    read()
    assert not card.restart_button.isEnabled()
    assert "وردية مفتوحة" in card.why_not.text()
    with qtbot.assertNotEmitted(card.restart_asked):
        card.restart()


def test_an_open_shift_of_before_keeps_the_version_too(
    card: ProgramCard, beside: Beside, counter: Counter, read: Read
) -> None:
    open_shift(counter.desk, counter.manager, 20_000)
    beside.put_ready()
    counter.clock.move(3 * 86_400_000)
    read()
    assert not card.restart_button.isEnabled()


@pytest.mark.parametrize(
    ("days", "is_ready", "tone", "words"),
    [
        (12, False, "info", f"Version {NEWER} is required in 12 days, from"),
        (3, False, "warn", f"Version {NEWER} is required in 3 days, from"),
        (1, True, "warn", f"Version {NEWER} is required from tomorrow"),
        (0, True, "bad", "no new shift opens before it takes over"),
        (-5, False, "warn", "Work goes on as usual"),
    ],
)
def test_from_when_it_is_required(
    card: ProgramCard, beside: Beside, counter: Counter, read: Read, days: int, is_ready: bool, tone: str, words: str
) -> None:
    language.use("en")
    want(counter.desk, business_date_at(counter.clock.now()) + timedelta(days))
    if is_ready:
        beside.put_ready()
    read()
    assert words in strip_marks(card.grace.label.text())
    assert card.grace.property("tone") == tone


def test_a_required_version_that_could_not_take_over_stops_no_shift_and_says_so(
    card: ProgramCard, beside: Beside, counter: Counter, read: Read
) -> None:
    language.use("en")
    want(counter.desk, business_date_at(counter.clock.now()))
    beside.put_ready()
    counter.desk.stays_as_it_is = True
    read()
    assert "Shifts open as usual" in card.grace.label.text()
    assert card.grace.property("tone") == "warn"


def test_what_is_required_and_runs_already_is_not_told(
    card: ProgramCard, beside: Beside, counter: Counter, read: Read
) -> None:
    want(counter.desk, business_date_at(counter.clock.now()))
    beside.version = "78"
    counter.desk.program = beside.program()
    read()
    assert card.grace.isHidden()


def test_a_stick_without_an_update_is_refused_in_a_sentence(
    qtbot: QtBot, card: ProgramCard, watch: UpdateWatch, read: Read, tmp_path: Path
) -> None:
    read()
    card.stick_button.click()
    [dialog] = card.findChildren(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    assert not card.stick_button.isEnabled()
    qtbot.waitUntil(lambda: watch.error is not None and card.stick_button.isEnabled(), timeout=20_000)
    assert card.problem.label.text()
    assert "unknown" not in card.problem.label.text()


def test_looking_now_of_a_desk_that_is_alone_ends_with_a_word(
    qtbot: QtBot, card: ProgramCard, watch: UpdateWatch, read: Read
) -> None:
    read()
    card.look_button.click()
    assert not card.look_button.isEnabled()
    assert card.progress.isVisible()
    qtbot.waitUntil(lambda: not watch.is_looking and card.look_button.isEnabled(), timeout=20_000)
    assert not card.progress.isVisible()
