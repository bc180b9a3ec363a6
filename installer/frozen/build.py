"""Freezes the desk into one folder with both of its programs, the same bytes from the same commit.

Options come from the environment: SANAD_BUILD_SOURCE (another tree of the project), SANAD_BUILD_OUT (instead of
`dist/frozen`), SANAD_BUILD_VERSION (another version than the tree's), SANAD_UPDATE_ROOT and SANAD_PROVISION_KEYS
(files of trust to put in).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from installer.frozen.licences import collect
from installer.frozen.source import commit_time, lay_out, requirements, version_of
from sanad_desk.wire.program import MANIFEST_FILE, manifest_bytes, manifest_of, this_platform

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = "sanad-desk"


def main() -> int:
    tree = Path(os.environ.get("SANAD_BUILD_SOURCE", ROOT)).resolve()
    out = Path(os.environ.get("SANAD_BUILD_OUT", ROOT / "dist" / "frozen")).resolve()
    version = os.environ.get("SANAD_BUILD_VERSION") or version_of(tree)
    made_at = commit_time(tree)
    work = ROOT / "out" / "frozen"
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as name:
        program = freeze(tree, Path(name), version, made_at)
        strip(program)
        forget_the_builder(program)
        even_out(program, made_at)
        (program / MANIFEST_FILE).write_bytes(manifest_bytes(manifest_of(program, version, this_platform())))
        even_out(program, made_at)
        out.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(out / PROGRAM, ignore_errors=True)
        shutil.move(program, out / PROGRAM)
    size = sum(file.stat().st_size for file in (out / PROGRAM).rglob("*") if not file.is_symlink() and file.is_file())
    print(f"{out / PROGRAM}: version {version}, {size / 1e6:.0f} MB")
    return 0


def freeze(tree: Path, work: Path, version: str, made_at: int) -> Path:
    """The folder below `work` that PyInstaller left."""
    laid_out, collected = work / "source", work / "collected.json"
    lay_out(
        tree, laid_out, version=version, root=_file("SANAD_UPDATE_ROOT"), provision_keys=_file("SANAD_PROVISION_KEYS")
    )
    if sys.platform == "win32":
        subprocess.run([sys.executable, ROOT / "installer" / "windows" / "art.py", work / "art"], check=True)
    needs = requirements(tree)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += ["--distpath", str(work / "dist"), "--workpath", str(work / "work"), str(HERE / f"{PROGRAM}.spec")]
    same_bytes = {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(made_at),
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
    }
    subprocess.run([*command, "--", laid_out, version, collected, *needs], check=True, env={**os.environ, **same_bytes})
    program = work / "dist" / PROGRAM
    native = [Path(origin) for _, origin in json.loads(collected.read_text(encoding="utf-8"))]
    collect(program, needs, native)
    return program


def _file(variable: str) -> Path | None:
    named = os.environ.get(variable)
    return Path(named).resolve() if named else None


def strip(program: Path) -> None:
    """Takes away what only debuggers read: a fifth of the program."""
    if sys.platform == "win32":
        return
    libraries = [file for file in program.rglob("*.so*") if not file.is_symlink()]
    subprocess.run(
        ["strip", "--strip-debug", *(file for file in libraries if b".debug_info" in file.read_bytes())], check=True
    )


def forget_the_builder(program: Path) -> None:
    """A Python that was built here would look for libraries in the folder it was built into, on every machine."""
    if sys.platform == "win32":
        return
    own = str(Path(sys.base_prefix, "lib"))
    for file in program.rglob("*.so*"):
        if not file.is_symlink() and _search_path(file) == own:
            subprocess.run(["patchelf", "--remove-rpath", file], check=True)


def _search_path(library: Path) -> str:
    ask = ["patchelf", "--print-rpath", library]
    return subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip()


def even_out(program: Path, made_at: int) -> None:
    """The rights and times of the files are the same wherever it was built."""
    for path in sorted(program.rglob("*")):
        if not path.is_symlink():
            is_program = path.parent == program and path.suffix in ("", ".exe")
            path.chmod(0o755 if path.is_dir() or is_program else 0o644)
            os.utime(path, (made_at, made_at))


if __name__ == "__main__":
    sys.exit(main())
