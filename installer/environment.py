"""Makes the project's `.venv` from a lock; the one piece of the set-up that Linux and Windows share."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "sanad-stamp"
OLDEST, NEWEST = (3, 11), (3, 13)
# Each lock holds everything of those before it, in the same versions.
LOCKS = ("desk", "server", "test")


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def lock_path(lock_name: str) -> Path:
    return ROOT / "installer" / "locks" / f"{lock_name}.txt"


def stamp_of(lock_name: str) -> str:
    """What an environment was made from: the lock, what pip writes into it from pyproject, its place and its Python.

    Linter and test settings are left out: a change of theirs needs no new environment.
    """
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    written = [pyproject["build-system"], pyproject["project"], pyproject["tool"]["hatch"]]
    parts = [lock_path(lock_name).read_text(encoding="utf-8"), repr(written), str(ROOT), sys.version]
    return f"{lock_name} {hashlib.sha256('|'.join(parts).encode()).hexdigest()}"


def is_ready(lock_name: str) -> bool:
    """An environment made for tests also runs the server, and one made for the server also runs the desk."""
    if not STAMP.is_file() or not venv_python().exists():
        return False
    made_for = STAMP.read_text(encoding="ascii").strip()
    return made_for in {stamp_of(wider) for wider in LOCKS[LOCKS.index(lock_name) :]}


def is_of_this_python() -> bool:
    answer = subprocess.run(
        [venv_python(), "-c", "import sys; print(sys.version, sys.prefix)"], capture_output=True, text=True, check=False
    )
    return answer.returncode == 0 and answer.stdout.strip() == f"{sys.version} {VENV}"


def pip(*arguments: str) -> None:
    subprocess.run([venv_python(), "-m", "pip", "--disable-pip-version-check", "-qq", *arguments], check=True)


def make(lock_name: str) -> None:
    """Adds to a whole environment of this Python, so that a desk running from it keeps its files, else builds anew.

    The stamp comes last: an interrupted set-up is made again from nothing and never half used.
    """
    whole = STAMP.is_file() and is_of_this_python()
    STAMP.unlink(missing_ok=True)
    print(f"Making .venv from installer/locks/{lock_name}.txt", flush=True)
    if not whole:
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    pip("install", "--require-hashes", "--only-binary=:all:", "-r", str(lock_path(lock_name)))
    # Isolation would ask a registry for hatchling by name and without a hash; the lock already brought it.
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(stamp_of(lock_name) + "\n", encoding="ascii")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lock", choices=LOCKS)
    lock_name = parser.parse_args().lock
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        print(f"Sanad Desk needs Python 3.11 to 3.13; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    if is_ready(lock_name):
        return 0
    try:
        make(lock_name)
    except subprocess.CalledProcessError as failure:
        print(f"Could not make .venv: this step failed: {failure.cmd}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
