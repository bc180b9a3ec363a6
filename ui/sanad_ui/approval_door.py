"""Who may approve at this desk, and the proof of what he entered; called in the store's thread."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.operators import Role
from sanad_desk.usecases.approve import Approval, approve
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators
from sanad_ui.kit.approval_sheet import ApprovalGiven
from sanad_ui.kit.operator_tile import OperatorTile, tile_of


class ApprovalDoor:
    """The door of a page on which a manager has to agree now and then."""

    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk

    def managers(self) -> list[OperatorTile]:
        return managers_of(self._desk)

    def _proved(self, given: ApprovalGiven) -> Approval:
        return proved(self._desk, given)


def managers_of(desk: OpenDesk) -> list[OperatorTile]:
    return [tile_of(person) for person in list_operators(desk) if Role.MANAGER in person.roles]


def proved(desk: OpenDesk, given: ApprovalGiven) -> Approval:
    """Raises AuthError or DomainError where the approval does not hold."""
    return approve(desk, UUID(given.manager_id), given.pin, given.reason)
