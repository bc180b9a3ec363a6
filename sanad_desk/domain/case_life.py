"""The life of a case (FIELD.md §6): its states, the moves that make sense between them, and what it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.errors import DomainError, Refused
from sanad_desk.domain.shift import business_date_at


class CaseState(StrEnum):
    """Where a case stands; draft and the first ready lie in a visit, all others in the journal."""

    DRAFT = "draft"
    READY = "ready"  # complete, and still to be done in the portal
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"  # awaits payment
    PAID = "paid"
    ISSUED = "issued"  # what was asked for is here, and its customer is not
    DONE = "done"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class Move(StrEnum):
    """What happens to a case; the words stand in the journal."""

    SUBMIT = "submit"  # what was put off is done in the portal now
    REVIEW = "review"
    RETURN = "return"
    RESEND = "resend"
    APPROVE = "approve"
    PAY = "pay"
    ISSUE = "issue"
    FINISH = "finish"
    TURN_DOWN = "turn_down"  # by the entity
    HOLD = "hold"
    RESUME = "resume"
    CANCEL = "cancel"
    CLAIM_REFUND = "claim_refund"
    REFUND = "refund"
    REOPEN = "reopen"
    REMIND = "remind"
    PROMISE = "promise"
    REFER = "refer"  # the portal's reference became known, or was typed wrong
    TAKE_BACK = "take_back"  # the recording of what paid it: written with that, and said by nobody


class WaitsFor(StrEnum):
    """Who has to do something now."""

    US = "us"
    CUSTOMER = "customer"
    ENTITY = "entity"
    MONEY = "money"
    HANDOVER = "handover"


_S = CaseState
CLOSED = frozenset({_S.DONE, _S.CANCELLED, _S.REFUNDED})
_AT_ENTITY = frozenset({_S.SUBMITTED, _S.IN_REVIEW})
_BEFORE_END = frozenset({_S.READY, *_AT_ENTITY, _S.RETURNED, _S.APPROVED, _S.PAID, _S.ISSUED})
OPEN = _BEFORE_END | {_S.ON_HOLD, _S.REFUND_DUE}
# From which states a move makes sense, and where it leads; none: see `_target`.
MOVES: Mapping[Move, tuple[frozenset[CaseState], CaseState | None]] = {
    Move.SUBMIT: (frozenset({_S.READY}), None),
    Move.REVIEW: (frozenset({_S.SUBMITTED}), _S.IN_REVIEW),
    Move.RETURN: (_AT_ENTITY | {_S.PAID}, _S.RETURNED),
    Move.RESEND: (frozenset({_S.RETURNED}), _S.SUBMITTED),
    Move.APPROVE: (_AT_ENTITY, _S.APPROVED),
    Move.PAY: (frozenset({_S.APPROVED}), _S.PAID),
    Move.ISSUE: (_AT_ENTITY | {_S.PAID}, _S.ISSUED),
    Move.FINISH: (_AT_ENTITY | {_S.PAID, _S.ISSUED}, _S.DONE),
    Move.TURN_DOWN: (_AT_ENTITY | {_S.RETURNED, _S.APPROVED, _S.PAID}, _S.CANCELLED),
    Move.HOLD: (_BEFORE_END, _S.ON_HOLD),
    Move.RESUME: (frozenset({_S.ON_HOLD}), None),
    Move.CANCEL: (_BEFORE_END | {_S.ON_HOLD}, _S.CANCELLED),
    Move.CLAIM_REFUND: (_BEFORE_END | {_S.ON_HOLD, _S.CANCELLED}, _S.REFUND_DUE),
    Move.REFUND: (frozenset({_S.REFUND_DUE}), _S.REFUNDED),
    Move.REOPEN: (CLOSED, None),
    Move.REMIND: (OPEN, None),
    Move.PROMISE: (OPEN, None),
    Move.REFER: (OPEN, None),
    Move.TAKE_BACK: (frozenset(), None),
}
# What is most likely done next, for one keystroke; money that is waited for is charged, not only noted.
NEXT_MOVE: Mapping[CaseState, Move] = {
    _S.READY: Move.SUBMIT,
    _S.SUBMITTED: Move.APPROVE,
    _S.IN_REVIEW: Move.APPROVE,
    _S.RETURNED: Move.RESEND,
    _S.APPROVED: Move.PAY,
    _S.PAID: Move.ISSUE,
    _S.ISSUED: Move.FINISH,
    _S.ON_HOLD: Move.RESUME,
    _S.REFUND_DUE: Move.REFUND,
}
ENDS = frozenset({Move.CANCEL, Move.TURN_DOWN})
_GOES_BACK = frozenset({Move.RESUME, Move.REOPEN})
STAYS = frozenset({Move.REMIND, Move.PROMISE, Move.REFER})
FOR_MANAGERS = frozenset({Move.REOPEN})
# What carrying out an action in the portal makes of a case.
_SENT_AS: Mapping[Action, CaseState] = {Action.PAY: _S.PAID, Action.CANCEL: _S.CANCELLED}

HOLD_REASONS = (
    "portal_down",
    "no_line",
    "waiting_code",
    "customer_unreachable",
    "waiting_entity",
    "missing_paper",
    "payment_uncertain",
)
RETURN_REASONS = ("paper_missing", "paper_unclear", "data_wrong", "fee_wrong", "not_entitled", "entity_asks")
CANCEL_REASONS = ("customer_withdrew", "entered_twice", "never_came_back", "done_elsewhere")
TURN_DOWN_REASONS = ("not_entitled", "papers_refused", "too_late", "no_reason_given")
TAKEN_BACK = "taken_back"  # a receipt went back, and the entity has some of its money
REASONS: Mapping[Move, tuple[str, ...]] = {
    Move.HOLD: HOLD_REASONS,
    Move.RETURN: RETURN_REASONS,
    Move.CANCEL: CANCEL_REASONS,
    Move.TURN_DOWN: TURN_DOWN_REASONS,
    Move.CLAIM_REFUND: ("entity_turned_down", "portal_failed", "customer_withdrew"),
    Move.REOPEN: ("closed_by_mistake", "entity_came_back"),
}
_HOLD_WAITS: Mapping[str, WaitsFor] = {
    "portal_down": WaitsFor.ENTITY,
    "no_line": WaitsFor.US,
    "waiting_entity": WaitsFor.ENTITY,
    "payment_uncertain": WaitsFor.MONEY,
}
_CUSTOMER_BRINGS = frozenset({"paper_missing", "paper_unclear"})


# Entities take up to one or two weeks (FIELD.md §1.2); no case lies longer there unasked because nobody promised a day.
LONGEST_REVIEW = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as its last fact left it; amounts in baisa, instants in milliseconds UTC.

    `turn` counts the facts of the case as far as their writer knew them: of two desks' words the later turn holds.
    """

    case_id: UUID
    reference: str
    service_code: str
    entity: str
    customer_id: UUID | None
    representative_id: UUID | None
    state: CaseState
    before: CaseState | None  # what a hold or an end interrupted
    action: Action  # the last one that was charged
    reason: str
    promised: date | None
    remind_on: date | None
    portal_reference: str
    amount: int  # that is waited for: a fee after approval, a refund
    begun_at: int
    since: int  # when it came into this state
    turn: int
    moved_at: int = 0
    moved_by: UUID | None = None
    before_reason: str = ""  # why it was what it was before

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def uninterrupted(self) -> CaseState:
        """What it is but for a hold: a held case that is cancelled opens again as what it was before."""
        return self.before if self.state is CaseState.ON_HOLD and self.before else self.state

    @property
    def uninterrupted_reason(self) -> str:
        return self.before_reason if self.state is CaseState.ON_HOLD else self.reason

    @property
    def precedence(self) -> tuple[int, int, str]:
        """Of several desks' words the highest holds: the same everywhere, whatever the clocks say."""
        return self.turn, self.moved_at, str(self.moved_by)

    @property
    def is_claimed(self) -> bool:
        """A reversal found that the entity has some of its money."""
        return self.state is CaseState.REFUND_DUE and self.reason == TAKEN_BACK

    def is_overdue(self, today: date) -> bool:
        """It still lies with the entity, and what was promised has passed, or what a review may take."""
        at_entity = self.state in _AT_ENTITY or self.state is CaseState.PAID
        return at_entity and (self.promised or business_date_at(self.since) + LONGEST_REVIEW) < today

    def is_due(self, today: date) -> bool:
        """A reminder was set for today or a day before."""
        return self.is_open and self.remind_on is not None and self.remind_on <= today


