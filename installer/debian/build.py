"""Packs the frozen folder as `sanad-desk_<version>_amd64.deb`: `./sanad build deb`, the same input, the same bytes."""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from installer import deb
from installer.debian import notes
from installer.debian.needed import UnknownLibrary, depends
from installer.frozen.source import commit_time
from sanad_desk.version import VERSION

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROGRAM = Path("usr/lib/sanad-desk")
COMMANDS = ("sanad-desk", "sanadctl")
LICENCES = "LICENSES.txt"
# No library names these: the keyboards that libxkbcommon reads.
READ_AT_RUN_TIME = ("xkb-data",)
DESCRIPTION = """counter desk of a Sanad centre
 Finds the service a person asks for, shows which papers are missing, takes
 the money, prints an Arabic receipt and follows the case until it is done.
 Everything works with no network: sales are written to an encrypted store in
 the user's own folder, and told to the central server when there is a line.
 .
 Removing or purging this package never touches that store."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="./sanad build deb", description=__doc__)
    parser.add_argument("--frozen", type=Path, default=ROOT / "dist/frozen/sanad-desk", metavar="DIR")
    parser.add_argument("--version", default=os.environ.get("SANAD_BUILD_VERSION") or VERSION)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR")
    options = parser.parse_args()
    if not (options.frozen / "sanad-desk").is_file():
        print(f"There is no frozen program in {options.frozen}. Build it: ./sanad build frozen", file=sys.stderr)
        return 1
    try:
        made = build(options.frozen, options.version, options.out, at=commit_time(ROOT))
    except UnknownLibrary as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"{made} ({made.stat().st_size / 1e6:.1f} MB)")
    return 0


def build(frozen: Path, version: str, out: Path, *, at: int) -> Path:
    """Raises UnknownLibrary, and CalledProcessError when a tool fails."""
    control = {
        "Package": "sanad-desk",
        "Version": version,
        "Architecture": "amd64",
        "Maintainer": notes.MAINTAINER,
        "Section": "misc",
        "Priority": "optional",
        "Depends": ", ".join(sorted([*depends(frozen), *READ_AT_RUN_TIME])),
        "Recommends": "cups, xdg-utils",
        "Description": DESCRIPTION,
    }
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        lay_out(frozen, tree, version, at)
        check_entries(tree / "usr/share")
        made = deb.make_deb(tree, control, out, at=at)
    subprocess.run(["lintian", "--allow-root", "--tag-display-limit", "0", "--fail-on", "error", made], check=True)
    return made


def check_entries(share: Path) -> None:
    """What a desktop or a shop of programs would refuse; raises CalledProcessError."""
    subprocess.run(["desktop-file-validate", *share.glob("applications/*")], check=True)
    subprocess.run(["appstreamcli", "validate", "--no-net", *share.glob("metainfo/*")], check=True)


def lay_out(frozen: Path, tree: Path, version: str, at: int) -> None:
    """The tree as it will lie on the disk; `tree` must not be there yet."""
    _program(frozen, tree)
    share = tree / "usr/share"
    for name, place in (("sanad-desk.desktop", "applications"), ("om.sanad.desk.metainfo.xml", "metainfo")):
        (share / place).mkdir(parents=True)
        shutil.copyfile(HERE / name, share / place / name)
    items = notes.items_of((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    metainfo = share / "metainfo/om.sanad.desk.metainfo.xml"
    told = metainfo.read_text(encoding="utf-8").replace("@RELEASES@", notes.appstream_releases(items, version, at))
    metainfo.write_text(told, encoding="utf-8")
    _icons(share / "icons/hicolor")
    for page in (HERE / "man").glob("*.1"):
        _packed(share / "man/man1" / f"{page.name}.gz", page.read_bytes())
    papers = share / "doc/sanad-desk"
    _packed(papers / "changelog.gz", notes.debian_changelog(items, version, at).encode())
    shutil.copyfile(HERE / "copyright", papers / "copyright")
    (papers / LICENCES).symlink_to(Path("../../../lib/sanad-desk") / LICENCES)
    overrides = share / "lintian/overrides/sanad-desk"
    overrides.parent.mkdir(parents=True)
    shutil.copyfile(HERE / "lintian-overrides", overrides)


def _program(frozen: Path, tree: Path) -> None:
    place = tree / PROGRAM
    place.parent.mkdir(parents=True)
    shutil.copytree(frozen, place, symlinks=True)
    for path in place.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o755 if path.parent == place and path.name in COMMANDS else 0o644)
    (tree / "usr/bin").mkdir()
    for name in COMMANDS:
        (tree / "usr/bin" / name).symlink_to(Path("../lib/sanad-desk") / name)


def _icons(theme: Path) -> None:
    """In a process of its own: Qt ends with the program that began it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, HERE / "icons.py", folder], check=True)
        for drawn in Path(folder).iterdir():
            size = re.search(r"-(\d+)\.png$", drawn.name)
            place = theme / (f"{size[1]}x{size[1]}" if size else "scalable") / "apps"
            place.mkdir(parents=True)
            shutil.copyfile(drawn, place / f"sanad-desk{drawn.suffix}")


def _packed(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    sys.exit(main())
