"""Rounds that are not like others: poison, gaps, clocks that are years off, other versions, revocation."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sanad_desk.domain.errors import Refused
from sanad_desk.server.centres import revoke_desk
from sanad_desk.server.judge import judge_waiting
from sanad_desk.store import server_link
from sanad_desk.sync.push import next_batch
from sanad_desk.sync.round import Ends, open_session
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.back_up import back_up
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import accept_clock, open_shift
from sanad_desk.wire.entries import chain_hash, read_entry
from sanad_desk.wire.messages import Acknowledged, JournalBatch, sign_batch
from tests.postgres import database as database
from tests.sync.bad_line import Fault
from tests.sync.centre_at_work import CentreAtWork, centre_in, fold_days, make_centre
from tests.sync.test_two_disks import restore
from tests.usecases.counter import a_customer

YEAR = 365 * 86_400_000


def write_raw(desk: OpenDesk, raw: bytes) -> None:
    """Any bytes become part of the chain."""
    with desk.store.unit_of_work() as unit:
        seq, head = unit.head()
        digest = chain_hash(head, raw)
        unit.connection.exec_driver_sql("INSERT INTO journal VALUES (?, '', 0, ?, ?)", (seq + 1, raw, digest))
        unit.connection.exec_driver_sql("UPDATE desk_state SET head_seq = ?, head_hash = ?", (seq + 1, digest))
        unit.commit()


def of_a_newer_client(desk: OpenDesk, **changes: object) -> bytes:
    """The last entry of the journal once more, changed, with a field at the end that nobody here knows."""
    with desk.store.reading() as connection:
        seq, _ = server_link.head(connection)
        raw = connection.exec_driver_sql("SELECT entry FROM journal WHERE seq = ?", (seq,)).scalar_one()
    entry = msgspec.structs.replace(read_entry(raw), seq=seq + 1, **changes)
    parts = [getattr(entry, name) for name in entry.__struct_fields__]
    return msgspec.msgpack.encode([*parts, "later"])


@pytest.mark.parametrize("what", ["no entry", "a newer client's kind"])
def test_poison_among_good_entries_stops_nobody(centre: CentreAtWork, tmp_path: Path, what: str) -> None:
    counter = centre.counters["a"]
    counter.sell()
    backup = back_up(counter.desk, tmp_path)
    poison = b"\xc1 not msgpack" if what == "no entry" else of_a_newer_client(counter.desk, kind="receipt_sung")
    write_raw(counter.desk, poison)
    counter.sell()
    centre.drain()
    counter.sell()
    centre.drain()
    assert {raw for _, _, raw in centre.entries()} >= {poison}
    assert centre.incidents("b") == {"entry_unread"}
    centre.check_sums(centre.entries())
    restore(centre, "a", backup)  # and it can be taken back
    centre.drain()
    centre.counters["a"].sell()
    centre.drain()
    centre.check_sums(centre.entries())


def test_fields_that_a_newer_program_adds_are_read_over(centre: CentreAtWork) -> None:
    counter = centre.counters["b"]
    counter.sell()
    price = of_a_newer_client(counter.desk, kind="price_set", fact=msgspec.Raw(_NEWER_PRICE), shift_id=None)
    write_raw(counter.desk, price)
    counter.sell()
    centre.drain()
    assert centre.incidents("a") == set()
    centre.check_sums(centre.entries())


_NEWER_PRICE = msgspec.msgpack.encode(["no-such-service", "submit", "", 2_500, None, "later", 7])


def test_batches_that_overlap_come_out_of_order_or_leave_a_gap(centre: CentreAtWork) -> None:
    counter, line = centre.counters["a"], centre.lines["a"]
    for number in range(7):
        counter.sell(customer=a_customer(number))
    desk = counter.desk
    session = open_session(Ends(desk.store, desk.replicas, line, desk.clock))
    link, whole = next_batch(desk.store, session)
    with desk.store.reading() as connection:
        _, identity, _ = desk.identity()

        def part(after: int, last: int) -> JournalBatch:
            head = server_link.hash_at(connection, whole.base_seq + last)
            assert head is not None
            signature = sign_batch(session.key, identity.desk_id, link.epoch, whole.base_seq + last, head)
            return JournalBatch(link.epoch, whole.base_seq + after, whole.entries[after:last], signature)

        path = f"/v1/desks/{identity.desk_id.hex()}/journal"
        with pytest.raises(Exception, match="gap"):
            session.post(path, part(3, 5), Acknowledged)
        for after, last in ((0, 4), (2, 6), (1, 3), (0, 4), (5, 7), (0, 1)):
            session.post(path, part(after, last), Acknowledged)
    centre.drain()
    centre.check()
    assert centre.incidents("a") == set()


@pytest.mark.parametrize("years", [-6, 6])
def test_a_clock_that_is_years_off_costs_one_more_request(centre: CentreAtWork, years: int) -> None:
    """The server's, or both desks'; the desk learns the difference."""
    centre.server_clock.at += years * YEAR
    centre.counters["a"].sell()
    before = len(centre.lines["a"].sent)
    assert centre.sync("a").code == ""
    tries = len(centre.lines["a"].sent) - before
    assert centre.sync("b").code == ""
    centre.counters["a"].sell()
    before = len(centre.lines["a"].sent)
    assert centre.sync("a").code == ""
    assert len(centre.lines["a"].sent) - before == tries - 1
    centre.drain()
    centre.check()
    assert abs(centre.state("a").clock_off_ms - years * YEAR) < 300_000


def test_a_desk_whose_clock_goes_back_is_heard(centre: CentreAtWork) -> None:
    counter = centre.counters["b"]
    counter.sell()
    centre.drain()
    centre.clock.at -= YEAR
    with pytest.raises(Refused, match="clock_went_back"):
        counter.sell()
    accept_clock(counter.desk, counter.manager, Approval(counter.manager, "system_fault"))
    counter.sell()
    centre.drain()
    centre.check()


def test_a_revoked_desk_brings_its_journal_and_sells_no_more(centre: CentreAtWork) -> None:
    counter = centre.counters["a"]
    counter.sell()
    centre.drain()
    _, identity, _ = counter.desk.identity()
    revoke_desk(centre.db, centre.centre_id, identity.desk_id, revoked_by="a test", now=centre.server_clock.now())
    sold = counter.sell().number  # it has not heard yet
    assert centre.sync("a").code == "desk_revoked"
    assert centre.state("a").is_revoked
    with pytest.raises(Refused, match="desk_revoked"):
        counter.sell()
    with pytest.raises(Refused, match="desk_revoked"):
        open_shift(counter.desk, counter.manager, 1_000)
    assert centre.sync("b").code == ""
    assert "desk_revoked_wrote" in centre.incidents("b")
    assert any(news.is_revoked for news in centre.state("b").desks)
    assert sold.encode() in b"".join(raw for _, _, raw in centre.entries())
    entries = centre.entries()
    assert len({digest for _, digest, _ in entries}) == len(entries)


def test_what_the_judge_says_reaches_the_desk(centre: CentreAtWork) -> None:
    for name in ("a", "b"):
        centre.counters[name].sell()
    centre.drain()
    judge_waiting(centre.db, centre.server_clock.now())
    centre.drain()
    for name in ("a", "b"):
        state = centre.state(name)
        assert state.agreed_seq == state.acknowledged_seq > 0
    assert centre.incidents("a") == set()


def test_on_postgres_two_connections_at_once_and_a_copied_disk(demo_store: Path, tmp_path: Path, database: str) -> None:
    """Where rows are locked and not the whole database."""
    folder = make_centre(tmp_path / "centre", demo_store, database)
    with centre_in(folder, None, database) as centre:
        centre.copy_disk("a", "copy")
        for counter in centre.counters.values():
            counter.sell()
        for name in ("a", "copy", "b"):
            centre.sync(name, *[Fault.TWO_AT_ONCE] * 12)
        centre.counters["copy"].sell()
        centre.drain()
        centre.check()
        assert sum(day.count for day in fold_days(centre.entries()).values()) == 4
