"""Builds `sanad-server_<version>_amd64.deb`: `./sanad build server`, the same input, the same bytes."""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sys
import tempfile
from pathlib import Path

from installer import deb
from installer.debian import needed, notes
from installer.frozen.source import commit_time
from installer.server.freeze import PROGRAM, ROOT, freeze
from sanad_desk.version import VERSION

HERE = Path(__file__).resolve().parent
LIBRARY = Path("usr/lib/sanad-server")
UNITS = Path("usr/lib/systemd/system")
DOCS = Path("usr/share/doc/sanad-server")
DESCRIPTION = """central server of the Sanad centres
 Takes in the signed journals of the desks of every Sanad centre, keeps each
 centre's sums, tells the desks of a centre of each other, publishes releases
 of the catalogue and new versions of the desk.
 .
 It answers on the loopback; a proxy before it does TLS. Removing or purging
 this package touches neither its database nor its keys."""
# Where each file of installer/server goes.
FILES = {
    "settings.sh": LIBRARY,
    "backup.sh": LIBRARY,
    "restore.sh": LIBRARY,
    "deb/sanad-server": Path("usr/bin"),
    "deb/environment": Path("etc/sanad-server"),
    "deb/owner-environment": Path("etc/sanad-server"),
    "deb/copyright": DOCS,
    "deb/nginx.conf": DOCS / "examples",
    "deb/sysusers.conf": Path("usr/lib/sysusers.d/sanad-server.conf"),
    "deb/tmpfiles.conf": Path("usr/lib/tmpfiles.d/sanad-server.conf"),
    "deb/lintian-overrides": Path("usr/share/lintian/overrides/sanad-server"),
    "systemd/hardened.conf": UNITS / "sanad-server.service.d",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./sanad build server", description=__doc__)
    parser.add_argument("--version", default=os.environ.get("SANAD_BUILD_VERSION") or VERSION)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR")
    options = parser.parse_args()
    made = build(options.version, options.out, at=commit_time(ROOT))
    print(f"{made} ({made.stat().st_size / 1e6:.1f} MB)")
    return 0


def build(version: str, out: Path, *, at: int) -> Path:
    """Raises CalledProcessError."""
    work = ROOT / "out" / "server-package"
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as folder:
        program = freeze(Path(folder), version, at)
        control = {
            "Package": PROGRAM,
            "Version": version,
            "Architecture": "amd64",
            "Maintainer": notes.MAINTAINER,
            "Section": "misc",
            "Priority": "optional",
            # pg_dump of the backups has to be as new as the database: the package postgresql-client brings the newest.
            "Depends": ", ".join([*needed.depends(program), "postgresql-client", "systemd"]),
            "Recommends": "postgresql, nginx",
            "Description": DESCRIPTION,
        }
        tree = Path(folder) / "tree"
        lay_out(program, tree, version, at)
        return deb.make_deb(tree, control, out, scripts=HERE / "deb" / "control", at=at)


def lay_out(program: Path, tree: Path, version: str, at: int) -> None:
    """The tree as it will lie on the disk; `tree` must not be there yet."""
    shutil.copytree(program, tree / LIBRARY, symlinks=True)
    for library in tree.rglob("*.so*"):
        if not library.is_symlink():
            library.chmod(0o644)
    for name, place in FILES.items():
        is_folder = place.suffix != ".conf" and place.parent.name != "overrides"
        target = tree / place / Path(name).name if is_folder else tree / place
        _copy(HERE / name, target)
    _copy(HERE / "systemd/hardened.conf", tree / UNITS / "sanad-server-.service.d" / "hardened.conf")
    for unit in [*HERE.glob("systemd/*.service"), *HERE.glob("systemd/*.timer")]:
        _copy(unit, tree / UNITS / unit.name)
    for settings in (tree / "etc/sanad-server").iterdir():
        settings.chmod(0o640)
    for page in ("operations.md", "protocol.md"):
        _copy(ROOT / "docs" / page, tree / DOCS / page)
    items = notes.items_of((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    changelog = notes.debian_changelog(items, version, at).replace("sanad-desk (", "sanad-server (", 1)
    _packed(tree / DOCS / "changelog.gz", changelog.encode())
    (tree / DOCS / "LICENSES.txt").symlink_to(Path("../../../lib/sanad-server/LICENSES.txt"))
    manual = ROOT / "installer/debian/man/sanad-server.8"
    _packed(tree / "usr/share/man/man8/sanad-server.8.gz", manual.read_bytes())


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o755 if os.access(source, os.X_OK) else 0o644)


def _packed(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    sys.exit(main())
