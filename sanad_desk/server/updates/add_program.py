"""A version of the program goes on the site: its missing pieces, its manifest, and the signatures over that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import zstandard
from tuf.api.metadata import Snapshot, TargetFile, Targets

from sanad_desk.server.updates.refused import UpdateRefused
from sanad_desk.server.updates.site import (
    YEAR,
    changing,
    put_out,
    sealed,
    signers_of,
    target_file,
    version_at,
    write_file,
)
from sanad_desk.version import version_order
from sanad_desk.wire.program import (
    MANIFEST_FILE,
    ProgramManifest,
    manifest_bytes,
    manifest_of,
    piece_path,
    read_manifest,
    read_pieces,
    target_name,
)

_LEVEL = 19  # packed once, fetched by every desk of the country


@dataclass(frozen=True, slots=True)
class Added:
    """What desks without it have to fetch at most, and what was new on the site."""

    manifest: ProgramManifest
    new_pieces: int
    new_bytes: int


def add_program(
    site: Path,
    keys: Path,
    program: Path,
    now: datetime,
    *,
    version: str = "",
    platform: str = "",
    passphrase: str = "",
) -> Added:
    """What its own program.json does not say has to be told; raises UpdateRefused, DomainError, OSError."""
    with changing(site) as found:
        online = signers_of(found.root, Snapshot.type, keys)
        signers = signers_of(found.root, Targets.type, keys, passphrase)
        manifest = _manifest(program, version, platform)
        name = target_name(manifest.platform)
        _refuse_older(site, found.targets, name, manifest.version)
        new_pieces, new_bytes = _write_pieces(site, program, manifest)
        raw = manifest_bytes(manifest)
        target = TargetFile.from_data(name, raw, ["sha256"])
        write_file(target_file(site, target), raw)
        targets = found.targets
        targets.targets[name] = target
        targets.version, targets.expires = version_at(now, targets), now + YEAR
        put_out(site, now, online, before=found, targets=sealed(targets, signers))
    return Added(manifest, new_pieces, new_bytes)


def _manifest(program: Path, version: str, platform: str) -> ProgramManifest:
    """As desks will read it."""
    stated = program / MANIFEST_FILE
    before = read_manifest(stated.read_bytes()) if stated.is_file() else None
    version = version or (before.version if before else "")
    platform = platform or (before.platform if before else "")
    if not version or not platform:
        raise UpdateRefused("update_program_unnamed", path=str(program))
    try:
        version_order(version)
    except ValueError:
        raise UpdateRefused("update_version_malformed", version=version) from None
    manifest = manifest_of(program, version, platform)
    if not manifest.files:
        raise UpdateRefused("update_program_empty", path=str(program))
    if before is not None and before != manifest:
        raise UpdateRefused("update_program_changed", path=str(program))
    return read_manifest(manifest_bytes(manifest))


def _refuse_older(site: Path, targets: Targets, name: str, version: str) -> None:
    if name not in targets.targets:
        return
    newest = read_manifest(target_file(site, targets.targets[name]).read_bytes()).version
    if version_order(version) <= version_order(newest):
        raise UpdateRefused("update_version_not_newer", version=version, newest=newest)


def _write_pieces(site: Path, program: Path, manifest: ProgramManifest) -> tuple[int, int]:
    """How many were missing, and their packed bytes."""
    packer = zstandard.ZstdCompressor(level=_LEVEL)
    count = size = 0
    for file in manifest.files:
        if all((site / piece_path(name)).is_file() for name in file.pieces):
            continue
        for name, plain in zip(file.pieces, read_pieces(program / file.path), strict=True):
            place = site / piece_path(name)
            if not place.is_file():
                packed = packer.compress(plain)
                write_file(place, packed)
                count, size = count + 1, size + len(packed)
    return count, size
