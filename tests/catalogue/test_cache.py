"""The desk always opens with a catalogue: from the files, from the cache, or with the sound part."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from sanad_desk.catalogue.cache import FORMAT, load_catalogue
from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.domain.catalogue import Catalogue
from sanad_desk.resources_path import resource_path
from tests.catalogue.conftest import rewrite


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "store" / "catalogue.cache"


def test_an_unchanged_folder_is_opened_from_the_cache(folder: Path, cache: Path):
    first, second = load_catalogue(folder, cache), load_catalogue(folder, cache)
    assert (first.from_cache, second.from_cache) == (False, True)
    assert second.catalogue == first.catalogue


def test_the_shipped_catalogue_comes_back_from_the_cache_as_it_was(cache: Path):
    load_catalogue(resource_path("catalogue"), cache)
    again = load_catalogue(resource_path("catalogue"), cache)
    assert again.from_cache
    assert again.catalogue == read_catalogue(resource_path("catalogue"))[0]
    assert list(again.catalogue.services) == list(read_catalogue(resource_path("catalogue"))[0].services)


def test_a_sound_change_is_read_and_cached(folder: Path, cache: Path):
    load_catalogue(folder, cache)
    rewrite(folder, 'fee = "2.000"', 'fee = "2.100"')
    loaded = load_catalogue(folder, cache)
    assert not loaded.from_cache
    assert loaded.catalogue.services["rop-card"].prices[0].centre_fee == 2100
    assert load_catalogue(folder, cache).from_cache


def test_a_broken_file_leaves_the_last_good_catalogue(folder: Path, cache: Path):
    good = load_catalogue(folder, cache).catalogue
    rewrite(folder, 'fee = "2.000"', 'fee = "two"')
    loaded = load_catalogue(folder, cache)
    assert loaded.from_cache
    assert [(f.file, f.service, f.field) for f in loaded.faults] == [("services/rop.toml", "rop-card", "prices[1].fee")]
    assert loaded.catalogue == good


def test_without_a_cache_the_sound_part_opens(folder: Path, cache: Path):
    rewrite(folder, 'fee = "2.000"', 'fee = "two"')
    loaded = load_catalogue(folder, cache)
    assert not loaded.from_cache
    assert list(loaded.catalogue.services) == ["rop-other"]
    assert not cache.exists()


@pytest.mark.parametrize("damage", [b"", b"\x00" * 64, b"\x93\x01\xc4\x00\x80"])
def test_a_damaged_cache_is_no_cache(folder: Path, cache: Path, damage: bytes):
    load_catalogue(folder, cache)
    cache.write_bytes(damage)
    loaded = load_catalogue(folder, cache)
    assert not loaded.from_cache
    assert len(loaded.catalogue.services) == 2
    assert load_catalogue(folder, cache).from_cache


def test_a_cache_cut_short_is_no_cache(folder: Path, cache: Path):
    load_catalogue(folder, cache)
    cache.write_bytes(cache.read_bytes()[:-10])
    assert not load_catalogue(folder, cache).from_cache


def test_a_folder_where_no_cache_can_be_written(folder: Path, tmp_path: Path):
    (tmp_path / "store").write_text("in the way", encoding="utf-8")
    loaded = load_catalogue(folder, tmp_path / "store" / "catalogue.cache")
    assert len(loaded.catalogue.services) == 2


def test_an_empty_folder_still_opens(tmp_path: Path, cache: Path):
    loaded = load_catalogue(tmp_path / "nowhere", cache)
    assert not loaded.catalogue.services
    assert {f.code for f in loaded.faults} == {"file_missing"}


def test_changed_types_raise_the_format():
    """Else a cache of the types before would be taken for one of these, new fields left at their defaults."""
    schema = msgspec.json.encode(msgspec.json.schema(Catalogue), order="deterministic")
    assert (FORMAT, hashlib.sha256(schema).hexdigest()[:16]) == (4, "9fce5c5296779fdd")
