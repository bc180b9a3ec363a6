"""What the till page asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from uuid import UUID

from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.approve import approve
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import accept_clock, open_shift
from sanad_desk.usecases.prepare_paper import ReadyPaper
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.x_report import ShiftSums, prepare_x_report, x_report
from sanad_ui.kit.approval_sheet import ApprovalGiven
from sanad_ui.kit.operator_tile import OperatorTile, tile_of


class TillDoor:
    """Opens, reads and makes the report ready; closing will be asked here too."""

    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk

    def look(self, who: SignedIn) -> ShiftSums | None:
        """None while no shift of today is open."""
        try:
            return x_report(self._desk, who)
        except Refused as refused:
            if refused.code == "shift_not_open":
                return None
            raise

    def open(self, who: SignedIn, opening_float: int) -> ShiftSums | None:
        open_shift(self._desk, who, opening_float)
        return self.look(who)

    def report(self, who: SignedIn) -> ReadyPaper:
        return prepare_x_report(self._desk, who)

    def managers(self) -> list[OperatorTile]:
        return [tile_of(person) for person in list_operators(self._desk) if Role.MANAGER in person.roles]

    def believe_clock(self, who: SignedIn, given: ApprovalGiven) -> None:
        """Raises AuthError or DomainError where the approval does not hold."""
        approval = approve(self._desk, UUID(given.manager_id), given.pin, given.reason)
        accept_clock(self._desk, who, approval)
