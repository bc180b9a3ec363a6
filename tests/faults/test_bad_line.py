"""A desk that sells and syncs over a line that cuts, doubles, truncates and delays: the server has every fact once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from sanad_desk.domain.clock import SystemClock
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.database import Database
from sanad_desk.store.verify import verify
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.line_state import line_state
from sanad_desk.usecases.sync_now import sync_now
from tests.conftest import MORNING
from tests.faults.live_processes import LineProcess, line_process, server_process
from tests.usecases.counter import Counter, a_customer, open_copy

# Ten thousand in the large dose.
DOSE = 10_000 if os.environ.get("SANAD_FAULT_DOSE") == "full" else 150
ROUNDS_PER_SALE = 6
DAY_MS = 86_400_000


@pytest.fixture
def counter(demo_store: Path, tmp_path: Path) -> Iterator[Counter]:
    opened = open_copy(demo_store, tmp_path / "desk")
    opened.clock.at = MORNING + 60_000
    yield opened
    opened.desk.close()


def join(counter: Counter, database: str, port: int) -> None:
    """Over a good line; it is the selling and sending that is tried over a bad one."""
    db = Database(database)
    code = counter.desk.identity()[0].code
    add_centre(db, code, "مركز تجريبي", "Sample Centre", SystemClock().now())
    enrolment_code = new_enrolment_code(db, code, SystemClock().now())
    db.close()
    join_server(counter.desk, counter.manager, f"http://127.0.0.1:{port}", enrolment_code)


def lay(counter: Counter, port: int) -> None:
    """From now on the desk's line goes there."""
    with counter.desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("UPDATE server_link SET address = ?", (f"http://127.0.0.1:{port}",))
        unit.commit()


def journal(counter: Counter) -> list[tuple[int, bytes]]:
    with counter.desk.store.reading() as connection:
        return [(row.seq, row.entry) for row in connection.exec_driver_sql("SELECT seq, entry FROM journal")]


def held(database: str) -> list[tuple[int, bytes]]:
    engine = create_engine(database)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT seq, entry FROM entry ORDER BY seq")).all()
        sold = connection.execute(text("SELECT count(*), count(DISTINCT number) FROM transaction_row")).one()
        counted = connection.execute(text("SELECT sum(amount) FROM day_sum WHERE measure = 'count'")).scalar_one()
    engine.dispose()
    assert sold[0] == sold[1] == counted
    return [(row.seq, bytes(row.entry)) for row in rows]


def drain(counter: Counter) -> None:
    """A round that brings nothing new and finds nothing wrong."""
    for _ in range(50):
        if (outcome := sync_now(counter.desk)).is_online and not outcome.sent:
            return
    raise AssertionError(outcome)


def play(counter: Counter, line: LineProcess) -> None:
    """Sales and rounds until enough has gone wrong."""
    number = 0
    while line.faults() < DOSE:
        number += 1
        since_morning = (counter.clock.at - MORNING) % DAY_MS
        if since_morning > DAY_MS // 2:  # a shift ends with its day
            counter.clock.move(DAY_MS - since_morning)
        counter.sell(customer=a_customer(number % 900))
        for _ in range(ROUNDS_PER_SALE):
            sync_now(counter.desk)


def test_rows_are_facts_over_a_bad_line(counter: Counter, database: str, tmp_path: Path) -> None:
    with server_process(tmp_path / "server", database) as server:
        join(counter, database, server)
        with line_process(server, share=0.6, seed=7) as line:
            lay(counter, line.port)
            play(counter, line)
        counter.desk.hang_up()
        lay(counter, server)
        drain(counter)
    assert held(database) == journal(counter)
    state = line_state(counter.desk)
    assert state.acknowledged_seq == len(journal(counter))
    # The counter's clock moves on as people would need the time, and gets ahead of the server's.
    assert {incident.code for incident in state.incidents} <= {"clock_off"}
    with counter.desk.store.reading() as connection:
        assert verify(connection).faults == []
