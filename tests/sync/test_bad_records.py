"""Records that make no sense, or that nobody has a right to: no desk of the centre is kept from its work by them."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import insert, select

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.server import tables
from sanad_desk.server.feed_counter import FeedRow, write_feed
from sanad_desk.server.records import take_records
from sanad_desk.server.signers import Signer
from sanad_desk.usecases.add_operator import add_operator, change_operator
from sanad_desk.usecases.set_customer import find_customers
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.wire.messages import RecordBatch
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
from tests.sync.centre_at_work import CentreAtWork
from tests.usecases.counter import a_customer

FAR = 10**6  # a revision that no desk of the tests comes to
ID = b"0123456789abcdef"


def operator(key: bytes, *roles: str, active: bool = True) -> Record:
    body = OperatorBody("موظف تجريبي", "Sample Stranger", "no hash", roles, active)
    return Record("operator", key, 1, FAR, body_bytes(body))


BAD = {
    "amount": Record("price", price_key("x", "y", "z"), 1, FAR, body_bytes(PriceBody("x", "y", "z", 2**63 + 5))),
    "customer": Record("customer", b"abcde", 1, FAR, body_bytes(CustomerBody(False, "", "Sample", "", "", ""))),
    "no roles": operator(ID),
    "operator": operator(b"abcde", "operator"),
    "details": Record("case_detail", ID, 1, FAR, body_bytes(CaseDetailBody((("row", "a", ""), ("row", "b", ""))))),
    "profile": Record("centre", b"profile", 1, FAR, b'{"code": 5}'),
    "an empty profile": Record("centre", b"profile", 1, FAR, b'{"code": "", "name": {"ar": "", "en": ""}}'),
}


def signer(centre: CentreAtWork, name: str) -> Signer:
    desk = centre.counters[name].desk.desk
    assert desk is not None
    return Signer(desk.centre_id, desk.desk_id, desk.epoch, desk.public_key, False)


def push(centre: CentreAtWork, name: str, *records: Record) -> None:
    """As a desk whose program does what it likes."""
    take_records(centre.db, signer(centre, name), RecordBatch(records, 0), centre.clock.now())


def slip_in(centre: CentreAtWork, record: Record, name: str = "b") -> None:
    """As an older server let it in."""
    of = signer(centre, name)
    with centre.db.writing() as connection:
        row = FeedRow.record(of.desk_id, 1, record.kind, record.key)
        position = write_feed(connection, of.centre_id, [row])
        values = {"kind": record.kind, "key": record.key, "revision": FAR, "position": position, "body": record.body}
        where = (tables.record.c.kind == record.kind, tables.record.c.key == record.key)
        connection.execute(tables.record.delete().where(*where))
        connection.execute(insert(tables.record).values(centre_id=of.centre_id, desk_id=of.desk_id, epoch=1, **values))


@pytest.mark.parametrize("case", BAD)
def test_a_record_that_cannot_be_stops_nobody(centre: CentreAtWork, case: str) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    slip_in(centre, BAD[case])
    b.sell(customer=a_customer(5))
    centre.drain()
    assert find_customers(a.desk, "Sample Customer 5")
    assert {operator.name.en for operator in list_operators(a.desk)} == {o.name.en for o in list_operators(b.desk)}
    a.sell()
    centre.drain()
    centre.check()


def test_a_role_of_a_later_program_gives_no_right_here(centre: CentreAtWork) -> None:
    push(
        centre,
        "b",
        operator(ID, "auditor"),
        msgspec.structs.replace(operator(ID[::-1], "auditor", "operator"), revision=FAR + 1),
    )
    centre.drain()
    strangers = [o for o in list_operators(centre.counters["a"].desk) if o.name.en == "Sample Stranger"]
    assert [(o.id.bytes, o.roles) for o in strangers] == [(ID[::-1], {Role.OPERATOR})]
    centre.check()


def test_no_desk_is_told_another_picture_of_a_receipt(centre: CentreAtWork) -> None:
    """Neither by a server that let it in, nor under the number of another receipt."""
    a = centre.counters["a"]
    first, second = (a.sell(customer=a_customer(n)).number for n in (1, 2))
    centre.drain()
    with a.desk.store.reading() as connection:
        query = "SELECT transaction_id, number, picture, customer_block, code FROM receipt WHERE number IN (?, ?)"
        rows = {row[1]: row for row in connection.exec_driver_sql(query, (first, second))}
    key, _, picture, block, code = rows[second]
    for body in (
        ReceiptBody(first, rows[first][2], None, rows[first][4]),
        ReceiptBody(second, b"forged", None, code),
        ReceiptBody(second, picture, rows[first][3], code),
        ReceiptBody(second, picture, block, rows[first][4]),
        ReceiptBody(first, picture, block, code),
    ):
        for giver in ("a", "b"):
            slip_in(centre, Record("receipt", key, 1, FAR, body_bytes(body)), giver)
            centre.drain()
        for counter in (a, centre.counters["b"]):
            with counter.desk.store.reading() as own, counter.desk.replicas.reading() as others:
                held = [
                    row
                    for connection in (own, *(other.connection for other in others))
                    for row in connection.exec_driver_sql(query, (first, second)).all()
                ]
            assert {row[1]: tuple(row) for row in held} == {number: tuple(row) for number, row in rows.items()}
    centre.check()


def test_another_desk_s_receipt_is_refused(centre: CentreAtWork) -> None:
    centre.counters["a"].sell(customer=a_customer(3))
    centre.drain()
    query = select(tables.record.c.key, tables.record.c.body).where(tables.record.c.kind == "receipt")
    with centre.db.reading() as connection:
        before = {row.key: row.body for row in connection.execute(query)}
    key, body = next(iter(before.items()))
    receipt = msgspec.structs.replace(msgspec.msgpack.decode(body, type=ReceiptBody), picture=b"forged")
    push(centre, "b", Record("receipt", key, 1, FAR, body_bytes(receipt)))
    with centre.db.reading() as connection:
        assert {row.key: row.body for row in connection.execute(query)} == before
    centre.drain()
    assert "record_refused" in centre.incidents("a")


def test_managers_who_take_each_other_s_rights_leave_the_centre_one(centre: CentreAtWork) -> None:
    a, b = centre.counters["a"], centre.counters["b"]
    two = add_operator(a.desk, a.manager, Words("مديرة تجريبية", "Second Manager"), [Role.MANAGER], "482915")
    centre.drain()
    assert "manager_added" in centre.incidents("b")
    change_operator(a.desk, a.manager, two.id, [Role.MANAGER], active=False)
    change_operator(b.desk, SignedIn(two.id, two.name, two.roles), a.manager.operator_id, [], active=True)
    centre.drain()
    people = [{(o.id, o.roles) for o in list_operators(counter.desk)} for counter in (a, b)]
    assert people[0] == people[1]
    assert any(Role.MANAGER in roles for _, roles in people[0])
    centre.check()


def test_a_manager_who_hands_over_keeps_nothing(centre: CentreAtWork) -> None:
    """The new one's record came later into the feed than the old one's, as his PIN was changed since."""
    a, b = centre.counters["a"], centre.counters["b"]
    two = add_operator(a.desk, a.manager, Words("مديرة تجريبية", "Second Manager"), [Role.MANAGER], "482915")
    who = SignedIn(two.id, two.name, two.roles)
    change_operator(a.desk, who, a.manager.operator_id, [], active=True)
    change_operator(a.desk, who, two.id, [Role.MANAGER], active=True)
    centre.drain()
    for counter in (a, b):
        managers = {o.id for o in list_operators(counter.desk) if Role.MANAGER in o.roles}
        assert managers == {two.id}
    centre.check()
