"""Freezes the server into one folder: its own layers and libraries, without the desk, without Qt."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from installer.frozen.distributions import foreign_modules, plain_name
from installer.frozen.licences import collect

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROGRAM = "sanad-server"
_LAYERS = ("domain", "wire", "catalogue", "server")
_RESOURCES = ("catalogue", "i18n", "wire")
_OF_THE_DESK = {
    *("pyside6-essentials", "sqlcipher3", "reportlab", "xlsxwriter", "uharfbuzz", "segno", "pypdfium2"),
    *("keyring", "httpx"),
}


def freeze(work: Path, version: str, made_at: int) -> Path:
    """The folder below `work` with the program, stripped, its licences in it; raises CalledProcessError."""
    source, collected = work / "source", work / "collected.json"
    lay_out(source / "sanad_desk", version)
    needs = requirements()
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += ["--distpath", str(work / "dist"), "--workpath", str(work / "work"), str(HERE / f"{PROGRAM}.spec")]
    same_bytes = {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(made_at),
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
    }
    told = [source, collected, *foreign_modules(needs)]
    subprocess.run([*command, "--", *told], check=True, env={**os.environ, **same_bytes})
    program = work / "dist" / PROGRAM
    inside = program / "_internal"
    for library in [*inside.glob("libpython*.so.*"), *inside.glob("python*/lib-dynload/*.so")]:
        # A Python that somebody built names its own folder, where a stranger could put libraries.
        subprocess.run(["patchelf", "--remove-rpath", library], check=True)
    collect(program, needs, [Path(origin) for origin in json.loads(collected.read_text(encoding="utf-8"))])
    return program


def requirements() -> list[str]:
    """What the server needs, as the pyproject says: all that the desk does not have for itself alone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["server"]]
    return [text for text in asked if plain_name(re.split(r"[^\w.-]", text)[0]) not in _OF_THE_DESK]


def lay_out(package: Path, version: str) -> None:
    """The server's layers with their resources inside, as the wheel has them, and the version stamped in."""
    tree = ROOT / "sanad_desk"
    without_caches = shutil.ignore_patterns("__pycache__")
    for layer in _LAYERS:
        shutil.copytree(tree / layer, package / layer, ignore=without_caches)
    for file in tree.glob("*.py"):
        shutil.copyfile(file, package / file.name)
    for name in _RESOURCES:
        shutil.copytree(ROOT / "resources" / name, package / "resources" / name)
    stamp = package / "version.py"
    stamped = re.sub(
        r'^VERSION = ".*"$', f'VERSION = "{version}"', stamp.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    stamp.write_text(stamped, encoding="utf-8")
