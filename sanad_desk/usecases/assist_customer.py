"""Showing a customer how to do it himself: he pays nothing, the case leaves the visit, and he takes a sheet along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sanad_desk.domain.catalogue import Action, FeeBasis, Service, ServiceStep, StepKind
from sanad_desk.domain.checklist import RowKind, open_steps
from sanad_desk.domain.errors import Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import visits
from sanad_desk.usecases.look_at_visit import CaseView, VisitView, view_of
from sanad_desk.usecases.open_case import without_case
from sanad_desk.usecases.open_desk import OpenDesk, append, refuse_clock_gone_back
from sanad_desk.usecases.paper_names import as_text
from sanad_desk.wire.follow_facts import CustomerAssisted

if TYPE_CHECKING:
    from sanad_desk.receipts.self_help_sheet import SelfHelpSheet


@dataclass(frozen=True, slots=True)
class Assisted:
    """The visit without the case, and the sheet to print."""

    view: VisitView
    sheet: SelfHelpSheet


def assist_customer(desk: OpenDesk, who: SignedIn, visit_id: UUID, case_id: UUID, language: str = "ar") -> Assisted:
    """`language` is the sheet's, `ar` or `en`.

    Raises Refused: case_missing, case_already_begun of one that was paid for before, visit_gone, visit_already_paid,
    clock_went_back.
    """
    with desk.store.unit_of_work() as unit:
        refuse_clock_gone_back(desk, unit.connection)
        before = view_of(desk, unit.connection, visits.load(unit.connection, visit_id))
        before.visit.case(case_id)
        view = next(view for view in before.cases if view.case.id == case_id)
        if view.case.followed is not None:
            raise Refused("case_already_begun")
        sheet = _sheet(desk, view, language)
        append(desk, unit, CustomerAssisted(view.case.service_code, case_id.bytes), who, None)
        visit = without_case(before.visit, case_id)
        left = view_of(desk, unit.connection, visit, visits.save(unit.connection, visit, desk.clock.now()))
        unit.commit()
    return Assisted(left, sheet)


def _sheet(desk: OpenDesk, view: CaseView, language: str) -> SelfHelpSheet:
    from sanad_desk.receipts.self_help_sheet import SelfHelpSheet  # loads what shapes letters

    own, _, _ = desk.identity()
    rows, steps = view.checklist.rows, open_steps(view.service, view.case)
    return SelfHelpSheet(
        language=language,
        centre_name=as_text(own.name),
        phone=own.phone,
        service=as_text(view.service.name),
        entity=as_text(view.entity.name),
        portal=view.entity.portal_name,
        address=view.entity.portal_url,
        papers=tuple(as_text(row.text) for row in rows if row.kind is RowKind.PAPER),
        fields=tuple(as_text(row.text) for row in rows if row.kind is RowKind.FIELD),
        steps=tuple((_usual_kind(view.service, step), as_text(step.note)) for step in steps),
        fee=_fee(view, business_date_at(desk.clock.now())),
    )


def _usual_kind(service: Service, step: ServiceStep) -> str:
    """The words of a default flow tell a clerk what to do for somebody else; a service's own say it to anybody."""
    is_usual = bool(service.flow) and step.kind not in (StepKind.VISIT, StepKind.CONSENT)
    return step.kind.value if is_usual or step.kind is StepKind.REFERENCE else ""


def _fee(view: CaseView, today: date) -> int | None:
    """With what is paid once the entity has approved, though nobody asked for that yet."""
    drafts = view.case.actions
    known = [None if part.amount is None else part.total for draft in drafts for part in draft.government]
    if all(draft.action is not Action.PAY for draft in drafts):
        later = view.service.fees(Action.PAY, today)
        known += [fee.amount if fee.basis is FeeBasis.FIXED else None for fee in later]
    amounts = [amount for amount in known if amount is not None]
    return sum(amounts) if len(amounts) == len(known) else None
