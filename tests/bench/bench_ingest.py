"""FIGURES row 13: taking in journals with everything on, against COPY of the same rows by two writers.

Both by two processes, with a commit for each batch as full as a desk makes it; once through `take_batch`, once through
HTTP by a `sanad-server` of two workers that gets requests packed and signed before. The judge runs behind and is off.
"""

from __future__ import annotations

import argparse
import pickle
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select

from sanad_desk.server import tables
from sanad_desk.server.database import Database, add_rows
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.keys import load_keys
from sanad_desk.wire.messages import JournalBatch, message_bytes
from sanad_desk.wire.packing import Packer
from tests.bench.many_desks import Chained, chain_of, enlist, forget_journals, in_processes, parts_of, play, read_answer
from tests.faults.live_processes import server_process
from tests.postgres import new_database, throw_away

SALES_A_DAY, DAYS, WRITERS = 500, 4, 2
TARGETS = (0.4, 0.55)
_CONNECTIONS = 4  # of each sending process


@dataclass(slots=True)
class Bench:
    """A server's database with desks that have not sent anything yet, and what they are going to send."""

    database: str
    folder: Path  # the server's keys
    db: Database
    desks: list[Chained]
    sales: list[bytes]
    hashes: list[bytes]
    rows_kept: bool = False

    def timed(self, work: Callable[..., Callable[[], Any]], *more: Any) -> float:
        """Transactions a second, when the desks are shared out to the writers."""
        shares = [(self.database, self._shared(n), *more) for n in range(WRITERS)]
        seconds, _ = in_processes(work, *shares)
        return len(self.desks) * len(self.sales) / seconds

    def _shared(self, writer: int) -> str:
        path = self.folder / f"share-{writer}"
        mine = [(desk, desk.batches(self.sales, self.hashes)) for desk in self.desks[writer::WRITERS]]
        path.write_bytes(pickle.dumps([(desk, list(map(message_bytes, batches))) for desk, batches in mine]))
        return str(path)

    def check(self) -> None:
        """Every transaction is there once and counted once."""
        expected = len(self.desks) * len(self.sales)
        sums = select(func.sum(tables.day_sum.c.amount)).where(tables.day_sum.c.measure.in_(("count", "reversals")))
        with self.db.reading() as connection:
            for query in (select(func.count()).select_from(tables.entry), sums):
                assert connection.execute(query).scalar_one() == expected

    def keep_rows(self) -> None:
        """What ingest wrote, for the yardstick to write again."""
        self.rows_kept = True
        with self.db.reading() as connection:
            for writer in range(WRITERS):
                found = []
                for desk in self.desks[writer::WRITERS]:
                    rows = [
                        connection.execute(select(table).filter_by(desk_id=desk.desk_id).order_by(table.c.seq)).all()
                        for table in (tables.entry, tables.transaction_row)
                    ]
                    plain = [[tuple(row) for row in of_table] for of_table in rows]
                    found += [[of[base:last] for of in plain] for base, last in parts_of(self.sales)]
                (self.folder / f"rows-{writer}").write_bytes(pickle.dumps(found))


def _taking(database: str, share: str, folder: str) -> Callable[[], None]:
    db, keys, packer = Database(database, pool_size=1), load_keys(Path(folder)), Packer()
    work = [(desk.signer(), batches) for desk, batches in pickle.loads(Path(share).read_bytes())]
    bodies = [(signer, [packer.pack(raw) for raw in batches]) for signer, batches in work]
    now = time.time_ns() // 1_000_000
    with db.reading():
        pass

    def take() -> None:
        for signer, batches in bodies:
            for body in batches:
                batch = msgspec.msgpack.decode(packer.unpack(body), type=JournalBatch)
                take_batch(db, keys, signer, batch, now)

    return take


def _copying(database: str, share: str) -> Callable[[], None]:
    db = Database(database, pool_size=1)
    work = pickle.loads(Path(share.replace("share", "rows")).read_bytes())
    with db.reading():
        pass

    def copy() -> None:
        for entries, transactions in work:
            with db.writing() as connection:
                add_rows(connection, tables.entry, entries)
                add_rows(connection, tables.transaction_row, transactions)

    return copy


def _sending(_: str, share: str, port: int) -> Callable[[], None]:
    packer, now = Packer(), time.time_ns() // 1_000_000
    desks = []
    for desk, batches in pickle.loads(Path(share).read_bytes()):
        read = [msgspec.msgpack.decode(raw, type=JournalBatch) for raw in batches]
        desks.append([desk.request(batch, packer, now) for batch in read])

    def send_some(first: int) -> None:
        for requests in desks[first::_CONNECTIONS]:
            with socket.create_connection(("127.0.0.1", port)) as line, line.makefile("rb") as answers:
                for request in requests:
                    line.sendall(request)
                    assert read_answer(answers).status == 200

    def send() -> None:
        threads = [threading.Thread(target=send_some, args=(first,)) for first in range(_CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return send


def measure(bench: Bench, port: int, rounds: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"COPY": [], "take_batch": [], "HTTP": []}
    for _ in range(rounds):
        for name, work, more in (
            ("take_batch", _taking, (str(bench.folder),)),
            ("HTTP", _sending, (port,)),
            ("COPY", _copying, ()),
        ):
            forget_journals(bench.db)
            found[name].append(bench.timed(work, *more))
            if name != "COPY":
                bench.check()
            if not bench.rows_kept:
                bench.keep_rows()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as named, throw_away() as cluster, new_database(cluster) as database:
        folder = Path(named)
        played = play(folder / "store", days=DAYS, per_day=SALES_A_DAY)
        sales = played.sales()
        with server_process(folder / "server", database, "--workers", str(WRITERS), "--no-judge") as port:
            db = Database(database)
            desks = enlist(db, played.key, options.desks, time.time_ns() // 1_000_000)
            bench = Bench(database, folder / "server", db, desks, sales, chain_of(sales))
            found = {name: statistics.median(rates) for name, rates in measure(bench, port, options.rounds).items()}
            db.close()
    yardstick = found.pop("COPY")
    print(
        f"{options.desks} desks x {len(sales)} transactions in {len(parts_of(sales))} batches each, {WRITERS} writers"
    )
    print(f"yardstick, COPY of the same rows: {yardstick:,.0f} transactions/s")
    for name, rate in found.items():
        print(f"{name}: {rate:,.0f} transactions/s, {rate / yardstick:.2f}x (>= {TARGETS[0]}x, then {TARGETS[1]}x)")
    return int(min(found.values()) < TARGETS[0] * yardstick)


if __name__ == "__main__":
    raise SystemExit(main())
