"""Makes a release: every artefact, its bill of materials, what changed, and checksums; `./sanad release`."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from installer.frozen.distributions import needed
from installer.frozen.source import commit_time, requirements
from installer.release.sbom import bill_of_materials
from installer.server.freeze import requirements as server_requirements
from sanad_desk.version import VERSION

ROOT = Path(__file__).resolve().parents[2]
SUMS, NOTES = "SHA256SUMS", "RELEASE-NOTES.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="./sanad release", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / f"release-{VERSION}", metavar="DIR")
    parser.add_argument("--add", type=Path, action="append", default=[], metavar="FILE", help="the Windows installer")
    parser.add_argument("--twice", action="store_true", help="build all of it again and compare every byte")
    options = parser.parse_args()
    notes = changes(VERSION)
    if not notes:
        print(
            f"CHANGELOG.md has no section for {VERSION}: what is under Unreleased has to get a name.", file=sys.stderr
        )
        return 1
    build(options.out, options.add, notes)
    print((options.out / SUMS).read_text("ascii"), end="")
    if not options.twice:
        return 0
    with tempfile.TemporaryDirectory(dir=_work()) as again:
        build(Path(again), options.add, notes)
        return _differences(options.out, Path(again))


def changes(version: str) -> str:
    """The changelog's section of that version, without its heading; empty where there is none."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    found = re.search(rf"^## \[?{re.escape(version)}\]?[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def build(out: Path, others: list[Path], notes: str) -> None:
    """Raises CalledProcessError where one of the builds fails."""
    at = commit_time(ROOT)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=_work()) as work:
        frozen = Path(work) / "sanad-desk"
        _run(at, sys.executable, "-m", "hatchling", "build", "-d", str(out))
        _run(at, sys.executable, "-m", "installer.frozen.build", SANAD_BUILD_OUT=work)
        _run(at, sys.executable, "-m", "installer.debian.build", "--frozen", str(frozen), "--out", str(out))
        _run(at, sys.executable, "-m", "installer.server.build", "--out", str(out))
        _pack(frozen, out / f"sanad-desk-{VERSION}-linux-x86_64.tar.xz", at)
    for name, wanted in (("sanad-desk", requirements(ROOT)), ("sanad-server", server_requirements())):
        bill = bill_of_materials(name, VERSION, needed(wanted).values(), at)
        (out / f"{name}-{VERSION}.cdx.json").write_text(bill, "utf-8")
    for other in others:
        shutil.copy2(other, out)
    (out / NOTES).write_text(f"# Sanad Desk {VERSION}\n\n{notes}\n", "utf-8")
    lines = [f"{_digest(path)}  {path.name}\n" for path in sorted(out.iterdir())]
    (out / SUMS).write_text("".join(lines), "ascii")


def _work() -> Path:
    work = ROOT / "out"
    work.mkdir(exist_ok=True)
    return work


def _run(at: int, *command: str, **settings: str) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(at), "PYTHONHASHSEED": "0", **settings}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)


def _pack(folder: Path, to: Path, at: int) -> None:
    """What an update site is fed with: `sanad-server updates add`."""
    tar = [
        "tar",
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        f"--mtime=@{at}",
        "-C",
        str(folder.parent),
    ]
    subprocess.run([*tar, "-I", "xz -6 -T1", "-cf", str(to), folder.name], check=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _differences(first: Path, second: Path) -> int:
    sums = [
        dict(reversed(line.split()) for line in (each / SUMS).read_text("ascii").splitlines())
        for each in (first, second)
    ]
    different = sorted(name for name in sums[0].keys() | sums[1].keys() if sums[0].get(name) != sums[1].get(name))
    print("Built twice: " + (f"these differ: {', '.join(different)}" if different else "every byte the same"))
    return bool(different)


if __name__ == "__main__":
    sys.exit(main())