def waits_for(standing: Standing, today: date) -> WaitsFor | None:
    """None where nobody waits any more; what is overdue with an entity is ours to ask for."""
    state = standing.state
    if not standing.is_open:
        return None
    if state is CaseState.ON_HOLD:
        return _HOLD_WAITS.get(standing.reason, WaitsFor.CUSTOMER)
    if state is CaseState.RETURNED:
        return WaitsFor.CUSTOMER if standing.reason in _CUSTOMER_BRINGS else WaitsFor.US
    if state in (CaseState.APPROVED, CaseState.REFUND_DUE):
        return WaitsFor.MONEY
    if state is CaseState.ISSUED:
        return WaitsFor.HANDOVER
    if state is CaseState.READY or standing.is_overdue(today):
        return WaitsFor.US
    return WaitsFor.ENTITY


def moves_from(state: CaseState) -> tuple[Move, ...]:
    """All that make sense there."""
    return tuple(move for move, (sources, _) in MOVES.items() if state in sources)


def refuse_senseless(state: CaseState, move: Move) -> None:
    """Raises Refused: move_makes_no_sense(state, move)."""
    if state not in MOVES[move][0]:
        raise Refused("move_makes_no_sense", state=state.value, move=move.value)


def ends(standing: Standing, move: Move) -> bool:
    """Whether nothing comes of the case after a move: what is still held for it goes back to its customer."""
    return _target(standing, move) is CaseState.CANCELLED


