"""The newest manifest that the trusted keys vouch for: The Update Framework's client over a source of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tuf.api import exceptions
from tuf.api.serialization import DeserializationError
from tuf.ngclient import FetcherInterface, Updater

from sanad_desk.domain.errors import DomainError, OfflineError, SanadError
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.source import Missing, Source
from sanad_desk.version import version_order
from sanad_desk.wire.program import METADATA, TARGETS, ProgramManifest, read_manifest, target_name, this_platform

_MOST = 8 * 1024 * 1024  # a manifest of some ten thousand files


def newest_manifest(program: RunningProgram, source: Source) -> ProgramManifest | None:
    """None where nothing newer than the running version is there.

    Raises OfflineError; DomainError: update_missing, update_expired, update_forged, update_older, update_damaged,
    update_unusable; OSError where this disk takes nothing.
    """
    manifest = read_manifest(_newest_target(program, source))
    try:
        offered = version_order(manifest.version)
    except ValueError:
        raise DomainError("update_unusable") from None
    if manifest.platform != this_platform():
        raise DomainError("update_unusable")
    if offered < version_order(program.version):
        raise DomainError("update_older")
    return manifest if program.is_older_than(manifest.version) else None


def _newest_target(program: RunningProgram, source: Source) -> bytes:
    metadata, targets = program.beside / METADATA, program.beside / TARGETS
    for folder in (metadata, targets):
        folder.mkdir(parents=True, exist_ok=True)
    with _named():
        updater = Updater(
            str(metadata), METADATA, str(targets), TARGETS, _Fetcher(source), bootstrap=program.root.read_bytes()
        )
        updater.refresh()
        target = updater.get_targetinfo(target_name(this_platform()))
        if target is None:
            raise DomainError("update_missing")
        path = updater.find_cached_target(target) or updater.download_target(target)
    with open(path, "rb") as file:
        return file.read()


class _Fetcher(FetcherInterface):
    """Whatever the source raises comes back as the cause of a DownloadError."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            return iter((self._source.read(url, _MOST),))
        except Missing:
            raise exceptions.DownloadHTTPError(url, 404) from None


@contextmanager
def _named() -> Iterator[None]:
    """What the framework refuses, by what the person can do about it."""
    try:
        yield
    except exceptions.DownloadHTTPError:
        raise DomainError("update_missing") from None
    except (exceptions.DownloadLengthMismatchError, exceptions.LengthOrHashMismatchError, DeserializationError):
        raise DomainError("update_damaged") from None
    except exceptions.DownloadError as error:
        if isinstance(error.__cause__, SanadError):
            raise error.__cause__ from None
        raise OfflineError("server_unreachable") from error
    except exceptions.ExpiredMetadataError:
        raise DomainError("update_expired") from None
    except exceptions.BadVersionNumberError:
        raise DomainError("update_older") from None
    except exceptions.RepositoryError as error:
        raise DomainError("update_forged") from error
