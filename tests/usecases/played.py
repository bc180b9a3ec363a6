"""Playing a customer at the counter in few words: a visit ready to be paid, and its payment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sanad_desk.domain.case_life import Move
from sanad_desk.domain.catalogue import Action, FeeBasis, Words
from sanad_desk.domain.checklist import Row, RowKind
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.reports.sums import Sums, sums_of
from sanad_desk.store import tables
from sanad_desk.store.found_cases import of_receipt
from sanad_desk.usecases.begin_visit import begin_visit
from sanad_desk.usecases.change_action import chosen_fee, set_centre_fee, set_government_fee, typed_fee
from sanad_desk.usecases.complete_step import complete_step
from sanad_desk.usecases.look_at_visit import VisitView, look_at_visit
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.pretend_customers import pretend_value
from sanad_desk.usecases.set_customer import new_customer_id, save_customer, set_customer
from sanad_desk.usecases.take_payment import Sale, take_payment
from sanad_desk.usecases.whole_centre import holder_of, reading_centre
from sanad_desk.wire.entries import read_entry
from sanad_desk.wire.fact import Fact

CONTRACT = "mol-omani-contract"  # submit 3.000, pay 2.000 with a government fee of 1.000
TRANSFER = "mol-transfer-of-services"  # the ministry looks at it for days
ID_CARD = "rop-omani-id-card"  # sensitive: submit 2.000, pay by choice
PASSPORT = "rop-omani-passport"  # no tariff: a free price
PRINTOUT = "obp-activity-printout"  # sold by the page
FLEET = "mtcit-operating-card-new"  # two sizes


def person(**changes: Any) -> Customer:
    fields: dict[str, Any] = {"name": Words("زبون تجريبي", "Sample Customer"), "civil_number": "99000001"}
    return Customer(**{"id": new_customer_id(), **fields, **changes})


def known(desk: OpenDesk, who: SignedIn, **changes: Any) -> Customer:
    return save_customer(desk, who, person(**changes)).customer


def begin(desk: OpenDesk, who: SignedIn) -> UUID:
    """A visit of a known customer."""
    visit_id = begin_visit(desk, who).visit.id
    set_customer(desk, who, visit_id, known(desk, who).id)
    return visit_id


def work_through(desk: OpenDesk, who: SignedIn, view: VisitView, position: int = -1) -> VisitView:
    """Every row of a case settled with its first choice, and every fee that is still open chosen."""
    case_id = view.cases[position].case.id
    while (row := view.cases[position].checklist.current) is not None:
        outcome, value = _answer(row)
        view = complete_step(desk, who, view.visit.id, case_id, row.key, outcome, value=value)
    return _price(desk, who, view, position)


def _answer(row: Row) -> tuple[str, str]:
    if row.kind is RowKind.FIELD:
        return "typed", pretend_value(row.check)
    if row.kind is RowKind.REFERENCE:
        return "typed", "R-0001"
    return row.choices[0].code, ""


def _price(desk: OpenDesk, who: SignedIn, view: VisitView, position: int) -> VisitView:
    case = view.cases[position]
    for place, draft in enumerate(case.case.actions):
        where = (desk, who, view.visit.id, case.case.id, place)
        if draft.centre_fee is None:
            view = set_centre_fee(*where, 4_000)
        if any(part.amount is None for part in draft.government):
            today = business_date_at(desk.clock.now())
            fees = [fee for fee in case.service.fees(draft.action, today) if fee.amount]
            part = chosen_fee(fees[0]) if fees and fees[0].basis is FeeBasis.CHOICE else typed_fee(7_500)
            view = set_government_fee(*where, (part,))
    return view


def ready_visit(desk: OpenDesk, who: SignedIn, *services: str, actions: tuple[Action, ...] = ()) -> VisitView:
    """A visit with one case for each service, each ready to be paid."""
    visit_id = begin(desk, who)
    for service in services or (CONTRACT,):
        work_through(desk, who, open_case(desk, who, visit_id, service, actions))
    return look_at_visit(desk, visit_id)


def pay(desk: OpenDesk, who: SignedIn, view: VisitView) -> Sale:
    """The exact amount in cash."""
    total = view.bill.total
    return take_payment(desk, who, view.visit.id, [TenderInput(Tender.CASH, total)] if total else [], total)


def sold(desk: OpenDesk, who: SignedIn, *services: str) -> Sale:
    return pay(desk, who, ready_visit(desk, who, *services))


def finish(desk: OpenDesk, who: SignedIn, number: str) -> None:
    """The case of a receipt, at whichever desk of the centre it was given."""
    with reading_centre(desk) as centre:
        [case_id] = of_receipt(holder_of(centre, number)[1], number)
    move_case(desk, who, MoveInput(case_id, Move.FINISH))


def journal(desk: OpenDesk) -> list[Fact]:
    """Every fact so far."""
    with desk.store.reading() as connection:
        entries = connection.exec_driver_sql("SELECT entry FROM journal ORDER BY seq").scalars()
        return [read_entry(raw).read() for raw in entries]


def facts(desk: OpenDesk, kind: type[Fact]) -> list[Any]:
    return [fact for fact in journal(desk) if isinstance(fact, kind)]


def shift_sums(desk: OpenDesk, shift_id: bytes) -> Sums:
    """As they stand in the rows, whoever may know them."""
    with desk.store.reading() as connection:
        return sums_of(connection, shift_id=shift_id)


def count(desk: OpenDesk, table: str) -> int:
    assert table in tables.metadata.tables
    with desk.store.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())
