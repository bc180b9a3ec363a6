"""Moving money without a customer: into and out of the drawer, to the safe, the bank and the entities."""

from __future__ import annotations

from sqlalchemy import Connection

from sanad_desk.domain.cash_movement import (
    NAMES_ENTITY,
    NEEDS_APPROVAL_ABOVE_THRESHOLD,
    NEEDS_REASON,
    SOURCES,
    MoveKind,
    touches_drawer,
)
from sanad_desk.domain.digits import clean_text
from sanad_desk.domain.errors import DomainError, Refused, at_field
from sanad_desk.domain.identity import LONGEST_REFERENCE
from sanad_desk.domain.ledger import DRAWER, GOVERNMENT_FEES_HELD, REFUND_DUE, REFUNDS_OWED
from sanad_desk.domain.money import check_baisa
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.reports.sums import balance_of
from sanad_desk.usecases.approve import Approval, check_reason, must_be_second, must_still_be_manager
from sanad_desk.usecases.close_day import refuse_closed_today
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back, shift_in_hand
from sanad_desk.wire.entries import CashMoved


def move_cash(
    desk: OpenDesk,
    who: SignedIn,
    kind: MoveKind,
    amount: int,
    *,
    source: str = "",
    entity: str = "",
    reason: str = "",
    slip: str = "",
    approval: Approval | None = None,
) -> None:
    """The drawer is that of the operator's own shift; whatever leaves safe, bank or card is for managers.

    Raises Refused: movement_needs_manager(threshold), drawer_too_low, more_than_account(account, available),
    shift_not_open, day_closed; AuthError; DomainError: amount_missing, source_not_allowed, entity_missing,
    reason_missing.
    """
    source = source or SOURCES[kind][0]
    _check(desk, kind, amount, source, entity)
    reason = check_reason(reason) if kind in NEEDS_REASON or reason.strip() else ""
    slip = clean_text(slip)
    if len(slip) > LONGEST_REFERENCE:
        raise DomainError("reference_too_long", limit=LONGEST_REFERENCE, field="slip")
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        shift = shift_in_hand(desk, unit.connection, who) if touches_drawer(kind, source) else None
        if shift is None:
            must_still_be_manager(unit.connection, who)
            refuse_closed_today(desk, unit.connection)
        _refuse_unapproved(desk, unit.connection, who, kind, amount, approval)
        _refuse_more_than_there_is(unit.connection, kind, amount, source, entity, shift.id.hex if shift else "")
        approved_by = approval.manager.operator_id.bytes if approval else None
        append(desk, unit, CashMoved(kind.value, source, amount, entity, reason, slip, approved_by), who, shift)
        unit.commit()


def _check(desk: OpenDesk, kind: MoveKind, amount: int, source: str, entity: str) -> None:
    with at_field("amount"):
        if not check_baisa(amount):
            raise DomainError("amount_missing")
    if source not in SOURCES[kind]:
        raise DomainError("source_not_allowed", source=source, field="source")
    if (kind in NAMES_ENTITY) != (entity in desk.catalogue.entities):
        raise DomainError("entity_missing", field="entity")


def _refuse_unapproved(
    desk: OpenDesk, connection: Connection, who: SignedIn, kind: MoveKind, amount: int, approval: Approval | None
) -> None:
    centre, _, _ = desk.identity()
    if approval is not None:
        must_be_second(connection, who, approval)
    elif (
        kind in NEEDS_APPROVAL_ABOVE_THRESHOLD and amount > centre.movement_threshold and Role.MANAGER not in who.roles
    ):
        raise Refused("movement_needs_manager", threshold=centre.movement_threshold)


def _refuse_more_than_there_is(
    connection: Connection, kind: MoveKind, amount: int, source: str, entity: str, drawer: str
) -> None:
    if source == DRAWER and balance_of(connection, DRAWER, drawer) < amount:
        raise Refused("drawer_too_low")  # without the figure: the count is blind
    bounds = {
        MoveKind.REMITTANCE: (GOVERNMENT_FEES_HELD, entity, -1),
        MoveKind.ENTITY_REFUND: (REFUND_DUE, entity, 1),
        MoveKind.REFUND_PAID: (REFUNDS_OWED, "", -1),
        MoveKind.CARD_SETTLED: (source, "", 1),
        MoveKind.TRANSFER_SETTLED: (source, "", 1),
    }
    if kind in bounds:
        account, detail, sign = bounds[kind]
        available = sign * balance_of(connection, account, detail)
        if amount > available:
            raise Refused("more_than_account", account=account, available=max(available, 0), field="amount")
