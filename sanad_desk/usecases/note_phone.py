"""The phone of a case's customer, written down when he is to be told of it and none is known."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store import customers
from sanad_desk.usecases.case_standings import known_standing
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.set_customer import save_customer
from sanad_desk.usecases.whole_centre import reading_centre


def note_phone(desk: OpenDesk, who: SignedIn, case_id: UUID, phone: str) -> None:
    """Raises DomainError: case_unknown, customer_missing where the case names nobody, or why the number is refused."""
    with reading_centre(desk) as centre:
        standing = known_standing(centre, case_id)
        customer = customers.load(centre.own, standing.customer_id) if standing.customer_id else None
    if customer is None:
        raise DomainError("customer_missing", field="phone")
    save_customer(desk, who, replace(customer, phone=phone))
