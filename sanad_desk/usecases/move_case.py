"""Moving a case: every move is a fact with who, when and why, whichever desk the case was begun at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sanad_desk.domain import case_life
from sanad_desk.domain.case_life import CaseState, Move, Standing
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.digits import clean_text
from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.identity import check_reference
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.portal_payment_life import waits_for_payment
from sanad_desk.domain.promised_day import check_day
from sanad_desk.domain.shift import Shift, business_date_at
from sanad_desk.store.cases import held_of_case, latest_here, standing_fact
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.usecases.approve import Approval, check_reason, must_still_be_manager
from sanad_desk.usecases.case_standings import held_elsewhere, known_standing, refuse_unsettled
from sanad_desk.usecases.open_desk import OpenDesk, append, must_be_manager, refuse_clock_gone_back, running_shift
from sanad_desk.usecases.whole_centre import WholeCentre, reading_centre
from sanad_desk.wire.follow_facts import CaseMoved

_FOR_PAPERS = (Move.RETURN, Move.HOLD)


@dataclass(frozen=True, slots=True)
class MoveInput:
    """What is said of a case; `rows` are the papers it is returned or held for, by their keys, `amount` in baisa.

    `turn` is the one that was on the screen, 0 where nothing was: another one by now is refused.
    """

    case_id: UUID
    move: Move
    reason: str = ""
    remark: str = ""
    rows: tuple[str, ...] = ()
    amount: int = 0
    promised: date | None = None
    remind_on: date | None = None
    portal_reference: str = ""
    turn: int = 0


def move_case(desk: OpenDesk, who: SignedIn, asked: MoveInput, approval: Approval | None = None) -> Standing:
    """Needs no shift, as no money moves.

    Raises Refused: move_makes_no_sense(state, move), case_moved_meanwhile(reference), case_money_held(number),
    payment_unsettled(number), clock_went_back; AuthError: manager_needed; DomainError: case_unknown, reason_missing,
    reason_must_be_listed, date_missing, date_in_past, date_too_far(last), amount_missing, amount_negative,
    reference_missing, reference_too_long, papers_not_listed; of the remark no_free_text_here, and as
    check_reason.
    """
    with reading_centre(desk) as centre:
        standing = known_standing(centre, asked.case_id)
        refuse_unsure_end(centre, standing, asked.move)
        elsewhere = held_elsewhere(centre, asked.case_id, spent_by(standing, asked.move))
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift = running_shift(desk, unit.connection, who.operator_id)
        moved = write_move(desk, unit, who, shift, standing, asked, approval, elsewhere)
        unit.commit()
    return moved


def refuse_unsure_end(centre: WholeCentre, standing: Standing, move: Move) -> None:
    """Money that nobody knows the whereabouts of is found first; raises Refused: payment_unsettled(number)."""
    if waits_for_payment(standing, move):
        refuse_unsettled(centre.connections, standing)


def write_move(
    desk: OpenDesk,
    unit: UnitOfWork,
    who: SignedIn,
    shift: Shift | None,
    standing: Standing,
    asked: MoveInput,
    approval: Approval | None = None,
    elsewhere: int = 0,
) -> Standing:
    """Inside the caller's unit of work; `standing` is the latest of the centre, read before it was opened.

    `elsewhere` is what other desks hold for the case, in baisa: it counts where a case ends.
    """
    standing = latest_here(unit.connection, standing)
    if asked.turn and asked.turn != standing.turn:
        raise Refused("case_moved_meanwhile", reference=standing.reference)
    case_life.refuse_senseless(standing.state, asked.move)
    if asked.move in case_life.FOR_MANAGERS:
        _must_be_allowed(unit, who, approval)
    _check_days(desk, asked)
    moved = case_life.move_case(
        standing,
        asked.move,
        desk.clock.now(),
        reason=asked.reason,
        amount=_amount(unit, standing, asked, elsewhere),
        promised=asked.promised,
        remind_on=asked.remind_on,
        portal_reference=_reference(asked),
    )
    approved_by = approval.manager.operator_id.bytes if approval else None
    remark = _remark(desk, standing, asked)
    _check_rows(desk, standing, asked)
    fact = CaseMoved(asked.move, standing_fact(moved), remark, asked.rows, approved_by, asked.reason)
    append(desk, unit, fact, who, shift)
    return moved


def spent_by(standing: Standing, move: Move) -> Action | None:
    """The action that is done with a move: what was taken for it is its entity's, though the case ends by it."""
    return standing.action if move is Move.SUBMIT else None


def _must_be_allowed(unit: UnitOfWork, who: SignedIn, approval: Approval | None) -> None:
    if approval is not None:
        must_still_be_manager(unit.connection, approval.manager)
    elif Role.MANAGER in who.roles:
        must_still_be_manager(unit.connection, who)
    else:
        must_be_manager(who)


def _amount(unit: UnitOfWork, standing: Standing, asked: MoveInput, elsewhere: int) -> int:
    """A case that ends while the centre still holds money for it owes that to its customer."""
    if asked.amount < 0:
        raise DomainError("amount_negative", field="amount")
    ends = case_life.ends(standing, asked.move)
    if not ends and asked.move is not Move.REFUND:
        return asked.amount
    held, number = held_of_case(unit.connection, standing.case_id, spent_by(standing, asked.move))
    if asked.move is Move.REFUND and held and standing.state is CaseState.REFUND_DUE:
        raise Refused("case_money_held", number=number)
    return held + elsewhere if ends else 0


def _check_days(desk: OpenDesk, asked: MoveInput) -> None:
    today = business_date_at(desk.clock.now())
    check_day(asked.promised, today, "promised")
    check_day(asked.remind_on, today, "remind_on")


def _reference(asked: MoveInput) -> str:
    with at_field("reference"):
        return check_reference(asked.portal_reference).value if asked.portal_reference.strip() else ""


def _check_rows(desk: OpenDesk, standing: Standing, asked: MoveInput) -> None:
    """No free words reach the journal by them."""
    service = desk.catalogue.services.get(standing.service_code)
    known = service.paper_keys if service is not None and asked.move in _FOR_PAPERS else ()
    if not set(asked.rows).issubset(known):
        raise DomainError("papers_not_listed", field="rows")


def _remark(desk: OpenDesk, standing: Standing, asked: MoveInput) -> str:
    """Free words, but for a sensitive service (RD 6/2022, Art. 5)."""
    remark = clean_text(asked.remark)
    if not remark:
        return ""
    service = desk.catalogue.services.get(standing.service_code)
    if service is None or service.sensitive:
        raise DomainError("no_free_text_here", field="remark")
    with at_field("remark"):
        return check_reason(remark)
