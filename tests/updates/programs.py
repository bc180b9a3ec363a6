"""Programs as a frozen build would lay them out, small: real commands of a version of their own, with our modules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import sanad_desk
from sanad_desk.updates.switch_state import SwitchState, change_switch, read_switch, version_folder
from sanad_desk.wire.program import MANIFEST_FILE, manifest_bytes, manifest_of, this_platform

ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """#!{python}
import sys
sys.path[:0] = [{lib!r}, {root!r}]
sys.frozen, sys.executable = True, __file__
from tests.updates.played_program import main
main({behaviour!r})
"""


@dataclass(frozen=True, slots=True)
class Pc:
    """One person's disk: the installed program, the versions beside it, a store, and a diary of what ran."""

    folder: Path
    root: Path

    @property
    def store(self) -> Path:
        return self.folder / "store"

    @property
    def beside(self) -> Path:
        return self.folder / "beside"

    @property
    def state(self) -> SwitchState:
        return read_switch(self.beside)

    def install(self, behaviour: str) -> None:
        make_commands(self.folder / "installed", self._lib("0.6.0"), behaviour)

    def lay_beside(self, version: str, behaviour: str, **state: object) -> Path:
        """As if it had arrived; `state` is what else is known of it."""
        folder = version_folder(self.beside, version)
        make_commands(folder, self._lib(version), behaviour)
        (folder / MANIFEST_FILE).write_bytes(manifest_bytes(manifest_of(folder, version, this_platform())))
        known = state or {"ready": version}
        change_switch(self.beside, lambda before: replace(before, **known))  # type: ignore[arg-type]
        return folder

    def _lib(self, version: str) -> Path:
        """Our modules, with this version and the trust built in; all but a few are the source tree's own."""
        lib = self.folder / f"lib-{version}"
        source, package = Path(sanad_desk.__file__).parent, lib / "sanad_desk"
        (package / "resources" / "trust").mkdir(parents=True)
        for path in source.iterdir():
            if path.is_dir() and path.name != "__pycache__":
                (package / path.name).symlink_to(path)
            elif path.suffix == ".py":
                shutil.copy(path, package)
        for path in (ROOT / "resources").iterdir():
            (package / "resources" / path.name).symlink_to(path)
        shutil.copy(self.root, package / "resources" / "trust" / "root.json")
        text = (package / "version.py").read_text(encoding="utf-8")
        (package / "version.py").write_text(text.replace('"0.6.0"', f'"{version}"'), encoding="utf-8")
        return lib

    def start(self, *more: str, command: str = "sanad-desk") -> list[str]:
        """Runs the installed program until it has ended for good; what the diary says of it."""
        diary = self.folder / "diary"
        diary.unlink(missing_ok=True)
        subprocess.run(
            [self.folder / "installed" / command, *more, "--store", self.store],
            env=os.environ | {"SANAD_DESK_PROGRAM": str(self.beside), "PLAYED_DIARY": str(diary)},
            check=True,
            timeout=60,
        )
        return diary.read_text(encoding="utf-8").splitlines() if diary.exists() else []


def make_commands(folder: Path, lib: Path, behaviour: str) -> None:
    folder.mkdir(parents=True)
    for name in ("sanad-desk", "sanadctl"):
        script = _SCRIPT.format(python=sys.executable, lib=str(lib), root=str(ROOT), behaviour=behaviour)
        (folder / name).write_text(script, encoding="utf-8")
        (folder / name).chmod(0o755)
