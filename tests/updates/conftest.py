"""A desk that works in version 0.6.0, and who releases 0.6.1."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.updates.running import RunningProgram
from sanad_desk.usecases.open_desk import OpenDesk
from tests.updates.site import Publisher, begin, installed, make_program


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sites under the same keys, made once and copied: one without programs, one with 0.6.1."""
    folder = tmp_path_factory.mktemp("released")
    begin(folder)
    publisher = Publisher(Path(shutil.copytree(folder / "site", folder / "with-newer")), folder / "keys")
    publisher.publish(make_program(folder / "newer", "0.6.1"), "0.6.1")
    return folder


@pytest.fixture
def unpublished(released: Path, tmp_path: Path) -> Publisher:
    """A site with no program yet."""
    return Publisher(Path(shutil.copytree(released / "site", tmp_path / "unpublished")), released / "keys")


@pytest.fixture
def publisher(released: Path, tmp_path: Path) -> Publisher:
    """A site with 0.6.1."""
    return Publisher(Path(shutil.copytree(released / "with-newer", tmp_path / "site")), released / "keys")


@pytest.fixture
def newer(released: Path) -> Path:
    """Version 0.6.1 as it was built."""
    return released / "newer"


@pytest.fixture
def program(tmp_path: Path, released: Path) -> RunningProgram:
    return installed(tmp_path / "pc", Publisher(released / "site", released / "keys").root)


@pytest.fixture
def desk(folder: Path, clock: SetClock, program: RunningProgram) -> Iterator[OpenDesk]:
    opened = open_desk(folder, clock=clock, program=program)
    yield opened
    opened.close()
