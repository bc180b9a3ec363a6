"""The code that opens copies of this store elsewhere; it belongs on paper in the safe."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.store import keys
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager
from sanad_desk.usecases.sign_in import sign_in


def recovery_code(desk: OpenDesk, manager_id: UUID, pin: str) -> str:
    """Asks for the PIN each time, also of a manager who is signed in: the screen may have been left open."""
    must_be_manager(sign_in(desk, manager_id, pin))
    return keys.recovery_code(desk.store.key)
