"""A release is taken in whole, signed and sound, or not at all; a recall leads back to the one before."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.catalogue.installed import newest_catalogue, note_release, take_release, wanted_releases
from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.catalogue.release import Release, open_release, pack_files, read_content, sign_release, version_order
from sanad_desk.domain.errors import DomainError
from sanad_desk.resources_path import resource_path
from sanad_desk.wire.messages import ReleaseItem, message_bytes
from tests.catalogue.conftest import rewrite

KEY = Ed25519PrivateKey.generate()
SERVER_KEY = KEY.public_key().public_bytes_raw()
TODAY = date(2026, 12, 10)
OWN = read_catalogue(resource_path("catalogue"))[0].version

Publish = Callable[..., Release]


@pytest.fixture
def publish(folder: Path) -> Publish:
    """The small catalogue under a version of its own, signed."""

    def published(version: str, valid_from: date = TODAY, key: Ed25519PrivateKey = KEY) -> Release:
        (folder / "release.toml").write_text(f'version = "{version}"\ntariff_date = 2026-01-01\n', encoding="utf-8")
        return sign_release(key, version, valid_from, pack_files(folder))

    return published


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def item_of(release: Release, *, is_recalled: bool = False) -> ReleaseItem:
    return ReleaseItem(release.version, release.digest, is_recalled, release.valid_from)


def take(store: Path, release: Release) -> None:
    take_release(store, item_of(release), message_bytes(release), SERVER_KEY)


def recall(store: Path, release: Release) -> None:
    note_release(store, item_of(release, is_recalled=True), SERVER_KEY)


def in_force(store: Path, today: date = TODAY, server_key: bytes | None = SERVER_KEY) -> str:
    return newest_catalogue(store, server_key, today).catalogue.version


def wanted(store: Path, today: date = TODAY) -> list[str]:
    return [item.version for item in wanted_releases(store, SERVER_KEY, today)]


def test_the_shipped_catalogue_comes_out_of_a_release_as_it_went_in():
    assert read_content(pack_files(resource_path("catalogue"))) == read_catalogue(resource_path("catalogue"))


def test_the_same_files_are_the_same_release(folder: Path, tmp_path: Path):
    before = pack_files(folder)
    (folder / "notes.txt").write_text("not of the catalogue", encoding="utf-8")
    (folder / "release.toml").touch()
    assert pack_files(folder) == before
    rewrite(folder, "2.500", "2.600")
    assert pack_files(folder) != before


def test_any_byte_that_is_another_is_refused(publish: Publish):
    raw = message_bytes(publish("2026.12.1"))
    assert open_release(raw, SERVER_KEY).version == "2026.12.1"
    chance = random.Random(7)
    for place in range(len(raw)):
        flipped = bytearray(raw)
        flipped[place] ^= chance.randrange(1, 256)
        with pytest.raises(DomainError, match="release_unusable"):
            open_release(bytes(flipped), SERVER_KEY)


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_release_cut_short_is_refused(publish: Publish, cut: int):
    with pytest.raises(DomainError, match="release_unusable"):
        open_release(message_bytes(publish("2026.12.1"))[:cut], SERVER_KEY)


def test_another_servers_release_is_refused(publish: Publish, store: Path):
    with pytest.raises(DomainError, match="release_unusable"):
        take(store, publish("2026.12.1", key=Ed25519PrivateKey.generate()))
    assert in_force(store) == OWN


def test_versions_are_ordered_as_numbers():
    texts = ["2026.9.30", "2026.11.1", "2026-11-02.1", "2026.11.10", "2027"]
    assert sorted(texts, key=version_order) == texts
    for wrong in ("", "2026..1", "v1", "2026.1.", "../../1", "١", "1" * 10, "1.1.1.1.1.1.1"):
        with pytest.raises(ValueError, match="no version"):
            version_order(wrong)


def test_a_release_is_in_force_from_its_date(publish: Publish, store: Path):
    take(store, publish("2026.12.1", TODAY + timedelta(1)))
    assert in_force(store) == OWN
    assert in_force(store, TODAY + timedelta(1)) == "2026.12.1"


def test_a_release_is_opened_from_the_cache(publish: Publish, store: Path):
    take(store, publish("2026.12.1"))
    first, second = newest_catalogue(store, SERVER_KEY, TODAY), newest_catalogue(store, SERVER_KEY, TODAY)
    assert (first.from_cache, second.from_cache) == (False, True)
    assert first.catalogue == second.catalogue


def test_a_desk_without_a_server_or_with_another_has_its_own(publish: Publish, store: Path):
    take(store, publish("2026.12.1"))
    assert in_force(store, server_key=None) == OWN
    assert in_force(store, server_key=Ed25519PrivateKey.generate().public_key().public_bytes_raw()) == OWN


def test_a_program_with_a_newer_catalogue_keeps_it(publish: Publish, store: Path):
    take(store, publish("2026.1.1"))
    assert in_force(store) == OWN
    assert wanted(store) == []


def test_a_program_whose_own_catalogue_is_recalled_takes_the_one_before(publish: Publish, store: Path):
    take(store, publish("2026.1.1"))
    recall(store, publish(OWN))
    assert in_force(store) == "2026.1.1"


def test_a_recall_leads_back_to_the_one_before(publish: Publish, store: Path):
    first, second, third = (publish(f"2026.12.{n}") for n in (1, 2, 3))
    for release in (first, second, third):
        take(store, release)
    assert in_force(store) == "2026.12.3"
    recall(store, third)
    assert in_force(store) == "2026.12.2"
    recall(store, second)
    recall(store, first)
    assert in_force(store) == OWN


def test_a_recall_is_for_good(publish: Publish, store: Path):
    release = publish("2026.12.1")
    recall(store, release)
    take(store, release)
    assert in_force(store) == OWN
    assert wanted(store) == []


def test_only_the_newest_and_what_is_to_come_are_fetched(publish: Publish, store: Path):
    releases = [publish(f"2026.12.{n}", TODAY + timedelta(days)) for n, days in ((1, -2), (2, -1), (3, 5), (4, 9))]
    for release in releases:
        note_release(store, item_of(release), SERVER_KEY)
    assert sorted(wanted(store)) == ["2026.12.2", "2026.12.3", "2026.12.4"]
    assert in_force(store) == OWN
    recall(store, releases[1])
    assert sorted(wanted(store)) == ["2026.12.1", "2026.12.3", "2026.12.4"]
    for release in (releases[0], *releases[2:]):
        take(store, release)
    assert wanted(store) == []


def test_a_release_with_a_fault_leaves_the_last_good_one(publish: Publish, store: Path, folder: Path):
    take(store, publish("2026.12.1"))
    rewrite(folder, 'fee = "2.500"', 'fee = "two"')
    with pytest.raises(DomainError, match="release_unusable"):
        take(store, publish("2026.12.2"))
    assert in_force(store) == "2026.12.1"
    assert wanted(store) == []  # it would be the same again


def test_a_release_under_the_name_of_another_is_refused(publish: Publish, store: Path, folder: Path):
    named = sign_release(KEY, "2026.12.2", TODAY, publish("2026.12.1").content)
    with pytest.raises(DomainError, match="release_unusable"):
        take(store, named)
    assert in_force(store) == OWN


def test_what_came_wrong_over_the_line_is_fetched_again(publish: Publish, store: Path):
    told, came = publish("2026.12.1"), publish("2026.12.2")
    with pytest.raises(DomainError, match="release_unusable"):
        take_release(store, item_of(told), message_bytes(came), SERVER_KEY)
    assert wanted(store) == ["2026.12.1"]


def test_a_kept_release_that_went_bad_is_not_used_and_fetched_again(publish: Publish, store: Path):
    for release in (publish("2026.12.1"), publish("2026.12.2")):
        take(store, release)
    kept = store / "catalogue" / "2026.12.2.release"
    kept.write_bytes(kept.read_bytes()[:-1])
    assert in_force(store) == "2026.12.1"
    assert wanted(store) == ["2026.12.2"]


@pytest.mark.parametrize("damage", [b"", b"\x92\xc4"])
def test_a_damaged_index_leaves_the_programs_own(publish: Publish, store: Path, damage: bytes):
    take(store, publish("2026.12.1"))
    (store / "catalogue" / "releases.index").write_bytes(damage)
    assert in_force(store) == OWN
    take(store, publish("2026.12.1"))
    assert in_force(store) == "2026.12.1"


@pytest.mark.parametrize("version", ["../../desk", "next", ""])
def test_a_name_that_is_no_version_is_passed_over(store: Path, version: str):
    note_release(store, ReleaseItem(version, b"", False, "2026-12-10"), SERVER_KEY)
    note_release(store, ReleaseItem("2026.12.1", b"", False, "soon"), SERVER_KEY)
    assert not store.exists()
