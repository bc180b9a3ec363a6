"""Tries the server's package in a clean tree, from the package alone: sudo python -m installer.server.try.

Installed, set up by the documented steps, served behind nginx with TLS, sold to, copied, lost, put back, removed,
purged. systemd does not run in there: each command is taken from its unit and started as the unit's user.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.clean_tree import ROOT, NotDone, Tree, clean_tree, enter_namespaces
from installer.server.service import UNITS, service_of

PACKAGE, OWNER, CENTRE = "sanad-server", "sanad-owner", "KSB1"
PATIENCE = 30  # seconds until something that was started has to answer
TIMERS = ("sanad-server-backup", "sanad-server-partitions", "sanad-server-migrate")


@contextmanager
def step(told: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    print(f"{time.monotonic() - begun:6.1f} s  {told}", flush=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Machine:
    """A clean tree with PostgreSQL, nginx and the package; everything listens on 127.0.0.1."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.port, self.tls_port, self.plain_port = free_port(), free_port(), free_port()
        self.url = f"https://127.0.0.1:{self.tls_port}"
        self.certificate = tree.root / "etc/ssl/sanad-server/fullchain.pem"
        self.store = tree.root / "home/desk/store"
        self.log = tree.root / "var/log/sanad-server.log"
        self._serving: subprocess.Popen[bytes] | None = None

    def ask(self, *words: str) -> str:
        """`sanad-server` as whoever runs the server types it."""
        return self.tree.run(PACKAGE, *words, user=OWNER)

    def run_unit(self, unit: str) -> str:
        service = service_of(self.tree, f"{unit}.service")
        return self.tree.run(*service.command(), user=service.user)

    def serve(self) -> None:
        """The unit's command on a free port; returns when it is ready."""
        service = service_of(self.tree, f"{PACKAGE}.service")
        words = [str(self.port) if word == "8443" else word for word in service.command()]
        with self.log.open("ab") as log:
            self._serving = subprocess.Popen(self.tree.command(*words, user=service.user), stdout=log, stderr=log)
        self._until_ready()

    def _until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.ask("health", "--port", str(self.port))
                return
            except NotDone:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def stop(self) -> None:
        """As systemd does it: the first process is asked to end, and ends its workers."""
        assert self._serving is not None
        self._serving.terminate()
        if self._serving.wait(PATIENCE) != 0:
            raise NotDone(f"The server ended with {self._serving.returncode}.")

    def get(self, url: str) -> int:
        """The status of an answer."""
        trust = ssl.create_default_context(cafile=str(self.certificate))
        try:
            with urllib.request.urlopen(url, context=trust, timeout=PATIENCE) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code

    def sell(self, seed: int, by: str) -> None:
        """A day of a demo centre: by the installed desk, or from the source tree."""
        words = ["simulate", "--store", str(self.store), "--per-day", "6", "--seed", str(seed)]
        if by:
            words[2] = "/home/desk/store"
            self.tree.run("env", "SANAD_DESK_KEYS=file", "sanadctl", *words)
        else:
            outside([sys.executable, "-m", "sanad_desk.ctl.main", *words])

    def sync(self, code: str) -> dict[str, object]:
        line = ["--store", str(self.store), "--server", self.url, "--code", code]
        trust = {"SSL_CERT_FILE": str(self.certificate)}
        told: dict[str, object] = json.loads(outside([sys.executable, "-m", "installer.server.counter", *line], trust))
        return told


