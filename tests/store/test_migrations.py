"""Migrations: they end where the models are, take a copy first, and leave the store alone when they fail."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from sanad_desk.domain.errors import StoreError
from sanad_desk.store import keys, migrate
from sanad_desk.store.encrypted_file import connect
from sanad_desk.store.store import COPIES, FILE, create_store, open_store
from sanad_desk.store.tables import metadata
from sanad_desk.store.verify import verify
from tests.store.make_old_store import OLD_STORES

NEXT = '''"""A schema that is yet to come."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{current}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE customer SET note = 'moved'")
    {then}
'''


@pytest.fixture
def next_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program one schema further, with its own scripts; gives back the script, to be broken."""
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts, ignore=shutil.ignore_patterns("__pycache__"))
    script = scripts / "versions" / "9001_yet_to_come.py"
    script.write_text(NEXT.format(current=migrate.SCHEMA_REVISION, then="pass"), "utf-8")
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
    monkeypatch.setattr(migrate, "SCHEMA_REVISION", "9001")
    return script


def _journal(folder: Path) -> list[tuple[int, bytes]]:
    with contextlib.closing(connect(folder / FILE, keys.find_key(folder))) as connection:
        return list(connection.execute("SELECT seq, hash FROM journal ORDER BY seq"))


def _revision(path: Path, key: bytes) -> str:
    with contextlib.closing(connect(path, key, read_only=True)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_migrations_end_where_the_models_are(tmp_path: Path) -> None:
    with create_store(tmp_path, system_key_store=False) as store, store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_every_table_is_strict_and_no_amount_can_be_anything_but_whole(sold_folder: Path) -> None:
    with open_store(sold_folder) as store, store.reading() as connection:
        tables = connection.exec_driver_sql("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").all()
        kinds = connection.exec_driver_sql(
            "SELECT DISTINCT c.type FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.strict"
        ).all()
    ours = {name for name, strict in tables if strict}
    assert ours == set(metadata.tables)
    assert {kind for (kind,) in kinds} == {"INTEGER", "TEXT", "BLOB"}


def test_the_last_script_is_the_schema_of_this_program() -> None:
    assert migrate.known_revisions()[-1] == migrate.SCHEMA_REVISION


def test_each_schema_that_was_shipped_has_an_old_store_to_upgrade() -> None:
    """Each release with a new schema leaves one here: `python -m tests.store.make_old_store`."""
    assert {path.name for path in OLD_STORES.iterdir()} == set(migrate.known_revisions())


@pytest.mark.parametrize("revision", migrate.known_revisions())
def test_a_store_of_every_schema_is_upgraded_and_true(revision: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(OLD_STORES / revision, tmp_path / "store"))
    before = _journal(folder)
    with open_store(folder) as store, store.reading() as connection:
        verdict = verify(connection)
        drawers = connection.exec_driver_sql("SELECT amount FROM balance WHERE account = 'drawer'").scalars().all()
        floats = connection.exec_driver_sql("SELECT sum(opening_float) FROM shift").scalar()
    assert verdict.faults == []
    assert verdict.transactions > 0
    assert sum(drawers) >= 0
    assert floats > 0
    assert _journal(folder) == before


def test_an_older_store_is_upgraded_after_a_copy_was_taken(sold_folder: Path, next_program: Path) -> None:
    before, current = _journal(sold_folder), migrate.known_revisions()[-2]
    open_store(sold_folder).close()
    key = keys.find_key(sold_folder)
    assert _revision(sold_folder / FILE, key) == "9001"
    assert _journal(sold_folder) == before
    copy = sold_folder / COPIES / f"{current}.db"
    assert _revision(copy, key) == current
    with contextlib.closing(connect(copy, key, read_only=True)) as connection:
        assert connection.execute("SELECT count(*) FROM journal").fetchone() == (len(before),)


def test_a_reader_does_not_upgrade(sold_folder: Path, next_program: Path) -> None:
    before = (sold_folder / FILE).read_bytes()
    with pytest.raises(StoreError) as error:
        open_store(sold_folder, read_only=True)
    assert error.value.code == "store_older"
    assert (sold_folder / FILE).read_bytes() == before


def test_a_migration_that_fails_half_way_undoes_itself(sold_folder: Path, next_program: Path) -> None:
    before, current = _journal(sold_folder), migrate.known_revisions()[-2]
    broken = NEXT.format(current=current, then="op.execute('INSERT INTO nowhere VALUES (1)')")
    next_program.write_text(broken, "utf-8")
    with pytest.raises(Exception, match="nowhere"):
        open_store(sold_folder)
    key = keys.find_key(sold_folder)
    assert _revision(sold_folder / FILE, key) == current
    with contextlib.closing(connect(sold_folder / FILE, key)) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(customer)")}
    assert "note" not in columns
    assert _journal(sold_folder) == before


def test_no_room_for_the_copy_is_no_upgrade(sold_folder: Path, next_program: Path) -> None:
    (sold_folder / COPIES).write_text("a file where the copies should go")
    with pytest.raises(StoreError) as error:
        open_store(sold_folder)
    assert error.value.code == "place_unusable"
    assert _revision(sold_folder / FILE, keys.find_key(sold_folder)) == migrate.known_revisions()[-2]
