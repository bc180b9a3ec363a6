"""Work away from the GUI thread: order, threads, errors, cancelling, draining."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError

import pytest
import shiboken6
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sanad_desk.domain.errors import BugError, DomainError, SanadError
from sanad_ui.background import Background, Lane


def test_answers_come_in_order_on_the_gui_thread(qtbot: QtBot, background: Background) -> None:
    answers: list[tuple[int, bool]] = []
    gui = QThread.currentThread()

    def take(value: int) -> None:
        answers.append((value, QThread.currentThread() is gui))

    for value in range(200):
        background.run(lambda value=value: value, take)
    qtbot.waitUntil(lambda: len(answers) == 200)
    assert answers == [(value, True) for value in range(200)]


def test_jobs_run_away_from_the_gui_thread_each_lane_on_one_thread(qtbot: QtBot, background: Background) -> None:
    threads: dict[Lane, set[str]] = {lane: set() for lane in Lane}
    done: list[str] = []
    for lane in (Lane.STORE, Lane.NETWORK) * 5:

        def job(lane: Lane = lane) -> str:
            threads[lane].add(threading.current_thread().name)
            return lane.value

        background.run(job, done.append, lane=lane)
    qtbot.waitUntil(lambda: len(done) == 10)
    names = [name for lane in Lane for name in threads[lane]]
    assert len(names) == 2
    assert threading.current_thread().name not in names


def test_a_known_error_arrives_as_it_is(qtbot: QtBot, background: Background) -> None:
    errors: list[SanadError] = []

    def job() -> None:
        raise DomainError("amount_missing", field="cash")

    background.run(job, on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], DomainError)
    assert errors[0].params == {"field": "cash"}


def test_an_unknown_error_arrives_as_a_bug_and_is_logged(
    qtbot: QtBot, background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    errors: list[SanadError] = []
    background.run(lambda: 1 // 0, on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], BugError)
    assert errors[0].params["kind"] == "ZeroDivisionError"
    assert isinstance(errors[0].__cause__, ZeroDivisionError)
    assert "ZeroDivisionError" in caplog.text


def test_an_error_nobody_waits_for_still_becomes_visible(
    qtbot: QtBot, background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[SanadError] = []
    background.failed_unexpectedly.connect(seen.append)
    background.run(lambda: 1 // 0)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].code == "unexpected"
    assert caplog.records


def test_a_cancelled_job_never_answers(qtbot: QtBot, background: Background) -> None:
    gate = threading.Event()
    answers: list[object] = []
    background.run(gate.wait)
    waiting = background.run(lambda: "cancelled", answers.append, answers.append)
    after = background.run(lambda: "after", answers.append)
    waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["after"]
    assert waiting.future is not None
    with pytest.raises(CancelledError):
        waiting.future.exception()
    assert not after.is_cancelled


def test_a_running_job_that_is_cancelled_keeps_its_answer_to_itself(qtbot: QtBot, background: Background) -> None:
    gate, began = threading.Event(), threading.Event()
    answers: list[object] = []

    def job() -> str:
        began.set()
        gate.wait()
        return "too late"

    handle = background.run(job, answers.append)
    began.wait()
    handle.cancel()
    gate.set()
    background.run(lambda: "next", answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["next"]


def test_an_answer_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, background: Background) -> None:
    gate = threading.Event()
    done: list[object] = []
    label = QLabel()
    background.run(lambda: gate.wait() and "text", label.setText)
    shiboken6.delete(label)
    gate.set()
    background.run(lambda: 1, done.append)
    qtbot.waitUntil(lambda: bool(done))


def test_draining_finishes_the_store_and_answers_it(background: Background) -> None:
    answers: list[int] = []
    for value in range(20):
        background.run(lambda value=value: value, answers.append)
    background.drain()
    assert answers == list(range(20))


def test_draining_gives_up_network_jobs_also_the_one_that_hangs(background: Background) -> None:
    gate, began = threading.Event(), threading.Event()
    answers: list[object] = []
    hanging = background.run(lambda: (began.set(), gate.wait()), answers.append, answers.append, lane=Lane.NETWORK)
    waiting = background.run(lambda: "never", answers.append, answers.append, lane=Lane.NETWORK)
    assert waiting.future is not None
    assert hanging.future is not None
    began.wait()
    background.drain(lambda: answers.append("closed"))
    assert answers == ["closed"]
    assert hanging.future.running()
    gate.set()
    hanging.future.result()
    assert waiting.future.cancelled()
    assert answers == ["closed"]


def test_what_comes_at_last_waits_for_every_lane(background: Background) -> None:
    ended: list[str] = []
    gate = threading.Event()
    background.run(lambda: (gate.wait(), ended.append("copy")), lane=Lane.BACKUP)
    background.run(lambda: (ended.append("sale"), gate.set()))
    background.drain(lambda: ended.append("closed"))
    assert ended == ["sale", "copy", "closed"]


def test_nothing_runs_after_draining(background: Background) -> None:
    background.drain()
    background.drain()
    ran: list[int] = []
    handle = background.run(lambda: ran.append(1))
    assert handle.is_cancelled
    assert handle.future is None
    assert ran == []


def test_callbacks_may_give_the_next_job(qtbot: QtBot, background: Background) -> None:
    steps: list[str] = []

    def then(step: str) -> None:
        steps.append(step)
        if step == "first":
            background.run(lambda: "second", then)

    next_step: Callable[[str], None] = then
    background.run(lambda: "first", next_step)
    qtbot.waitUntil(lambda: len(steps) == 2)
