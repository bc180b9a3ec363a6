"""What the till page asks of the desk; every method is called in the store's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import is_running
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.entity_balances import claimed_from_entities, held_for_entities
from sanad_desk.usecases.hand_over import hand_over
from sanad_desk.usecases.look_at_shift import ShiftView, look_at_shift, waiting_shifts
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_desk import refuse_clock_gone_back
from sanad_desk.usecases.open_shift import accept_clock, open_shift
from sanad_desk.usecases.prepare_paper import ReadyPaper
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.usecases.unresolved_cards import unresolved_cards
from sanad_desk.usecases.x_report import prepare_x_report
from sanad_ui.approval_door import ApprovalDoor
from sanad_ui.entity_choice import EntityLine
from sanad_ui.kit.approval_sheet import ApprovalGiven
from sanad_ui.kit.operator_tile import OperatorTile, tile_of
from sanad_ui.till.movement_form import MovementWanted


@dataclass(frozen=True, slots=True)
class TillView:
    """What there is to do: `now` is the operator's shift of today, running or counted half-way.

    `forgotten` are unclosed shifts of earlier days, `others` those of colleagues that a manager may close.
    """

    now: ShiftView | None
    forgotten: tuple[ShiftView, ...]
    others: tuple[ShiftView, ...]
    unresolved: int = 0
    threshold: int = 0  # baisa; a variance beyond it asks for the manager


@dataclass(frozen=True, slots=True)
class ClosingView:
    """A shift to be closed, as it stands."""

    view: ShiftView
    unresolved: int
    threshold: int


class TillDoor(ApprovalDoor):
    """`given` is what a manager entered where one has to agree; whether it holds is proved here."""

    def look(self, who: SignedIn) -> TillView:
        """Raises Refused `clock_went_back` while the clock cannot be believed."""
        with self._desk.store.reading() as connection:
            refuse_clock_gone_back(self._desk, connection)
        waiting = waiting_shifts(self._desk, who)
        moment = self._desk.clock.now()
        own = [view for view in waiting if view.shift.operator_id == who.operator_id]
        now = next((view for view in reversed(own) if is_running(view.shift, moment)), None)
        forgotten = tuple(view for view in waiting if not is_running(view.shift, moment))
        others = tuple(view for view in waiting if view not in own and view not in forgotten)
        unresolved = unresolved_cards(self._desk, now.shift.id) if now is not None else 0
        return TillView(now, forgotten, others, unresolved, self._threshold())

    def look_at(self, who: SignedIn, shift_id: UUID) -> ClosingView:
        view = look_at_shift(self._desk, who, shift_id)
        assert view is not None  # named by its id, it is there or refused
        return ClosingView(view, unresolved_cards(self._desk, shift_id), self._threshold())

    def open(self, who: SignedIn, opening_float: int, pieces: Mapping[int, int]) -> TillView:
        open_shift(self._desk, who, opening_float, pieces)
        return self.look(who)

    def move(self, who: SignedIn, wanted: MovementWanted, given: ApprovalGiven | None) -> TillView:
        move_cash(
            self._desk,
            who,
            wanted.kind,
            wanted.amount,
            source=wanted.source,
            entity=wanted.entity,
            reason=wanted.reason,
            slip=wanted.slip,
            approval=self._proved_if(given),
        )
        return self.look(who)

    def entities(self, who: SignedIn, kind: MoveKind) -> list[EntityLine]:
        """With their money for managers alone: held money tells an operator much of what his drawer should hold."""
        amounts: dict[str, int] = {}
        if Role.MANAGER in who.roles:
            read = claimed_from_entities if kind is MoveKind.ENTITY_REFUND else held_for_entities
            amounts = read(self._desk, who)
        known = self._desk.catalogue.entities
        return [EntityLine(code, entity.name, amounts.get(code, 0)) for code, entity in known.items()]

    def lock(
        self,
        who: SignedIn,
        shift_id: UUID,
        pieces: Mapping[int, int],
        terminal_total: int | None,
        given: ApprovalGiven | None,
    ) -> ClosingView:
        lock_count(self._desk, who, shift_id, pieces, terminal_total, self._proved_if(given))
        return self.look_at(who, shift_id)

    def close(
        self, who: SignedIn, shift_id: UUID, reason: str, later: bool, given: ApprovalGiven | None
    ) -> ClosingView:
        approval = self._proved_if(given)
        close_shift(self._desk, who, shift_id, reason=reason, approval=approval, approve_later=later)
        return self.look_at(who, shift_id)

    def colleagues(self, view: ShiftView) -> list[OperatorTile]:
        """Everybody who may take over from the shift's operator."""
        return [tile_of(one) for one in list_operators(self._desk) if one.id != view.shift.operator_id]

    def prove(self, operator_id: str, pin: str) -> SignedIn:
        return sign_in(self._desk, UUID(operator_id), pin)

    def hand_over(
        self,
        who: SignedIn,
        shift_id: UUID,
        incoming: SignedIn,
        pieces: Mapping[int, int],
        reason: str,
        later: bool,
        given: ApprovalGiven | None,
    ) -> SignedIn:
        approval = self._proved_if(given)
        hand_over(self._desk, who, shift_id, incoming, pieces, reason=reason, approval=approval, approve_later=later)
        return incoming

    def report(self, who: SignedIn) -> ReadyPaper:
        return prepare_x_report(self._desk, who)

    def z_report(self, who: SignedIn, shift_id: UUID) -> ReadyPaper:
        from sanad_desk.usecases.z_report import prepare_z_report

        return prepare_z_report(self._desk, who, shift_id)

    def believe_clock(self, who: SignedIn, given: ApprovalGiven) -> None:
        """Raises AuthError or DomainError where the approval does not hold."""
        accept_clock(self._desk, who, self._proved(given))

    def _proved_if(self, given: ApprovalGiven | None) -> Approval | None:
        return self._proved(given) if given is not None else None

    def _threshold(self) -> int:
        centre, _, _ = self._desk.identity()
        return centre.variance_threshold
