"""Throw-away PostgreSQL clusters on the loopback: one for each worker of a test run, and as many as a test asks for."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from installer import postgres as postgresql
from installer.postgres import Cluster

_numbers = itertools.count(1)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A short folder that PostgreSQL's user can enter: pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="sanad-pg-")).resolve()
    try:
        postgresql.claim(folder)
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def throw_away(primary: Cluster | None = None, *, durable: bool = True) -> Iterator[Cluster]:
    """A cluster that asks no password, or a streaming replica of `primary`; gone at the end."""
    with open_folder() as folder:
        stop = [sys.executable, postgresql.__file__, "stop", "--folder", str(folder), "--when-left"]
        # It stops the cluster when this process is gone, even killed; Ctrl+C must not reach it.
        watch = subprocess.Popen(stop, stdin=subprocess.PIPE, start_new_session=True)
        try:
            if primary is not None:
                _copy(primary, folder)
            yield postgresql.start(folder, trusting=True, durable=durable)
        finally:
            watch.communicate()
            assert watch.returncode == 0


def promote(replica: Cluster) -> None:
    """Lets a replica take writes; it follows nobody from now on."""
    postgresql.tool("pg_ctl", "promote", "-D", str(replica.folder / "data"))


@contextmanager
def new_database(cluster: Cluster, template: str = "template1") -> Iterator[str]:
    """The superuser's URL of a fresh database, copied from `template`, which nobody may be connected to."""
    name = f"test_{next(_numbers)}"
    cluster.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield cluster.url(name)
    cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """This worker's cluster, started by the first test that asks for it; as durable as a server's."""
    with throw_away() as started:
        yield started


@pytest.fixture(scope="session")
def postgres(cluster: Cluster) -> str:
    """The superuser's URL of this worker's cluster."""
    return cluster.url()


@pytest.fixture
def database(cluster: Cluster) -> Iterator[str]:
    """The superuser's URL of an empty database of this test's own."""
    with new_database(cluster) as url:
        yield url


def _copy(primary: Cluster, folder: Path) -> None:
    source = f"host=127.0.0.1 port={primary.port} user={postgresql.SUPERUSER}"
    # -R leaves in the copy where it is to stream from.
    postgresql.tool("pg_basebackup", "-D", str(folder / "data"), "-d", source, "-R", "-c", "fast")
