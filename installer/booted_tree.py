"""A clean tree started as a machine of its own: systemd is its first process, the loopback all its network."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from installer.clean_tree import PATH, NotDone, Tree

# What a machine without devices, screen and network has no use for.
_WITHOUT = ("systemd-udevd", "systemd-logind", "systemd-networkd", "systemd-timesyncd", "getty@tty1", "console-getty")
_PATIENCE = 60  # seconds to start in
# pivot_root and not chroot, within which no user namespaces can be made; systemd hands keys over by shared mounts.
_START = """
set -e
cd "$0"
umount --lazy proc
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
mkdir -p before
pivot_root . before
umount --lazy /before
mount --make-rshared /
exec chroot . env -i container=tree "PATH=$1" /lib/systemd/systemd --unit=multi-user.target
"""


@dataclass(frozen=True)
class BootedTree(Tree):
    first: int  # the process id of its systemd

    def command(self, *words: str, user: str = "root") -> list[str]:
        entered = ["nsenter", "--target", str(self.first), *("-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w")]
        return [*entered, *self._as(user), *words]

    def beside(self, *words: str) -> list[str]:
        """A program of this machine, with its files, on the tree's network."""
        return ["nsenter", "--target", str(self.first), "-n", *words]


@contextmanager
def booted(tree: Tree) -> Iterator[BootedTree]:
    """With the packages systemd-sysv and dbus in it; what it started is killed at the end. Raises NotDone."""
    (tree.root / "usr/sbin/policy-rc.d").unlink()
    for service in _WITHOUT:
        tree.run("ln", "-sf", "/dev/null", f"/etc/systemd/system/{service}.service")
    apart = ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
    apart += ["--uts", "--ipc", "--net", "--cgroup"]
    with (tree.root / "var/log/start.log").open("wb") as log:
        start = [*apart, "bash", "-c", _START, str(tree.root), PATH]
        started = subprocess.Popen(start, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield _awaited(tree, started)
    finally:
        started.kill()
        started.wait()


def _awaited(tree: Tree, started: subprocess.Popen[bytes]) -> BootedTree:
    deadline = time.monotonic() + _PATIENCE
    said = "It has no first process."
    while started.poll() is None and time.monotonic() < deadline:
        asked = ["pgrep", "--parent", str(started.pid)]
        below = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
        if below:
            machine = BootedTree(tree.root, int(below[0]))
            try:
                machine.run("systemctl", "is-system-running", "--wait")
                return machine
            except NotDone as not_yet:
                said = str(not_yet)
        time.sleep(0.2)
    raise NotDone(
        f"The tree does not start: {said}\n{(tree.root / 'var/log/start.log').read_text(errors='replace')[-2000:]}"
    )
