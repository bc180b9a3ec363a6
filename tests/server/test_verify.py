"""What was changed behind the server's back is named, and what is right is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, delete, insert, select, update

from sanad_desk.server import tables
from sanad_desk.server.cli import main
from sanad_desk.server.database import Database
from sanad_desk.server.epochs import claim_epoch
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.reproject import reproject
from sanad_desk.server.verify import verify
from sanad_desk.wire import entries
from sanad_desk.wire.entries import chain_hash
from sanad_desk.wire.messages import EpochClaim
from tests.server.conftest import Join
from tests.server.pretend_desk import MORNING, PretendDesk

LATER = MORNING + 60_000
Change = Callable[[Connection, PretendDesk], object]
Told = list[tuple[int, str]]


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanad_desk.server.verify.PAGE", 2)


@pytest.fixture
def held(server_db: Database, keys: ServerKeys, desk: PretendDesk, join: Join) -> PretendDesk:
    """Two batches of a desk, with an entry nobody can read between them, beside another desk's chain."""
    colleague = join(2)
    take_batch(server_db, keys, colleague.signer(), colleague.batch(), LATER)
    take_batch(server_db, keys, desk.signer(), desk.batch(), LATER)
    sent = desk.seq
    desk.write_raw(b"nobody can read this")
    desk.close_shift()
    desk.close_day()
    take_batch(server_db, keys, desk.signer(), desk.batch(sent), LATER)
    return desk


def differences(db: Database, desk: PretendDesk) -> Told:
    found = list(verify(db, desk.centre_id))
    assert {one.desk for one in found} <= {desk.desk_id.hex()}
    assert found == list(verify(db))
    return [(one.seq, one.what) for one in found]


def test_what_was_taken_in_is_as_it_was_signed(server_db: Database, held: PretendDesk) -> None:
    assert differences(server_db, held) == []


def test_an_epoch_begins_where_its_parent_is(server_db: Database, keys: ServerKeys, held: PretendDesk) -> None:
    key = Ed25519PrivateKey.generate()
    claim = EpochClaim(4, held.hashes[4], key.public_key().public_bytes_raw())
    copied = held.copied()
    copied.epoch, copied.key = claim_epoch(server_db, held.signer(), claim, LATER).epoch, key
    del copied.entries[4:], copied.hashes[5:], copied.facts[4:]
    copied.sell()
    take_batch(server_db, keys, copied.signer(), copied.batch(4), LATER)
    assert differences(server_db, held) == []
    with server_db.writing() as connection:
        changed = update(tables.chain).filter_by(desk_id=held.desk_id, epoch=2)
        connection.execute(changed.values(base_hash=bytes(32)))
    assert (4, "base_hash") in differences(server_db, held)


