"""Lays out what is frozen: the desk's packages without the server, with resources, version and trust put in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

# What the desk never imports, and what serves only to play it from the source tree.
SERVER = "server"
PLAYED = ("main_job.py", "played_*.py")

_NO_UPDATES = '''"""A program of before the updates: there is nothing newer to begin with."""


def begin(argv):
    """Goes on."""
'''


def requirements(tree: Path) -> list[str]:
    """What the desk needs, as its pyproject says."""
    project = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


def version_of(tree: Path) -> str:
    """A tree of before `version.py` has it in its pyproject."""
    file = tree / "sanad_desk" / "version.py"
    if file.is_file():
        found = re.search(r'^VERSION = "([^"]+)"$', file.read_text(encoding="utf-8"), re.MULTILINE)
        if found is None:
            raise SystemExit(f"No VERSION in {file}")
        return found[1]
    return str(tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def commit_time(tree: Path) -> int:
    """Seconds UTC of everything built: SOURCE_DATE_EPOCH, else the last commit's; a fixed day where there is no git."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=tree, capture_output=True, text=True, check=False)
    return int(told.stdout) if told.returncode == 0 and told.stdout.strip() else 1_767_225_600


def lay_out(tree: Path, to: Path, *, version: str, root: Path | None, provision_keys: Path | None) -> None:
    """As the wheel has it: both packages side by side, the resources inside the first."""
    desk = to / "sanad_desk"
    shutil.copytree(tree / "sanad_desk", desk, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(desk / SERVER)
    shutil.copytree(tree / "ui" / "sanad_ui", to / "sanad_ui", ignore=shutil.ignore_patterns("__pycache__", *PLAYED))
    shutil.copytree(tree / "resources", desk / "resources")
    _stamp(tree, to, version)
    for given, name in ((root, "root.json"), (provision_keys, "provision-keys.txt")):
        if given is not None:
            (desk / "resources" / "trust").mkdir(exist_ok=True)
            shutil.copyfile(given, desk / "resources" / "trust" / name)
    launch = desk / "updates" / "launch.py"
    if not launch.exists():
        launch.parent.mkdir(exist_ok=True)
        (launch.parent / "__init__.py").touch()
        launch.write_text(_NO_UPDATES, encoding="utf-8")


def _stamp(tree: Path, to: Path, version: str) -> None:
    file = to / "sanad_desk" / "version.py"
    if file.is_file():
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f'"{version_of(tree)}"', f'"{version}"'), encoding="utf-8")
        return
    # Before `version.py` the program asked the metadata of its own wheel.
    metadata = to / f"sanad_desk-{version}.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text(f"Metadata-Version: 2.4\nName: sanad-desk\nVersion: {version}\n", encoding="utf-8")
