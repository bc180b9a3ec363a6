"""Working through a checklist: a row done, undone, or let pass by a manager; what is half typed survives a crash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.checklist import RowKind, build_checklist, check_outcome
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.promised_day import check_day
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.visit import RowState, Visit
from sanad_desk.store import visits
from sanad_desk.usecases.approve import Approval, must_be_listed
from sanad_desk.usecases.look_at_visit import VisitView, change_visit, view_of
from sanad_desk.usecases.open_desk import OpenDesk, append, must_be_manager, shift_in_hand
from sanad_desk.wire.entries import OverrideApproved

LONGEST_STEP_S = 3600  # longer is a break, not work


def complete_step(
    desk: OpenDesk,
    who: SignedIn,
    visit_id: UUID,
    case_id: UUID,
    row_key: str,
    outcome: str,
    *,
    value: str = "",
    valid_until: str = "",
) -> VisitView:
    """Settles a row; raises DomainError where the outcome or what was typed cannot be, and keeps the row open."""
    now = desk.clock.now()

    def change(visit: Visit, _: Connection) -> Visit:
        case = visit.case(case_id)
        seconds = min(max(now - case.row_opened_at, 0) // 1000, LONGEST_STEP_S)
        state = RowState(row_key, outcome, value, valid_until, now, seconds)
        checklist = build_checklist(desk.catalogue, case)
        checked = check_outcome(checklist, state)
        if checklist.row(row_key).kind is RowKind.HANDOVER and checked.value:
            check_day(date.fromisoformat(checked.value), business_date_at(now), "value")
        return _without_typed(visit.with_case(case.with_row(checked)), row_key)

    return change_visit(desk, visit_id, change)


def reopen_step(desk: OpenDesk, who: SignedIn, visit_id: UUID, case_id: UUID, row_key: str) -> VisitView:
    """Opens a settled row again; rows behind its answer go with it."""

    def change(visit: Visit, _: Connection) -> Visit:
        case = visit.case(case_id).without_row(row_key)
        return visit.with_case(replace(case, row_opened_at=desk.clock.now()))

    return change_visit(desk, visit_id, change)


def override_step(
    desk: OpenDesk, who: SignedIn, visit_id: UUID, case_id: UUID, row_key: str, approval: Approval
) -> VisitView:
    """A manager lets a required row pass, with a reason, on the record at once."""
    must_be_manager(approval.manager)
    now = desk.clock.now()
    with desk.store.unit_of_work() as unit:
        shift = shift_in_hand(desk, unit.connection, who)
        visit = visits.load(unit.connection, visit_id)
        case = visit.case(case_id)
        checklist = build_checklist(desk.catalogue, case)
        must_be_listed(approval.reason, sensitive=checklist.sensitive)
        row = checklist.row(row_key)
        if not row.required or row.settled:
            raise Refused("row_needs_no_override", row=row_key)
        manager = approval.manager.operator_id
        state = RowState(row_key, "overridden", at=now, reason=approval.reason, approved_by=manager)
        visit = _without_typed(visit.with_case(case.with_row(state)), row_key)
        fact = OverrideApproved("row", case_id.bytes, row_key, approval.reason, manager.bytes)
        append(desk, unit, fact, who, shift)
        visits.save(unit.connection, visit, now)
        view = view_of(desk, unit.connection, visit)
        unit.commit()
    return view


def note_typing(desk: OpenDesk, who: SignedIn, visit_id: UUID, focus: str, typed: Mapping[str, str]) -> None:
    """Keeps what is half typed and where the cursor is, so that a crash costs nothing."""
    change_visit(desk, visit_id, lambda visit, _: replace(visit, focus=focus, typed=dict(typed)))


def _without_typed(visit: Visit, row_key: str) -> Visit:
    return replace(visit, typed={name: text for name, text in visit.typed.items() if name != row_key})
