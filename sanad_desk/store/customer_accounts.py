"""Customers' accounts as their rows tell: limits, what is owed, what was left, and every change of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.customer_account import NO_ACCOUNT, AccountMovement, CustomerAccount
from sanad_desk.domain.ledger import CUSTOMER_ACCOUNTS, CUSTOMER_DEPOSITS
from sanad_desk.store.encrypted_file import driver

_OWED, _LEFT = f"'{CUSTOMER_ACCOUNTS}'", f"'{CUSTOMER_DEPOSITS}'"
_ONE = (
    f"SELECT c.credit_limit, c.active, (SELECT amount FROM balance WHERE account = {_OWED} AND detail = ?1), "
    f"(SELECT amount FROM balance WHERE account = {_LEFT} AND detail = ?1) "
    "FROM (SELECT 1) LEFT JOIN credit_account c ON c.customer_id = ?2"
)
# By the customer's transactions, which have an index: an account may be years old, the posting table is far longer.
_MOVEMENTS = (
    "SELECT t.seq, t.business_date, t.number, t.kind, p.amount, o.number AS takes_back, "
    "coalesce(t.original_id, t.id) AS served FROM transactions t CROSS JOIN posting p ON p.seq = t.seq "
    f"AND p.account = {_OWED} AND p.detail = ? LEFT JOIN transactions o ON o.id = t.original_id "
    "WHERE t.customer_id = ? UNION ALL "
    "SELECT c.seq, c.business_date, c.number, 'tender_corrected', p.amount, c.number, t.id FROM transactions t "
    "CROSS JOIN tender_correction c ON c.transaction_id = t.id CROSS JOIN posting p ON p.seq = c.seq "
    f"AND p.account = {_OWED} AND p.detail = ? WHERE t.customer_id = ? ORDER BY 1"
)
_SERVICES = (
    "SELECT t.id, p.service_code FROM transactions t CROSS JOIN paid_case p ON p.transaction_id = t.id "
    "WHERE t.customer_id = ? ORDER BY p.transaction_id, p.position"
)


def account_of(connection: Connection, customer_id: UUID | None) -> CustomerAccount:
    """Nobody has no account."""
    if customer_id is None:
        return NO_ACCOUNT
    limit, active, owed, left = driver(connection).execute(_ONE, (customer_id.hex, customer_id.bytes)).fetchone()
    return CustomerAccount(limit or 0, bool(active), owed or 0, -(left or 0))


def known_accounts(connection: Connection) -> Iterator[tuple[UUID, CustomerAccount]]:
    """Of everybody who has an account, owes something or left something."""
    rows = connection.exec_driver_sql(
        "SELECT lower(hex(customer_id)) FROM credit_account UNION "
        f"SELECT detail FROM balance WHERE account IN ({_OWED}, {_LEFT}) AND amount"
    )
    for key in rows.scalars().all():
        if key:
            yield UUID(hex=key), account_of(connection, UUID(hex=key))


def movements_of(connection: Connection, customer_id: UUID) -> list[AccountMovement]:
    """Every change of what the customer owes, in the order it was written down; services by their codes."""
    values = (customer_id.hex, customer_id.bytes)
    rows = connection.exec_driver_sql(_MOVEMENTS, values * 2).all()
    services = _services(connection, customer_id)
    return [_movement(row, services.get(row.served, ())) for row in rows]


def _movement(row: Any, services: tuple[str, ...]) -> AccountMovement:
    day = date.fromisoformat(row.business_date)
    return AccountMovement(day, row.number, row.kind, row.amount, row.takes_back or "", services)


def _services(connection: Connection, customer_id: UUID) -> dict[bytes, tuple[str, ...]]:
    found: dict[bytes, tuple[str, ...]] = {}
    for transaction_id, code in connection.exec_driver_sql(_SERVICES, (customer_id.bytes,)):
        found[transaction_id] = (*found.get(transaction_id, ()), code)
    return found