def outside(words: list[str], extra: dict[str, str] | None = None) -> str:
    """A command of this machine, as a desk is another one than the server."""
    environment = {**os.environ, "SANAD_DESK_KEYS": "file", **(extra or {})}
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotDone(f"{' '.join(words)}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def install(machine: Machine, package: Path, desk: Path | None) -> None:
    tree = machine.tree
    with step("PostgreSQL and nginx from the distribution"):
        tree.install("postgresql", "nginx-light", "openssl")
        # Its socket is in the tree; no port of this machine is needed.
        tree.run("pg_conftool", "set", "listen_addresses", "")
    with step(f"{package.name} ({package.stat().st_size / 1e6:.1f} MB) and what it needs"):
        said = tree.install(str(package))
        if "not started before" not in said:
            raise NotDone(f"The package does not say what to do next:\n{said}")
    if desk is not None:
        with step(f"{desk.name} and what it needs"):
            tree.install(str(desk))
    with step("systemd-analyze: units are whole, exposure"):
        units = [path.name for path in sorted((tree.root / UNITS).glob(f"{PACKAGE}*")) if path.is_file()]
        said = tree.run("systemd-analyze", "verify", "--man=no", *units)
        if PACKAGE in said:
            raise NotDone(said)
        for unit in units:
            if unit.endswith(".service"):
                told = tree.run("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", unit)
                print(f"          {told.splitlines()[-1].lstrip('→ ')}")


def set_up(machine: Machine) -> None:
    """The steps of docs/operations.md."""
    tree = machine.tree
    with step("PostgreSQL started, two roles, a database"):
        (version,) = (path.name for path in (tree.root / "etc/postgresql").iterdir())
        tree.run("pg_ctlcluster", version, "main", "start")
        tree.run("createuser", "sanad-owner", user="postgres")
        tree.run("createuser", "sanad-server", user="postgres")
        tree.run("createdb", "--owner", "sanad-owner", "sanad", user="postgres")
    with step("sanad-server migrate"):
        self_made = machine.ask("migrate", "--app-role", "sanad-server")
        if "New keys" not in self_made:
            raise NotDone(self_made)


def put_nginx_before(machine: Machine) -> None:
    """The sample as it is, but for its ports and its certificate's name."""
    tree = machine.tree
    folder = machine.certificate.parent
    folder.mkdir()
    names = ["-subj", "/CN=sanad.example", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", "/etc/ssl/sanad-server/privkey.pem", "-out", "/etc/ssl/sanad-server/fullchain.pem"]
    tree.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files)
    sample = (tree.root / "usr/share/doc/sanad-server/examples/nginx.conf").read_text(encoding="utf-8")
    lines = [line for line in sample.splitlines() if "listen [::]" not in line]
    site = "\n".join(lines).replace("listen 80;", f"listen 127.0.0.1:{machine.plain_port};")
    site = site.replace("listen 443 ", f"listen 127.0.0.1:{machine.tls_port} ").replace("8443", str(machine.port))
    (tree.root / "etc/nginx/sites-enabled/default").unlink()
    (tree.root / "etc/nginx/sites-enabled/sanad-server").write_text(site, encoding="utf-8")
    tree.run("nginx", "-t")
    tree.run("nginx")
    for address, wanted in (
        (f"{machine.url}/health/ready", 200),
        (f"{machine.url}/metrics", 404),
        (f"http://127.0.0.1:{machine.plain_port}/health/ready", 403),
        (f"http://127.0.0.1:{machine.port}/metrics", 200),
    ):
        if (found := machine.get(address)) != wanted:
            raise NotDone(f"{address} answers {found}, not {wanted}")


def work(machine: Machine, by: str) -> None:
    """Sold to, copied, sold to again, lost, put back."""
    tree = machine.tree
    with step("served by the unit's command; nginx before it: https through, http refused, /metrics hidden"):
        machine.serve()
        put_nginx_before(machine)
    with step("a desk sold, joined over TLS, and everything of it arrived"):
        machine.ask("centre", "add", CENTRE, "--name-ar", "مركز سند التجريبي", "--name-en", "Sanad Demo Centre")
        code = machine.ask("enrol-code", "--centre", CENTRE)
        machine.sell(1, by)
        first = machine.sync(code)
    with step("the commands of the timers"):
        copy, *_ = [machine.run_unit(unit) for unit in TIMERS]
    update(machine)
    with step("sold on; the database is lost, and restored from the copy by the script"):
        machine.sell(2, by)
        second = machine.sync(code)
        machine.stop()
        tree.run("dropdb", "sanad", user="postgres")
        tree.run("createdb", "--owner", "sanad-owner", "sanad", user="postgres")
        tree.run("/usr/lib/sanad-server/restore.sh", copy, user=OWNER)
    with step("served again: the desk offered what the copy lacked"):
        machine.serve()
        again = machine.sync(code)
        if not first["head"] < second["head"] == again["at_server"] or not again["sent"]:  # type: ignore[operator]
            raise NotDone(f"{first} {second} {again}")
        print(f"          {machine.ask('verify')} Desk: {again}")
        machine.stop()


def update(machine: Machine) -> None:
    """The same program under a newer version: what counts is what becomes of settings, keys and database."""
    tree = machine.tree
    settings = tree.root / "etc/sanad-server/environment"
    with step("updated: settings stay, the database is brought along, served again"):
        settings.write_text(settings.read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
        (package,) = (tree.root / "tmp").glob(f"{PACKAGE}_*.deb")
        tree.run("dpkg-deb", "-R", f"/tmp/{package.name}", "/tmp/newer")
        control = tree.root / "tmp/newer/DEBIAN/control"
        control.write_text(re.sub(r"(?m)^(Version: .*)$", r"\1+newer", control.read_text(encoding="utf-8")))
        tree.run("dpkg-deb", "-Znone", "-b", "/tmp/newer", "/tmp/newer.deb")
        machine.stop()
        said = tree.run("apt-get", "install", "-y", "-q", "/tmp/newer.deb")
        if not settings.read_text(encoding="utf-8").endswith("# ours\n") or "not started before" in said:
            raise NotDone(said)
        if "New keys" in machine.run_unit("sanad-server-migrate"):
            raise NotDone("An update made new keys.")
        machine.serve()


def take_away(machine: Machine) -> None:
    """The database, the keys and the copies are nobody's to delete but their owner's."""
    tree = machine.tree
    keys = tree.root / "etc/sanad-server/keys/signing.key"
    before = keys.read_bytes()
    with step("removed"):
        tree.run("apt-get", "remove", "-y", "-q", PACKAGE)
        if (tree.root / "usr/lib/sanad-server").exists() or not (tree.root / "etc/sanad-server/environment").exists():
            raise NotDone("Removing leaves the program, or takes the settings along.")
    with step("purged: keys, copies and database stay"):
        said = tree.run("apt-get", "purge", "-y", "-q", PACKAGE)
        copies = list((tree.root / "var/backups/sanad-server").iterdir())
        sold = tree.run("psql", "-At", "-c", "SELECT count(*) FROM entry", "sanad", user="postgres")
        if keys.read_bytes() != before or not copies or int(sold) == 0 or "Kept:" not in said:
            raise NotDone(said)
        if (tree.root / "etc/sanad-server/environment").exists():
            raise NotDone("Purging leaves the settings.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deb", type=Path, help="default: the newest in dist/")
    parser.add_argument(
        "--desk-deb", type=Path, metavar="DEB", help="let the installed desk sell, not the source tree's"
    )
    parser.add_argument("--suite", default="bookworm")
    options = parser.parse_args()
    built = sorted((ROOT / "dist").glob("sanad-server_*.deb"), key=lambda path: path.stat().st_mtime)
    if not (options.deb or built):
        print("There is no package in dist/. Build it: ./sanad build server", file=sys.stderr)
        return 2
    enter_namespaces()
    try:
        with step("all of it"), clean_tree(options.suite) as tree:
            machine = Machine(tree)
            try:
                install(machine, (options.deb or built[-1]).resolve(), options.desk_deb)
                set_up(machine)
                work(machine, str(options.desk_deb or ""))
                take_away(machine)
            except NotDone:
                if machine.log.exists():
                    print(machine.log.read_text(encoding="utf-8")[-4000:], file=sys.stderr)
                raise
    except NotDone as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
