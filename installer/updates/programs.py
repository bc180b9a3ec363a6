"""Two real frozen programs that trust one fresh site, the site itself, and programs that were spoilt on purpose."""

from __future__ import annotations

import os
import py_compile
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from installer.frozen.build import PROGRAM
from installer.frozen.source import version_of
from sanad_desk.wire.program import (
    MANIFEST_FILE,
    ProgramManifest,
    manifest_bytes,
    manifest_of,
    read_manifest,
    this_platform,
)

ROOT = Path(__file__).resolve().parents[2]
SERVER = (sys.executable, "-m", "sanad_desk.server.cli")
_INSIDE = "_internal"


@dataclass(frozen=True, slots=True)
class Programs:
    """What is kept between two runs; to build anew, throw the folder away."""

    folder: Path
    old: str
    new: str
    newest: str  # not built: what a spoilt program calls itself

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def empty_site(self) -> Path:
        return self.folder / "empty-site"

    @property
    def office(self) -> Path:
        """Where `old` and then `new` were added."""
        return self.folder / "office"

    @property
    def site(self) -> Path:
        """Offers `new`, as a copy of what the office has."""
        return self.folder / "site"

    def program(self, version: str) -> Path:
        return self.folder / version / PROGRAM

    def manifest(self, version: str) -> ProgramManifest:
        return read_manifest((self.program(version) / MANIFEST_FILE).read_bytes())

    def copy_site(self, to: Path) -> None:
        """Onto a stick."""
        sign("copy", "--site", self.office, "--to", to)


def get_programs(folder: Path) -> Programs:
    """Builds what is missing: minutes the first time. Raises CalledProcessError."""
    old = version_of(ROOT)
    programs = Programs(folder, old, _after(old, 1), _after(old, 2))
    folder.mkdir(parents=True, exist_ok=True)
    if not programs.empty_site.exists():
        sign("init", "--site", programs.empty_site, "--keys", programs.keys)
    for version in (programs.old, programs.new):
        if not programs.program(version).exists():
            freeze(version, programs)
    if not programs.office.exists():
        offer(programs)
    # Twice: what is numbered by the second must not have the number of the empty one.
    for site in (programs.empty_site, programs.office, programs.office):
        sign("refresh", "--site", site, "--keys", programs.keys)
    programs.copy_site(programs.site)
    return programs


def _after(version: str, steps: int) -> str:
    *first, last = version.split(".")
    return ".".join([*first, str(int(last) + steps)])


def freeze(version: str, programs: Programs) -> None:
    options = {
        "SANAD_BUILD_VERSION": version,
        "SANAD_BUILD_OUT": str(programs.folder / version),
        "SANAD_UPDATE_ROOT": str(programs.empty_site / "metadata" / "1.root.json"),
    }
    print(f"Freezing {version}", flush=True)
    subprocess.run(
        [sys.executable, "-m", "installer.frozen.build"], cwd=ROOT, env={**os.environ, **options}, check=True
    )


def offer(programs: Programs) -> None:
    """As a release manager does it: what runs already is on the site, and the newer version comes to it."""
    half = programs.office.with_name("office.half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(programs.empty_site, half)
    for one in (programs.old, programs.new):
        print(sign("add", "--site", half, "--keys", programs.keys, programs.program(one)), flush=True)
    half.rename(programs.office)


def sign(verb: str, *words: object) -> str:
    """`sanad-server updates …`, and what it said; raises CalledProcessError."""
    command = [*SERVER, "updates", verb, *map(str, words)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def spoil(program: Path, to: Path, version: str, changed: Mapping[str, str | None]) -> Path:
    """A program with other modules: texts by the module's path below the source, None for one that is left out."""
    shutil.copytree(program, to, symlinks=True, copy_function=os.link)
    source = (ROOT / "sanad_desk" / "version.py").read_text(encoding="utf-8")
    stamped = source.replace(f'"{version_of(ROOT)}"', f'"{version}"')
    for name, text in {"sanad_desk/version.py": stamped, **changed}.items():
        replace_module(to / _INSIDE, name, text)
    (to / MANIFEST_FILE).unlink()
    (to / MANIFEST_FILE).write_bytes(manifest_bytes(manifest_of(to, version, this_platform())))
    return to


def replace_module(inside: Path, name: str, text: str | None) -> None:
    place = inside / name if "migrations" in name else (inside / name).with_suffix(".pyc")
    place.unlink(missing_ok=True)  # it is one file with that of the program it was taken from
    if text is None:
        return
    if place.suffix == ".py":
        place.write_text(text, encoding="utf-8")
        return
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        py_compile.compile(
            file.name, str(place), name, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
        )
