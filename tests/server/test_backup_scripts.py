"""The scripts that copy a server and put it back: run as an operator runs them, on a real PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer import postgres as postgresql
from installer.postgres import Cluster
from sanad_desk.server.centres import add_centre
from sanad_desk.server.database import Database
from sanad_desk.server.keys import make_keys
from sanad_desk.server.migrate import migrate
from tests.postgres import new_database
from tests.sync.centre_at_work import centre_in, make_centre
from tests.usecases.counter import a_customer

SCRIPTS = Path(__file__).parents[2] / "installer" / "server"


def begin(script: str, database: str, keys: Path, *arguments: Path, tools: Path | None = None) -> subprocess.Popen[str]:
    """In a process group of its own; a program in `tools` goes before PostgreSQL's."""
    places = [*([tools] if tools else []), Path(sys.executable).parent, postgresql.binaries(), os.environ["PATH"]]
    environment = {
        **os.environ,
        "PATH": ":".join(map(str, places)),
        "SANAD_SERVER_DATABASE": database,
        "SANAD_SERVER_FOLDER": str(keys),
    }
    command = [SCRIPTS / script, *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def run(script: str, database: str, keys: Path, *arguments: Path, tools: Path | None = None) -> tuple[int, str, str]:
    """Its exit code, and what it said."""
    process = begin(script, database, keys, *arguments, tools=tools)
    out, err = process.communicate()
    return process.returncode, out.strip(), err


def tables_in(database: str) -> int:
    db = Database(database)
    with db.reading() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").scalar_one()
    db.close()
    return int(count)


def sums_made_anew(copy: Path) -> None:
    """As if the copy had been written like this."""
    (copy / "SHA256SUMS").unlink()
    command = "find . -type f ! -name SHA256SUMS -exec sha256sum {} + >SHA256SUMS"
    subprocess.run(["bash", "-c", command], cwd=copy, check=True)


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
    code, said, complaint = run("backup.sh", database, tmp_path / "keys", tmp_path / "copies")
    assert code == 0, complaint
    return Path(said)


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    with new_database(cluster) as url:
        yield url


def test_a_copy_put_back_is_the_same_server_in_a_new_epoch(
    copied: Path, database: str, empty: str, tmp_path: Path
) -> None:
    code, _, complaint = run("restore.sh", empty, tmp_path / "new-keys", copied)
    assert code == 0, complaint
    db = Database(empty)
    with db.reading() as connection:
        codes = connection.exec_driver_sql("SELECT code FROM centre").scalars().all()
        ids = connection.exec_driver_sql("SELECT server_id FROM server_state").scalars().all()
    db.close()
    assert codes == ["0142"]
    assert len(ids) == 1
    assert len(epoch_of(empty)) == len(epoch_of(database))
    assert epoch_of(empty) != epoch_of(database)
    before = {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "new-keys").iterdir()} == before


def test_desks_offer_again_what_a_copy_lacks_that_was_made_while_they_sold(
    demo_store: Path, database: str, empty: str, tmp_path: Path
) -> None:
    folder = make_centre(tmp_path / "centre", demo_store, database)
    with centre_in(folder, None, database) as centre:
        backup = begin("backup.sh", database, folder / "server", tmp_path / "copies")
        while backup.poll() is None:
            centre.counters["a"].sell()
            assert centre.sync("a").code == ""
        said, complaint = backup.communicate()
        assert backup.returncode == 0, complaint
        centre.counters["b"].sell(customer=a_customer(4))
        centre.drain()
        acknowledged = centre.entries()
        code, _, complaint = run("restore.sh", empty, folder / "server", Path(said.strip()))
        assert code == 0, complaint
        centre.move_server(empty)
        assert len(centre.entries()) < len(acknowledged)
        centre.drain()
        assert centre.entries() == acknowledged
        centre.check()


def test_nothing_is_put_over_a_database_that_holds_something(copied: Path, database: str, tmp_path: Path) -> None:
    epoch = epoch_of(database)
    code, _, complaint = run("restore.sh", database, tmp_path / "keys", copied)
    assert code == 2
    assert "not empty" in complaint
    assert epoch_of(database) == epoch


def test_a_damaged_copy_is_refused(copied: Path, empty: str, tmp_path: Path) -> None:
    dump = bytearray((copied / "database.dump").read_bytes())
    dump[len(dump) // 2] ^= 1
    (copied / "database.dump").write_bytes(dump)
    code, _, complaint = run("restore.sh", empty, tmp_path / "new-keys", copied)
    assert code == 2
    assert "not what backup.sh wrote" in complaint
    assert tables_in(empty) == 0
    assert not (tmp_path / "new-keys").exists()


def test_a_copy_that_was_written_short_leaves_nothing(copied: Path, empty: str, tmp_path: Path) -> None:
    """Its sums fit: the disk was full, or the copy was made of a broken one."""
    dump = (copied / "database.dump").read_bytes()
    (copied / "database.dump").write_bytes(dump[: len(dump) - len(dump) // 4])
    sums_made_anew(copied)
    code, _, complaint = run("restore.sh", empty, tmp_path / "new-keys", copied)
    assert code == 2
    assert "as empty as it was" in complaint
    assert tables_in(empty) == 0


def test_a_restore_killed_half_way_leaves_nothing_and_can_be_run_again(
    copied: Path, empty: str, tmp_path: Path
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    cut_off = tools / "pg_restore"
    real = postgresql.binaries() / "pg_restore"
    cut_off.write_text(f'#!/bin/bash\n"{real}" "$@" | head -n 400\nkill -KILL 0\n', encoding="ascii")
    cut_off.chmod(0o755)
    code, _, _ = run("restore.sh", empty, tmp_path / "new-keys", copied, tools=tools)
    assert code == -signal.SIGKILL
    assert tables_in(empty) == 0
    code, _, complaint = run("restore.sh", empty, tmp_path / "new-keys", copied)
    assert code == 0, complaint
    assert tables_in(empty) > 0


def test_a_copy_is_not_mixed_with_the_keys_of_another_server(copied: Path, empty: str, tmp_path: Path) -> None:
    make_keys(tmp_path / "other-keys")
    before = (tmp_path / "other-keys" / "signing.key").read_bytes()
    code, _, complaint = run("restore.sh", empty, tmp_path / "other-keys", copied)
    assert code == 2
    assert "another server" in complaint
    assert tables_in(empty) == 0
    assert (tmp_path / "other-keys" / "signing.key").read_bytes() == before
