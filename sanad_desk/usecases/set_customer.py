"""Who is served: found again by number or name, written down once, with or without a representative."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.customer import Customer, check_customer
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.visit import Visit
from sanad_desk.store import customers
from sanad_desk.usecases.look_at_visit import VisitView, change_visit
from sanad_desk.usecases.open_desk import OpenDesk, new_id


@dataclass(frozen=True, slots=True)
class SavedCustomer:
    """The customer as stored, and what looked unusual about the numbers."""

    customer: Customer
    warnings: tuple[str, ...]


def find_customers(desk: OpenDesk, text: str) -> list[Customer]:
    """Known customers whose number begins so or whose name holds the words, last seen first."""
    with desk.store.reading() as connection:
        return customers.find(connection, text)


def save_customer(desk: OpenDesk, who: SignedIn, customer: Customer) -> SavedCustomer:
    """Writes down or corrects a customer; somebody known under the same number is updated, not doubled."""
    checked, warnings = check_customer(customer)
    with desk.store.unit_of_work() as unit:
        known = customers.same_number(unit.connection, checked) or customers.load(unit.connection, checked.id)
        if known is not None:
            checked = _known_again(checked, known)
        customers.save(unit.connection, checked, desk.clock.now())
        unit.commit()
    return SavedCustomer(checked, warnings)


def _known_again(typed: Customer, known: Customer) -> Customer:
    """Who was typed anew keeps what is known of him and was not typed; whose own record is edited may lose a number."""
    if typed.id == known.id:
        return replace(typed, visits=known.visits)
    return Customer(
        id=known.id,
        is_company=typed.is_company,
        name=Words(typed.name.ar or known.name.ar, typed.name.en or known.name.en),
        civil_number=typed.civil_number or known.civil_number,
        cr_number=typed.cr_number or known.cr_number,
        phone=typed.phone or known.phone,
        visits=known.visits,
    )


def new_customer_id() -> UUID:
    """The id of somebody not met before."""
    return new_id()


def set_customer(
    desk: OpenDesk, who: SignedIn, visit_id: UUID, customer_id: UUID | None, *, representative: bool = False
) -> VisitView:
    """Names the customer of a visit, or who comes for him; None takes the name off again."""

    def change(visit: Visit, connection: Connection) -> Visit:
        if customer_id is not None and customers.load(connection, customer_id) is None:
            raise Refused("customer_unknown")
        if representative:
            return replace(visit, representative_id=customer_id)
        return replace(visit, customer_id=customer_id)

    return change_visit(desk, visit_id, change)
