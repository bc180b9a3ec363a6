"""Opens the catalogue at start: from the compact cache when nothing changed, else from the files."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sanad_desk.catalogue.fault import CatalogueFault
from sanad_desk.catalogue.read import read_catalogue
from sanad_desk.domain.catalogue import Catalogue

# Raised when the types of domain/catalogue.py change: an old cache is then read anew from the files.
FORMAT = 4


class _Cache(msgspec.Struct, frozen=True, array_like=True):
    format: int
    digest: bytes
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class LoadedCatalogue:
    """A catalogue to work with, the faults of the files if they have any, and where it was taken from."""

    catalogue: Catalogue
    faults: tuple[CatalogueFault, ...] = ()
    from_cache: bool = False


def load_catalogue(folder: Path, cache_file: Path) -> LoadedCatalogue:
    """Never fails: a broken file leaves the last good catalogue, or without one the sound part of the files."""
    return load_read(folder_digest(folder), lambda: read_catalogue(folder), cache_file)


def load_read(
    digest: bytes, read: Callable[[], tuple[Catalogue, list[CatalogueFault]]], cache_file: Path
) -> LoadedCatalogue:
    """The same from whatever `read` reads; `digest` changes with it."""
    cached = _read_cache(cache_file)
    if cached is not None and cached.digest == digest:
        return LoadedCatalogue(cached.catalogue, from_cache=True)
    catalogue, faults = read()
    if not faults:
        _write_cache(cache_file, _Cache(FORMAT, digest, catalogue))
        return LoadedCatalogue(catalogue)
    if cached is not None:
        return LoadedCatalogue(cached.catalogue, tuple(faults), from_cache=True)
    return LoadedCatalogue(catalogue, tuple(faults))


def folder_digest(folder: Path) -> bytes:
    """Changes with any byte or name of the files; a file that cannot be read counts as empty."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.toml"), *folder.glob("services/*.toml")]):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with contextlib.suppress(OSError):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def _read_cache(cache_file: Path) -> _Cache | None:
    """A cache of another format, damaged or missing is no cache."""
    try:
        cached = msgspec.msgpack.decode(cache_file.read_bytes(), type=_Cache)
    except (OSError, msgspec.MsgspecError):
        return None
    return cached if cached.format == FORMAT else None


def _write_cache(cache_file: Path, cache: _Cache) -> None:
    """Atomic; a full disk or a read-only folder only costs time at the next start."""
    fresh = cache_file.with_suffix(".new")
    try:
        cache_file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(msgspec.msgpack.encode(cache))
        os.replace(fresh, cache_file)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