def check_reason_of(move: Move, reason: str) -> None:
    """Raises DomainError: reason_missing, reason_must_be_listed."""
    listed = REASONS.get(move, ())
    if listed and not reason:
        raise DomainError("reason_missing", field="reason")
    if reason and reason not in listed:
        raise DomainError("reason_must_be_listed", field="reason")


def move_case(
    standing: Standing,
    move: Move,
    now: int,
    *,
    reason: str = "",
    amount: int = 0,
    promised: date | None = None,
    remind_on: date | None = None,
    portal_reference: str = "",
) -> Standing:
    """The standing after a move; what a move does not say stays, but a reminder ends with the next true move.

    `amount` is what the entity asks for or owes; of a case that ends, what its customer gets back before it has ended.

    Raises Refused: move_makes_no_sense; DomainError: reason_missing, reason_must_be_listed, date_missing,
    amount_missing, reference_missing.
    """
    refuse_senseless(standing.state, move)
    check_reason_of(move, reason)
    if move is Move.PROMISE and promised is None:
        raise DomainError("date_missing", field="promised")
    if move is Move.CLAIM_REFUND and amount <= 0:
        raise DomainError("amount_missing", field="amount")
    if move is Move.REFER and not portal_reference:
        raise DomainError("reference_missing", field="reference")
    moved = replace(
        standing,
        promised=promised or standing.promised,
        portal_reference=portal_reference or standing.portal_reference,
        turn=standing.turn + 1,
    )
    if move in STAYS:
        return replace(moved, remind_on=remind_on if move is Move.REMIND else standing.remind_on)
    state = CaseState.REFUND_DUE if amount and ends(standing, move) else _target(standing, move)
    interrupts = state is CaseState.ON_HOLD or state in CLOSED
    return replace(
        moved,
        state=state,
        before=standing.uninterrupted if interrupts else None,
        reason=standing.before_reason if move in _GOES_BACK else reason,
        before_reason=standing.uninterrupted_reason if interrupts else "",
        amount=_awaited(standing, move, state, amount),
        remind_on=remind_on,
        since=now,
    )


def _awaited(standing: Standing, move: Move, state: CaseState, amount: int) -> int:
    """What is paused is owed all the same."""
    if move in (Move.HOLD, Move.RESUME):
        return standing.amount
    return amount if state in (CaseState.APPROVED, CaseState.REFUND_DUE) else 0


def _target(standing: Standing, move: Move) -> CaseState:
    target = MOVES[move][1]
    if target is not None:
        return target
    if move is Move.SUBMIT:
        return _SENT_AS.get(standing.action, CaseState.SUBMITTED)
    return standing.before or CaseState.SUBMITTED


def after_transaction(
    before: CaseState | None,
    actions: tuple[Action, ...],
    portal_outcome: str,
    *,
    comes_later: bool,
    collects: bool,
    held: int = 0,
) -> CaseState:
    """What a paid visit makes of a case; `before` is None for one that begins with it.

    `comes_later`: the entity takes its time. `collects`: the customer comes again for what was asked for.
    `held`: what the centre held for the case until then, in baisa; it goes back before the case has ended.
    """
    if portal_outcome != "done":
        return CaseState.READY
    if before is not None:
        is_early = actions[-1] is Action.PAY and before not in MOVES[Move.PAY][0]
        state = CaseState.SUBMITTED if is_early else _SENT_AS.get(actions[-1], CaseState.SUBMITTED)
        return CaseState.REFUND_DUE if state is CaseState.CANCELLED and held else state
    if comes_later:
        return CaseState.SUBMITTED
    return CaseState.ISSUED if collects else CaseState.DONE


def after_taken_back(standing: Standing, now: int) -> Standing:
    """A paid case whose payment was recorded wrongly: its fee lies here, and is still to be paid in the portal."""
    unpaid = replace(standing, action=Action.PAY, turn=standing.turn + 1)
    if standing.state is CaseState.ON_HOLD:
        return replace(unpaid, before=CaseState.READY, before_reason="")
    return replace(unpaid, state=CaseState.READY, before=None, reason="", before_reason="", remind_on=None, since=now)


def after_reversal(
    standing: Standing, sold_turn: int, found: CaseState | None, *, due: int, is_whole: bool, held: bool
) -> CaseState | None:
    """What taking back charges of a sale makes of its case; None where it stays as it is.

    `sold_turn` and `found`: the case's turn with that sale, and the state which a later action had found. `due`: what
    the entity is to give back, in baisa. `is_whole`: nothing of the sale is left for the case, or no fee of one that
    waits for its fees. `held`: by other receipts the centre still holds money for it.
    """
    if due:
        return CaseState.REFUND_DUE
    if not is_whole or standing.is_claimed:
        return None
    went_on = standing.turn > sold_turn
    if standing.state is CaseState.REFUND_DUE and went_on:
        return None if held else CaseState.REFUNDED
    has_ended = standing.state in (CaseState.CANCELLED, CaseState.REFUNDED)
    if has_ended and went_on:
        return None
    return found or CaseState.CANCELLED
