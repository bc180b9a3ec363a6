"""A server's database, its keys and a centre, on PostgreSQL and on SQLite."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from installer.postgres import Cluster
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.database import Database
from sanad_desk.server.enrol import enrol
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.migrate import migrate
from sanad_desk.wire.messages import EnrolRequest
from tests.postgres import new_database
from tests.server.pretend_desk import CENTRE_CODE, MORNING, PretendDesk

Join = Callable[..., PretendDesk]


@pytest.fixture(scope="session")
def migrated(cluster: Cluster) -> Iterator[str]:
    """The name of a database with the schema, to be copied."""
    with new_database(cluster) as url:
        migrate(url)
        yield url.rpartition("/")[2]


@pytest.fixture
def postgres_url(cluster: Cluster, migrated: str) -> Iterator[str]:
    with new_database(cluster, migrated) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SQLite's, to be copied too."""
    file = tmp_path_factory.mktemp("server") / "server.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path)}"


@pytest.fixture(params=["postgres", "sqlite"])
def server_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def server_db(server_url: str) -> Iterator[Database]:
    """The same test on both databases."""
    db = Database(server_url)
    yield db
    db.close()


@pytest.fixture(scope="session")
def keys() -> ServerKeys:
    return ServerKeys(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())


@pytest.fixture
def centre_id(server_db: Database) -> bytes:
    return add_centre(server_db, CENTRE_CODE, "مركز تجريبي", "Sample Centre", MORNING)


@pytest.fixture
def join(server_db: Database, keys: ServerKeys, centre_id: bytes) -> Join:
    """Founds a desk offline and enrols it."""
    return partial(join_desk, server_db, keys, centre_id)


def join_desk(db: Database, keys: ServerKeys, centre_id: bytes, number: int = 1) -> PretendDesk:
    desk = PretendDesk(centre_id, number=number)
    code = new_enrolment_code(db, CENTRE_CODE, MORNING)
    enrolled = enrol(db, keys, EnrolRequest(code, desk.public_key, centre_id, desk.desk_id, number), MORNING)
    assert (enrolled.desk_id, enrolled.desk_number) == (desk.desk_id, number)
    return desk


@pytest.fixture
def desk(join: Join) -> PretendDesk:
    """An enrolled desk with an open shift and three sales, none of them sent yet."""
    desk = join()
    desk.open_shift()
    for _ in range(3):
        desk.sell()
    return desk
