"""FIGURES row 15: a month's backlog of one desk over a slow line with cuts, against bytes / rate + outage.

The bytes are those of the same backlog over a line without bounds, both ways together with all heads of requests.
The desk waits after a failure as `sync_now` tells it.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from installer.postgres import Cluster
from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock, SystemClock
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sync_now import sync_now
from tests.bench.bench_sync import join, sold_desk
from tests.bench.slow_line import Shape, SlowLine, slow_line
from tests.faults.live_processes import server_process
from tests.postgres import new_database, throw_away

TARGET = 1.25
CLEAN = Shape()
CUT_OFTEN = Shape(256_000, 0.05, cut_every_s=25, cut_s=5)
FAR_VALLEY = Shape(64_000, 0.8, stall_every_s=20, stall_s=3)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Until the server had everything."""

    seconds: float
    up: int
    down: int
    cuts: int
    outage_s: float


def arrive(cluster: Cluster, store: Path, shape: Shape) -> Arrived:
    """A copy of the store and a server that knows nothing of it yet."""
    with tempfile.TemporaryDirectory() as named, new_database(cluster) as database:
        folder = Path(shutil.copytree(store, Path(named) / "store"))
        desk = open_desk(folder, clock=SetClock(SystemClock().now()))
        with server_process(Path(named) / "server", database) as port:
            join(desk, database, port)
            with slow_line(port, shape) as line:
                seconds = _drain(desk, line)
                desk.hang_up()
        desk.close()
    return Arrived(seconds, line.up, line.down, line.cuts, line.outage_s)


def _drain(desk: OpenDesk, line: SlowLine) -> float:
    with desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("UPDATE server_link SET address = ?", (f"http://127.0.0.1:{line.port}",))
        unit.commit()
    assert isinstance(desk.clock, SetClock)
    begun, started = time.perf_counter(), desk.clock.at
    while not (outcome := sync_now(desk)).is_online:
        time.sleep(outcome.next_after_ms / 1000)
        desk.clock.at = started + int((time.perf_counter() - begun) * 1000)
    return time.perf_counter() - begun


def report(name: str, shape: Shape, clean: Arrived, found: Arrived) -> float:
    least = (clean.up + clean.down) * 8 / shape.bits + found.outage_s
    ratio, again = found.seconds / least, found.up - clean.up
    print(f"{name}: {found.seconds:.1f} s, bytes / rate + outage {least:.1f} s: {ratio:.2f}x (<= {TARGET}x); ", end="")
    print(f"{found.cuts} cuts, {again / 1024:.0f} KiB more than once went up")
    return ratio


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=4, help="of 500 transactions each")
    days = parser.parse_args().days
    with tempfile.TemporaryDirectory() as named, throw_away() as cluster:
        store = Path(named) / "store"
        with sold_desk(store, days):
            pass
        clean = arrive(cluster, store, CLEAN)
        print(f"{days * 500} transactions: {clean.up / 1024:.0f} KiB up, {clean.down / 1024:.0f} KiB down")
        ratio = report("256 kbit/s, cut every 25 s for 5 s", CUT_OFTEN, clean, arrive(cluster, store, CUT_OFTEN))
        valley = arrive(cluster, store, FAR_VALLEY)
        report("64 kbit/s, 800 ms each way, a stall of 3 s every 20 s", FAR_VALLEY, clean, valley)
    return int(ratio > TARGET)


if __name__ == "__main__":
    raise SystemExit(main())
