"""Moving money without a customer: into and out of the drawer, to the safe, the bank and the entities."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.case_life import CaseState, Move, Standing
from sanad_desk.domain.cash_movement import NAMES_ENTITY, NAMES_RECEIPT, SOURCES, MoveKind, touches_drawer
from sanad_desk.domain.digits import clean_text
from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.identity import LONGEST_REFERENCE
from sanad_desk.domain.ledger import DRAWER, GOVERNMENT_FEES_HELD, REFUND_DUE, REFUNDS_OWED
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.receipt_number import parse_receipt_number
from sanad_desk.domain.shift import Shift
from sanad_desk.reports.sums import balance_of, balances_of
from sanad_desk.store import shifts
from sanad_desk.store.cases import held_of_case
from sanad_desk.store.reversals import claimed_cases, is_refund_waited_for, refund_left
from sanad_desk.store.unsettled_payments import has_unsure, reserved
from sanad_desk.usecases.approve import Approval, as_recorded, check_reason, must_be_second, must_still_be_manager
from sanad_desk.usecases.case_standings import latest_standing
from sanad_desk.usecases.close_day import refuse_closed_today
from sanad_desk.usecases.move_case import MoveInput, write_move
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back, shift_in_hand
from sanad_desk.usecases.whole_centre import reading_centre
from sanad_desk.wire.entries import CashMoved


def move_cash(
    desk: OpenDesk,
    who: SignedIn,
    kind: MoveKind,
    amount: int,
    *,
    source: str = "",
    entity: str = "",
    reason: str,
    slip: str = "",
    approval: Approval | None = None,
) -> None:
    """The drawer is that of the operator's own shift; whatever leaves safe, bank or card is for managers.

    What an entity paid back goes to its customer against the reversal's number as `slip`, and always with an approval.
    Raises Refused: movement_needs_manager(threshold), refund_needs_manager, drawer_too_low,
    more_than_account(account, available), refund_not_due(number, available), refund_not_back(available),
    shift_not_open, day_closed; AuthError; DomainError: amount_missing, source_not_allowed, entity_missing,
    reason_missing, receipt_unknown, reference_too_long.
    """
    source = source or SOURCES[kind][0]
    _check(desk, kind, amount, source, entity)
    reason, slip = check_reason(reason), _checked_slip(kind, slip)
    owed = _cases_owed(desk, slip) if kind in NAMES_RECEIPT else []
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift = shift_in_hand(desk, unit.connection, who) if touches_drawer(kind, source) else None
        if shift is None:
            must_still_be_manager(unit.connection, who)
            refuse_closed_today(desk, unit.connection)
        if kind in NAMES_RECEIPT:
            _refuse_what_is_not_owed(unit.connection, slip, amount)  # before anybody fetches the manager
        _refuse_unapproved(desk, unit.connection, who, shift, kind, amount, approval)
        _refuse_more_than_there_is(unit.connection, kind, amount, source, entity, shift.id.hex if shift else "")
        fact = CashMoved(kind.value, source, amount, entity, reason, slip, *as_recorded(approval))
        append(desk, unit, fact, who, shift)
        for standing in owed:
            if not _is_owed_more(unit.connection, standing.case_id):
                write_move(desk, unit, who, shift, standing, MoveInput(standing.case_id, Move.REFUND))
        unit.commit()


def _cases_owed(desk: OpenDesk, number: str) -> list[Standing]:
    """The cases that end once a reversal is paid out: no other desk owes their customer anything."""
    with reading_centre(desk) as centre:
        found = [
            latest_standing(centre, case_id)
            for case_id in claimed_cases(centre.own, number)
            if not any(_is_owed_more(other.connection, case_id) for other in centre.others)
        ]
    return [standing for standing in found if standing is not None and standing.state is CaseState.REFUND_DUE]


def _is_owed_more(connection: Connection, case_id: UUID) -> bool:
    is_held = held_of_case(connection, case_id)[0] > 0
    return is_held or is_refund_waited_for(connection, case_id) or has_unsure(connection, case_id)


def _check(desk: OpenDesk, kind: MoveKind, amount: int, source: str, entity: str) -> None:
    with at_field("amount"):
        if not check_baisa(amount):
            raise DomainError("amount_missing")
    if source not in SOURCES[kind]:
        raise DomainError("source_not_allowed", source=source, field="source")
    if (kind in NAMES_ENTITY) != (entity in desk.catalogue.entities):
        raise DomainError("entity_missing", field="entity")


def _checked_slip(kind: MoveKind, slip: str) -> str:
    with at_field("slip"):
        if kind in NAMES_RECEIPT:
            return str(parse_receipt_number(slip))
        slip = clean_text(slip)
        if len(slip) > LONGEST_REFERENCE:
            raise DomainError("reference_too_long", limit=LONGEST_REFERENCE)
        return slip


def _refuse_unapproved(
    desk: OpenDesk,
    connection: Connection,
    who: SignedIn,
    shift: Shift | None,
    kind: MoveKind,
    amount: int,
    approval: Approval | None,
) -> None:
    """Many small movements of a kind need a manager as one large one does; he himself moves what he likes."""
    centre, _, _ = desk.identity()
    if approval is not None:
        must_be_second(connection, who, approval)
    elif kind in NAMES_RECEIPT:
        raise Refused("refund_needs_manager")
    elif shift is not None and Role.MANAGER not in who.roles:
        so_far = shifts.moved_without_approval(connection, shift.id, kind)
        if so_far + amount > centre.movement_threshold:
            raise Refused("movement_needs_manager", threshold=centre.movement_threshold)


def _refuse_what_is_not_owed(connection: Connection, number: str, amount: int) -> None:
    """A customer gets what entities paid back: of that reversal, and never more than came back from all of them."""
    due = refund_left(connection, number)
    if amount > due:
        raise Refused("refund_not_due", number=number, available=due, field="slip")
    still_claimed = sum(balances_of(connection, REFUND_DUE).values())
    back = -balance_of(connection, REFUNDS_OWED) - still_claimed
    if amount > back:
        raise Refused("refund_not_back", available=max(back, 0), field="amount")


def _refuse_more_than_there_is(
    connection: Connection, kind: MoveKind, amount: int, source: str, entity: str, drawer: str
) -> None:
    bounds = {
        MoveKind.REMITTANCE: (GOVERNMENT_FEES_HELD, entity, -1),
        MoveKind.ENTITY_REFUND: (REFUND_DUE, entity, 1),
        MoveKind.CARD_SETTLED: (source, "", 1),
        MoveKind.TRANSFER_SETTLED: (source, "", 1),
    }
    if kind in bounds:
        account, detail, sign = bounds[kind]
        available = sign * balance_of(connection, account, detail)
        if kind is MoveKind.REMITTANCE:  # what a portal may have taken already is not handed over as well
            available -= reserved(connection, entity)
        if amount > available:
            raise Refused("more_than_account", account=account, available=max(available, 0), field="amount")
    # Last, and without the figure: what is refused only for the drawer would otherwise tell what lies there.
    if source == DRAWER and balance_of(connection, DRAWER, drawer) < amount:
        raise Refused("drawer_too_low")
