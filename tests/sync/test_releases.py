"""A release comes down the line: desks sell by it from its date on, and go back when it is recalled."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.catalogue.release import shipped_version
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.resources_path import resource_path
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.keys import load_keys
from sanad_desk.server.releases import approve, publish, recall
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sync_now import sync_now
from sanad_desk.wire.entries import TransactionCompleted
from tests.catalogue.conftest import rewrite
from tests.conftest import TODAY
from tests.server.live_server import LiveServer, live_server, settings_in
from tests.usecases.played import facts, sold

SERVICE = "rop-omani-id-card"
DAY_MS = 24 * 3_600_000
VERSION = "2026.12.1"


@dataclass(frozen=True, slots=True)
class Ministry:
    """Publishes the shipped catalogue with one price raised to 2.300."""

    server: LiveServer
    clock: SetClock
    files: Path

    def let_out(self, version: str = VERSION, days: int = 0) -> None:
        """In force in so many days."""
        name = 'version = "{}"'.format
        release = self.files / "release.toml"
        rewrite(self.files, name(_version_in(release)), name(version), "release.toml")
        publish(self.server.db, self.files, "Salim Al Habsi", self.clock.now(), TODAY + timedelta(days))
        keys = load_keys(self.server.app.state.server.settings.folder)
        approve(self.server.db, keys, version, "Muna Al Rashdi", self.clock.now())

    def recall(self, version: str = VERSION) -> None:
        recall(self.server.db, version, "Muna Al Rashdi", "the wrong list", self.clock.now())


def _version_in(release: Path) -> str:
    return release.read_text(encoding="utf-8").split('"')[1]


@pytest.fixture
def ministry(tmp_path: Path, clock: SetClock, desk: OpenDesk, manager: SignedIn) -> Iterator[Ministry]:
    """With a server that the desk has joined."""
    files = Path(shutil.copytree(resource_path("catalogue"), tmp_path / "catalogue"))
    old = 'fee = "2.000", from = 2026-01-01, list_line = 16, list_name = "بطاقة شخصية للعمانيين"'
    rewrite(files, old, old.replace("2.000", "2.300"))
    with live_server(settings_in(tmp_path / "server"), clock) as server:
        add_centre(server.db, "KSB1", "مركز تجريبي", "Sample Centre", clock.now())
        join_server(desk, manager, server.url, new_enrolment_code(server.db, "KSB1", clock.now()))
        yield Ministry(server, clock, files)
        desk.hang_up()


def price(desk: OpenDesk) -> int:
    found = desk.catalogue.services[SERVICE].price(Action.SUBMIT, "", TODAY)
    assert found is not None
    return found.centre_fee


def test_a_desk_sells_by_a_release_once_it_is_approved(
    ministry: Ministry, desk: OpenDesk, operator: SignedIn, shift: Shift
) -> None:
    sold(desk, operator)
    assert sync_now(desk).code == ""
    assert not desk.reload_catalogue()
    ministry.let_out()
    assert sync_now(desk).code == ""
    assert price(desk) == 2_000  # until nobody is being served
    assert desk.reload_catalogue()
    assert price(desk) == 2_300
    assert not desk.reload_catalogue()
    sold(desk, operator)
    assert [fact.catalogue_version for fact in facts(desk, TransactionCompleted)] == [shipped_version(), VERSION]


def test_a_release_begins_on_its_date_also_where_the_line_is_down_by_then(
    ministry: Ministry, desk: OpenDesk, clock: SetClock
) -> None:
    ministry.let_out(days=2)
    sync_now(desk)
    clock.move(DAY_MS)
    assert not desk.reload_catalogue()
    clock.move(DAY_MS)
    assert desk.reload_catalogue()
    assert desk.catalogue.version == VERSION


def test_a_desk_starts_with_the_release_in_force(
    ministry: Ministry, desk: OpenDesk, clock: SetClock, folder: Path
) -> None:
    ministry.let_out()
    sync_now(desk)
    desk.hang_up()
    desk.close()
    again = open_desk(folder, clock=clock)
    assert (again.catalogue.version, price(again)) == (VERSION, 2_300)
    ministry.recall()
    sync_now(again)
    again.hang_up()
    again.close()
    last = open_desk(folder, clock=clock)
    assert (last.catalogue.version, price(last)) == (shipped_version(), 2_000)
    last.close()


def test_a_recall_leads_back_to_the_release_before(ministry: Ministry, desk: OpenDesk) -> None:
    for version in ("2026.12.1", "2026.12.2"):
        ministry.let_out(version)
        sync_now(desk)
    desk.reload_catalogue()
    assert desk.catalogue.version == "2026.12.2"
    ministry.recall("2026.12.2")
    sync_now(desk)
    assert desk.reload_catalogue()
    assert desk.catalogue.version == "2026.12.1"


def test_a_release_that_was_never_fetched_comes_when_it_is_needed(ministry: Ministry, desk: OpenDesk) -> None:
    ministry.let_out("2026.12.1")
    ministry.let_out("2026.12.2")
    sync_now(desk)
    kept = desk.store.folder / "catalogue"
    assert [path.name for path in kept.glob("*.release")] == ["2026.12.2.release"]
    ministry.recall("2026.12.2")
    sync_now(desk)
    desk.reload_catalogue()
    assert desk.catalogue.version == "2026.12.1"


def test_a_desk_that_lost_its_releases_is_told_again(ministry: Ministry, desk: OpenDesk) -> None:
    ministry.let_out()
    sync_now(desk)
    shutil.rmtree(desk.store.folder / "catalogue")
    assert not desk.reload_catalogue()
    sync_now(desk)
    assert desk.reload_catalogue()
    assert sync_now(desk).received == 0
