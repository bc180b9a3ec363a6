"""FIGURES row 14: a country back after a week offline, against COPY of the same rows by two writers.

920 desks bring 67 transactions each, as the whole signed journal of that week. First as fast as the server takes them,
which is what the ratio is of; then at random within a minute, as desks do that obey 503 and Retry-After. Meanwhile
another desk goes on sending one sale after the other, and the memory of the server's processes is watched.
"""

from __future__ import annotations

import argparse
import pickle
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from sanad_desk.server import tables
from sanad_desk.server.database import Database, add_rows
from sanad_desk.sync.backoff import wait_after_failure
from sanad_desk.wire.entries import read_entry
from sanad_desk.wire.messages import JournalBatch, sign_batch
from sanad_desk.wire.packing import Packer
from tests.bench.many_desks import (
    SOLD,
    Chained,
    answer_to,
    chain_of,
    enlist,
    forget_journals,
    in_processes,
    memory_of,
    play,
)
from tests.faults.live_processes import server_process
from tests.postgres import new_database, throw_away

DESKS, SALES, WORKERS, CLIENTS = 920, 67, 2, 2
TARGET, LIVE_TARGET_S = 2.0, 2.0
_AT_ONCE = 16  # requests under way of each client, where they come as fast as they are taken
_WAITING = 120  # threads of each client, where desks come at their own times
_LIVE_PAUSE_S = 0.2


