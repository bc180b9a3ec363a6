"""Makes a Debian package from a folder that looks like the target system: the same folder gives the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

_SCRIPTS = ("preinst", "postinst", "prerm", "postrm")


def make_deb(root: Path, control: Mapping[str, str], out: Path, *, scripts: Path | None = None, at: int) -> Path:
    """Packs `root` into `out`; whatever lies below /etc is the administrator's to change.

    Modes are made plain (0755, 0644) except below /etc, where they stay as they are. `scripts` is the folder of
    postinst and its like, `at` the second UTC that every file gets. Raises CalledProcessError.
    """
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    meta = root / "DEBIAN"
    meta.mkdir()
    for path in files:
        if path.relative_to(root).parts[0] != "etc":
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    settings = [f"/{path.relative_to(root)}\n" for path in files if path.relative_to(root).parts[0] == "etc"]
    if settings:
        (meta / "conffiles").write_text("".join(settings), encoding="ascii")
    sums = (f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files)
    (meta / "md5sums").write_text("".join(sums), encoding="utf-8")
    kilobytes = sum(-(-path.stat().st_size // 1024) for path in files)
    said = {**control, "Installed-Size": str(kilobytes)}
    text = "".join(f"{name}: {value}\n" for name, value in said.items())
    (meta / "control").write_text(text, encoding="utf-8")
    for name in _SCRIPTS:
        if scripts is not None and (scripts / name).exists():
            shutil.copy(scripts / name, meta / name)
            (meta / name).chmod(0o755)
    for path in [*root.rglob("*"), root]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
        os.utime(path, (at, at), follow_symlinks=False)
    made = out / f"{control['Package']}_{control['Version']}_{control['Architecture']}.deb"
    out.mkdir(parents=True, exist_ok=True)
    pack = ["dpkg-deb", "--root-owner-group", "-Zxz", "--threads-max=1", "--build", str(root), str(made)]
    subprocess.run(pack, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": str(at)})
    return made