def test_what_was_counted_later_belongs_to_the_sums(
    server_db: Database, keys: ServerKeys, desk: PretendDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.delitem(entries.KINDS, "transaction_completed")
        take_batch(server_db, keys, desk.signer(), desk.batch(), LATER)
    assert differences(server_db, desk) == []
    assert reproject(server_db, LATER) == 3
    assert differences(server_db, desk) == []


def change_a_byte(connection: Connection, desk: PretendDesk) -> None:
    raw = desk.entries[3]
    changed = raw.replace("رسم".encode(), "رسن".encode())
    assert changed != raw
    connection.execute(update(tables.entry).filter_by(desk_id=desk.desk_id, seq=4).values(entry=changed))


def write_the_chain_anew(connection: Connection, desk: PretendDesk) -> None:
    """By somebody who knows how hashes are made, and has not the desk's key."""
    change_a_byte(connection, desk)
    head = desk.hashes[3]
    rows = connection.execute(select(tables.entry.c.seq, tables.entry.c.entry).filter_by(desk_id=desk.desk_id))
    for seq, raw in sorted((row.seq, row.entry) for row in rows):
        if seq > 3:
            head = chain_hash(head, raw)
            connection.execute(update(tables.entry).filter_by(desk_id=desk.desk_id, seq=seq).values(hash=head))
    connection.execute(update(tables.chain).filter_by(desk_id=desk.desk_id).values(head_hash=head))


def add_seven(connection: Connection, desk: PretendDesk) -> None:
    query = update(tables.day_sum).filter_by(desk_id=desk.desk_id, measure="government")
    connection.execute(query.values(amount=tables.day_sum.c.amount + 7))


def count_one_more(connection: Connection, desk: PretendDesk) -> None:
    place = (desk.centre_id, "2026-11-23", desk.desk_id, 1, "tender", "card", 5)
    connection.execute(insert(tables.day_sum).values(place))


def change_a_number(connection: Connection, desk: PretendDesk) -> None:
    query = update(tables.transaction_row).filter_by(desk_id=desk.desk_id, seq=4)
    connection.execute(query.values(number="0142-01-26-000009"))


def add_a_number(connection: Connection, desk: PretendDesk) -> None:
    connection.execute(insert(tables.transaction_row).values((desk.centre_id, desk.desk_id, 1, 99, "0142-01")))


def lose_the_newest(connection: Connection, desk: PretendDesk) -> None:
    connection.execute(delete(tables.entry).filter_by(desk_id=desk.desk_id, seq=desk.seq))


def lose_one(connection: Connection, desk: PretendDesk) -> None:
    connection.execute(delete(tables.entry).filter_by(desk_id=desk.desk_id, seq=2))


def hold_one_twice(connection: Connection, desk: PretendDesk) -> None:
    row = connection.execute(select(tables.entry).filter_by(desk_id=desk.desk_id, seq=2)).one()._asdict()
    next_day = row["received_on"] + timedelta(days=1)
    connection.execute(insert(tables.entry).values({**row, "received_on": next_day}))


def sign_otherwise(connection: Connection, desk: PretendDesk) -> None:
    query = update(tables.batch).filter_by(desk_id=desk.desk_id, head_seq=5)
    connection.execute(query.values(signature=bytes(64)))


def lose_the_last_signature(connection: Connection, desk: PretendDesk) -> None:
    connection.execute(delete(tables.batch).filter_by(desk_id=desk.desk_id, head_seq=desk.seq))


def move_the_head(connection: Connection, desk: PretendDesk) -> None:
    connection.execute(update(tables.chain).filter_by(desk_id=desk.desk_id).values(head_hash=bytes(32)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (change_a_byte, [(4, "entry")]),
        (write_the_chain_anew, [(5, "signature"), (9, "signature")]),
        (add_seven, [(0, "day_sum 2026-11-22 government")]),
        (count_one_more, [(0, "day_sum 2026-11-23 tender card")]),
        (change_a_number, [(4, "transaction_row")]),
        (add_a_number, [(99, "transaction_row")]),
        (lose_the_newest, [(9, "entry"), (9, "batch")]),
        (hold_one_twice, [(2, "entry")]),
        (sign_otherwise, [(5, "signature")]),
        (lose_the_last_signature, [(9, "signature")]),
        (move_the_head, [(9, "head")]),
    ],
)
def test_each_difference_is_named(server_db: Database, held: PretendDesk, change: Change, expected: Told) -> None:
    with server_db.writing() as connection:
        change(connection, held)
    assert differences(server_db, held) == expected


def test_a_missing_entry_is_named_with_what_lacks_it(server_db: Database, held: PretendDesk) -> None:
    with server_db.writing() as connection:
        lose_one(connection, held)
    (entry, *sums) = differences(server_db, held)
    assert entry == (2, "entry")
    assert sums
    assert all(what.startswith("day_sum 2026-11-22 posting") for _, what in sums)


def test_the_command_names_it_and_ends_with_one(
    server_url: str,
    server_db: Database,
    held: PretendDesk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SANAD_SERVER_DATABASE", server_url)
    assert main(["verify", "--centre", "0142", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    with server_db.writing() as connection:
        add_seven(connection, held)
    assert main(["verify", "--json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)
    place = {"centre": "0142", "desk": held.desk_id.hex(), "epoch": 1, "seq": 0}
    expected = {"what": "day_sum 2026-11-22 government", "held": "15007", "expected": "15000"}
    assert told == {**place, **expected}
    assert main(["verify"]) == 1
    assert "15007" in capsys.readouterr().out
