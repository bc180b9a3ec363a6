"""A clean Debian or Ubuntu below one folder, to try packages in: what is mounted and started there ends with the try.

The try runs in a mount and a process namespace of its own, so that even a killed one leaves nothing behind. The
network is the machine's: whatever listens takes a free port of 127.0.0.1.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "out" / "clean-trees"
SUITE = "bookworm"
_INSIDE = "SANAD_IN_CLEAN_TREE"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class NotDone(Exception):
    """A command in the tree did not end as it should; the text is what it said."""


@dataclass(frozen=True)
class Tree:
    root: Path

    def command(self, *words: str, user: str = "root") -> list[str]:
        """How a command is started in there from outside."""
        return ["chroot", str(self.root), *self._as(user), *words]

    def _as(self, user: str) -> list[str]:
        clean = ["/usr/bin/env", "-i", f"PATH={PATH}", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
        # Not runuser: it would stand between, and kill what is given more than two seconds to end.
        other = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"]
        return [*clean, *([] if user == "root" else other)]

    def run(self, *words: str, user: str = "root", given: str = "", expected: int = 0) -> str:
        """What it said, both streams; raises NotDone where it ends with another code."""
        done = subprocess.run(
            self.command(*words, user=user),
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != expected:
            raise NotDone(f"{' '.join(words)}: ended with {done.returncode}\n{done.stdout}")
        return done.stdout.strip()

    def install(self, *packages: str) -> str:
        """Names of the distribution, or files, which are copied in; what they need comes along, and nothing else."""
        named = []
        for package in packages:
            if package.endswith(".deb"):
                shutil.copy(package, self.root / "tmp")
                package = f"/tmp/{Path(package).name}"
            named.append(package)
        with _alone():
            return self.run("apt-get", "install", "-y", "-q", "--no-install-recommends", *named)


def enter_namespaces() -> None:
    """Starts this program again in namespaces of its own, unless that is done; as root alone."""
    if os.geteuid() != 0:
        raise SystemExit("A clean tree is made by root: run this with sudo.")
    if os.environ.get(_INSIDE):
        return
    apart = ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc"]
    again = [*apart, sys.executable, *sys.orig_argv[1:]]
    os.execvpe("unshare", again, {**os.environ, _INSIDE: "yes"})


@contextmanager
def clean_tree(suite: str = SUITE) -> Iterator[Tree]:
    """A fresh tree over one that is kept; after `enter_namespaces`. Raises NotDone, CalledProcessError."""
    with _alone():
        below = _kept(suite)
    with tempfile.TemporaryDirectory(prefix="try-", dir=KEPT) as folder:
        places = [Path(folder) / name for name in ("upper", "work", "tree")]
        for place in places:
            place.mkdir()
        upper, work, root = places
        over = f"lowerdir={below},upperdir={upper},workdir={work}"
        _mount("-t", "overlay", "overlay", "-o", over, str(root))
        try:
            _mount("-t", "proc", "proc", str(root / "proc"))
            _mount("--rbind", "/dev", str(root / "dev"))
            _mount("-t", "tmpfs", "tmpfs", str(root / "run"))
            (KEPT / "packages").mkdir(exist_ok=True)
            _mount("--bind", str(KEPT / "packages"), str(root / "var/cache/apt/archives"))
            shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
            tree = Tree(root)
            tree.run("apt-get", "update", "-q")
            yield tree
        finally:
            # Whatever still runs in there, or was mounted, ends with the namespaces.
            subprocess.run(["umount", "--recursive", "--lazy", str(root)], check=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Trees share what was fetched: another try waits meanwhile."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _kept(suite: str) -> Path:
    """Made once; half of one is made again."""
    place = KEPT / suite
    if place.is_dir():
        return place
    sources = list(_sources(suite))
    if not sources:
        raise SystemExit(f"apt on this machine knows no source of {suite}.")
    half = KEPT / f"{suite}.half"
    shutil.rmtree(half, ignore_errors=True)
    subprocess.run(["debootstrap", "--variant=minbase", suite, str(half), sources[0][0]], check=True)
    lines = [f"deb {address} {release} main\n" for address, release in sources]
    (half / "etc/apt/sources.list").write_text("".join(lines), encoding="ascii")
    # No service is started by a package: nothing here is the first process of a machine.
    policy = half / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    policy.chmod(0o755)
    half.rename(place)
    return place


def _sources(suite: str) -> Iterator[tuple[str, str]]:
    """Address and release of each source of that suite that apt knows here, the plain one first."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    rows = {tuple(line.split()) for line in told.splitlines()}
    for address, release, component in sorted(rows, key=lambda row: (row[1] != suite, row)):
        if component == "main" and release in (suite, f"{suite}-updates", f"{suite}-security"):
            yield address, release


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)
