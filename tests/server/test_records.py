"""Records beside the journal: the last to arrive stays, replays change nothing, and what is erased is gone."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from sqlalchemy import delete, select, update

from sanad_desk.domain.errors import DomainError
from sanad_desk.server import tables
from sanad_desk.server.database import Database
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.records import take_records
from sanad_desk.wire.messages import RecordBatch, RecordsTaken
from sanad_desk.wire.records import (
    CaseDetailBody,
    CustomerBody,
    OperatorBody,
    PriceBody,
    ReceiptBody,
    Record,
    body_bytes,
    price_key,
)
from tests.server.conftest import Join
from tests.server.pretend_desk import MORNING, PretendDesk

SALEM, MARYAM = b"customer-salem-1", b"customer-maryam2"


def customer(key: bytes, revision: int, phone: str = "+96899100001", *, epoch: int = 1) -> Record:
    body = CustomerBody(False, "زبون تجريبي", "Sample Customer", "99000001", "", phone)
    return Record("customer", key, epoch, revision, body_bytes(body))


def erased(key: bytes, revision: int) -> Record:
    return Record("customer", key, 1, revision, None)


def send(db: Database, desk: PretendDesk, *records: Record, base: int = 0) -> RecordsTaken:
    return take_records(db, desk.signer(), RecordBatch(records, base), MORNING)


def phone(db: Database, key: bytes) -> str | None:
    with db.reading() as connection:
        body = connection.execute(select(tables.record.c.body).filter_by(kind="customer", key=key)).scalar_one()
    return msgspec.msgpack.decode(body, type=CustomerBody).phone if body is not None else None


def positions(db: Database) -> list[tuple[int, bytes]]:
    query = select(tables.feed.c.position, tables.feed.c.key).filter_by(item="record").order_by(tables.feed.c.position)
    with db.reading() as connection:
        return [(row.position, row.key) for row in connection.execute(query)]


def test_a_record_is_stored_and_has_one_place_in_the_feed(server_db: Database, desk: PretendDesk) -> None:
    taken = send(server_db, desk, customer(SALEM, 1), customer(MARYAM, 2))
    assert taken.revision == 2
    before = positions(server_db)
    send(server_db, desk, customer(SALEM, 3, "+96899100009"))
    after = positions(server_db)
    assert phone(server_db, SALEM) == "+96899100009"
    assert [key for _, key in before] == [SALEM, MARYAM]
    assert [key for _, key in after] == [MARYAM, SALEM]
    assert after[-1][0] > before[-1][0]


def test_a_replayed_batch_changes_nothing(server_db: Database, desk: PretendDesk) -> None:
    send(server_db, desk, customer(SALEM, 1, "+96899100001"))
    send(server_db, desk, customer(SALEM, 2, "+96899100002"))
    before = positions(server_db)
    taken = send(server_db, desk, customer(SALEM, 1, "+96899100001"))
    assert (taken.revision, phone(server_db, SALEM), positions(server_db)) == (2, "+96899100002", before)


def test_between_desks_the_last_to_arrive_stays_whatever_is_replayed(server_db: Database, join: Join) -> None:
    first, second = join(1), join(2)
    send(server_db, first, customer(SALEM, 7, "+96899100001"))
    send(server_db, second, customer(SALEM, 3, "+96899100002"))
    send(server_db, first, customer(SALEM, 7, "+96899100001"))
    assert phone(server_db, SALEM) == "+96899100002"
    send(server_db, first, customer(SALEM, 8, "+96899100003"))
    send(server_db, second, customer(SALEM, 3, "+96899100002"))
    send(server_db, first, customer(SALEM, 7, "+96899100001"))
    assert phone(server_db, SALEM) == "+96899100003"


def test_all_records_offered_again_to_a_server_that_lost_some_are_whole_again(
    server_db: Database, desk: PretendDesk
) -> None:
    own = [customer(bytes([n]) * 16, n, f"+968991000{n:02d}") for n in range(1, 11)]
    send(server_db, desk, *own)
    with server_db.writing() as connection:  # as a backup of an earlier hour has it
        connection.execute(delete(tables.record).where(tables.record.c.revision > 4))
        connection.execute(update(tables.chain).values(record_revision=4))
    news = customer(SALEM, 11)
    assert send(server_db, desk, news, base=10).revision == 4
    assert phone(server_db, SALEM) == "+96899100001"
    assert send(server_db, desk, *own, news).revision == 11
    assert [phone(server_db, one.key) for one in own] == [f"+968991000{n:02d}" for n in range(1, 11)]


def test_a_new_epoch_counts_its_revisions_apart(server_db: Database, desk: PretendDesk) -> None:
    send(server_db, desk, customer(SALEM, 9, "+96899100001"))
    restored = desk.copied()
    restored.epoch = 2
    with server_db.writing() as connection:
        row = dict(connection.execute(select(tables.chain)).one()._mapping)
        connection.execute(tables.chain.insert().values({**row, "epoch": 2, "parent_epoch": 1, "record_revision": 4}))
    send(server_db, restored, customer(SALEM, 5, "+96899100002", epoch=2), base=4)
    assert phone(server_db, SALEM) == "+96899100002"
    send(server_db, desk, customer(SALEM, 9, "+96899100001"))
    assert phone(server_db, SALEM) == "+96899100002"


def test_another_desk_erases_a_receipt_in_its_givers_name(server_db: Database, join: Join) -> None:
    giver, other = join(1), join(2)
    given = Record("receipt", SALEM, 1, 5, body_bytes(ReceiptBody("KSB1-1", b"picture", b"block", "code")))
    typed = Record("case_detail", MARYAM, 1, 6, body_bytes(CaseDetailBody((("plate", "12345 AB", ""),))))
    send(server_db, giver, given, typed)
    send(server_db, other, *(Record(one.kind, one.key, 1, one.revision - 4, None) for one in (given, typed)))
    with server_db.reading() as connection:
        columns = (tables.record.c.desk_id, tables.record.c.revision, tables.record.c.body)
        rows = [tuple(row) for row in connection.execute(select(*columns).order_by(tables.record.c.revision))]
    left = body_bytes(ReceiptBody("KSB1-1", b"picture", None, "code"))
    assert rows == [(giver.desk_id, 5, left), (giver.desk_id, 6, None)]
    before = positions(server_db)
    send(server_db, giver, given, typed)
    send(server_db, other, Record("receipt", SALEM, 1, 3, None), Record("receipt", b"not here yet 123", 1, 4, None))
    assert positions(server_db) == before, "replays, and what there was nothing of"


def test_what_a_desk_gave_no_other_desk_writes_anew(server_db: Database, join: Join) -> None:
    giver, other = join(1), join(2)
    given = Record("receipt", SALEM, 1, 5, body_bytes(ReceiptBody("KSB1-1", b"picture", None, "code")))
    typed = Record("case_detail", MARYAM, 1, 6, body_bytes(CaseDetailBody((("plate", "12345 AB", ""),))))
    send(server_db, giver, given, typed)
    picture = body_bytes(ReceiptBody("KSB1-2", b"forged", None, "code"))
    forged = [msgspec.structs.replace(given, revision=9, body=picture)]
    forged.append(msgspec.structs.replace(typed, revision=10, body=body_bytes(CaseDetailBody(()))))
    assert send(server_db, other, *forged, customer(SALEM, 11)).revision == 11
    with server_db.reading() as connection:
        query = (
            select(tables.record.c.body).where(tables.record.c.kind != "customer").order_by(tables.record.c.revision)
        )
        assert list(connection.execute(query).scalars()) == [given.body, typed.body]
    found = list_incidents(server_db, giver.centre_id)
    assert [(one.code, one.desk_id, one.params["kind"]) for one in found] == [
        ("record_refused", other.desk_id, "receipt"),
        ("record_refused", other.desk_id, "case_detail"),
    ]
    send(server_db, giver, msgspec.structs.replace(typed, revision=7, body=body_bytes(CaseDetailBody(()))))
    assert len(list_incidents(server_db, giver.centre_id)) == 2, "the giver may"


def manager(key: bytes, revision: int, *roles: str, active: bool = True) -> Record:
    return Record("operator", key, 1, revision, body_bytes(OperatorBody("", "Sample", "pin", roles, active)))


def test_somebody_who_becomes_a_manager_is_told_of(server_db: Database, join: Join) -> None:
    first, second = join(1), join(2)

    def told() -> list[tuple[str, bytes, dict[str, object]]]:
        return [(one.code, one.desk_id, one.params) for one in list_incidents(server_db, first.centre_id)]

    send(server_db, first, manager(SALEM, 1, "manager", "operator"), manager(MARYAM, 2, "operator"))
    assert told() == [], "the first ones come with the centre"
    send(server_db, second, manager(SALEM, 1, "manager"), manager(MARYAM, 2, "manager", active=False))
    assert told() == []
    send(server_db, second, manager(MARYAM, 3, "manager"))
    assert told() == [("manager_added", second.desk_id, {})]


def test_a_role_of_a_later_program_is_kept_and_passed_on(server_db: Database, desk: PretendDesk) -> None:
    auditor = manager(SALEM, 1, "auditor", "operator")
    send(server_db, desk, auditor)
    with server_db.reading() as connection:
        assert connection.execute(select(tables.record.c.body)).scalar_one() == auditor.body


def test_a_disk_put_back_hears_that_its_revisions_were_used(server_db: Database, desk: PretendDesk) -> None:
    send(server_db, desk, *(customer(SALEM, revision, f"+9689910000{revision}") for revision in range(1, 10)))
    assert send(server_db, desk, customer(SALEM, 5, "+96899100000"), base=4).revision == 9
    assert phone(server_db, SALEM) == "+96899100009"


def test_what_is_erased_is_gone_from_the_row(server_db: Database, desk: PretendDesk) -> None:
    send(server_db, desk, customer(SALEM, 1))
    send(server_db, desk, erased(SALEM, 2))
    assert phone(server_db, SALEM) is None
    send(server_db, desk, customer(SALEM, 1))
    assert phone(server_db, SALEM) is None
    assert [key for _, key in positions(server_db)] == [SALEM]


@pytest.mark.parametrize(
    "bad",
    [
        Record("customer", SALEM, 1, 2, b"\x93\x01"),
        Record("customer", SALEM, 1, 2, b"\x81" * 5_000),
        Record("centre", b"profile", 1, 2, b"no JSON"),
        Record("price", b"", 1, 2, None),
        Record("price", price_key("s", "a", "v"), 1, 2, body_bytes(PriceBody("s", "a", "v", 2**63))),
        Record("price", price_key("s", "a", "v"), 1, 2, body_bytes(PriceBody("s", "a", "v", -1))),
        Record("price", price_key("s", "a", "w"), 1, 2, body_bytes(PriceBody("s", "a", "v", 1))),
        Record("price", price_key("s\x1f", "a", "v"), 1, 2, body_bytes(PriceBody("s\x1f", "a", "v", 1))),
        Record("price", b"\xff", 1, 2, None),
        Record("centre", b"another", 1, 2, b'{"code": "0142"}'),
        Record("centre", b"profile", 1, 2, None),
        Record("customer", SALEM[:5], 1, 2, body_bytes(CustomerBody(False, "", "Sample", "", "", ""))),
        Record("customer", SALEM, 1, 2, body_bytes(CustomerBody(False, "", "x" * 1_001, "", "", ""))),
        Record("operator", SALEM, 1, 2, body_bytes(OperatorBody("", "Sample", "", (), True))),
        Record("operator", SALEM, 1, 2, body_bytes(OperatorBody("", "Sample", "", ("operator,manager",), True))),
        Record("receipt", SALEM + b"x", 1, 2, None),
        Record("price\0", b"k", 1, 2, None),
        Record("customer", b"k" * 513, 1, 2, None),
        Record("customer", SALEM, 2, 2, None),
        Record("customer", SALEM, 1, 2, bytes(256 * 1024 + 1)),
    ],
    ids=[
        *("torn", "deep", "profile", "no key"),
        *("an amount beyond all columns", "less than nothing", "another's price", "a key in four parts", "no text"),
        *("another profile", "no profile", "short id", "long name", "no roles", "a role that is two", "long id"),
        *("nul", "long key", "epoch of nobody", "large"),
    ],
)
def test_a_malformed_record_is_an_incident_and_the_others_go_on(
    server_db: Database, desk: PretendDesk, bad: Record
) -> None:
    taken = send(server_db, desk, customer(MARYAM, 1), bad, customer(SALEM, 3))
    assert taken.revision == 3
    assert (phone(server_db, MARYAM), phone(server_db, SALEM)) == ("+96899100001", "+96899100001")
    send(server_db, desk, bad)
    (incident,) = list_incidents(server_db, desk.centre_id)
    assert (incident.code, incident.seq, incident.params) == ("record_refused", 2, {"kind": bad.kind})


def test_a_kind_of_a_later_client_is_kept_as_it_is(server_db: Database, desk: PretendDesk) -> None:
    send(server_db, desk, Record("vehicle", b"key", 1, 1, b"anything"))
    with server_db.reading() as connection:
        assert connection.execute(select(tables.record.c.body)).scalar_one() == b"anything"


@pytest.mark.parametrize("revisions", [(2, 1), (1, 1), (0, 1), (-1,), (2**63,)])
def test_a_batch_out_of_order_is_refused_whole(
    server_db: Database, desk: PretendDesk, revisions: tuple[int, ...]
) -> None:
    with pytest.raises(DomainError, match="body_malformed"):
        send(server_db, desk, *(customer(SALEM, revision) for revision in revisions))


def test_too_many_records_at_once_are_refused(server_db: Database, desk: PretendDesk) -> None:
    with pytest.raises(DomainError, match="body_too_large"):
        send(server_db, desk, *(erased(SALEM, n) for n in range(1, 502)))


def test_an_empty_batch_says_how_far_the_server_is(server_db: Database, desk: PretendDesk) -> None:
    send(server_db, desk, customer(SALEM, 5))
    assert send(server_db, desk).revision == 5


def test_two_desks_at_once_on_the_same_records_both_arrive(server_db: Database, join: Join) -> None:
    desks = [join(1), join(2)]
    together = threading.Barrier(2)

    def many(desk: PretendDesk) -> None:
        keys = [bytes([n]) * 16 for n in range(1, 21)]
        for revision in range(1, 101, 20):
            together.wait()
            ordered = keys if desk is desks[0] else keys[::-1]
            send(server_db, desk, *(customer(key, revision + n) for n, key in enumerate(ordered)))

    with ThreadPoolExecutor(2) as both:
        list(both.map(many, desks))
    found = positions(server_db)
    assert sorted(key for _, key in found) == [bytes([n]) * 16 for n in range(1, 21)]
    with server_db.reading() as connection:
        assert connection.execute(select(tables.centre.c.feed_position)).scalar_one() == 200
