"""Brings together what a desk on Windows needs of others, as the lock names it, and looks whether it fits Windows.

Also whether the parts that the frozen program leaves out are missed by those that it keeps, as nothing can be frozen
for Windows on another system.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from installer.frozen.leave_out import is_kept

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "installer" / "locks" / "desk.txt"
UV = ROOT / "out" / "locker" / "bin" / "uv"
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORM, TAG = "x86_64-pc-windows-msvc", "win_amd64"
NEEDED = {"pywin32-ctypes", "tzdata", "keyring", "pyside6-essentials", "sqlcipher3", "cryptography"}
FOREIGN = {"jeepney", "secretstorage"}
COMPILED = {".pyd", ".dll", ".exe"}
IMPORTED = re.compile(r"DLL Name: (\S+)")
COMPILED_ELSEWHERE = {".so", ".dylib"}


@dataclass(frozen=True, slots=True)
class Wheel:
    """One installed distribution; `tags` are those its own WHEEL file gives."""

    name: str
    version: str
    tags: tuple[str, ...]
    files: tuple[Path, ...]

    @property
    def is_compiled(self) -> bool:
        return any(file.suffix in COMPILED for file in self.files)


def fetch(folder: Path, python: str) -> None:
    """Raises CalledProcessError when the lock cannot be had for Windows; nothing is compiled and every hash checked."""
    shutil.rmtree(folder, ignore_errors=True)
    asked = ["--python-platform", PLATFORM, "--python-version", python, "--target", str(folder)]
    strict = ["--require-hashes", "--only-binary", ":all:", "--link-mode", "copy", "--quiet"]
    subprocess.run([str(UV), "pip", "install", *asked, *strict, "-r", str(LOCK)], check=True)


def wheels(folder: Path) -> list[Wheel]:
    """The distributions of a folder that uv or pip filled, by name."""
    found = [_wheel(folder, info) for info in sorted(folder.glob("*.dist-info"))]
    return sorted(found, key=lambda wheel: wheel.name)


def _wheel(folder: Path, info: Path) -> Wheel:
    name, _, version = info.name.removesuffix(".dist-info").rpartition("-")
    lines = (info / "WHEEL").read_text(encoding="utf-8").splitlines()
    tags = tuple(line.removeprefix("Tag: ") for line in lines if line.startswith("Tag: "))
    rows = (info / "RECORD").read_text(encoding="utf-8").splitlines()
    files = tuple(folder / row.rsplit(",", 2)[0].strip('"') for row in rows if row)
    return Wheel(re.sub(r"[-_.]+", "-", name).lower(), version, tags, files)


def faults(found: Sequence[Wheel]) -> Iterator[str]:
    """Why this set would not run on a PC with Windows, one line each."""
    names = {wheel.name for wheel in found}
    yield from (f"{name} is missing" for name in sorted(NEEDED - names))
    yield from (f"{name} is for other systems" for name in sorted(FOREIGN & names))
    for wheel in found:
        if wheel.is_compiled and not all(tag.endswith(TAG) for tag in wheel.tags):
            yield f"{wheel.name} is compiled for {', '.join(wheel.tags)}"
        if any(file.suffix in COMPILED_ELSEWHERE for file in wheel.files):
            yield f"{wheel.name} brings programs of another system"


def missed(folder: Path) -> Iterator[str]:
    """Which kept library asks for one that is left out."""
    compiled = [file for file in folder.rglob("*") if file.suffix in COMPILED]
    kept = [file for file in compiled if is_kept(file.relative_to(folder).as_posix())]
    left_out = {file.name.lower() for file in compiled} - {file.name.lower() for file in kept}
    for file in kept:
        told = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True).stdout
        for name in IMPORTED.findall(told):
            # Taken along only by a library that asks for it, and none that is kept does.
            if name.lower() in left_out and file.name != "pyside6qml.abi3.dll":
                yield f"{file.name} asks for {name}, which is left out"


def _bytes(wheel: Wheel) -> int:
    return sum(file.stat().st_size for file in wheel.files if file.is_file())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "windows-wheels", help="one folder a Python in here")
    options = parser.parse_args()
    unfit = []
    for python in PYTHONS:
        folder = options.out / python
        fetch(folder, python)
        found = wheels(folder)
        print(f"Python {python}: {len(found)} wheels, {sum(map(_bytes, found)) / 1e6:.1f} MB unpacked")
        for wheel in found:
            kind = ", ".join(wheel.tags) if wheel.is_compiled else "plain"
            print(f"  {wheel.name:28} {wheel.version:12} {_bytes(wheel) / 1e6:7.1f} MB  {kind}")
        unfit += [f"Python {python}: {fault}" for fault in (*faults(found), *missed(folder))]
    print(
        "\n".join(unfit)
        or "Each set is whole, made for 64-bit Windows, and misses nothing that the frozen program leaves out."
    )
    return 1 if unfit else 0


if __name__ == "__main__":
    sys.exit(main())
