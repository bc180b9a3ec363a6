"""Desks to test on: a demo centre made once and copied, a clock that stands, and keys in files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.usecases.demo_centre import demo_centre
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.print_receipt import note_printed
from sanad_desk.usecases.set_centre import set_price
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.simulate import simulate
from tests.odd_day import end_of_day, open_counted
from tests.postgres import cluster as cluster
from tests.postgres import database as database
from tests.postgres import postgres as postgres

TODAY = date(2026, 11, 22)  # a Sunday, the first day of the week
MORNING = 1_795_320_000_000  # 08:00 in Muscat on that day
os.environ["SANAD_DESK_KEYS"] = "file"  # the system's key store would ask a person

# No deadlines, as the cores are shared; the same examples at every change, new and many ones in the large dose.
settings.register_profile("change", deadline=None, database=None, derandomize=True)
settings.register_profile("full", deadline=None, database=None, max_examples=2000)
settings.load_profile(os.environ.get("SANAD_FAULT_DOSE", "change"))


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo centre that nobody opens: argon2 is slow on purpose, so it is founded once and copied."""
    folder = tmp_path_factory.mktemp("demo") / "store"
    desk = open_desk(folder, clock=SetClock(MORNING), create=True)
    demo_centre(desk)
    desk.close()
    return folder


@pytest.fixture(scope="session")
def sold_store(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo centre after a day of sales, two prints and a price of its own, closed."""
    folder = tmp_path_factory.mktemp("sold") / "store"
    shutil.copytree(demo_store, folder)
    clock = SetClock(MORNING)
    desk = open_desk(folder, clock=clock)
    sales = list(simulate(desk, clock, first_day=TODAY, days=1, per_day=12, seed=11))
    assert len(sales) == 12
    note_printed(desk, _signed_in(desk, 1), sales[0].number, 0, "80mm", "folder")
    note_printed(desk, _signed_in(desk, 1), sales[0].number, 1, "a4", "printer")
    set_price(desk, _signed_in(desk, 0), min(desk.catalogue.services), Action.SUBMIT, "", 2_500)
    desk.close()
    return folder


@pytest.fixture(scope="session")
def closed_store(sold_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day of sales with a bit of everything, counted and closed; the next morning a shift is open."""
    folder = tmp_path_factory.mktemp("closed") / "store"
    shutil.copytree(sold_store, folder)
    clock = SetClock(MORNING + 12 * 3_600_000)
    desk = open_desk(folder, clock=clock)
    end_of_day(desk, _signed_in(desk, 1), _signed_in(desk, 0))
    clock.move(12 * 3_600_000)
    open_counted(desk, _signed_in(desk, 2))
    desk.close()
    return folder


@pytest.fixture
def folder(demo_store: Path, tmp_path: Path) -> Path:
    """A copy of the demo centre for this test."""
    return Path(shutil.copytree(demo_store, tmp_path / "store"))


@pytest.fixture
def sold_folder(sold_store: Path, tmp_path: Path) -> Path:
    """A copy of the demo centre after a day of sales."""
    return Path(shutil.copytree(sold_store, tmp_path / "store"))


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MORNING)


@pytest.fixture
def desk(folder: Path, clock: SetClock) -> Iterator[OpenDesk]:
    opened = open_desk(folder, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def manager(desk: OpenDesk) -> SignedIn:
    """Signed in without the tenth of a second that a PIN takes."""
    return _signed_in(desk, 0)


@pytest.fixture
def operator(desk: OpenDesk) -> SignedIn:
    return _signed_in(desk, 1)


@pytest.fixture
def colleague(desk: OpenDesk) -> SignedIn:
    return _signed_in(desk, 2)


@pytest.fixture
def shift(desk: OpenDesk, operator: SignedIn) -> Shift:
    return open_shift(desk, operator, 20_000)


def _signed_in(desk: OpenDesk, place: int) -> SignedIn:
    found = list_operators(desk)[place]
    assert (Role.MANAGER in found.roles) == (place == 0)
    return SignedIn(found.id, found.name, found.roles)
