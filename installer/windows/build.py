"""Packs a program that was frozen on Windows into its installer, on Windows or on Debian."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from sanad_desk.version import VERSION

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ART = ROOT / "out" / "windows" / "art"
PROGRAMS = ("sanad-desk.exe", "sanadctl.exe")
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
    environment = {"SOURCE_DATE_EPOCH": _commit_time(), **os.environ}
    subprocess.run(["makensis", "-V2", "-WX", *told, HERE / "sanad-desk.nsi"], check=True, env=environment)


def _nsis_target() -> str:
    asked = subprocess.run(["makensis", "-HDRINFO"], capture_output=True, text=True, check=False).stdout
    root = next(line for line in asked.splitlines() if "NSISDIR" in line).partition("NSISDIR=")[2].split(",")[0]
    return next(target for target in TARGETS if (Path(root) / "Stubs" / f"lzma_solid-{target}").exists())


def _commit_time() -> str:
    return subprocess.check_output(["git", "log", "-1", "--format=%ct"], cwd=ROOT, text=True).strip()


def sign(file: Path) -> None:
    """With the command in SANAD_SIGN, which gets the file's path at its end; without one the file stays unsigned."""
    if command := os.environ.get("SANAD_SIGN"):
        subprocess.run(f'{command} "{file}"', shell=True, check=True)


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
    for name in PROGRAMS:
        sign(options.program / name)
    paint()
    build_installer(options.program, version, target)
    sign(target)
    print(f"{hashlib.sha256(target.read_bytes()).hexdigest()}  {target.name}  {target.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
