"""A manager adds an operator, changes roles, or gives a forgotten PIN anew."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.errors import Refused, at_field
from sanad_desk.domain.operators import Operator, Role, SignedIn, check_operator_name, check_pin
from sanad_desk.store import people
from sanad_desk.usecases.approve import must_still_be_manager
from sanad_desk.usecases.open_desk import OpenDesk, append, must_be_manager, new_id
from sanad_desk.usecases.pin_hash import hash_pin
from sanad_desk.wire.entries import OperatorAdded, OperatorChanged


def add_operator(desk: OpenDesk, who: SignedIn, name: Words, roles: Iterable[Role], pin: str) -> Operator:
    """Raises AuthError for anybody but a manager, DomainError for a name or PIN that cannot be."""
    must_be_manager(who)
    with at_field("name"):
        checked = check_operator_name(name)
    with at_field("pin"):
        pin_hash = hash_pin(check_pin(pin))
    operator = Operator(new_id(), checked, frozenset(roles) | {Role.OPERATOR})
    with desk.store.unit_of_work() as unit:
        must_still_be_manager(unit.connection, who)
        people.add(unit.connection, operator, pin_hash)
        roles_given = tuple(sorted(role.value for role in operator.roles))
        append(desk, unit, OperatorAdded(operator.id.bytes, roles_given), who, None)
        unit.commit()
    return operator


def change_operator(desk: OpenDesk, who: SignedIn, operator_id: UUID, roles: Iterable[Role], active: bool) -> None:
    """The last manager can neither leave nor lose the role: nobody could ever approve again."""
    kept = frozenset(roles) | {Role.OPERATOR}
    with desk.store.unit_of_work() as unit:
        must_still_be_manager(unit.connection, who)
        people.must_be_known(unit.connection, operator_id)
        others = [o for o in people.all_active(unit.connection) if o.id != operator_id]
        if not (active and Role.MANAGER in kept) and not any(Role.MANAGER in o.roles for o in others):
            raise Refused("last_manager")
        fact = OperatorChanged(operator_id.bytes, tuple(sorted(role.value for role in kept)), active)
        append(desk, unit, fact, who, None)
        people.note_changed(unit.connection, operator_id)
        unit.commit()


def reset_pin(desk: OpenDesk, who: SignedIn, operator_id: UUID, pin: str) -> None:
    """A manager gives anybody a new PIN; everybody may change the own one."""
    if who.operator_id != operator_id:
        must_be_manager(who)
    with at_field("pin"):
        pin_hash = hash_pin(check_pin(pin))
    with desk.store.unit_of_work() as unit:
        if who.operator_id != operator_id:
            must_still_be_manager(unit.connection, who)
        people.must_be_known(unit.connection, operator_id)
        people.set_pin(unit.connection, operator_id, pin_hash)
        unit.commit()
