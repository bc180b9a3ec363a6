"""What the page of the line asks of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.go_on_spare import go_on_spare
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.line_state import LineState, line_state
from sanad_desk.usecases.only_here import only_here
from sanad_ui.approval_door import ApprovalDoor
from sanad_ui.kit import ApprovalGiven


@dataclass(frozen=True, slots=True)
class ShownLine:
    """How the line stands, and what is on this PC alone; the money is None for whoever counts a drawer blind."""

    state: LineState
    receipts: int
    total: int | None
    waiting_for_ms: int


class LinePageDoor(ApprovalDoor):
    """Called in the store's thread, but for `join`."""

    def look(self, who: SignedIn) -> ShownLine:
        here = only_here(self._desk)
        return ShownLine(
            line_state(self._desk),
            here.receipts,
            here.total if Role.MANAGER in who.roles else None,
            self._desk.clock.now() - here.oldest_at if here.receipts else 0,
        )

    def join(self, who: SignedIn, address: str, code: str) -> None:
        """In the network's thread; raises OfflineError, and DomainError where address or code cannot be."""
        join_server(self._desk, who, address, code)

    def go_on_spare(self, given: ApprovalGiven) -> None:
        approval = self._proved(given)
        go_on_spare(self._desk, approval.manager, approval.reason)
