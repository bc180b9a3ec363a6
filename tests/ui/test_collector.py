"""Garbage is collected on the GUI thread only."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from sanad_ui.background import Background
from sanad_ui.collector import Collector


class Knot:
    """Garbage that only the cycle collector can see; notes the thread it goes in."""

    gone_in: list[str]

    def __init__(self) -> None:
        self.self = self

    def __del__(self) -> None:
        Knot.gone_in.append(threading.current_thread().name)


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    Knot.gone_in = []
    made = Collector()
    made.start()
    yield made
    made.stop()


def churn() -> list[list[int]]:
    """Allocates enough for Python to collect of itself, were it allowed to."""
    return [[] for _ in range(50_000)]


def test_a_background_thread_never_collects(collector: Collector, background: Background, qtbot: QtBot) -> None:
    knot = weakref.ref(Knot())
    done: list[list[list[int]]] = []
    background.run(churn, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert knot() is not None
    assert Knot.gone_in == []
    collector.look()
    assert Knot.gone_in == [threading.main_thread().name]


def test_python_collects_again_once_the_window_is_gone(collector: Collector) -> None:
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    collector.start()
