"""Update sites to offer a desk: signed as they should be, and in every way that they should not."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tuf.api.metadata import Snapshot, TargetFile, Targets

from sanad_desk.server.updates.add_program import add_program
from sanad_desk.server.updates.keys import make_keys
from sanad_desk.server.updates.site import (
    YEAR,
    begin_site,
    changing,
    put_out,
    refresh_site,
    root_files,
    sealed,
    signers_of,
    target_file,
    version_at,
    write_file,
)
from sanad_desk.updates.running import RunningProgram
from sanad_desk.updates.switch_state import version_folder
from sanad_desk.wire.program import PIECE_BYTES, piece_path, read_pieces, target_name, this_platform

LARGE = "_internal/library.so"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who releases: a site and the keys of it."""

    site: Path
    keys: Path

    @property
    def root(self) -> Path:
        return root_files(self.site)[0]

    def publish(self, program: Path, version: str) -> None:
        add_program(self.site, self.keys, program, datetime.now(UTC), version=version, platform=this_platform())

    def publish_raw(self, raw: bytes) -> None:
        """Any bytes as the manifest, properly signed."""
        now, name = datetime.now(UTC), target_name(this_platform())
        with changing(self.site) as found:
            target = TargetFile.from_data(name, raw, ["sha256"])
            write_file(target_file(self.site, target), raw)
            found.targets.targets[name] = target
            found.targets.version, found.targets.expires = version_at(now, found.targets), now + YEAR
            targets = sealed(found.targets, signers_of(found.root, Targets.type, self.keys))
            put_out(self.site, now, signers_of(found.root, Snapshot.type, self.keys), before=found, targets=targets)

    def refresh(self) -> None:
        refresh_site(self.site, self.keys, datetime.now(UTC))

    def metadata(self, role: str) -> Path:
        """The file that is in force."""
        found = (self.site / "metadata").glob(f"*{role}.json")
        return max(found, key=lambda path: int(path.name.split(".", 1)[0]) if path.name[0].isdigit() else 0)

    def target(self) -> Path:
        (found,) = (self.site / "targets").iterdir()
        return found

    def pieces_of(self, file: Path) -> list[Path]:
        return [self.site / piece_path(hashlib.sha256(piece).hexdigest()) for piece in read_pieces(file)]


def begin(folder: Path, *, keys: Path | None = None, days_ago: int = 0) -> Publisher:
    """A site without programs; with the keys of another one, or its own."""
    folder.mkdir(exist_ok=True)
    if keys is None:
        keys = folder / "keys"
        make_keys(keys)
    begin_site(folder / "site", keys, datetime.now(UTC) - timedelta(days=days_ago))
    return Publisher(folder / "site", keys)


def make_program(folder: Path, version: str) -> Path:
    """What a frozen one has: an executable, modules, a large library, an empty file and a link; most is the same in
    every version.
    """
    (folder / "_internal").mkdir(parents=True)
    (folder / "sanad-desk").write_text(f"#!/bin/sh\necho {version}\n")
    (folder / "sanad-desk").chmod(0o755)
    (folder / LARGE).write_bytes(bytes(range(251)) * (3 * PIECE_BYTES // 251))
    (folder / "_internal" / "library.so.1").symlink_to("library.so")
    (folder / "_internal" / "empty").touch()
    for name in range(8):
        (folder / "_internal" / f"module{name}.pyc").write_bytes(f"module {name}".encode() * 100)
    (folder / "_internal" / "changed.pyc").write_bytes(version.encode() * 1000)
    return folder


def installed(folder: Path, root: Path, version: str = "0.6.0") -> RunningProgram:
    """The program that is to be updated, and the trust it was built with."""
    program = make_program(folder / "installed", version)  # makes the folder too
    shutil.copy(root, folder / "root.json")
    return RunningProgram(version, program / "sanad-desk", folder / "beside", folder / "root.json")


def is_whole(program: RunningProgram, version: str, source: Path) -> bool:
    """Whether the version lies beside exactly as it was released."""
    here = version_folder(program.beside, version)
    names = {path.relative_to(source) for path in source.rglob("*")}
    if names != {path.relative_to(here) for path in here.rglob("*")} - {Path("program.json")}:
        return False
    return all(_same(here / name, source / name) for name in names)


def _same(one: Path, other: Path) -> bool:
    if one.is_symlink() or other.is_symlink():
        return os.readlink(one) == os.readlink(other)
    if one.is_dir():
        return other.is_dir()
    return one.read_bytes() == other.read_bytes() and one.stat().st_mode & 0o100 == other.stat().st_mode & 0o100


def flip(path: Path) -> None:
    """One bit in the middle of a file."""
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 0x04
    path.write_bytes(bytes(raw))
