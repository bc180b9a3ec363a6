"""The releases a desk has taken in, in `catalogue/` of its store, and which catalogue is in force there."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from pathlib import Path

import msgspec
from msgspec.structs import replace

from sanad_desk.catalogue.cache import FORMAT, LoadedCatalogue, load_catalogue, load_read
from sanad_desk.catalogue.release import Release, open_release, read_content, shipped_version, version_order
from sanad_desk.domain.errors import DomainError
from sanad_desk.resources_path import resource_path
from sanad_desk.wire.messages import ReleaseItem

FOLDER = "catalogue"
CACHE = "catalogue.cache"
_INDEX = "releases.index"


class _Known(msgspec.Struct, frozen=True, array_like=True):
    """A release as the feed told of it; `unusable` is the format of the program that could not use it."""

    item: ReleaseItem
    unusable: int = 0

    @property
    def order(self) -> tuple[str, tuple[int, ...]]:
        return self.item.valid_from, version_order(self.item.version)


class _Index(msgspec.Struct, frozen=True, array_like=True):
    """What one server told; another server's releases are none of this desk's."""

    server_key: bytes
    known: dict[str, _Known]


def note_release(folder: Path, item: ReleaseItem, server_key: bytes) -> None:
    """Keeps what the feed says, as often as it says it; a recall is for good.

    `folder` is the store's; raises OSError.
    """
    try:
        version_order(item.version)
        date.fromisoformat(item.valid_from)
    except ValueError:
        return  # of a later server, which names releases in another way
    known = _known(folder, server_key)
    before = known.get(item.version)
    if before is not None and (before.item == item or before.item.is_recalled):
        return
    _write_index(folder, _Index(server_key, {**known, item.version: _Known(item)}))


def is_forgotten(folder: Path, server_key: bytes) -> bool:
    """Whether all that this server ever told is gone, and has to be told from the beginning."""
    index = _read_index(folder)
    return index is None or index.server_key != server_key


def begin_index(folder: Path, server_key: bytes) -> None:
    """Everything was told, be it nothing; raises OSError."""
    if is_forgotten(folder, server_key):
        _write_index(folder, _Index(server_key, {}))


def wanted_releases(folder: Path, server_key: bytes, today: date) -> list[ReleaseItem]:
    """What to fetch: the release that should be in force and those to come, as far as they are not here."""
    current, later = _standing(folder, server_key, today)
    usable, coming = ([known for known in some if known.unusable != FORMAT] for some in (current, later))
    return [known.item for known in (*usable[:1], *coming) if _held(folder, known, server_key) is None]


def take_release(folder: Path, item: ReleaseItem, raw: bytes, server_key: bytes) -> None:
    """Keeps a release that is whole, signed and without a fault.

    Raises OSError, and DomainError release_unusable for any other: the desk goes on with what it has.
    """
    note_release(folder, item, server_key)
    release = open_release(raw, server_key)
    if (release.version, release.valid_from, release.digest) != (item.version, item.valid_from, item.digest):
        raise DomainError("release_unusable", version=item.version)
    if not _is_sound(release):
        known = _known(folder, server_key)
        marked = replace(known[item.version], unusable=FORMAT)
        _write_index(folder, _Index(server_key, {**known, item.version: marked}))
        raise DomainError("release_unusable", version=item.version)
    _write(_file(folder, item.version), raw)


def newest_catalogue(folder: Path, server_key: bytes | None, today: date) -> LoadedCatalogue:
    """The newest release in force that is here and not recalled, or the program's own catalogue.

    Never fails; `today` is the business date in Muscat. A desk without a server has the program's own.
    """
    current, _ = _standing(folder, server_key, today) if server_key else ([], [])
    for known in current:
        release = _held(folder, known, server_key or b"")
        if release is not None:
            loaded = load_read(release.digest, partial(read_content, release.content), folder / CACHE)
            if not loaded.faults:
                return loaded
    return load_catalogue(resource_path("catalogue"), folder / CACHE)


def _standing(folder: Path, server_key: bytes, today: date) -> tuple[list[_Known], list[_Known]]:
    """In force today and to come, each newest first, without those that the program's own catalogue has overtaken."""
    known = _known(folder, server_key)
    own = shipped_version()
    recalled = {version for version, found in known.items() if found.item.is_recalled}
    least = version_order(own) if own and own not in recalled else ()
    standing = [k for k in known.values() if not k.item.is_recalled and version_order(k.item.version) >= least]
    standing.sort(key=lambda found: found.order, reverse=True)
    later = [found for found in standing if date.fromisoformat(found.item.valid_from) > today]
    return [found for found in standing if found not in later], later


def _held(folder: Path, known: _Known, server_key: bytes) -> Release | None:
    try:
        release = open_release(_file(folder, known.item.version).read_bytes(), server_key)
    except (OSError, DomainError):
        return None
    return release if release.digest == known.item.digest else None


def _is_sound(release: Release) -> bool:
    try:
        catalogue, faults = read_content(release.content)
    except DomainError:
        return False
    return not faults and catalogue.version == release.version


def _file(folder: Path, version: str) -> Path:
    return folder / FOLDER / f"{version}.release"


def _known(folder: Path, server_key: bytes) -> dict[str, _Known]:
    index = _read_index(folder)
    return index.known if index is not None and index.server_key == server_key else {}


def _read_index(folder: Path) -> _Index | None:
    """None where it is damaged or missing: the desk then has the program's own catalogue until it is told again."""
    try:
        return msgspec.msgpack.decode((folder / FOLDER / _INDEX).read_bytes(), type=_Index)
    except (OSError, msgspec.MsgspecError):
        return None


def _write_index(folder: Path, index: _Index) -> None:
    _write(folder / FOLDER / _INDEX, msgspec.msgpack.encode(index))


def _write(path: Path, raw: bytes) -> None:
    """Whole or not at all, also when the power fails; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
