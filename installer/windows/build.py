"""Packs a program that was frozen on Windows into its installer, on Windows or on Debian."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from installer.frozen.source import commit_time
from sanad_desk.version import VERSION
from sanad_desk.wire.program import MANIFEST_FILE, manifest_bytes, manifest_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ART = ROOT / "out" / "windows" / "art"
PROGRAMS = ("sanad-desk.exe", "sanadctl.exe")
PLATFORM = "windows-x86_64"
# The installer itself in 64 bits runs where 32-bit programs do not; NSIS's own download for Windows cannot make one.
TARGETS = ("amd64-unicode", "x86-unicode")


def installer_name(version: str) -> str:
    return f"sanad-desk_{version}_x64-setup.exe"


def build_installer(program: Path, version: str, target: Path) -> None:
    """Raises CalledProcessError when NSIS finds fault, with warnings too: a text that one language lacks is one."""
    values = {
        "VERSION": version,
        "TARGET": _nsis_target(),
        "PROGRAM": program.resolve(),
        "ART": ART,
        "OUT": target.resolve(),
        "SIZE_KB": sum(file.stat().st_size for file in program.rglob("*") if file.is_file()) // 1024,
        "LICENCE": ROOT / "LICENSE",
    }
    if sign := os.environ.get("SANAD_SIGN"):
        values["SIGN"] = sign
    target.parent.mkdir(parents=True, exist_ok=True)
    told = [f"-D{name}={value}" for name, value in values.items()]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(commit_time(ROOT))}
    strict = ["-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    subprocess.run(["makensis", *strict, *told, HERE / "sanad-desk.nsi"], check=True, env=environment)


def _nsis_target() -> str:
    makensis = Path(str(shutil.which("makensis"))).resolve()
    stubs = [makensis.parent / "Stubs", makensis.parents[1] / "Stubs", makensis.parents[1] / "share" / "nsis" / "Stubs"]
    return next(name for name in TARGETS if any((folder / f"lzma_solid-{name}").exists() for folder in stubs))


def sign(file: Path) -> None:
    """With the command in SANAD_SIGN, which gets the file's path at its end; without one the file stays unsigned."""
    if command := os.environ.get("SANAD_SIGN"):
        subprocess.run(f'{command} "{file}"', shell=True, check=True)


def sign_program(program: Path, version: str) -> None:
    """The list of its files follows, as updates go by that."""
    for name in PROGRAMS:
        sign(program / name)
    (program / MANIFEST_FILE).write_bytes(manifest_bytes(manifest_of(program, version, PLATFORM)))


def paint() -> None:
    shutil.rmtree(ART, ignore_errors=True)
    subprocess.run([sys.executable, HERE / "art.py", ART], check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    frozen = ROOT / "dist" / "frozen" / "sanad-desk"
    parser.add_argument("--program", type=Path, default=frozen, help="the folder that was frozen on Windows")
    options = parser.parse_args()
    if missing := [name for name in PROGRAMS if not (options.program / name).is_file()]:
        lacks = " and no ".join(missing)
        print(f"{options.program} has no {lacks}: freeze the program on Windows (build.ps1).", file=sys.stderr)
        return 2
    if shutil.which("makensis") is None:
        print("makensis is missing: install NSIS 3.08 or newer.", file=sys.stderr)
        return 2
    version = os.environ.get("SANAD_BUILD_VERSION", VERSION)
    target = ROOT / "dist" / installer_name(version)
    sign_program(options.program, version)
    paint()
    build_installer(options.program, version, target)
    sign(target)
    told = f"{hashlib.sha256(target.read_bytes()).hexdigest()}  {target.name}"
    target.with_suffix(".exe.sha256").write_text(told + "\n", encoding="ascii", newline="\n")
    print(f"{told}  {target.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
