"""The update site: what goes on it, what a desk would take of it, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sanad_desk.server.updates.add_program import Added, add_program
from sanad_desk.server.updates.check_site import check_site
from sanad_desk.server.updates.keys import make_keys
from sanad_desk.server.updates.site import begin_site
from sanad_desk.wire.program import PIECE_BYTES, manifest_of

LINUX, WINDOWS = "linux-x86_64", "windows-x86_64"
NOW = datetime.now(UTC)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    make_keys(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def site(tmp_path: Path, keys: Path) -> Path:
    begin_site(tmp_path / "site", keys, NOW)
    return tmp_path / "site"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Small, but with what a frozen one has: a large file, an empty one, an executable and a link."""
    folder = tmp_path / "program"
    (folder / "_internal").mkdir(parents=True)
    (folder / "sanad-desk").write_bytes(b"starts the program")
    (folder / "sanad-desk").chmod(0o755)
    (folder / "_internal" / "library.so").write_bytes(bytes(range(256)) * (PIECE_BYTES // 200))
    (folder / "_internal" / "empty").touch()
    (folder / "_internal" / "library.so.1").symlink_to("library.so")
    return folder


def add(site: Path, keys: Path, program: Path, version: str = "0.6.1", platform: str = LINUX) -> Added:
    return add_program(site, keys, program, NOW, version=version, platform=platform)


def names(site: Path) -> list[tuple[str, str]]:
    return [(program.version, program.platform) for program in check_site(site).programs]


def test_a_desk_takes_what_was_added(site: Path, keys: Path, program: Path) -> None:
    assert check_site(site).programs == []
    added = add(site, keys, program)
    assert added.manifest == manifest_of(program, "0.6.1", LINUX)
    assert check_site(site).programs == [added.manifest]


def test_a_newer_version_brings_its_own_pieces_alone(site: Path, keys: Path, program: Path) -> None:
    assert add(site, keys, program).new_pieces == 3
    (program / "sanad-desk").write_bytes(b"starts the newer program")
    assert add(site, keys, program, "0.6.10").new_pieces == 1
    assert add(site, keys, program, "0.6.1", WINDOWS).new_pieces == 0
    assert names(site) == [("0.6.10", LINUX), ("0.6.1", WINDOWS)]
