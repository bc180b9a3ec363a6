"""A manager's approval: somebody with the role gives his PIN for one thing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.errors import AuthError, DomainError, Refused
from sanad_desk.domain.identity import check_text
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.store import people
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager
from sanad_desk.usecases.sign_in import sign_in

# Listed reasons are all that a sensitive service takes; free text could name a health or court matter.
LISTED_REASONS = ("paper_seen_elsewhere", "paper_promised", "entity_waived", "system_fault", "hardship", "goodwill")


@dataclass(frozen=True, slots=True)
class Approval:
    """A manager who has just proved who he is, and why he lets something pass."""

    manager: SignedIn
    reason: str


def approve(desk: OpenDesk, manager_id: UUID, pin: str, reason: str) -> Approval:
    """Raises AuthError for a wrong PIN or role, DomainError for a reason that is missing or holds a number."""
    reason = check_reason(reason)
    manager = sign_in(desk, manager_id, pin)
    must_be_manager(manager)
    return Approval(manager, reason)


def check_reason(reason: str) -> str:
    """Raises DomainError for a reason that is missing or holds a number."""
    if not reason.strip():
        raise DomainError("reason_missing", field="reason")
    return reason if reason in LISTED_REASONS else _no_numbers(check_text(reason).value)


def as_recorded(approval: Approval | None) -> tuple[bytes | None, str]:
    """Who approved and why, as a fact says it."""
    return (approval.manager.operator_id.bytes, approval.reason) if approval else (None, "")


def must_be_second(connection: Connection, who: SignedIn, approval: Approval) -> None:
    """Four eyes: nobody approves what he does himself, unless he is the only manager of the desk.

    Raises AuthError where the approver is no manager any more, Refused `approver_is_requester`.
    """
    must_still_be_manager(connection, approval.manager)
    if approval.manager.operator_id != who.operator_id:
        return
    if any(Role.MANAGER in other.roles and other.id != who.operator_id for other in people.all_active(connection)):
        raise Refused("approver_is_requester")


def must_still_be_manager(connection: Connection, who: SignedIn) -> None:
    """By the rights of this moment, not those he signed in with; raises AuthError for everybody else."""
    must_be_manager(who)
    if Role.MANAGER not in people.roles_of(connection, who.operator_id):
        raise AuthError("manager_needed")


def must_be_listed(reason: str, *, sensitive: bool) -> None:
    """Raises DomainError for free text on a sensitive service (RD 6/2022, Art. 5)."""
    if sensitive and reason not in LISTED_REASONS:
        raise DomainError("reason_must_be_listed", field="reason")


def _no_numbers(reason: str) -> str:
    # The reason stands in the journal for ten years, where no civil number or phone may.
    if sum(character.isdecimal() for character in reason) >= 6:
        raise DomainError("reason_holds_number", field="reason")
    return reason
