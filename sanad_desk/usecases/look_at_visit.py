"""A visit as the page shows it: customer, cases with their checklists, the bill, and what blocks payment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Catalogue, Entity, Service
from sanad_desk.domain.charges import Bill, VatMode, quote
from sanad_desk.domain.checklist import Checklist, build_checklist
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.customer_account import NO_ACCOUNT, CustomerAccount
from sanad_desk.domain.visit import Case, Visit
from sanad_desk.store import customers, visits
from sanad_desk.store.customer_accounts import account_of
from sanad_desk.usecases.open_desk import OpenDesk


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its service and its rows."""

    case: Case
    service: Service
    entity: Entity
    checklist: Checklist


@dataclass(frozen=True, slots=True)
class VisitView:
    """Everything the page shows, ready made; `blocks` are codes with parameters, nearest first."""

    visit: Visit
    customer: Customer | None
    representative: Customer | None
    cases: tuple[CaseView, ...]
    bill: Bill
    blocks: tuple[tuple[str, int, str], ...]  # (code, case position or -1, row key)
    account: CustomerAccount = NO_ACCOUNT  # the customer's


@dataclass(frozen=True, slots=True)
class Shown:
    """What was made of a draft; true as long as its bytes, the catalogue and the tax are the same."""

    document: bytes
    catalogue: Catalogue
    mode: VatMode
    visit: Visit
    cases: tuple[CaseView, ...]
    bill: Bill


def look_at_visit(desk: OpenDesk, visit_id: UUID) -> VisitView:
    """Reads a visit; raises Refused when it was paid or dropped."""
    with desk.store.reading() as connection:
        return view_in_hand(desk, connection, visit_id)


def view_in_hand(desk: OpenDesk, connection: Connection, visit_id: UUID) -> VisitView:
    """The view of a stored visit; the one shown last needs not be made again only to be paid."""
    document = visits.document_of(connection, visit_id)
    shown = _shown(desk, document)
    if shown is not None:
        return _view(connection, shown.visit, shown.cases, shown.bill)
    return view_of(desk, connection, visits.read(document), document)


def visit_in_hand(desk: OpenDesk, visit_id: UUID) -> Visit:
    """The visit as it was shown last, which costs nothing, or as it is stored; raises Refused like `look_at_visit`."""
    shown = desk.shown
    if isinstance(shown, Shown) and shown.visit.id == visit_id:
        return shown.visit
    with desk.store.reading() as connection:
        return visits.load(connection, visit_id)


def view_of(desk: OpenDesk, connection: Connection, visit: Visit, document: bytes = b"") -> VisitView:
    """The view of a visit, remembered where the bytes it stands in are given."""
    mode = _mode(desk)
    cases = tuple(_case_view(desk, case) for case in visit.cases)
    bill = quote(desk.catalogue, visit.cases, mode)
    if document:
        desk.shown = Shown(document, desk.catalogue, mode, visit, cases, bill)
    return _view(connection, visit, cases, bill)


def _mode(desk: OpenDesk) -> VatMode:
    return desk.centre.vat_mode if desk.centre else VatMode.OFF


def _shown(desk: OpenDesk, document: bytes) -> Shown | None:
    shown = desk.shown
    if isinstance(shown, Shown) and shown.document == document:
        return shown if shown.catalogue is desk.catalogue and shown.mode is _mode(desk) else None
    return None


def _view(connection: Connection, visit: Visit, cases: tuple[CaseView, ...], bill: Bill) -> VisitView:
    customer = customers.load(connection, visit.customer_id) if visit.customer_id else None
    representative = customers.load(connection, visit.representative_id) if visit.representative_id else None
    account = account_of(connection, visit.customer_id)
    return VisitView(visit, customer, representative, cases, bill, _blocks(visit, cases, bill), account)


def _case_view(desk: OpenDesk, case: Case) -> CaseView:
    service = desk.catalogue.service(case.service_code)
    return CaseView(case, service, desk.catalogue.entity_of(service), build_checklist(desk.catalogue, case))


def _blocks(visit: Visit, cases: tuple[CaseView, ...], bill: Bill) -> tuple[tuple[str, int, str], ...]:
    blocks: list[tuple[str, int, str]] = []
    if not cases:
        return (("visit_empty", -1, ""),)
    # Printed pages are sold to anybody; everything else is done for somebody.
    if visit.customer_id is None and any(a.unit != "page" for c in visit.cases for a in c.actions):
        blocks.append(("customer_missing", -1, ""))
    for position, view in enumerate(cases):
        blocks += [("checklist_open", position, row.key) for row in view.checklist.missing]
    blocks += [(code, case_position, f"action:{action}") for code, case_position, action in bill.open]
    return tuple(blocks)


def change_visit(desk: OpenDesk, visit_id: UUID, change: Callable[[Visit, Connection], Visit]) -> VisitView:
    """Loads a visit, changes it, writes it through and shows it, in one unit of work."""
    with desk.store.unit_of_work() as unit:
        before = visits.document_of(unit.connection, visit_id)
        shown = _shown(desk, before)
        visit = change(visits.read(before) if shown is None else shown.visit, unit.connection)
        view = view_of(desk, unit.connection, visit, visits.save(unit.connection, visit, desk.clock.now()))
        unit.commit()
    return view
