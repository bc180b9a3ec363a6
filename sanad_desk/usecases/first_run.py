"""The first run: the centre, its desk and the first manager come into being, in one commit."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.centre import Centre, check_centre, check_desk_number
from sanad_desk.domain.errors import Refused, at_field
from sanad_desk.domain.operators import Operator, Role, check_operator_name, check_pin
from sanad_desk.store import desk_book, people
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.usecases.open_desk import OpenDesk, append, new_id
from sanad_desk.usecases.pin_hash import hash_pin
from sanad_desk.wire.entries import CentreChanged, DeskFounded, OperatorAdded


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the wizard asks for."""

    centre: Centre
    desk_number: int
    manager_name: Words
    manager_pin: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a desk begins with, everything checked."""

    centre: Centre
    centre_id: bytes
    desk_number: int
    manager: Operator
    pin_hash: str


def first_run(desk: OpenDesk, form: FirstRun) -> None:
    """Founds the desk; raises DomainError with `field` where an answer cannot be, Refused on a second run."""
    centre = check_centre(form.centre)
    number = check_desk_number(form.desk_number)
    with at_field("manager_name"):
        name = check_operator_name(form.manager_name)
    with at_field("manager_pin"):
        pin_hash = hash_pin(check_pin(form.manager_pin))
    manager = Operator(new_id(), name, frozenset({Role.MANAGER, Role.OPERATOR}))
    with desk.store.unit_of_work() as unit:
        begin_desk(desk, unit, Beginning(centre, new_id().bytes, number, manager, pin_hash))
        unit.commit()
    desk.refresh()


def begin_desk(desk: OpenDesk, unit: UnitOfWork, beginning: Beginning) -> None:
    """Writes the first facts; raises Refused where there are some already."""
    if desk_book.desk(unit.connection) is not None:
        raise Refused("desk_founded_already")
    key, manager = Ed25519PrivateKey.generate(), beginning.manager
    desk_book.begin_chain(unit.connection)
    desk_book.save_signing_key(unit.connection, key.private_bytes_raw())
    numbers = (beginning.centre.code, beginning.desk_number, 1)
    founded = DeskFounded(beginning.centre_id, new_id().bytes, *numbers, key.public_key().public_bytes_raw())
    append(desk, unit, founded, None, None)
    append(desk, unit, CentreChanged(desk_book.centre_bytes(beginning.centre)), None, None)
    people.add(unit.connection, manager, beginning.pin_hash)
    append(desk, unit, OperatorAdded(manager.id.bytes, _roles(manager)), None, None)


def _roles(operator: Operator) -> tuple[str, ...]:
    return tuple(sorted(role.value for role in operator.roles))
