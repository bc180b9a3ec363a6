"""Plainly fictional customers and typed values, for simulation and demonstration."""

from __future__ import annotations

import random

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.customer import Customer
from sanad_desk.usecases.set_customer import new_customer_id

_TYPED = {
    "civil_number": "99000000",
    "phone": "99000000",
    "cr_number": "9900000",
    "plate": "1234 AB",
    "passport": "ZZ0000000",
    "email": "sample@example.invalid",
    "iban": "OM570990000000000000000",
    "date": "1/1/1990",
    "amount": "10.000",
    "number": "123456",
    "name": "شخص تجريبي",
    "text": "sample",
    "reference": "SAMPLE-1",
}


def pretend_customer(dice: random.Random) -> Customer:
    """A person, or one time in three a company; one of a few hundred, so that many come back."""
    number = dice.randrange(400)
    if dice.random() < 0.33:
        name = Words(f"شركة تجريبية {number}", f"Sample Company {number}")
        return Customer(new_customer_id(), True, name, cr_number=f"{9_900_000 + number}", phone="+96824000000")
    name = Words(f"زبون تجريبي {number}", f"Sample Customer {number}")
    return Customer(new_customer_id(), False, name, civil_number=f"{99_000_000 + number}", phone="+96899000000")


def pretend_value(check: str) -> str:
    """Something that passes the check of a typed field."""
    return _TYPED[check]
