"""Tries the server's package on a clean machine, from the package alone: sudo python -m installer.server.try.

Installed, set up by the documented steps, served by its units behind nginx with TLS, sold to, copied, updated, lost,
put back, removed, purged. The machine is a tree with systemd as its first process and a loopback as its network.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from installer.booted_tree import BootedTree, booted
from installer.clean_tree import ROOT, NotDone, Tree, clean_tree, enter_namespaces

PACKAGE, OWNER, CENTRE = "sanad-server", "sanad-owner", "KSB1"
PATIENCE = 30  # seconds until something that was started has to answer
UNITS = "usr/lib/systemd/system"
CERTIFICATE = "etc/ssl/sanad-server/fullchain.pem"
SETTINGS = "etc/sanad-server/environment"
KEY = "etc/sanad-server/keys/signing.key"
SITE = "var/lib/sanad-server/updates"
STORE = "home/desk/store"
ADDRESS = "https://sanad.example"
LIMIT = "20"  # tenths of systemd-analyze's exposure that a unit may have


@contextmanager
def step(told: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    print(f"{time.monotonic() - begun:6.1f} s  {told}", flush=True)


def expect(is_so: object, otherwise: object) -> None:
    if not is_so:
        raise NotDone(str(otherwise))


def ask(machine: Tree, *words: str) -> str:
    """`sanad-server` as whoever runs the server types it."""
    return machine.run(PACKAGE, *words, user=OWNER)


def install(tree: Tree, package: Path, desk: Path | None) -> None:
    with step("systemd, PostgreSQL and nginx from the distribution"):
        tree.install("systemd-sysv", "dbus", "postgresql", "nginx-light", "openssl", "curl")
    with step(f"{package.name} ({package.stat().st_size / 1e6:.1f} MB) and what it needs"):
        said = tree.install(str(package))
        expect("not started before" in said, f"It does not say what to do next:\n{said}")
    if desk is not None:
        with step(f"{desk.name} and what it needs"):
            tree.install(str(desk))
    units = sorted(path.name for path in (tree.root / UNITS).glob(f"{PACKAGE}*") if path.is_file())
    with step("systemd-analyze: the units are whole; their exposure"):
        said = tree.run("systemd-analyze", "verify", "--man=no", *units)
        expect(PACKAGE not in said, said)
        for unit in units:
            if unit.endswith(".service"):
                told = tree.run(
                    "systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={LIMIT}", unit
                )
                print(f"          {told.splitlines()[-1].lstrip('→ ')}")


def set_up(machine: BootedTree) -> None:
    """The steps of docs/operations.md."""
    with step("nothing starts before it is set up"):
        machine.run("systemctl", "start", PACKAGE, expected=1)
    with step("two roles, a database, migrate, enable --now"):
        machine.run("createuser", OWNER, user="postgres")
        machine.run("createuser", PACKAGE, user="postgres")
        create_database(machine)
        said = ask(machine, "migrate", "--app-role", PACKAGE)
        expect("New keys" in said, said)
        machine.run("systemctl", "enable", "--now", PACKAGE, f"{PACKAGE}-backup.timer", f"{PACKAGE}-partitions.timer")
        until_ready(machine)
    with step("the keys are their owner's alone: the serving user cannot read them"):
        machine.run("cat", f"/{KEY}", user=PACKAGE, expected=1)
        machine.run("cat", "/etc/sanad-server/owner-environment", user=PACKAGE, expected=1)


def create_database(machine: BootedTree) -> None:
    machine.run("createdb", "--owner", OWNER, "sanad", user="postgres")


def until_ready(machine: BootedTree) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            ask(machine, "health")
            return
        except NotDone:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def put_nginx_before(machine: BootedTree) -> None:
    """The sample as it is, with a certificate made for the purpose."""
    (machine.root / CERTIFICATE).parent.mkdir()
    names = ["-subj", "/CN=sanad.example", "-addext", "subjectAltName=DNS:sanad.example"]
    files = ["-keyout", "/etc/ssl/sanad-server/privkey.pem", "-out", f"/{CERTIFICATE}"]
    machine.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files)
    machine.run("cp", "/usr/share/doc/sanad-server/examples/nginx.conf", "/etc/nginx/sites-available/sanad-server")
    machine.run("ln", "-s", "../sites-available/sanad-server", "/etc/nginx/sites-enabled/sanad-server")
    machine.run("rm", "/etc/nginx/sites-enabled/default")
    with (machine.root / "etc/hosts").open("a", encoding="ascii") as hosts:
        hosts.write("127.0.0.1 localhost sanad.example\n")
    machine.run("nginx", "-t")
    machine.run("systemctl", "restart", "nginx")
    for address, wanted in (
        (f"{ADDRESS}/health/ready", "200"),
        (f"{ADDRESS}/metrics", "404"),
        ("http://sanad.example/health/ready", "403"),
        ("http://127.0.0.1:8443/metrics", "200"),
    ):
        asked = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", f"/{CERTIFICATE}", address]
        found = machine.run(*asked)
        expect(found == wanted, f"{address} answers {found}, not {wanted}")
    head = machine.run("curl", "-sI", "--cacert", f"/{CERTIFICATE}", "--tls-max", "1.2", f"{ADDRESS}/health/live")
    expect("strict-transport-security" in head.lower(), head)


def sell(machine: BootedTree, seed: int, *, installed: bool) -> None:
    """A day of a demo centre: by the installed desk, or from the source tree."""
    words = ["--per-day", "6", "--seed", str(seed)]
    if installed:
        machine.run("env", "SANAD_DESK_KEYS=file", "sanadctl", "simulate", "--store", f"/{STORE}", *words)
    else:
        outside(machine, "sanad_desk.ctl.main", "simulate", "--store", str(machine.root / STORE), *words)


def sync(machine: BootedTree, code: str) -> dict[str, Any]:
    line = ["--store", str(machine.root / STORE), "--server", ADDRESS, "--code", code]
    told: dict[str, Any] = json.loads(outside(machine, "installer.server.counter", *line))
    return told


def outside(machine: BootedTree, module: str, *words: str) -> str:
    """A module of the source tree on the machine's network; it knows the server by name and certificate."""
    hosts = f'mount --bind "{machine.root}/etc/hosts" /etc/hosts; exec "$@"'
    apart = ["unshare", "--mount", "sh", "-c", hosts, "sh", sys.executable, "-m", module]
    told = {"SANAD_DESK_KEYS": "file", "SSL_CERT_FILE": str(machine.root / CERTIFICATE)}
    command = machine.beside(*apart, *words)
    done = subprocess.run(command, env=os.environ | told, cwd=ROOT, capture_output=True, text=True, check=False)
    expect(done.returncode == 0, f"{module}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def work(machine: BootedTree, package: Path, *, installed: bool) -> None:
    """Sold to, copied, updated, sold to again, lost, put back."""
    with step("nginx before it: https through, http refused, /metrics hidden, HSTS"):
        put_nginx_before(machine)
    with step("a desk sold, joined over TLS, and everything of it arrived"):
        ask(machine, "centre", "add", CENTRE, "--name-ar", "مركز سند التجريبي", "--name-en", "Sanad Demo Centre")
        code = ask(machine, "enrol-code", "--centre", CENTRE)
        sell(machine, 1, installed=installed)
        first = sync(machine, code)
    with step("what the timers start"):
        # An update site of its own, so that there is something to be refreshed.
        ask(machine, "updates", "init", "--site", f"/{SITE}", "--keys", "/etc/sanad-server/update-keys")
        for timer in ("backup", "partitions", "updates"):
            machine.run("systemctl", "start", f"{PACKAGE}-{timer}.service")
        signed = json.loads(machine.run("cat", f"/{SITE}/metadata/timestamp.json", user=PACKAGE))
        expect(signed["signed"]["version"] > 1, signed)
    update(machine, package)
    with step("sold on; the database is lost, and restored from the copy as documented"):
        sell(machine, 2, installed=installed)
        second = sync(machine, code)
        machine.run("systemctl", "stop", PACKAGE)
        machine.run("dropdb", "sanad", user="postgres")
        create_database(machine)
        (copy,) = (path.name for path in (machine.root / "var/backups/sanad-server").iterdir())
        machine.run("/usr/lib/sanad-server/restore.sh", f"/var/backups/sanad-server/{copy}", user=OWNER)
    with step("served again: the desk offered what the copy lacked"):
        machine.run("systemctl", "start", PACKAGE)
        until_ready(machine)
        again = sync(machine, code)
        expect(first["head"] < second["head"] == again["at_server"] and again["sent"], f"{first} {second} {again}")
        print(f"          {ask(machine, 'verify')} Desk: {again}")


def update(machine: BootedTree, package: Path) -> None:
    """The same program under a newer version: what counts is what becomes of settings, keys, database and service."""
    settings = machine.root / SETTINGS
    with step("updated while it runs: settings and keys stay, the database is brought along, it serves again"):
        settings.write_text(settings.read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
        shutil.copy(package, machine.root / "var/tmp/same.deb")
        machine.run("dpkg-deb", "-R", "/var/tmp/same.deb", "/var/tmp/newer")
        control = machine.root / "var/tmp/newer/DEBIAN/control"
        control.write_text(re.sub(r"(?m)^(Version: .*)$", r"\1+newer", control.read_text(encoding="utf-8")))
        machine.run("dpkg-deb", "-Znone", "-b", "/var/tmp/newer", "/var/tmp/newer.deb")
        before = machine.run("systemctl", "show", "--property=MainPID,NRestarts", PACKAGE)
        key = (machine.root / KEY).read_bytes()
        said = machine.run("dpkg", "--force-confold", "-i", "/var/tmp/newer.deb")
        until_ready(machine)
        after = machine.run("systemctl", "show", "--property=MainPID,NRestarts", PACKAGE)
        expect(before != after, f"The old program still serves.\n{said}")
        expect(settings.read_text(encoding="utf-8").endswith("# ours\n"), said)
        expect((machine.root / KEY).read_bytes() == key, said)
        expect("The database is ready" in journal(machine), journal(machine))


def take_away(machine: BootedTree) -> None:
    """The database, the keys and the copies are nobody's to delete but their owner's."""
    key = (machine.root / KEY).read_bytes()
    with step("removed: it stops, settings stay"):
        machine.run("dpkg", "--remove", PACKAGE)
        machine.run("systemctl", "is-active", PACKAGE, expected=3)
        expect(not (machine.root / "usr/lib/sanad-server").exists(), "Removing leaves the program.")
        expect((machine.root / SETTINGS).exists(), "Removing takes the settings along.")
    with step("purged: keys, copies and database stay"):
        said = machine.run("dpkg", "--purge", PACKAGE)
        sold = machine.run("psql", "-At", "-c", "SELECT count(*) FROM entry", "sanad", user="postgres")
        copies = list((machine.root / "var/backups/sanad-server").iterdir())
        expect((machine.root / KEY).read_bytes() == key and copies and int(sold) > 0 and "Kept:" in said, said)
        expect(not (machine.root / SETTINGS).exists(), "Purging leaves the settings.")


def journal(machine: BootedTree) -> str:
    return machine.run("journalctl", "--no-pager", "-n", "60", "-u", f"{PACKAGE}*")


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
    package = (options.deb or built[-1]).resolve()
    try:
        with step("all of it"), clean_tree(options.suite) as tree:
            install(tree, package, options.desk_deb)
            with booted(tree) as machine:
                try:
                    set_up(machine)
                    work(machine, package, installed=options.desk_deb is not None)
                    take_away(machine)
                except NotDone:
                    print(journal(machine), file=sys.stderr)
                    raise
    except NotDone as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
