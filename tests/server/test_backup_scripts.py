"""The scripts that copy a server and put it back: run as an operator runs them, on a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from installer import postgres as postgresql
from installer.postgres import Cluster
from sanad_desk.server.centres import add_centre
from sanad_desk.server.database import Database
from sanad_desk.server.keys import make_keys
from sanad_desk.server.migrate import migrate
from tests.postgres import new_database

SCRIPTS = Path(__file__).parents[2] / "installer" / "server"


def run(script: str, database: str, keys: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    tools = str(postgresql.binaries())
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{tools}:{os.environ['PATH']}",
        "SANAD_SERVER_DATABASE": database,
        "SANAD_SERVER_FOLDER": str(keys),
    }
    return subprocess.run([SCRIPTS / script, *arguments], env=environment, capture_output=True, text=True, check=False)


def epoch_of(database: str) -> bytes:
    db = Database(database)
    with db.reading() as connection:
        found = bytes(connection.exec_driver_sql("SELECT server_epoch FROM server_state").scalar_one())
    db.close()
    return found


@pytest.fixture
def copied(database: str, tmp_path: Path) -> Path:
    """A server with one centre, and a copy of it."""
    migrate(database)
    make_keys(tmp_path / "keys")
    db = Database(database)
    add_centre(db, "0142", "مركز الواحة", "Al Waha Centre", 1)
    db.close()
    done = run("backup.sh", database, tmp_path / "keys", str(tmp_path / "copies"))
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_a_copy_put_back_is_the_same_server_in_a_new_epoch(
    copied: Path, database: str, cluster: Cluster, tmp_path: Path
) -> None:
    with new_database(cluster) as empty:
        done = run("restore.sh", empty, tmp_path / "new-keys", str(copied))
        assert done.returncode == 0, done.stderr
        db = Database(empty)
        with db.reading() as connection:
            codes = connection.exec_driver_sql("SELECT code FROM centre").scalars().all()
            ids = connection.exec_driver_sql("SELECT server_id FROM server_state").scalars().all()
        db.close()
        assert codes == ["0142"]
        assert len(ids) == 1
        assert epoch_of(empty) != epoch_of(database)
    before = {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "new-keys").iterdir()} == before


def test_nothing_is_put_over_a_database_that_holds_something(copied: Path, database: str, tmp_path: Path) -> None:
    epoch = epoch_of(database)
    done = run("restore.sh", database, tmp_path / "keys", str(copied))
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert epoch_of(database) == epoch
