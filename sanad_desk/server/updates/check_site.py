"""Whether a desk would take all of the site: by the library that desks have, and every piece unpacked."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import zstandard
from tuf.api.exceptions import DownloadError, DownloadHTTPError, RepositoryError
from tuf.ngclient import FetcherInterface, Updater

from sanad_desk.server.updates.refused import UpdateRefused
from sanad_desk.server.updates.site import read_metadata, root_files
from sanad_desk.wire.program import METADATA, PIECE_BYTES, TARGETS, ProgramManifest, piece_path, read_manifest


@dataclass(frozen=True, slots=True)
class SiteReport:
    """A site without fault: until when its metadata is good, by role, and the newest program of each platform."""

    expires: dict[str, datetime]
    programs: list[ProgramManifest]


def check_site(site: Path, root: bytes | None = None) -> SiteReport:
    """`root` is what a desk trusts, by default the site's first; raises UpdateRefused update_site_faulty, OSError."""
    found = read_metadata(site)
    root = root or root_files(site)[0].read_bytes()
    try:
        programs = _read_as_a_desk(site, root, list(found.targets.targets))
    except (RepositoryError, DownloadError) as error:
        raise UpdateRefused("update_site_faulty", path=str(site), reason=str(error)) from error
    for name in {name for program in programs for file in program.files for name in file.pieces}:
        if not _is_whole(site / piece_path(name), name):
            raise UpdateRefused("update_site_faulty", path=str(site), reason=f"{piece_path(name)} is not whole")
    signed = (found.root, found.targets, found.snapshot, found.timestamp)
    return SiteReport({one.type: one.expires for one in signed}, programs)


class _FolderFetcher(FetcherInterface):
    """From the site's own folder."""

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            return iter([Path(url).read_bytes()])
        except FileNotFoundError:
            raise DownloadHTTPError(f"{url} is missing", 404) from None


def _read_as_a_desk(site: Path, root: bytes, names: list[str]) -> list[ProgramManifest]:
    with tempfile.TemporaryDirectory() as folder:
        kept, target_url = Path(folder, "program.json"), f"{site / TARGETS}"
        updater = Updater(folder, f"{site / METADATA}", fetcher=_FolderFetcher(), bootstrap=root)
        updater.refresh()
        programs = []
        for name in sorted(names):
            target = updater.get_targetinfo(name)
            assert target is not None
            updater.download_target(target, str(kept), target_url)
            programs.append(read_manifest(kept.read_bytes()))
        return programs


def _is_whole(place: Path, name: str) -> bool:
    try:
        plain = zstandard.ZstdDecompressor().decompress(place.read_bytes(), max_output_size=PIECE_BYTES)
    except (FileNotFoundError, zstandard.ZstdError):
        return False
    return hashlib.sha256(plain).hexdigest() == name
