"""Opening a store: what cannot be opened says why, and its files are left as they were."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.errors import StoreError
from sanad_desk.store import keys
from sanad_desk.store.encrypted_file import connect
from sanad_desk.store.keys import ID_FILE, KEY_FILE
from sanad_desk.store.mark import MARK_FILE
from sanad_desk.store.store import FILE, create_store, exists, open_store

# Modes of files bind the superuser too once these two rights are gone (PR_CAPBSET_DROP of CAP_DAC_*), from exec on.
WITHOUT_PRIVILEGE = """
import ctypes, os, sys
if os.geteuid() == 0:
    for right in (1, 2):
        assert ctypes.CDLL(None).prctl(24, right, 0, 0, 0) == 0
os.execv(sys.executable, [sys.executable, "-m", "sanad_desk.ctl.main", *sys.argv[1:]])
"""


def sanadctl(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_PRIVILEGE, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def refused(folder: Path, *, read_only: bool = False) -> str:
    """The code that opening is refused with, after making sure that it left every file as it was."""
    before = {path.name: path.read_bytes() for path in folder.glob("desk.db*")}
    with pytest.raises(StoreError) as error:
        open_store(folder, read_only=read_only)
    after = {path.name: path.read_bytes() for path in folder.glob("desk.db*")}
    assert after.get(FILE) == before.get(FILE)
    assert after.get(FILE + "-wal", b"") == before.get(FILE + "-wal", b"")
    return error.value.code


@pytest.fixture
def frozen_folder(sold_folder: Path) -> Iterator[Path]:
    """The day of sales in a folder where nobody may write."""
    for path in (*sold_folder.iterdir(), sold_folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield sold_folder
    for path in (sold_folder, *sold_folder.iterdir()):
        path.chmod(0o755)


def test_a_folder_without_a_store(tmp_path: Path) -> None:
    assert refused(tmp_path) == "store_missing"
    assert not exists(tmp_path)


def test_a_second_process_is_refused_politely_and_may_still_read(sold_folder: Path) -> None:
    with open_store(sold_folder):
        assert refused(sold_folder) == "store_locked"
        second = sanadctl("simulate", "--store", sold_folder)
        assert second.returncode == 1
        assert json.loads(second.stderr)["error"] == "store_locked"
        assert sanadctl("verify", "--store", sold_folder).returncode == 0
        assert sanadctl("totals", "--store", sold_folder).returncode == 0
    with open_store(sold_folder) as again:
        assert again.writable


def test_a_reader_takes_no_lock_and_writes_nothing(sold_folder: Path) -> None:
    with open_store(sold_folder, read_only=True) as reader, open_store(sold_folder) as writer:
        assert writer.writable
        assert not reader.writable
        with pytest.raises(StoreError) as error:
            reader.unit_of_work()
        assert error.value.code == "store_read_only"


def test_a_read_only_folder_is_refused_for_work_and_read_for_verify(frozen_folder: Path) -> None:
    before = (frozen_folder / FILE).read_bytes()
    work = sanadctl("simulate", "--store", frozen_folder)
    assert (work.returncode, json.loads(work.stderr)["error"]) == (1, "store_read_only")
    assert sanadctl("verify", "--store", frozen_folder).returncode == 0
    assert (frozen_folder / FILE).read_bytes() == before


def test_a_folder_that_may_not_be_made_or_entered(frozen_folder: Path) -> None:
    inside = sanadctl("init", "--store", frozen_folder / "new")
    assert (inside.returncode, json.loads(inside.stderr)["error"]) == (1, "store_read_only")
    frozen_folder.chmod(0o000)
    closed = sanadctl("totals", "--store", frozen_folder)
    assert (closed.returncode, json.loads(closed.stderr)["error"]) == (1, "store_read_only")


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for command in ("init", "simulate"):
        done = sanadctl(command, "--store", tmp_path / "file")
        assert (done.returncode, json.loads(done.stderr)["error"]) == (1, "place_unusable")


def test_a_store_of_a_newer_program_is_left_alone(sold_folder: Path) -> None:
    with contextlib.closing(connect(sold_folder / FILE, keys.find_key(sold_folder))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert refused(sold_folder) == "store_newer"
    assert refused(sold_folder, read_only=True) == "store_newer"


def test_a_newer_store_that_was_killed_is_left_alone_with_its_wal(sold_folder: Path) -> None:
    """Closing a writer would move the WAL into the file of a program that we do not know."""
    code = (
        "import os, sys; from pathlib import Path\n"
        "from sanad_desk.store import keys; from sanad_desk.store.encrypted_file import connect\n"
        "folder = Path(sys.argv[1])\n"
        "connection = connect(folder / 'desk.db', keys.find_key(folder))\n"
        "connection.execute(\"UPDATE alembic_version SET version_num = '9999'\")\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(sold_folder)], check=True)
    assert (sold_folder / (FILE + "-wal")).stat().st_size > 0
    assert refused(sold_folder) == "store_newer"


def test_a_missing_key(sold_folder: Path) -> None:
    (sold_folder / KEY_FILE).unlink()
    assert refused(sold_folder) == "store_key_missing"


def test_a_file_without_our_schema(sold_folder: Path) -> None:
    with contextlib.closing(connect(sold_folder / FILE, keys.find_key(sold_folder))) as connection:
        connection.execute("DROP TABLE alembic_version")
    assert refused(sold_folder) == "store_damaged"


@pytest.mark.parametrize("content", [b"", b"short"])
def test_an_empty_file_is_not_filled_silently(sold_folder: Path, content: bytes) -> None:
    (sold_folder / FILE).write_bytes(content)
    assert refused(sold_folder) == "store_damaged"


def test_a_lost_wal_is_seen_before_its_numbers_are_given_again(sold_folder: Path) -> None:
    """A desk that was killed keeps its last sales in the WAL; without it the store is whole, and too old."""
    code = (
        "import os, sys; from pathlib import Path\n"
        "from sanad_desk.ctl.main import main; from sanad_desk.store.store import Store\n"
        "Store.close = lambda store: os._exit(0)\n"
        "main(['simulate', '--store', sys.argv[1], '--per-day', '3'])\n"
    )
    subprocess.run([sys.executable, "-c", code, str(sold_folder)], check=True)
    whole = sanadctl("verify", "--store", sold_folder)
    assert (whole.returncode, json.loads(whole.stdout)["transactions"]) == (0, 15)
    (sold_folder / (FILE + "-wal")).unlink()
    (sold_folder / (FILE + "-shm")).unlink()
    assert refused(sold_folder) == "store_behind"
    verdict = sanadctl("verify", "--store", sold_folder)
    assert verdict.returncode == 1
    assert [fault["code"] for fault in json.loads(verdict.stdout)["faults"]] == ["store_behind"]


def test_an_old_copy_put_back_is_seen(sold_folder: Path, demo_store: Path) -> None:
    (sold_folder / FILE).write_bytes((demo_store / FILE).read_bytes())
    (sold_folder / KEY_FILE).write_bytes((demo_store / KEY_FILE).read_bytes())
    assert refused(sold_folder) == "store_behind"


def test_a_store_that_is_gone_is_not_begun_anew(sold_folder: Path) -> None:
    (sold_folder / FILE).unlink()
    with pytest.raises(StoreError) as error:
        open_desk(sold_folder, create=True)
    assert error.value.code == "store_behind"


@pytest.mark.parametrize("content", [b"", b"rubbish", b"12 zz\n"])
def test_a_mark_that_says_nothing_stops_nobody(sold_folder: Path, content: bytes) -> None:
    (sold_folder / MARK_FILE).write_bytes(content)
    with open_store(sold_folder) as store:
        assert store.writable


def test_a_first_run_that_died_is_begun_again(tmp_path: Path) -> None:
    """Whatever it left behind: half a file, half a key, or a good key without a file."""
    (tmp_path / (FILE + ".new")).write_bytes(b"half")
    (tmp_path / (FILE + ".new-wal")).write_bytes(b"half")
    (tmp_path / KEY_FILE).write_text("abc")
    (tmp_path / ID_FILE).write_text("")
    with create_store(tmp_path, system_key_store=False) as store:
        key = store.key
    (tmp_path / FILE).unlink()
    with create_store(tmp_path, system_key_store=False) as store:
        assert store.key == key
    with pytest.raises(StoreError) as error:
        create_store(tmp_path, system_key_store=False)
    assert error.value.code == "store_exists"
    assert [path.name for path in tmp_path.glob("*.new*")] == []


def test_the_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    create_store(tmp_path, system_key_store=False).close()
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0


def test_nothing_in_the_file_can_be_read_without_the_key(sold_folder: Path) -> None:
    raw = b"".join(path.read_bytes() for path in sold_folder.glob("desk*"))
    for secret in ("SQLite format", "transactions", "KSB1-02-26", "Sample", "زبون", "9900"):
        assert secret.encode() not in raw


def test_the_file_is_kept_as_the_design_says(sold_folder: Path) -> None:
    with open_store(sold_folder) as store, store.reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}
