"""A customer may pay later: opening his account, changing its limit, closing it."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import customers
from sanad_desk.store.customer_accounts import account_of
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back
from sanad_desk.wire.entries import AccountChanged


def open_account(desk: OpenDesk, who: SignedIn, customer_id: UUID, credit_limit: int) -> None:
    """Opens an account, opens it again, or changes its limit in baisa; what is owed above a lower one stays owed.

    Raises AuthError for anybody but a manager; Refused: customer_unknown, clock_went_back; DomainError: amount_missing.
    """
    with at_field("limit"):
        if not check_baisa(credit_limit):
            raise DomainError("amount_missing")
    _change(desk, who, customer_id, credit_limit)


def close_account(desk: OpenDesk, who: SignedIn, customer_id: UUID) -> None:
    """Nothing more on account; what is owed can still be paid. Raises AuthError, Refused: account_missing."""
    _change(desk, who, customer_id, None)


def _change(desk: OpenDesk, who: SignedIn, customer_id: UUID, limit: int | None) -> None:
    with desk.store.unit_of_work() as unit:
        must_still_be_manager(unit.connection, who)
        refuse_clock_gone_back(desk, unit.connection)
        before = account_of(unit.connection, customer_id)
        if limit is None:
            if not before.active:
                raise Refused("account_missing")
            fact = AccountChanged(customer_id.bytes, before.credit_limit, active=False)
        else:
            if customers.load(unit.connection, customer_id) is None:
                raise Refused("customer_unknown")
            fact = AccountChanged(customer_id.bytes, limit, active=True)
        append(desk, unit, fact, who, None)
        unit.commit()
