"""Signing in with a PIN; wrong tries are counted in the store, so that a restart forgives nothing."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.digits import only_digits
from sanad_desk.domain.errors import AuthError
from sanad_desk.domain.operators import Operator, SignedIn, is_locked, locked_until, tries_left
from sanad_desk.store import people
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.pin_hash import is_pin


def list_operators(desk: OpenDesk) -> list[Operator]:
    """Everybody who may sign in at this desk."""
    with desk.store.reading() as connection:
        return people.all_active(connection)


def sign_in(desk: OpenDesk, operator_id: UUID, pin: str) -> SignedIn:
    """Raises AuthError: `operator_locked(until)`, or `pin_wrong(left)` with the tries left before the next lock."""
    with desk.store.reading() as connection:
        record = people.pin_record(connection, operator_id)
    now = desk.clock.now()
    if is_locked(record.operator.locked_until, now):
        raise AuthError("operator_locked", until=record.operator.locked_until)
    right = is_pin(record.pin_hash, only_digits(pin))
    if right and not record.failed:
        # Nothing to write: a full disk keeps nobody out.
        return SignedIn(operator_id, record.operator.name, record.operator.roles)
    with desk.store.unit_of_work() as unit:
        # Read again: another try may have been counted while this one was hashed.
        failed = 0 if right else people.pin_record(unit.connection, operator_id).failed + 1
        until = locked_until(failed, now)
        people.note_tries(unit.connection, operator_id, failed, until)
        unit.commit()
    if right:
        return SignedIn(operator_id, record.operator.name, record.operator.roles)
    if until:
        raise AuthError("operator_locked", until=until)
    raise AuthError("pin_wrong", left=tries_left(failed))
