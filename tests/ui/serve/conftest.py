"""A demo store with a shift open, copied for each test, and the serve page on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sanad_desk.usecases.open_shift import open_shift
from sanad_ui.background import Background
from tests.ui import at_work
from tests.ui.at_work import FLOAT, Counter
from tests.ui.serve.bench import Bench, open_bench


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return at_work.make_demo_store(tmp_path_factory.mktemp("demo") / "store")


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    yield from at_work.dressed(qapp)


@pytest.fixture
def counter(demo_store: Path, tmp_path: Path) -> Iterator[Counter]:
    work = at_work.open_copy(demo_store, tmp_path / "store")
    open_shift(work.desk, work.clerk, FLOAT)
    yield work
    work.desk.close()


@pytest.fixture
def background(counter: Counter) -> Iterator[Background]:
    yield from at_work.running()


@pytest.fixture
def bench(counter: Counter, background: Background, qtbot: QtBot) -> Bench:
    return open_bench(counter, background, qtbot)
