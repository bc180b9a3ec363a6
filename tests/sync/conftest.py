"""A centre with a server and two desks, made once and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.centre_at_work import CentreAtWork, centre_in, make_centre


@pytest.fixture(scope="session")
def joined(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_centre(tmp_path_factory.mktemp("joined") / "centre", demo_store)


@pytest.fixture
def centre(joined: Path, tmp_path: Path) -> Iterator[CentreAtWork]:
    with centre_in(tmp_path / "centre", joined) as at_work:
        yield at_work
