"""A PostgreSQL of our own starts where it may, asks for passwords, streams to a replica, and is never left running."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from installer import postgres as postgresql
from installer.postgres import CannotRun, Cluster
from tests.postgres import new_database, open_folder, promote, throw_away

ROOT = Path(__file__).resolve().parents[2]


def dsn(url: str) -> str:
    return url.replace("+psycopg", "")


def ask(url: str, statement: str) -> object:
    with psycopg.connect(dsn(url), autocommit=True) as connection:
        row = connection.execute(statement).fetchone()
        assert row is not None
        return row[0]


def command(verb: str, folder: Path, *more: str) -> str:
    line = [sys.executable, postgresql.__file__, verb, "--folder", str(folder), *more]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()


def test_each_test_gets_an_empty_database(database: str) -> None:
    assert ask(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == 0
    assert ask(database, "SHOW fsync") == "on"
    assert ask(database, "SHOW server_encoding") == "UTF8"


def test_a_database_is_copied_from_a_template(cluster: Cluster, database: str) -> None:
    with psycopg.connect(dsn(database)) as connection:
        connection.execute("CREATE TABLE made_once AS SELECT 7 AS n")
    with new_database(cluster, template=database.rpartition("/")[2]) as copy:
        assert ask(copy, "SELECT n FROM made_once") == 7


def test_it_listens_on_the_loopback_alone(postgres: str) -> None:
    assert ask(postgres, "SHOW listen_addresses") == "127.0.0.1"
    assert ask(postgres, "SHOW unix_socket_directories") == ""


def test_what_is_wrong_is_said(cluster: Cluster) -> None:
    with pytest.raises(CannotRun, match="no_such_table"):
        cluster.sql("SELECT * FROM no_such_table")


def test_a_folder_nobody_may_enter_is_refused(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o000)
    with pytest.raises(CannotRun, match="enter every folder above"):
        postgresql.start(locked / "cluster")


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """The demo server's cluster, as `./sanad server` starts it: its owner's URL."""
    try:
        yield command("start", folder)
    finally:
        command("stop", folder)


def test_the_demo_cluster_asks_for_passwords_and_keeps_them() -> None:
    with open_folder() as outer:
        folder = outer / "demo"
        with demo(folder) as owner:
            serving = command("url", folder, "--role", "sanad_app")
            assert ask(owner, "SELECT current_user || '@' || current_database()") == "sanad_owner@sanad"
            assert ask(serving, "SELECT current_user || '@' || current_database()") == "sanad_app@sanad"
            with pytest.raises(psycopg.OperationalError, match="password"):
                ask(owner.replace(owner.split(":")[2].split("@")[0], "guessed"), "SELECT 1")
            assert {file.stat().st_mode & 0o777 for file in folder.glob("*.password")} == {0o600}
            assert command("start", folder) == owner
        assert postgresql.running(folder) is None
        with demo(folder) as again:
            assert again.split("@")[0] == owner.split("@")[0]
            assert ask(again, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_a_replica_follows_and_takes_over() -> None:
    with throw_away(durable=False) as primary:
        # Before the copy: its checkpoint comes after every process has read the setting.
        primary.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.sql("SELECT pg_reload_conf()")
        with throw_away(primary) as replica:
            assert ask(replica.url(), "SELECT pg_is_in_recovery()") is True
            primary.sql("SET synchronous_commit = remote_apply; CREATE TABLE kept AS SELECT 7 AS n")
            primary.stop("immediate")
            promote(replica)
            replica.sql("SET synchronous_commit = local; INSERT INTO kept VALUES (8)")
            assert ask(replica.url(), "SELECT sum(n) FROM kept") == 15


def test_it_stops_when_its_test_run_is_killed() -> None:
    """The run's watcher is the last to hold the run's output: where that ends, the cluster must be gone."""
    script = (
        "from tests.postgres import throw_away\n"
        "with throw_away(durable=False) as cluster:\n"
        "    print(cluster.folder, flush=True)\n"
        "    input()\n"
    )
    line = [sys.executable, "-c", script]
    with subprocess.Popen(line, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        folder = Path(run.stdout.readline().strip())
        assert postgresql.running(folder)
        run.send_signal(signal.SIGKILL)
        assert run.stdout.read() == ""
    assert postgresql.running(folder) is None
    shutil.rmtree(folder)
