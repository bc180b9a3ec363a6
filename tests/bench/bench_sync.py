"""FIGURES row 11: transactions a second from a desk into PostgreSQL, against Morango 0.8 pushing equal documents.

Both over HTTP on the loopback from SQLite into the same PostgreSQL, durable at both ends, after everything was saved
locally. Morango gets a JSON document for each transaction and an environment of its own, made with pip below `out/`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.postgres import Cluster
from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock, SystemClock
from sanad_desk.domain.operators import SignedIn
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.database import Database
from sanad_desk.sync.http_line import HttpLine
from sanad_desk.sync.push import push_journal
from sanad_desk.sync.round import Ends, open_session
from sanad_desk.usecases.demo_centre import demo_centre
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.simulate import simulate
from sanad_desk.usecases.sync_now import sync_now
from tests.bench.bench_wire import document
from tests.bench.many_desks import SOLD, start_of_play
from tests.faults.live_processes import server_process
from tests.postgres import new_database, throw_away

TARGET = 15
SALES_A_DAY = 500
ENVIRONMENT = Path("out/bench-morango")
_HERE = Path(__file__).parent


def morango_python() -> str:
    """The interpreter of an environment that has Morango; made once."""
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / "made").exists():
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "morango==0.8.0", "psycopg2-binary"], check=True)
        (ENVIRONMENT / "made").touch()
    return str(python)


def morango(documents: list[str], cluster: Cluster, database: str, folder: Path) -> float:
    """Seconds that its push takes, from the start of the session to the end of the transfer."""
    (folder / "documents").write_text(json.dumps(documents))
    base = {**os.environ, "PYTHONPATH": str(_HERE)}
    serving = {**base, "MORANGO_POSTGRES_PORT": str(cluster.port), "MORANGO_DATABASE": database}
    command = [morango_python(), "-m", "morango_peer.run"]
    certificate = str(folder / "certificate")
    server = subprocess.Popen([*command, "serve", certificate], env=serving, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        port = server.stdout.readline().strip()
        pushing = {**base, "MORANGO_DATABASE": str(folder / "peer.sqlite3")}
        push = [*command, "push", certificate, str(folder / "documents"), port]
        said = subprocess.run(push, env=pushing, check=True, capture_output=True, text=True)
    finally:
        server.terminate()
        server.stdout.close()
        server.wait()
    assert int(cluster.sql("SELECT count(*) FROM morango_peer_document", database)) == len(documents)
    return float(said.stdout)


@contextmanager
def sold_desk(folder: Path, days: int) -> Iterator[OpenDesk]:
    """A desk with that many days behind it, and today's clock."""
    os.environ["SANAD_DESK_KEYS"] = "file"
    first_day, clock = start_of_play()
    desk = open_desk(folder, clock=clock, create=True)
    demo_centre(desk)
    for _ in simulate(desk, clock, first_day=first_day, days=days, per_day=SALES_A_DAY, seed=5):
        pass
    clock.at = SystemClock().now()
    yield desk
    desk.close()


def join(desk: OpenDesk, database: str, port: int) -> Ends:
    """Enrols the desk; what its rounds work on."""
    db, now = Database(database), SystemClock().now()
    code = desk.identity()[0].code
    add_centre(db, code, "مركز تجريبي", "Sample Centre", now)
    enrolment_code = new_enrolment_code(db, code, now)
    db.close()
    found = list_operators(desk)[0]
    address = f"http://127.0.0.1:{port}"
    join_server(desk, SignedIn(found.id, found.name, found.roles), address, enrolment_code)
    assert isinstance(desk.clock, SetClock)
    return Ends(desk.store, desk.replicas, HttpLine(address), desk.clock)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=4, help=f"of {SALES_A_DAY} transactions each")
    days = parser.parse_args().days
    with tempfile.TemporaryDirectory() as named, throw_away() as cluster:
        folder = Path(named)
        with (
            new_database(cluster) as database,
            new_database(cluster) as peer,
            sold_desk(folder / "store", days) as desk,
            server_process(folder / "server", database) as port,
        ):
            query = f"SELECT entry FROM journal WHERE kind = '{SOLD}' ORDER BY seq"
            with desk.store.reading() as connection:
                sales = list(connection.exec_driver_sql(query).scalars())
            ends = join(desk, database, port)
            begun = time.perf_counter()
            push_journal(ends.store, open_session(ends))
            journal = time.perf_counter() - begun
            assert int(cluster.sql("SELECT count(*) FROM transaction_row", database.rpartition("/")[2])) == len(sales)
            begun = time.perf_counter()
            assert sync_now(desk).is_online
            rest = time.perf_counter() - begun
            documents = [json.dumps(document(raw), ensure_ascii=False) for raw in sales]
            theirs = morango(documents, cluster, peer.rpartition("/")[2], folder)
    ratio = theirs / journal
    print(f"{len(sales)} transactions; as JSON {sum(map(len, documents)) / len(sales):.0f} characters each")
    print(f"yardstick, Morango: {len(sales) / theirs:,.0f} documents/s")
    print(f"the journal: {len(sales) / journal:,.0f} transactions/s, {ratio:.0f}x (>= {TARGET}x)")
    print(f"with pictures of receipts and customers: {len(sales) / (journal + rest):,.0f} transactions/s, ", end="")
    print(f"{theirs / (journal + rest):.0f}x")
    return int(ratio < TARGET)


if __name__ == "__main__":
    sys.exit(main())