def _coming(share: str, port: int, within: float) -> Callable[[], tuple[int, int]]:
    """Sends for all the desks of a share; how many were sent away, and how many answers were neither."""
    packer, now = Packer(), time.time_ns() // 1_000_000
    requests = [desk.request(batch, packer, now) for desk, batch in pickle.loads(Path(share).read_bytes())]
    dice = random.Random(share)
    desks = sorted((dice.random() * within, request) for request in requests)
    taken, lock, busy, strange = iter(desks), threading.Lock(), [], []

    def one(begun: float) -> None:
        while True:
            with lock:
                at, request = next(taken, (0.0, b""))
            if not request:
                return
            time.sleep(max(0.0, begun + at - time.monotonic()))
            failures = 0
            while (said := answer_to(port, request)).status == 503:
                failures += 1
                time.sleep(wait_after_failure(failures, said.retry_after * 1000, dice) / 1000)
            busy.append(failures)
            if said.status != 200:
                strange.append(said.status)

    def send() -> tuple[int, int]:
        begun = time.monotonic()
        count = _WAITING if within else _AT_ONCE
        threads = [threading.Thread(target=one, args=(begun,)) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(busy), len(strange)

    return send


def _copying(database: str, rows: str, each: bool) -> Callable[[], None]:
    db = Database(database, pool_size=1)
    work = pickle.loads(Path(rows).read_bytes())
    if not each:
        work = [[[row for part in parts for row in part] for parts in zip(*work, strict=True)]]
    with db.reading():
        pass

    def copy() -> None:
        for entries, transactions in work:
            with db.writing() as connection:
                add_rows(connection, tables.entry, entries)
                add_rows(connection, tables.transaction_row, transactions)

    return copy


@dataclass(slots=True)
class Live:
    """A desk that was never away: one sale after the other, and how long each answer took."""

    desk: Chained
    entries: list[bytes]
    hashes: list[bytes]
    port: int
    seq: int = 0
    seconds: list[float] = field(default_factory=list)

    @contextmanager
    def selling(self) -> Iterator[None]:
        ended = threading.Event()
        thread = threading.Thread(target=self._sell, args=(ended,))
        self.seconds.clear()
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _sell(self, ended: threading.Event) -> None:
        packer = Packer()
        while not ended.wait(_LIVE_PAUSE_S) and self.seq < len(self.entries):
            last = self.seq + 1
            signature = sign_batch(self.desk.private_key, self.desk.desk_id, 1, last, self.hashes[last])
            batch = JournalBatch(1, self.seq, (self.entries[self.seq],), signature)
            begun = time.perf_counter()
            # Sent away, it comes again at once, as a person who waits would: it counts as one answer.
            while (said := answer_to(self.port, self._request(batch, packer))).status == 503:
                time.sleep(0.1)
            self.seconds.append(time.perf_counter() - begun)
            assert said.status == 200, said
            self.seq = last

    def _request(self, batch: JournalBatch, packer: Packer) -> bytes:
        return self.desk.request(batch, packer, time.time_ns() // 1_000_000)

    @property
    def p99_ms(self) -> float:
        return sorted(self.seconds)[len(self.seconds) * 99 // 100] * 1000


@dataclass(slots=True)
class Storm:
    """A server with desks that have not sent anything yet."""

    database: str
    folder: Path
    db: Database
    desks: list[Chained]
    week: list[bytes]
    live: Live
    is_judged: bool

    def share_out(self) -> list[str]:
        hashes, shares = chain_of(self.week), []
        for client in range(CLIENTS):
            mine = [(desk, desk.batches(self.week, hashes)[0]) for desk in self.desks[client::CLIENTS]]
            shares.append(self.folder / f"share-{client}")
            shares[-1].write_bytes(pickle.dumps(mine))
        return list(map(str, shares))

    def come(self, port: int, within: float) -> float:
        """Seconds from the first desk's first try to the last one's answer."""
        forget_journals(self.db)
        self.live.seq = 0
        shares = self.share_out()
        before = memory_of("sanad_desk.server.cli")
        with self.live.selling():
            seconds, said = in_processes(_coming, *((share, port, within) for share in shares))
        begun = time.perf_counter()
        self._wait_for_judge()
        judged = time.perf_counter() - begun
        after = memory_of("sanad_desk.server.cli")
        assert not sum(strange for _, strange in said)
        assert self._held() == len(self.desks) * SALES
        how = f"at random within {within:.0f} s" if within else "as fast as they are taken"
        print(f"{how}: all acknowledged after {seconds:.1f} s, {sum(busy for busy, _ in said)} sent away")
        middle = statistics.median(self.live.seconds) * 1000
        print(f"  judged {judged:.1f} s later; live send p50 {middle:.0f} ms, p99 {self.live.p99_ms:.0f} ms")
        print(f"  server's memory {before.now:.0f} MB before, {after.now:.0f} after, {after.peak:.0f} at most")
        return seconds

    def _held(self) -> int:
        others = tables.transaction_row.c.desk_id != self.live.desk.desk_id
        with self.db.reading() as connection:
            query = select(func.count()).select_from(tables.transaction_row).where(others)
            return int(connection.execute(query).scalar_one())

    def _wait_for_judge(self) -> None:
        if not self.is_judged:
            return
        waiting = select(func.count()).where(tables.chain.c.judged_seq < tables.chain.c.head_seq)
        with self.db.engine.connect() as connection:
            while connection.execute(waiting).scalar_one():
                connection.rollback()
                time.sleep(0.1)
        with self.db.reading() as connection:
            assert connection.execute(select(func.count()).select_from(tables.incident)).scalar_one() == 0

    def copy(self) -> dict[str, float]:
        """Seconds for the rows that are there now; with a commit for each desk, and with one for all."""
        files = []
        with self.db.reading() as connection:
            for writer in range(CLIENTS):
                found: list[Any] = []
                for desk in self.desks[writer::CLIENTS]:
                    queries = [
                        select(table).filter_by(desk_id=desk.desk_id, centre_id=desk.centre_id) for table in _BOTH
                    ]
                    found.append([[tuple(row) for row in connection.execute(query)] for query in queries])
                files.append(self.folder / f"rows-{writer}")
                files[-1].write_bytes(pickle.dumps(found))
        taken = {}
        for name, each in (("each", True), ("all", False)):
            forget_journals(self.db)
            taken[name], _ = in_processes(_copying, *((self.database, str(file), each) for file in files))
        return taken


_BOTH = (tables.entry, tables.transaction_row)


def week_of(folder: Path) -> tuple[list[bytes], list[bytes], bytes]:
    """A week's journal up to its 67th sale, a longer one for the desk that stays on the line, and their key."""
    played = play(folder, days=28, per_day=12)
    sales = [at for at, raw in enumerate(played.entries) if read_entry(raw).kind == SOLD]
    return played.entries[: sales[SALES - 1] + 1], played.entries, played.key


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=DESKS)
    parser.add_argument("--within", type=float, default=60.0, help="seconds")
    parser.add_argument("--no-judge", action="store_true", help="as where another process judges")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as named, throw_away() as cluster, new_database(cluster) as database:
        folder = Path(named)
        week, longer, key = week_of(folder / "store")
        judge = ["--no-judge"] if options.no_judge else []
        with server_process(folder / "server", database, "--workers", str(WORKERS), *judge) as port:
            db = Database(database)
            live, *desks = enlist(db, key, options.desks + 1, time.time_ns() // 1_000_000)
            storm = Storm(
                database, folder, db, desks, week, Live(live, longer, chain_of(longer), port), not options.no_judge
            )
            seconds = storm.come(port, 0)
            worst = storm.live.p99_ms / 1000
            storm.come(port, options.within)
            worst = max(worst, storm.live.p99_ms / 1000)
            taken = storm.copy()
            db.close()
    each, whole = taken["each"], taken["all"]
    print(f"yardstick, COPY of the same rows: {each:.2f} s with a commit for each desk, {whole:.2f} s with one for all")
    ratio = seconds / each
    print(f"{ratio:.2f}x (<= {TARGET:.0f}x); {seconds / whole:.2f}x of the one with one commit")
    return int(ratio > TARGET or worst > LIVE_TARGET_S)


if __name__ == "__main__":
    raise SystemExit(main())
