"""The schema by migration is the schema of the tables, and the application's role cannot change the journal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from installer.postgres import Cluster
from sanad_desk.resources_path import resource_path
from sanad_desk.server import tables
from sanad_desk.server.centres import add_centre, new_enrolment_code, revoke_desk
from sanad_desk.server.database import Database
from sanad_desk.server.enrol import enrol
from sanad_desk.server.epochs import claim_epoch
from sanad_desk.server.feed import feed_page
from sanad_desk.server.incidents import close_incident, list_incidents
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.judge import judge_waiting
from sanad_desk.server.keys import KeysMissing, ServerKeys, load_keys, make_keys
from sanad_desk.server.migrate import add_months, migrate
from sanad_desk.server.records import take_records
from sanad_desk.server.releases import approve, publish, recall
from sanad_desk.server.reproject import reproject
from sanad_desk.server.verify import verify
from sanad_desk.wire.messages import EnrolRequest, EpochClaim, RecordBatch
from sanad_desk.wire.records import Record
from tests.server.pretend_desk import CENTRE_CODE, MORNING, PretendDesk


def is_ours(name: str | None, kind: str, parents: object) -> bool:
    """A partition is no table of its own."""
    return kind != "table" or name in tables.metadata.tables


def test_the_migrations_make_the_tables(server_db: Database) -> None:
    options = {"include_name": is_ours, "compare_type": True}
    with server_db.writing() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables.metadata) == []


def test_migrating_again_keeps_the_servers_identity(server_url: str, server_db: Database) -> None:
    query = select(tables.server_state)
    with server_db.reading() as connection:
        before = connection.execute(query).all()
    migrate(server_url)
    with server_db.reading() as connection:
        assert connection.execute(query).all() == before
    assert [(row.id, len(row.server_id), len(row.server_epoch)) for row in before] == [(1, 16, 16)]


@pytest.fixture
def app_url(cluster: Cluster, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """As whom the server serves."""
    url = make_url(postgres_url)
    role = f"app_of_{url.database}"
    monkeypatch.setenv("SANAD_SERVER_APP_PASSWORD", "it's a sample")
    for _ in range(2):
        migrate(postgres_url, role)
    return url.set(username=role, password="it's a sample").render_as_string(hide_password=False)


@pytest.fixture
def journal(app_url: str, keys: ServerKeys) -> PretendDesk:
    """Enrolment and ingest need no other rights."""
    db = Database(app_url)
    centre_id = add_centre(db, CENTRE_CODE, "مركز تجريبي", "Sample Centre", MORNING)
    desk = PretendDesk(centre_id)
    desk.open_shift()
    desk.sell()
    code = new_enrolment_code(db, CENTRE_CODE, MORNING)
    enrol(db, keys, EnrolRequest(code, desk.public_key, centre_id, desk.desk_id, 1), MORNING)
    assert take_batch(db, keys, desk.signer(), desk.batch(), MORNING).head_seq == desk.seq
    db.close()
    return desk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET received_at = 0",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "DROP TABLE {}",
        "ALTER TABLE {} DISABLE RULE x",
    ],
)
def test_the_application_cannot_change_the_journal(journal: PretendDesk, app_url: str, statement: str) -> None:
    db = Database(app_url)
    for table in ("entry", "entry_2026_11", "entry_later", "batch", "aside"):
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), db.writing() as connection:
            connection.exec_driver_sql(statement.format(table))
    db.close()


@pytest.mark.parametrize("table", sorted(tables.metadata.tables.keys() - {"feed", "judgement"}))
def test_the_application_deletes_only_what_something_newer_takes_the_place_of(app_url: str, table: str) -> None:
    db = Database(app_url)
    with pytest.raises(ProgrammingError, match="permission denied"), db.writing() as connection:
        connection.exec_driver_sql(f"DELETE FROM {table}")
    db.close()


def test_a_role_that_could_once_delete_more_cannot_any_longer(app_url: str, postgres_url: str) -> None:
    role = make_url(app_url).username
    owner, app = Database(postgres_url), Database(app_url)
    with owner.writing() as connection:
        connection.exec_driver_sql(f"GRANT DELETE ON incident TO {role}")
    migrate(postgres_url, role)
    with pytest.raises(ProgrammingError, match="permission denied"), app.writing() as connection:
        connection.exec_driver_sql("DELETE FROM incident")
    owner.close()
    app.close()


def test_the_application_serves_a_whole_round(app_url: str, journal: PretendDesk, keys: ServerKeys) -> None:
    db = Database(app_url)
    journal.write_raw(b"nobody can read this")
    assert take_batch(db, keys, journal.signer(), journal.batch(journal.seq - 1), MORNING).open_incidents == 1
    assert [judge_waiting(db, MORNING) for _ in range(2)] == [journal.seq, 0]
    for revision in (1, 2):  # the second takes the place of the first
        batch = RecordBatch((Record("customer", bytes(16), 1, revision, None),))
        assert take_records(db, journal.signer(), batch, MORNING).revision == revision
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert claim_epoch(db, journal.signer(), EpochClaim(2, journal.hashes[2], key), MORNING).epoch == 2
    assert feed_page(db, journal.signer(), "", MORNING).cursor
    reproject(db, MORNING)
    for one in list_incidents(db, journal.centre_id):
        with db.writing() as connection:
            settled = {"closed_by": "Sample Manager", "remark": "seen", "now": MORNING}
            close_incident(connection, journal.centre_id, one.incident_id, **settled)
    version = publish(db, resource_path("catalogue"), "Sample Publisher", MORNING).version
    approve(db, keys, version, "Sample Approver", MORNING)
    recall(db, version, "Sample Approver", "a sample", MORNING)
    revoke_desk(db, journal.centre_id, journal.desk_id, revoked_by="Sample Manager", now=MORNING)
    assert list(verify(db)) == []
    db.close()


def test_entries_lie_in_the_partition_of_their_month(journal: PretendDesk, app_url: str, postgres_url: str) -> None:
    db = Database(postgres_url)
    with db.writing() as connection:
        held = "SELECT count(*), min(received_on), max(received_on) FROM entry_2026_11"
        assert connection.exec_driver_sql(held).one() == (journal.seq, date(2026, 11, 22), date(2026, 11, 22))
        add_months(connection, date(2030, 12, 31), months=2)
        query = "SELECT count(*) FROM pg_class WHERE relname IN ('entry_2030_12', 'entry_2031_01') AND relispartition"
        assert connection.exec_driver_sql(query).scalar_one() == 2
    db.close()


def test_a_month_that_a_wrong_clock_filled_is_added_all_the_same(
    journal: PretendDesk, app_url: str, postgres_url: str, keys: ServerKeys
) -> None:
    later = Database(app_url)
    journal.sell()
    january = MORNING + (date(2035, 1, 5) - date(2026, 11, 22)).days * 86_400_000
    take_batch(later, keys, journal.signer(), journal.batch(journal.seq - 1), january)
    later.close()
    db = Database(postgres_url)
    for _ in range(2):
        with db.writing() as connection:
            add_months(connection, date(2034, 12, 1), months=2)
    with db.reading() as connection:
        rows = connection.exec_driver_sql("SELECT tableoid::regclass::text, seq FROM entry_2035_01").all()
        assert [tuple(row) for row in rows] == [("entry_2035_01", journal.seq)]
        assert connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one() == journal.seq
    db.close()


def test_keys_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    with pytest.raises(KeysMissing):
        load_keys(folder)
    made = make_keys(folder)
    read = load_keys(folder)
    assert (read.signing_public, read.box_public) == (made.signing_public, made.box_public)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    with pytest.raises(FileExistsError):
        make_keys(folder)
    (folder / "box.key").write_bytes(b"half")
    with pytest.raises(KeysMissing):
        load_keys(folder)
