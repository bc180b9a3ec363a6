"""The database dies while desks send and its replica takes over: what was acknowledged is there, and all of it once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import create_engine, text

from installer.postgres import Cluster
from sanad_desk.domain.clock import SystemClock
from sanad_desk.domain.totals import fold
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.database import Database
from sanad_desk.wire.entries import TransactionCompleted
from sanad_desk.wire.messages import Acknowledged
from sanad_desk.wire.postings import settled_of
from tests.faults.live_processes import server_process
from tests.postgres import promote, throw_away
from tests.server.live_server import Desk, enrol_with, packed
from tests.server.pretend_desk import PretendDesk

DESKS = 3
BEFORE, AFTER = 60, 60  # acknowledgements
PATIENCE = 20  # seconds for one


@dataclass(slots=True)
class Sender:
    """A desk that sells and sends without a pause, and remembers what it was promised."""

    desk: PretendDesk
    line: Desk
    heard: threading.Semaphore
    promised: tuple[int, bytes] = (0, b"")
    refused: int = 0
    fault: str = ""

    def run(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set():
                self.desk.sell()
                self._send()
        except Exception as error:
            self.fault = repr(error)

    def _send(self) -> None:
        batch = packed(self.desk.batch(self.promised[0]))
        answer = self.line.ask("POST", f"{self.line.path}/journal", batch)
        if answer.status == 503:
            self.refused += 1
            return
        assert answer.status == 200, answer.content
        said = msgspec.msgpack.decode(answer.content, type=Acknowledged)
        self.promised = said.head_seq, said.head_hash
        self.heard.release()


@pytest.fixture
def primary() -> Iterator[Cluster]:
    with throw_away() as cluster:
        yield cluster


@pytest.fixture
def replica(primary: Cluster) -> Iterator[Cluster]:
    """Holds every commit before its answer is sent."""
    with throw_away(primary) as cluster:
        primary.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.sql("SELECT pg_reload_conf()")
        while primary.sql("SELECT sync_state FROM pg_stat_replication") != "sync":
            pass
        yield cluster


def either(primary: Cluster, replica: Cluster) -> str:
    """Whichever of the two takes writes."""
    hosts = "&".join(f"host=127.0.0.1:{cluster.port}" for cluster in (primary, replica))
    return f"postgresql+psycopg://postgres@/postgres?{hosts}&target_session_attrs=read-write"


def joined(url: str, line: httpx.Client, heard: threading.Semaphore) -> list[Sender]:
    """Desks of one centre, so that they wait for each other at its feed."""
    db, now = Database(url), SystemClock().now()
    add_centre(db, "0142", "مركز تجريبي", "Sample Centre", now)
    senders = []
    for number in range(1, DESKS + 1):
        own_line = Desk(line, Ed25519PrivateKey.generate())
        enrol_with(own_line, new_enrolment_code(db, "0142", now))
        desk = PretendDesk(own_line.centre_id, number=number, desk_id=own_line.desk_id)
        desk.key = own_line.key
        senders.append(Sender(desk, own_line, heard))
    db.close()
    return senders


def lose_primary(primary: Cluster, replica: Cluster, senders: list[Sender], heard: threading.Semaphore) -> None:
    """While all of them send; they go on until the replica has answered them often enough."""
    stop = threading.Event()
    threads = [threading.Thread(target=sender.run, args=(stop,)) for sender in senders]
    for thread in threads:
        thread.start()
    try:
        for _ in range(BEFORE):
            assert heard.acquire(timeout=PATIENCE)
        # What the primary commits from here on reaches nobody, so it may promise nothing of it.
        replica.sql("ALTER SYSTEM SET primary_conninfo = ''")
        replica.sql("SELECT pg_reload_conf()")
        primary.stop("immediate")
        promote(replica)
        while heard.acquire(blocking=False):
            pass
        for _ in range(AFTER):
            assert heard.acquire(timeout=PATIENCE), [sender.fault for sender in senders]
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def check_held(url: str, sender: Sender) -> None:
    """A chain without gap or twin, up to what was promised, and sums that are those of its rows."""
    query = text("SELECT seq, entry, hash FROM entry WHERE desk_id = :desk ORDER BY seq")
    rows = text("SELECT count(*), count(DISTINCT number) FROM transaction_row WHERE desk_id = :desk")
    sums = text("SELECT measure, sum(amount) FROM day_sum WHERE desk_id = :desk AND code = '' GROUP BY measure")
    desk = {"desk": sender.desk.desk_id}
    engine = create_engine(url)
    with engine.connect() as connection:
        held = connection.execute(query, desk).all()
        sold, numbers = connection.execute(rows, desk).one()
        counted = {row[0]: int(row[1]) for row in connection.execute(sums, desk)}
    engine.dispose()
    assert [row.seq for row in held] == list(range(1, len(held) + 1))
    assert [bytes(row.entry) for row in held] == sender.desk.entries[: len(held)]
    assert bytes(held[sender.promised[0] - 1].hash) == sender.promised[1]
    folded = fold(settled_of(fact) for fact in sender.desk.facts[: len(held)] if isinstance(fact, TransactionCompleted))
    assert (folded.count, folded.government) == (counted["count"], counted["government"])
    assert sold == numbers == folded.count


def test_replica_has_what_was_promised_once(primary: Cluster, replica: Cluster, tmp_path: Path) -> None:
    url, heard = either(primary, replica), threading.Semaphore(0)
    with (
        server_process(tmp_path / "server", url) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as line,
    ):
        senders = joined(url, line, heard)
        lose_primary(primary, replica, senders, heard)
    assert [sender.fault for sender in senders] == [""] * DESKS
    assert sum(sender.refused for sender in senders)  # or nobody was sending when it died
    for sender in senders:
        check_held(replica.url(), sender)
