"""The update site over the line: every file of it to any desk that signs, and nothing else of the disk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sanad_desk.server.centres import revoke_desk
from sanad_desk.server.updates.add_program import add_program
from sanad_desk.server.updates.keys import make_keys
from sanad_desk.server.updates.site import begin_site, refresh_site
from tests.server.live_server import Desk, LiveServer, live_server, send, settings_in, two_centres
from tests.server.test_updates import LINUX, make_program

NOW = datetime.now(UTC)
TIMESTAMP = "/v1/updates/metadata/timestamp.json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def site(folder: Path) -> Path:
    make_keys(folder / "keys")
    begin_site(folder / "site", folder / "keys", NOW)
    program = make_program(folder / "program")
    add_program(folder / "site", folder / "keys", program, NOW, version="0.6.1", platform=LINUX)
    return folder / "site"


@pytest.fixture(scope="module")
def server(folder: Path, site: Path) -> Iterator[LiveServer]:
    with live_server(settings_in(folder / "server", updates_folder=site)) as running:
        yield running


@pytest.fixture(scope="module")
def desks(server: LiveServer) -> tuple[Desk, Desk, Desk]:
    return two_centres(server)


def test_every_file_of_the_site_comes_as_it_is(desks: tuple[Desk, Desk, Desk], site: Path) -> None:
    own, _, foreign = desks
    names = [
        path.relative_to(site) for kind in ("metadata", "targets", "pieces") for path in (site / kind).rglob("*.*")
    ]
    assert len(names) > 8
    for name in names:
        for desk in (own, foreign):
            answer = desk.ask("GET", f"/v1/updates/{name}")
            assert (answer.status, answer.content) == (200, (site / name).read_bytes())
            assert "content-encoding" not in answer.headers  # a desk takes the bytes that were signed


def test_a_refreshed_site_is_served_at_once(desks: tuple[Desk, Desk, Desk], folder: Path, site: Path) -> None:
    before = desks[0].ask("GET", TIMESTAMP).content
    refresh_site(site, folder / "keys", NOW)
    assert desks[0].ask("GET", TIMESTAMP).content == (site / "metadata" / "timestamp.json").read_bytes() != before


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("metadata/../../keys/online/x", 404),
        ("metadata/..%2f..%2fserver%2fsigning.key", 404),
        ("metadata/%2fetc%2fpasswd", 404),
        ("metadata/..%5ctimestamp.json", 404),
        ("metadata/timestamp.json/", 404),
        ("metadata/99.snapshot.json", 404),
        ("metadata/", 404),
        ("targets/program.json", 404),
        (f"pieces/00/{'0' * 64}.zst", 404),
        (f"pieces/00/{'1' * 64}.zst", 404),
        (".lock", 404),
        ("keys/online", 400),
    ],
)
def test_nothing_else_of_the_disk_is_served(desks: tuple[Desk, Desk, Desk], target: str, status: int) -> None:
    assert desks[0].ask("GET", f"/v1/updates/{target}").status == status


def test_only_a_desk_gets_it(server: LiveServer) -> None:
    assert send(server.line, "GET", TIMESTAMP, b"", {}).status == 401
    lost = server.enrol("0142")
    assert lost.ask("GET", TIMESTAMP).status == 200
    revoke_desk(server.db, lost.centre_id, lost.desk_id, revoked_by="Sample Manager", now=lost.clock.now())
    assert lost.ask("GET", TIMESTAMP).refusal.code == "desk_revoked"


def test_a_server_without_a_site_has_no_updates(tmp_path: Path) -> None:
    for updates_folder in (None, tmp_path / "not there yet"):
        with live_server(settings_in(tmp_path / "server", updates_folder=updates_folder)) as running:
            desk = two_centres(running)[0] if updates_folder is None else running.enrol("0142")
            answer = desk.ask("GET", TIMESTAMP)
            assert (answer.status, answer.refusal.code) == (404, "update_unknown")
