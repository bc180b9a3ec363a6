"""The site for a stick, or for the server: its newest programs alone, read back after it was written."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from sanad_desk.server.updates.check_site import SiteReport, check_site
from sanad_desk.server.updates.refused import UpdateRefused
from sanad_desk.server.updates.site import (
    TIMESTAMP_FILE,
    SiteMetadata,
    changing,
    metadata_file,
    read_metadata,
    root_files,
    target_file,
    write_file,
)
from sanad_desk.wire.program import METADATA, piece_path, read_manifest


def copy_site(site: Path, to: Path) -> SiteReport:
    """What lies there already is not written again; raises UpdateRefused, DomainError, OSError."""
    check_site(site)
    found, timestamp = read_metadata(site), to / METADATA / TIMESTAMP_FILE
    # A server's daily refresh in the middle would be newer than this copy, and name older programs.
    with changing(to) if timestamp.exists() else nullcontext() as before:
        if before is not None and before.timestamp.version > found.timestamp.version:
            raise UpdateRefused("update_site_newer", path=str(to), site=str(site))
        for source in _named_in(site, found):
            target = to / source.relative_to(site)
            if not target.is_file() or not filecmp.cmp(source, target, shallow=False):
                write_file(target, source.read_bytes())
        write_file(timestamp, found.timestamp_raw)  # last: until then desks go by what was there before
    return check_site(to, root_files(site)[0].read_bytes())


def _named_in(site: Path, found: SiteMetadata) -> Iterator[Path]:
    targets = [target_file(site, target) for target in found.targets.targets.values()]
    programs = [read_manifest(target.read_bytes()) for target in targets]
    for name in sorted({name for program in programs for file in program.files for name in file.pieces}):
        yield site / piece_path(name)
    yield from targets
    yield metadata_file(site, found.targets.version, found.targets.type)
    yield metadata_file(site, found.snapshot.version, found.snapshot.type)
    yield from root_files(site)
