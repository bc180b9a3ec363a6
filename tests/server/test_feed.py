"""The feed: every desk is told everything once it is there, and nothing is ever stepped over."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, event, update

from sanad_desk.server import tables
from sanad_desk.server.centres import add_centre
from sanad_desk.server.database import Database
from sanad_desk.server.epochs import claim_epoch
from sanad_desk.server.feed import feed_page
from sanad_desk.server.incidents import close_incident, open_incident
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.records import take_records
from sanad_desk.wire.entries import chain_hash
from sanad_desk.wire.messages import (
    MOST_ENTRIES,
    MOST_ENTRY_BYTES,
    EntriesItem,
    EpochClaim,
    FeedItem,
    FeedPage,
    IncidentItem,
    RecordBatch,
    RecordItem,
    ReleaseItem,
    read_item,
)
from sanad_desk.wire.records import Record
from tests.server.conftest import Join, join_desk
from tests.server.pretend_desk import CENTRE_CODE, MORNING, PretendDesk

Send = Callable[[PretendDesk, int], None]


@pytest.fixture
def send(server_db: Database, keys: ServerKeys) -> Send:
    """Everything after a position, in batches as a desk makes them."""

    def sent(desk: PretendDesk, base: int = 0) -> None:
        while base < desk.seq:
            last = min(desk.seq, base + MOST_ENTRIES)
            take_batch(server_db, keys, desk.signer(), desk.batch(base, last), MORNING)
            base = last

    return sent


def pages(db: Database, desk: PretendDesk, cursor: str = "") -> Iterator[FeedPage]:
    more = True
    while more:
        page = feed_page(db, desk.signer(), cursor, MORNING)
        yield page
        assert page.cursor != cursor or not page.more
        cursor, more = page.cursor, page.more


def items(db: Database, desk: PretendDesk, cursor: str = "") -> list[FeedItem]:
    found = [read_item(raw) for page in pages(db, desk, cursor) for raw in page.items]
    return [item for item in found if item is not None]


def entries_of(found: list[FeedItem], writer: PretendDesk, epoch: int = 1) -> dict[int, bytes]:
    """By position, their hashes checked along the way."""
    read: dict[int, bytes] = {}
    for item in found:
        if isinstance(item, EntriesItem) and (item.desk_id, item.epoch) == (writer.desk_id, epoch):
            head = item.base_hash
            assert head == writer.hashes[item.base_seq]
            for seq, raw in enumerate(item.entries, item.base_seq + 1):
                head = chain_hash(head, raw)
                assert head == writer.hashes[seq]
                assert seq not in read
                read[seq] = raw
    return read


def go_on(db: Database, keys: ServerKeys, desk: PretendDesk, base: int) -> None:
    """As a desk that claims an epoch from an entry on."""
    key = Ed25519PrivateKey.generate()
    public_key = key.public_key().public_bytes_raw()
    granted = claim_epoch(db, desk.signer(), EpochClaim(base, desk.hashes[base], public_key), MORNING)
    desk.key, desk.epoch, desk.number = key, granted.epoch, granted.desk_number


def test_other_desks_entries_come_and_the_own_ones_do_not(server_db: Database, join: Join, send: Send) -> None:
    first, second = join(1), join(2)
    for desk in (first, second):
        desk.open_shift()
        desk.sell()
        send(desk, 0)
    first.sell()
    send(first, first.seq - 1)
    found = items(server_db, second)
    assert list(entries_of(found, first).values()) == first.entries
    assert not entries_of(found, second)
    assert sum(isinstance(item, EntriesItem) for item in found) == 1


def test_a_cursor_goes_on_where_it_was(server_db: Database, join: Join, send: Send) -> None:
    first, second = join(1), join(2)
    send(first, 0)
    (page,) = pages(server_db, second)
    first.open_shift()
    send(first, 1)
    assert list(entries_of(items(server_db, second, page.cursor), first)) == [2]
    (last,) = pages(server_db, second, page.cursor)
    assert not items(server_db, second, last.cursor)


@pytest.mark.parametrize("cursor", ["", "x", "0.0.0", f"{'0' * 16}.0.1", "٠.0.0", "a" * 64])
def test_a_cursor_of_another_server_or_of_nobody_begins_again(
    server_db: Database, join: Join, send: Send, cursor: str
) -> None:
    first, second = join(1), join(2)
    send(first, 0)
    assert entries_of(items(server_db, second, cursor), first)


def test_a_cursor_is_void_once_the_server_lost_something(server_db: Database, join: Join, send: Send) -> None:
    first, second = join(1), join(2)
    send(first, 0)
    *_, page = pages(server_db, second)
    with server_db.writing() as connection:
        connection.execute(update(tables.server_state).values(server_epoch=bytes(16)))
    (again,) = pages(server_db, second, page.cursor)
    assert again.server_epoch == bytes(16)
    assert len(again.items) == 1


def test_a_cursor_beyond_the_feed_begins_again(server_db: Database, join: Join, send: Send) -> None:
    first, second = join(1), join(2)
    send(first, 0)
    *_, page = pages(server_db, second)
    beyond = page.cursor.rpartition(".")[0] + ".999999"
    assert entries_of(items(server_db, second, beyond), first)


def test_pages_are_bounded_and_together_whole(server_db: Database, keys: ServerKeys, join: Join) -> None:
    first, second, third = join(1), join(2), join(3)
    for desk in (first, second):
        desk.open_shift()
        for _ in range(300):
            desk.sell()
    for base in range(0, first.seq, 40):
        for desk in (first, second):
            batch = desk.batch(base, min(desk.seq, base + 40))
            take_batch(server_db, keys, desk.signer(), batch, MORNING)
    read = list(pages(server_db, third))
    assert len(read) > 1
    for page in read:
        found = [item for raw in page.items if isinstance(item := read_item(raw), EntriesItem)]
        assert sum(len(item.entries) for item in found) <= MOST_ENTRIES
        assert sum(len(raw) for item in found for raw in item.entries) <= MOST_ENTRY_BYTES
        assert len(found) == 2
    found_all = items(server_db, third)
    for desk in (first, second):
        assert list(entries_of(found_all, desk).values()) == desk.entries


def test_a_desk_alone_is_told_in_one_page_that_there_is_nothing(
    server_db: Database, keys: ServerKeys, desk: PretendDesk
) -> None:
    for base in range(desk.seq):
        take_batch(server_db, keys, desk.signer(), desk.batch(base, base + 1), MORNING)
    (page,) = pages(server_db, desk)
    assert not page.items
    assert page.cursor.endswith(f".{desk.seq}")


def test_a_forked_desk_is_told_what_the_other_wrote_after_the_base(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, send: Send
) -> None:
    send(desk, 0)
    copy, base = desk.copied(), desk.seq
    desk.sell()
    desk.sell()
    send(desk, base)
    go_on(server_db, keys, copy, base)
    copy.sell()
    send(copy, base)
    assert list(entries_of(items(server_db, copy), desk)) == [base + 1, base + 2]
    assert not entries_of(items(server_db, copy), copy, epoch=2)
    assert list(entries_of(items(server_db, desk), copy, epoch=2)) == [base + 1]


def test_a_base_in_the_middle_of_a_batch_cuts_it(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, send: Send
) -> None:
    copy, base = desk.copied(), desk.seq - 1
    send(desk, 0)
    go_on(server_db, keys, copy, base)
    assert list(entries_of(items(server_db, copy), desk)) == [base + 1]


def test_grandparents_are_known_up_to_the_lowest_base(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, send: Send
) -> None:
    send(desk, 0)
    again, base = desk.copied(), desk.seq
    go_on(server_db, keys, again, base)
    again.sell()
    send(again, base)
    third = again.copied()
    go_on(server_db, keys, third, base)
    found = items(server_db, third)
    assert not entries_of(found, desk)
    assert list(entries_of(found, again, epoch=2)) == [base + 1]


def test_only_the_newest_state_of_a_record_comes(server_db: Database, join: Join) -> None:
    first, second = join(1), join(2)
    for revision, body in ((1, b"one"), (2, b"two"), (3, None)):
        batch = RecordBatch((Record("vehicle", b"key", 1, revision, body),))
        take_records(server_db, first.signer(), batch, MORNING)
        assert items(server_db, second) == [RecordItem(first.desk_id, batch.records[0])]
        assert items(server_db, first) == []  # nobody is told what he said himself


def test_a_page_of_large_records_ends_in_time(server_db: Database, join: Join) -> None:
    first, second = join(1), join(2)
    records = [Record("vehicle", bytes([n]), 1, n, bytes(100_000)) for n in range(1, 8)]
    take_records(server_db, first.signer(), RecordBatch(tuple(records)), MORNING)
    assert [len(page.items) for page in pages(server_db, second)] == [2, 2, 2, 1]
    assert [item.record for item in items(server_db, second) if isinstance(item, RecordItem)] == records


def test_an_incident_comes_open_and_again_when_it_is_closed(server_db: Database, desk: PretendDesk) -> None:
    with server_db.writing() as connection:
        opened = open_incident(
            connection,
            desk.centre_id,
            "number_gap",
            desk_id=desk.desk_id,
            epoch=1,
            seq=3,
            params={"number": "1"},
            now=MORNING,
        )
    *_, page = pages(server_db, desk)
    incident = IncidentItem(opened, "number_gap", desk.desk_id, 1, 3, b'{"number": "1"}', MORNING, 0)
    assert items(server_db, desk) == [incident]
    with server_db.writing() as connection:
        close_incident(connection, desk.centre_id, opened, closed_by="Sample Manager", remark="", now=MORNING + 1)
    (closed,) = items(server_db, desk, page.cursor)
    assert isinstance(closed, IncidentItem)
    assert (closed.incident_id, closed.closed_at) == (opened, MORNING + 1)
    assert items(server_db, desk) == [closed]


def test_releases_come_to_every_centre_and_again_when_they_are_recalled(server_db: Database, desk: PretendDesk) -> None:
    values = {"digest": b"d" * 32, "valid_from": "2026-12-01", "content": b"", "signature": b"", "proposed_by": "a"}
    with server_db.writing() as connection:
        for version, position in (("2026.12", 1), ("2027.01", 0)):
            row = {**values, "version": version, "proposed_at": MORNING, "position": position}
            connection.execute(tables.release.insert().values(row))
        connection.execute(update(tables.server_state).values(release_position=1))
    *_, page = pages(server_db, desk)
    assert items(server_db, desk) == [ReleaseItem("2026.12", b"d" * 32, False, "2026-12-01")]
    assert not items(server_db, desk, page.cursor)
    with server_db.writing() as connection:
        is_it = tables.release.c.version == "2026.12"
        connection.execute(update(tables.release).where(is_it).values(recalled_at=MORNING, position=2))
        connection.execute(update(tables.server_state).values(release_position=2))
    assert items(server_db, desk, page.cursor) == [ReleaseItem("2026.12", b"d" * 32, True, "2026-12-01")]


def test_every_page_says_how_each_chain_stands(server_db: Database, join: Join, send: Send) -> None:
    first, second = join(1), join(2)
    send(first, 0)
    with server_db.writing() as connection:
        revoked = update(tables.desk).where(tables.desk.c.desk_id == second.desk_id)
        connection.execute(revoked.values(revoked_at=MORNING, revoked_by="support"))
    *_, page = pages(server_db, first)
    assert not page.items
    assert [(news.desk_id, news.desk_number, news.head_seq, news.is_revoked) for news in page.chains] == [
        (first.desk_id, 1, first.seq, False),
        (second.desk_id, 2, 0, True),
    ]
    assert page.chains[0].public_key == first.public_key


def test_a_reader_never_steps_over_a_late_writer(postgres_url: str, keys: ServerKeys) -> None:
    """The first writer stands before its commit; the second may not overtake it, and the reader waits for both."""
    db, slow = Database(postgres_url), Database(postgres_url)
    centre_id = add_centre(db, CENTRE_CODE, "مركز تجريبي", "Sample Centre", MORNING)
    desks = [join_desk(db, keys, centre_id, number) for number in (1, 2, 3)]
    first, second, reader = desks
    stands, go = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        stands.set()
        go.wait()

    event.listen(slow.engine, "commit", hold)
    with ThreadPoolExecutor(2) as writers:
        one = writers.submit(take_batch, slow, keys, first.signer(), first.batch(), MORNING)
        stands.wait()
        two = writers.submit(take_batch, db, keys, second.signer(), second.batch(), MORNING)
        cursor = ""
        while not waits_for_a_lock(db):
            page = feed_page(db, reader.signer(), cursor, MORNING)
            assert not page.items
            cursor = page.cursor
        go.set()
        one.result()
        two.result()
    found = items(db, reader, cursor)
    assert [list(entries_of(found, desk).values()) for desk in (first, second)] == [first.entries, second.entries]
    for each in (db, slow):
        each.close()


def waits_for_a_lock(db: Database) -> bool:
    query = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with db.reading() as connection:
        return connection.exec_driver_sql(query).first() is not None


def test_two_writers_and_a_reader_at_once_lose_nothing(server_db: Database, keys: ServerKeys, join: Join) -> None:
    first, second, reader = join(1), join(2), join(3)
    for desk in (first, second):
        desk.open_shift()
        for _ in range(40):
            desk.sell()
    together = threading.Barrier(2)

    def write(desk: PretendDesk) -> None:
        for base in range(desk.seq):
            together.wait()
            take_batch(server_db, keys, desk.signer(), desk.batch(base, base + 1), MORNING)
            record = Record("vehicle", desk.desk_id + bytes([base]), 1, base + 1, b"")
            take_records(server_db, desk.signer(), RecordBatch((record,)), MORNING)

    found: list[FeedItem] = []
    cursor = ""
    with ThreadPoolExecutor(2) as writers:
        work = [writers.submit(write, desk) for desk in (first, second)]
        while True:
            over = all(writer.done() for writer in work)  # asked before the last page is read
            page = feed_page(server_db, reader.signer(), cursor, MORNING)
            cursor = page.cursor
            found += [item for raw in page.items if (item := read_item(raw)) is not None]
            if over and not page.more:
                break
        for writer in work:
            writer.result()
    for desk in (first, second):
        assert list(entries_of(found, desk).values()) == desk.entries
    assert sum(isinstance(item, RecordItem) for item in found) == first.seq + second.seq
