"""A real desk for tests: a demo store copied for each, a clock set by hand, and whole visits in one call."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.checklist import Row, RowKind
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.begin_visit import begin_visit
from sanad_desk.usecases.change_action import set_centre_fee, set_government_fee, typed_fee
from sanad_desk.usecases.complete_step import complete_step
from sanad_desk.usecases.demo_centre import demo_centre
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import current_shift, open_shift
from sanad_desk.usecases.pretend_customers import pretend_value
from sanad_desk.usecases.set_customer import new_customer_id, save_customer, set_customer
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.take_payment import Sale, take_payment

MORNING = 1_795_233_600_000  # 2026-11-21 08:00 in Muscat
FLOAT = 50_000
VEHICLE = "rop-vehicle-registration-renewal"


@dataclass
class Counter:
    """The desk of one test, its clock, and who stands at it."""

    desk: OpenDesk
    clock: SetClock
    clerk: SignedIn
    manager: SignedIn

    def sell(
        self,
        service: str = VEHICLE,
        *,
        customer: Customer | None = None,
        fee: int = 2_000,
        government: int = 21_000,
        tender: Tender = Tender.CASH,
        who: SignedIn | None = None,
    ) -> Sale:
        """A whole visit through the use cases, some minutes long."""
        who = who or self.clerk
        if current_shift(self.desk, who) is None:
            open_shift(self.desk, who, FLOAT)
        visit = begin_visit(self.desk, who).visit.id
        saved = save_customer(self.desk, who, customer or a_customer()).customer
        set_customer(self.desk, who, visit, saved.id)
        view = open_case(self.desk, who, visit, service)
        case = view.cases[0].case.id
        for position, draft in enumerate(view.cases[0].case.actions):
            if draft.centre_fee is None:
                view = set_centre_fee(self.desk, who, visit, case, position, fee)
            parts = (typed_fee(government),) if position == 0 and government else ()
            view = set_government_fee(self.desk, who, visit, case, position, parts)
        view = self._answer_all(who, view)
        total = view.bill.total
        handed = total if tender is not Tender.CASH else -(-total // 1_000) * 1_000
        paid = TenderInput(tender, handed, "" if tender is Tender.CASH else "123456")
        return take_payment(self.desk, who, visit, [paid], total)

    def open_new_shift(self) -> None:
        """The next day's, by the clock as it stands."""
        open_shift(self.desk, self.clerk, FLOAT)

    def _answer_all(self, who: SignedIn, view: VisitView) -> VisitView:
        while (row := view.cases[0].checklist.current) is not None:
            self.clock.move(10_000)
            outcome, value = _answer(row)
            view = complete_step(self.desk, who, view.visit.id, view.cases[0].case.id, row.key, outcome, value=value)
        return view


def _answer(row: Row) -> tuple[str, str]:
    if row.kind is RowKind.FIELD:
        return "typed", pretend_value(row.check)
    if row.kind is RowKind.REFERENCE:
        return "typed", "ROP-88213-26"
    return row.choices[0].code, ""


def a_customer(number: int = 1) -> Customer:
    """Plainly fictional; the same number is the same person."""
    name = Words(f"زبون تجريبي {number}", f"Sample Customer {number}")
    return Customer(
        new_customer_id(), False, name, civil_number=f"{99_000_000 + number}", phone=f"+96899100{number:03d}"
    )


def make_demo_store(folder: Path) -> Path:
    """Once for a whole run: three PIN hashes take their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANAD_DESK_KEYS", "file")
        desk = open_desk(folder, clock=SetClock(MORNING), create=True)
        demo_centre(desk)
        desk.close()
    return folder


def open_copy(template: Path, folder: Path) -> Counter:
    """The demo store copied for one test, so that tests cannot disturb each other."""
    shutil.copytree(template, folder)
    clock = SetClock(MORNING + 60_000)
    desk = open_desk(folder, clock=clock)
    people = [SignedIn(o.id, o.name, o.roles) for o in list_operators(desk)]
    manager = next(person for person in people if Role.MANAGER in person.roles)
    clerk = next(person for person in people if Role.MANAGER not in person.roles)
    return Counter(desk, clock, clerk, manager)
