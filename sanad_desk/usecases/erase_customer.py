"""A person's right to be forgotten (Royal Decree 6/2022): identity goes, money and journal stay under his id."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import customers, erasing, record_revisions
from sanad_desk.store.customer_accounts import account_of
from sanad_desk.store.erasing import Traces
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk, append, must_be_manager, refuse_clock_gone_back
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre
from sanad_desk.wire.entries import AccountChanged, CustomerErased
from sanad_desk.wire.records import RecordKind


def erase_customer(desk: OpenDesk, who: SignedIn, customer_id: UUID) -> None:
    """Also what other desks of the centre gave him, as far as it is known here; it cannot be taken back.

    Raises AuthError for anybody but a manager; Refused: customer_unknown, customer_in_hand, customer_owes(amount),
    customer_has_money(amount), customer_has_open_case(reference), clock_went_back.
    """
    must_be_manager(who)
    elsewhere = _look_elsewhere(desk, customer_id)
    with desk.store.unit_of_work() as unit:
        must_still_be_manager(unit.connection, who)
        refuse_clock_gone_back(desk, unit.connection)
        if customers.load(unit.connection, customer_id) is None:
            raise Refused("customer_unknown")
        if erasing.is_in_hand(unit.connection, customer_id.bytes):
            raise Refused("customer_in_hand")
        account = account_of(unit.connection, customer_id)
        if account.active:
            append(desk, unit, AccountChanged(customer_id.bytes, account.credit_limit, active=False), who, None)
        erase_in(desk, unit, customer_id, elsewhere, "asked", who)
        unit.commit()
    desk.replicas.blank([customer_id.bytes])


def refuse_open_account(connections: Iterable[Connection], customer_id: UUID) -> None:
    """What he owes at one desk he may have paid at another; raises Refused: customer_owes, customer_has_money."""
    accounts = [account_of(connection, customer_id) for connection in connections]
    owed, left = sum(account.balance for account in accounts), sum(account.deposit for account in accounts)
    if owed > 0:
        raise Refused("customer_owes", amount=owed)
    if owed < 0 or left:
        raise Refused("customer_has_money", amount=left - owed)


def erase_in(
    desk: OpenDesk, unit: UnitOfWork, customer_id: UUID, elsewhere: Traces, cause: str, who: SignedIn | None
) -> None:
    """The fact, the rows here, and what the server is told of them; the replicas are left for after the commit."""
    append(desk, unit, CustomerErased(customer_id.bytes, cause), who, None)
    erasing.erase(unit.connection, customer_id.bytes)
    erasing.note(unit.connection, elsewhere)
    record_revisions.note(unit.connection, RecordKind.CUSTOMER, customer_id.bytes)


def traces_elsewhere(centre: WholeCentre, customer_id: UUID) -> Traces:
    """What other desks gave him, as far as it is known here."""
    found = [erasing.traces_of(other.connection, customer_id.bytes) for other in centre.others]
    receipts = tuple(key for traces in found for key in traces.receipts)
    return Traces(receipts, tuple(key for traces in found for key in traces.cases))


def _look_elsewhere(desk: OpenDesk, customer_id: UUID) -> Traces:
    with reading_centre(desk) as centre:
        refuse_open_account(centre.connections, customer_id)
        unfinished = erasing.unfinished_of(centre.connections, customer_id.bytes)
        if unfinished is not None:
            raise Refused("customer_has_open_case", reference=unfinished)
        return traces_elsewhere(centre, customer_id)
