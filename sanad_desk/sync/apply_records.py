"""What other desks know of the centre, written here; rights, prices and profile become facts of this journal."""

from __future__ import annotations

import logging
from uuid import UUID

from sanad_desk.domain.centre import check_centre
from sanad_desk.domain.operators import Role
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import customers, desk_book, erasing, people, record_revisions, records_here
from sanad_desk.store.customer_accounts import account_of
from sanad_desk.store.encrypted_file import driver
from sanad_desk.store.replica_file import MAKES_NO_SENSE
from sanad_desk.store.server_link import ServerLink
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.wire.entries import CentreChanged, CustomerErased, Envelope, OperatorAdded, OperatorChanged, PriceSet
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.records import (
    BODIES,
    CaseDetailBody,
    CustomerBody,
    OperatorBody,
    PriceBody,
    ReceiptBody,
    Record,
    RecordKind,
    check_record,
    read_body,
)

_LOG = logging.getLogger(__name__)


def apply_record(unit: UnitOfWork, link: ServerLink, record: Record, now: int, *, theirs_wins: bool) -> None:
    """One record of the feed; a change made here that is not sent yet stays, unless `theirs_wins`: a restored store.

    One that makes no sense is passed over: it may not stop what comes after.
    """
    if record.kind not in BODIES and record.kind != RecordKind.CENTRE:
        return  # a later program's
    waits = record_revisions.is_waiting(unit.connection, record.kind, record.key, link.records_acknowledged)
    if waits and not theirs_wins:
        return
    if waits:
        record_revisions.forget(unit.connection, record.kind, record.key)
    try:
        with unit.apart():
            check_record(record)
            _apply(unit, record, now)
    except MAKES_NO_SENSE as error:
        _LOG.warning("record of a %s passed over: %s", record.kind, type(error).__name__)


def _apply(unit: UnitOfWork, record: Record, now: int) -> None:
    if record.kind == RecordKind.CENTRE:
        _take_profile(unit, record.body, now)
        return
    body = None if record.body is None else read_body(record.kind, record.body)
    connection = unit.connection
    match record.kind, body:
        case RecordKind.CUSTOMER, CustomerBody():
            records_here.put_customer(connection, record.key, body, now)
        case RecordKind.CUSTOMER, None:
            _erase(unit, record.key, now)
        case RecordKind.RECEIPT, ReceiptBody() | None:
            records_here.put_receipt(connection, record.key, body)
        case RecordKind.CASE_DETAIL, CaseDetailBody() | None:
            records_here.put_case_detail(connection, record.key, body)
        case RecordKind.OPERATOR, OperatorBody():
            _take_operator(unit, record.key, body, now)
        case RecordKind.PRICE, PriceBody():
            _take_price(unit, body, now)


def _erase(unit: UnitOfWork, customer_id: bytes, now: int) -> None:
    """Who was erased elsewhere is here too, with the receipts given here; unless he is still needed: then he stays."""
    account = account_of(unit.connection, UUID(bytes=customer_id))
    if account.balance or account.deposit or erasing.is_in_hand(unit.connection, customer_id):
        if customers.load(unit.connection, UUID(bytes=customer_id)) is not None:
            record_revisions.note(unit.connection, RecordKind.CUSTOMER, customer_id)
    elif erasing.erase(unit.connection, customer_id):
        _append(unit, CustomerErased(customer_id, "told"), now)


def _take_operator(unit: UnitOfWork, operator_id: bytes, body: OperatorBody, now: int) -> None:
    given = sorted({*body.roles} & {*Role})
    roles = tuple(given or [Role.OPERATOR])
    active = body.active and bool(given)  # who has only roles of a later program may do nothing here
    managers = {person.id.bytes for person in people.all_active(unit.connection) if Role.MANAGER in person.roles}
    if managers == {operator_id} and not (active and Role.MANAGER in given):
        # Two managers who took each other's rights while apart: without one the centre could never mend it.
        record_revisions.note(unit.connection, RecordKind.OPERATOR, operator_id)
        return
    records_here.put_operator(unit.connection, operator_id, body)
    query = "SELECT roles, active FROM operator_right WHERE operator_id = ?"
    known = driver(unit.connection).execute(query, (operator_id,)).fetchone()
    if known is None:
        _append(unit, OperatorAdded(operator_id, roles), now)
        known = (",".join(roles), 1)
    if known != (",".join(roles), int(active)):
        _append(unit, OperatorChanged(operator_id, roles, active), now)


def _take_profile(unit: UnitOfWork, profile: bytes | None, now: int) -> None:
    if profile is None:
        return
    known = desk_book.centre(unit.connection)
    told = desk_book.read_centre(profile)
    # The code is part of every receipt number and never changes.
    if told != known and check_centre(told).code == known.code:
        _append(unit, CentreChanged(profile), now)


def _take_price(unit: UnitOfWork, body: PriceBody, now: int) -> None:
    known = desk_book.centre_prices(unit.connection).get((body.service_code, body.action, body.variant))
    if known != body.amount:
        _append(unit, PriceSet(body.service_code, body.action, body.variant, body.amount, None), now)


def _append(unit: UnitOfWork, fact: Fact, now: int) -> None:
    """By nobody of this desk: the server said so."""
    unit.append(fact, Envelope(now, business_date_at(now)))
