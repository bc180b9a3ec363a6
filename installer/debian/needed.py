"""What the frozen folder needs of the system, read from every program, library and plugin in it."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).with_name("libraries.toml")
_FILE = re.compile(r"^(.+):\s+file format elf")
_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)")
_GLIBC = re.compile(r"\bGLIBC_(\d+(?:\.\d+)+)$")


class UnknownLibrary(Exception):
    """Something in the folder needs a library that no package of the table brings."""


def depends(folder: Path) -> list[str]:
    """The clauses of the field Depends, in order; raises UnknownLibrary naming each library and who needs it."""
    here = {path.name for path in folder.rglob("*")}
    needed, glibc = _read([path for path in sorted(folder.rglob("*")) if _is_elf(path)])
    clause_of = _clauses()
    outside = sorted(name for name in needed if name not in here)
    unknown = [f"{name}, which {' and '.join(sorted(needed[name]))} needs" for name in outside if name not in clause_of]
    if unknown:
        raise UnknownLibrary(f"No package in {TABLE.name} brings " + "; nor ".join(unknown))
    clauses = {clause_of[name] for name in outside}
    return sorted(f"{clause} (>= {glibc})" if clause == "libc6" else clause for clause in clauses)


def _clauses() -> dict[str, str]:
    named: dict[str, list[str]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {library: clause for clause, libraries in named.items() for library in libraries}


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _read(files: list[Path]) -> tuple[dict[str, set[str]], str]:
    """Each library with the names of those who ask for it, and the newest glibc that any of them asks for."""
    needed: dict[str, set[str]] = defaultdict(set)
    newest: tuple[int, ...] = (2,)
    ask = ["objdump", "-p", "--", *map(str, files)]
    told = subprocess.run(ask, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout
    asking = ""
    for line in told.splitlines():
        if found := _FILE.match(line):
            asking = Path(found[1]).name
        elif found := _NEEDED.match(line):
            needed[found[1]].add(asking)
        elif found := _GLIBC.search(line):
            newest = max(newest, tuple(map(int, found[1].split("."))))
    return needed, ".".join(map(str, newest))
