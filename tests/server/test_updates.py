"""The update site: what goes on it, what a desk would take of it, and what is refused."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sanad_desk.server.updates.add_program import Added, add_program
from sanad_desk.server.updates.check_site import check_site
from sanad_desk.server.updates.copy_site import copy_site
from sanad_desk.server.updates.keys import KeyRole, make_keys
from sanad_desk.server.updates.refused import UpdateRefused
from sanad_desk.server.updates.rotate_key import rotate_key
from sanad_desk.server.updates.site import begin_site, refresh_site, renew_site, root_files
from sanad_desk.wire.program import MANIFEST_FILE, PIECE_BYTES, manifest_bytes, manifest_of

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
    return make_program(tmp_path / "program")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def make_program(folder: Path) -> Path:
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


def pieces(site: Path) -> list[Path]:
    return sorted((site / "pieces").glob("*/*.zst"))


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


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


@pytest.mark.parametrize("version", ["0.6.9", "0.6.10", "0.5"])
def test_no_desk_is_led_back(site: Path, keys: Path, program: Path, version: str) -> None:
    add(site, keys, program, "0.6.10")
    with pytest.raises(UpdateRefused, match="update_version_not_newer"):
        add(site, keys, program, version)
    assert names(site) == [("0.6.10", LINUX)]


def test_a_built_program_says_itself_what_it_is(site: Path, keys: Path, program: Path) -> None:
    with pytest.raises(UpdateRefused, match="update_program_unnamed"):
        add(site, keys, program, version="")
    (program / MANIFEST_FILE).write_bytes(manifest_bytes(manifest_of(program, "0.6.3", WINDOWS)))
    add_program(site, keys, program, NOW)
    assert names(site) == [("0.6.3", WINDOWS)]
    (program / "sanad-desk").write_bytes(b"something else")
    with pytest.raises(UpdateRefused, match="update_program_changed"):
        add_program(site, keys, program, NOW)


def test_what_is_no_program_is_refused(site: Path, keys: Path, program: Path, tmp_path: Path) -> None:
    with pytest.raises(UpdateRefused, match="update_version_malformed"):
        add(site, keys, program, "next")
    with pytest.raises(UpdateRefused, match="update_program_empty"):
        add(site, keys, tmp_path / "nothing")
    with pytest.raises(UpdateRefused, match="update_site_missing"):
        add(tmp_path / "nothing", keys, program)


def test_keys_and_site_begin_once(site: Path, keys: Path) -> None:
    with pytest.raises(UpdateRefused, match="update_keys_there"):
        make_keys(keys)
    with pytest.raises(UpdateRefused, match="update_site_there"):
        begin_site(site, keys, NOW)


def test_keys_are_for_their_owner_alone(keys: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in keys.glob("*/*.pem")} == {0o600}
    assert [len(list(keys.glob(f"{folder}/*"))) for folder in ("offline", "online")] == [4, 1]


def test_a_passphrase_locks_what_lies_offline(tmp_path: Path, program: Path) -> None:
    keys, site = tmp_path / "keys", tmp_path / "site"
    make_keys(keys, "a sample phrase")
    begin_site(site, keys, NOW, "a sample phrase")
    refresh_site(site, keys, NOW)
    with pytest.raises(UpdateRefused, match="update_key_locked"):
        add(site, keys, program)
    with pytest.raises(UpdateRefused, match="update_key_unreadable"):
        add_program(site, keys, program, NOW, version="1.0", platform=LINUX, passphrase="another")
    add_program(site, keys, program, NOW, version="1.0", platform=LINUX, passphrase="a sample phrase")
    assert names(site) == [("1.0", LINUX)]


def test_a_foreign_key_signs_nothing(site: Path, keys: Path, program: Path, tmp_path: Path) -> None:
    make_keys(tmp_path / "foreign")
    for change in (refresh_site, renew_site):
        with pytest.raises(UpdateRefused, match="update_key_missing"):
            change(site, tmp_path / "foreign", NOW)
    with pytest.raises(UpdateRefused, match="update_key_missing"):
        add(site, tmp_path / "foreign", program)
    assert check_site(site).programs == []


def test_a_site_of_other_keys_is_no_site_of_ours(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make_keys(tmp_path / "foreign")
    begin_site(other, tmp_path / "foreign", NOW)
    with pytest.raises(UpdateRefused, match="update_site_faulty"):
        check_site(other, root_files(site)[0].read_bytes())


def test_the_online_key_alone_keeps_a_site_good(site: Path, keys: Path, program: Path) -> None:
    add(site, keys, program)
    shutil.rmtree(keys / "offline")
    before = check_site(site).expires
    refresh_site(site, keys, NOW + timedelta(days=10))
    after = check_site(site).expires
    assert {role: (after[role] - before[role]).days for role in after} == {
        "root": 0,
        "targets": 0,
        "snapshot": 10,
        "timestamp": 10,
    }
    with pytest.raises(UpdateRefused, match="update_key_missing"):
        add(site, keys, program, "0.7")


def test_a_forgotten_site_is_good_again_after_the_timer_ran(tmp_path: Path, keys: Path, program: Path) -> None:
    site, long_ago = tmp_path / "site", NOW - timedelta(days=15)
    begin_site(site, keys, long_ago)
    add_program(site, keys, program, long_ago, version="0.6.1", platform=LINUX)
    with pytest.raises(UpdateRefused, match=r"update_site_faulty.*expired"):
        check_site(site)
    refresh_site(site, keys, NOW)
    assert names(site) == [("0.6.1", LINUX)]


def test_a_year_without_a_release_is_renewed(tmp_path: Path, keys: Path, program: Path) -> None:
    site, long_ago = tmp_path / "site", NOW - timedelta(days=366)
    begin_site(site, keys, long_ago)
    add_program(site, keys, program, long_ago, version="0.6.1", platform=LINUX)
    refresh_site(site, keys, NOW)
    with pytest.raises(UpdateRefused, match=r"update_site_faulty.*expired"):
        check_site(site)
    renew_site(site, keys, NOW)
    assert names(site) == [("0.6.1", LINUX)]


@pytest.mark.parametrize("role", list(KeyRole))
def test_desks_follow_to_a_new_key(site: Path, keys: Path, program: Path, role: KeyRole) -> None:
    """With one root key lost; the old keys of the role are good for nothing after it."""
    trusted = root_files(site)[0].read_bytes()
    add(site, keys, program)
    next((keys / "offline").glob("root-*.pem")).unlink()
    old = set(keys.glob("*/*.pem"))
    rotate_key(site, keys, role, NOW)
    assert check_site(site, trusted).programs
    for path in old:
        if path.name.startswith(f"{role}-"):
            path.unlink()
    renew_site(site, keys, NOW)
    add(site, keys, program, "0.6.2")
    assert [found.version for found in check_site(site, trusted).programs] == ["0.6.2"]


def test_one_root_key_alone_changes_nothing(site: Path, keys: Path) -> None:
    for path in sorted((keys / "offline").glob("root-*.pem"))[:2]:
        path.unlink()
    with pytest.raises(UpdateRefused, match="update_key_missing"):
        rotate_key(site, keys, KeyRole.ONLINE, NOW)
    assert [path.name for path in root_files(site)] == ["1.root.json"]
    assert check_site(site).programs == []


def test_what_was_changed_on_the_site_is_seen(site: Path, keys: Path, program: Path, stick: Path) -> None:
    add(site, keys, program)
    copy_site(site, stick)  # without what an earlier state left behind
    for path in [path for path in stick.rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        flip(path)
        with pytest.raises(UpdateRefused, match="update_site_faulty"):
            check_site(stick)
        path.unlink()
        with pytest.raises(UpdateRefused, match=r"update_site_(faulty|missing)"):
            check_site(stick)
        path.write_bytes(whole)
    assert names(stick) == [("0.6.1", LINUX)]


def test_a_disk_that_fails_at_the_last_file_leaves_the_old_state(site: Path, keys: Path, program: Path) -> None:
    add(site, keys, program)
    (program / "sanad-desk").write_bytes(b"starts the newer program")
    in_the_way = site / "metadata" / "timestamp.json.unfinished"
    in_the_way.mkdir()
    with pytest.raises(IsADirectoryError):
        add(site, keys, program, "0.6.2")
    assert names(site) == [("0.6.1", LINUX)]
    in_the_way.rmdir()
    assert add(site, keys, program, "0.6.2").new_pieces == 0
    assert names(site) == [("0.6.2", LINUX)]


def test_a_copy_holds_the_newest_programs_alone(site: Path, keys: Path, program: Path, stick: Path) -> None:
    add(site, keys, program)
    (program / "sanad-desk").write_bytes(b"starts the newer program")
    add(site, keys, program, "0.6.2")
    rotate_key(site, keys, KeyRole.TARGETS, NOW)
    assert copy_site(site, stick).programs == check_site(site).programs
    assert len(pieces(stick)) == len(pieces(site)) - 1
    assert len(list((stick / "targets").iterdir())) == 1
    assert [path.name for path in root_files(stick)] == ["1.root.json", "2.root.json"]


def test_a_stick_is_brought_up_to_date(site: Path, keys: Path, program: Path, stick: Path) -> None:
    add(site, keys, program)
    copy_site(site, stick)
    flip(pieces(stick)[0])
    pieces(stick)[1].unlink()
    add(site, keys, program, "0.6.2")
    copy_site(site, stick)
    assert names(stick) == [("0.6.2", LINUX)]


def test_an_older_site_is_not_copied_over_a_newer(site: Path, keys: Path, stick: Path) -> None:
    copy_site(site, stick)
    refresh_site(site, keys, NOW)
    with pytest.raises(UpdateRefused, match="update_site_newer"):
        copy_site(stick, site)


def test_a_site_with_a_fault_is_not_copied(site: Path, keys: Path, program: Path, stick: Path) -> None:
    add(site, keys, program)
    flip(pieces(site)[0])
    with pytest.raises(UpdateRefused, match="update_site_faulty"):
        copy_site(site, stick)
    assert not stick.exists()


def test_server_and_office_need_not_know_each_others_last_state(
    site: Path, keys: Path, program: Path, tmp_path: Path
) -> None:
    """The server refreshes its copy every day; the office adds to its own, weeks later."""
    served = tmp_path / "served"
    copy_site(site, served)
    for day in range(5):
        refresh_site(served, keys, NOW + timedelta(days=day))
    add_program(site, keys, program, NOW + timedelta(days=5), version="0.6.1", platform=LINUX)
    copy_site(site, served)
    assert names(served) == [("0.6.1", LINUX)]
