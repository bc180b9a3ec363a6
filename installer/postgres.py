"""A PostgreSQL of our own below one folder, on the loopback alone: for the demo server and for the tests."""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

SUPERUSER = "postgres"
# The demo server's: one role owns the tables, the other is granted what serving takes.
DATABASE, OWNER, SERVING = "sanad", "sanad_owner", "sanad_app"
_PORTS_TRIED = 5


class CannotRun(Exception):
    """PostgreSQL cannot run here; the text says why."""


@dataclass(frozen=True)
class Cluster:
    folder: Path
    port: int

    def url(self, database: str = "postgres", role: str = SUPERUSER) -> str:
        """As SQLAlchemy takes it; psql takes it without `+psycopg`."""
        password = _password(self.folder, role)
        who = f"{role}:{quote(password)}" if password else role
        return f"postgresql+psycopg://{who}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Runs one statement as the superuser; what it answers, without headings."""
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", SUPERUSER, "-d", database]
        environment = {**os.environ, "PGPASSWORD": _password(self.folder, SUPERUSER)}
        return tool("psql", *address, "-X", "-qAt", "-v", "ON_ERROR_STOP=1", "-c", statement, env=environment).strip()

    def stop(self, mode: str = "fast") -> None:
        """`fast` ends every connection and writes a checkpoint; `immediate` is a crash."""
        tool("pg_ctl", "stop", "-D", str(self.folder / "data"), "-m", mode)


def binaries() -> Path:
    """The newest server's programs; Debian keeps them off the PATH."""
    places = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if places:
        return max(places, key=lambda place: float(place.parent.name))
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise CannotRun("PostgreSQL's server is not installed here (on Debian and Ubuntu: apt-get install postgresql).")


def tool(name: str, *arguments: str, env: dict[str, str] | None = None) -> str:
    """Runs one of PostgreSQL's programs; what it said. As root it runs as another user: PostgreSQL refuses root.

    Raises CannotRun with what the program complained of.
    """
    place = binaries()
    # A file and no pipe: the server that pg_ctl starts may keep it open, and a pipe would then be read for ever.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(place / name), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
            env=env,
            cwd=place,
            **_not_root(),
        )
        said.seek(0)
        answer = said.read().decode("utf-8", "replace")
    if done.returncode != 0:
        raise CannotRun(f"{name}: {answer.strip()}")
    return answer


def running(folder: Path) -> Cluster | None:
    """The cluster that runs from this folder now."""
    try:
        tool("pg_ctl", "status", "-D", str(folder / "data"))
        port = (folder / "data" / "postmaster.pid").read_text(encoding="ascii").splitlines()[3]
    except (CannotRun, OSError):
        return None
    return Cluster(folder, int(port))


def start(folder: Path, *, port: int | None = None, trusting: bool = False, durable: bool = True) -> Cluster:
    """Makes the cluster if the folder has none, and starts it on a free port if none is named.

    `trusting` asks no password of whoever reaches the port. Without `durable` a power cut may cost the whole cluster.
    """
    folder = folder.resolve()
    if found := running(folder):
        return found
    claim(folder)
    if not (folder / "data" / "PG_VERSION").exists():
        _make(folder, trusting=trusting, durable=durable)
    for attempt in range(1, _PORTS_TRIED + 1):
        chosen = port or _free_port()
        try:
            tool("pg_ctl", "start", "-D", str(folder / "data"), "-l", str(folder / "log"), "-o", f"-p {chosen}")
        except CannotRun as refused:
            if port is None and attempt < _PORTS_TRIED:
                continue
            raise CannotRun(f"{refused}\n{_last_lines(folder / 'log')}") from refused
        return Cluster(folder, chosen)
    raise AssertionError


def claim(folder: Path) -> None:
    """Makes the folder and gives it to the user that PostgreSQL runs as; raises CannotRun where that user cannot go."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        _give(folder)
        if other := _not_root():
            subprocess.run(["/bin/sh", "-c", 'cd "$0"', folder], check=True, capture_output=True, cwd="/", **other)
    except (OSError, subprocess.CalledProcessError) as refused:
        raise CannotRun(
            f"PostgreSQL cannot keep its files in {folder}: the user it runs as (never root) must be able to enter "
            "every folder above it. Move the project, run it as another user, or use SQLite."
        ) from refused


def make_demo_database(cluster: Cluster) -> None:
    """The demo server's two roles and its database, unless they are there."""
    for role in (OWNER, SERVING):
        if not cluster.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):
            cluster.sql(f"CREATE ROLE {role} LOGIN PASSWORD '{_new_password(cluster.folder, role)}'")
    if not cluster.sql(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):
        cluster.sql(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


def _make(folder: Path, *, trusting: bool, durable: bool) -> None:
    # The C locale is everywhere, and sorts and upper-cases the same under every version of every system.
    how = ["-D", str(folder / "data"), "-U", SUPERUSER, "-E", "UTF8", "--locale=C"]
    if trusting:
        how.append("--auth=trust")
    else:
        _new_password(folder, SUPERUSER)
        how += ["--auth=scram-sha-256", f"--pwfile={_password_file(folder, SUPERUSER)}"]
    if not durable:
        how.append("--no-sync")
    tool("initdb", *how)
    # No Unix socket: its path may have 107 bytes, and a project may lie deeper than that.
    settings = ["listen_addresses = '127.0.0.1'", "unix_socket_directories = ''"]
    if not durable:
        settings.append("fsync = off")
    with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(settings) + "\n")


def _password_file(folder: Path, role: str) -> Path:
    return folder / f"{role}.password"


def _password(folder: Path, role: str) -> str:
    file = _password_file(folder, role)
    return file.read_text(encoding="ascii").strip() if file.exists() else ""


def _new_password(folder: Path, role: str) -> str:
    file = _password_file(folder, role)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as opened:
        opened.write(secrets.token_urlsafe(24) + "\n")
    _give(file)
    return _password(folder, role)


def _give(path: Path) -> None:
    if other := _not_root():
        os.chown(path, other["user"], other["group"])


def _not_root() -> dict[str, Any]:
    """How subprocess runs a program as somebody else than root; nothing where we are not root."""
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    import pwd

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    who = known.get("postgres") or known["nobody"]
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]) if log.exists() else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    starting = verbs.add_parser("start", help="starts the demo server's cluster and prints its owner's URL")
    starting.add_argument("--port", type=int)
    asking = verbs.add_parser("url", help="prints a role's URL of the demo server's database")
    asking.add_argument("--role", choices=[OWNER, SERVING], default=OWNER)
    stopping = verbs.add_parser("stop", help="stops the cluster, if it runs")
    stopping.add_argument("--when-left", action="store_true", help="waits until whoever holds the input is gone")
    for verb in (starting, asking, stopping):
        verb.add_argument("--folder", type=Path, required=True)
    wanted = parser.parse_args()
    try:
        if wanted.verb == "start":
            cluster = start(wanted.folder, port=wanted.port)
            make_demo_database(cluster)
            print(cluster.url(DATABASE, OWNER))
        elif wanted.verb == "url":
            if (found := running(wanted.folder.resolve())) is None:
                raise CannotRun(f"No PostgreSQL runs from {wanted.folder}.")
            print(found.url(DATABASE, wanted.role))
        else:
            if wanted.when_left:
                sys.stdin.read()
            if found := running(wanted.folder.resolve()):
                found.stop("immediate" if wanted.when_left else "fast")
    except CannotRun as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
