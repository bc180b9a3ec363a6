"""A demo store with a shift open, and the accounts page on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sanad_desk.usecases.open_shift import open_shift
from sanad_ui.background import Background
from tests.ui.accounts.bench import AccountsBench, open_bench
from tests.usecases.counter import FLOAT, Counter


@pytest.fixture
def counter(counter: Counter) -> Counter:
    open_shift(counter.desk, counter.clerk, FLOAT)
    return counter


@pytest.fixture
def bench(counter: Counter, background: Background, qtbot: QtBot, tmp_path: Path) -> AccountsBench:
    return open_bench(counter, background, qtbot, tmp_path / "papers")
