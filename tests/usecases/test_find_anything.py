"""One box finds customers, cases and receipts by every way in, also those of another desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.case_life import CaseState, Move
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.identity import check_plate
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.usecases.begin_visit import begin_visit
from sanad_desk.usecases.find_anything import Found, find_anything
from sanad_desk.usecases.look_at_customer import CustomerStory, look_at_customer
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.move_case import MoveInput, move_case
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.pay_account import receive_deposit
from sanad_desk.usecases.set_customer import new_customer_id, save_customer, set_customer
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.wire.case_code import case_code
from tests.conftest import MORNING
from tests.usecases.counter import VEHICLE
from tests.usecases.other_desks import bring, found_other_desk, journal_of
from tests.usecases.played import CONTRACT, TRANSFER, pay, work_through

HOUR = 3_600_000
DAY = 24 * HOUR


@dataclass
class Centre:
    """Desk 2 where somebody looks, what desk 3 brought, and the cases by the names used in the tests."""

    desk: OpenDesk
    clerk: SignedIn
    cases: dict[str, UUID]
    receipts: dict[str, str]
    people: dict[str, UUID]

    def find(self, text: str) -> Found:
        return find_anything(self.desk, text)

    def story(self, name: str) -> CustomerStory:
        return look_at_customer(self.desk, self.clerk, self.people[name])


def _person(number: int, name: str, *, cr_number: str = "") -> Customer:
    names = Words(name, f"Sample {number}")
    if cr_number:
        return Customer(new_customer_id(), True, names, cr_number=cr_number, phone=f"+96899200{number:03d}")
    return Customer(
        new_customer_id(), False, names, civil_number=f"{88_000_000 + number}", phone=f"+96899100{number:03d}"
    )


def _serve(
    desk: OpenDesk, who: SignedIn, customer: Customer, *services: str, brought_by: Customer | None = None
) -> tuple[list[UUID], str]:
    visit = begin_visit(desk, who).visit.id
    saved = save_customer(desk, who, customer).customer
    set_customer(desk, who, visit, saved.id)
    if brought_by is not None:
        set_customer(desk, who, visit, save_customer(desk, who, brought_by).customer.id, representative=True)
    for service in services:
        work_through(desk, who, open_case(desk, who, visit, service))
    view = look_at_visit(desk, visit)
    return [case.case.id for case in view.cases], pay(desk, who, view).number


@pytest.fixture(scope="module")
def centre(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Three days at two desks; nothing in these tests changes them."""
    tmp = tmp_path_factory.mktemp("centre")
    folder = found_other_desk(tmp / "third", 3, MORNING - 3 * DAY)
    there_clock = SetClock(MORNING - 2 * DAY)
    there = open_desk(folder, clock=there_clock)
    worker = next(SignedIn(o.id, o.name, o.roles) for o in list_operators(there) if len(o.roles) == 1)
    open_shift(there, worker, 20_000)
    company, agent = _person(1, "مؤسسة تجريبية", cr_number="1234567"), _person(2, "مندوب تجريبي")
    [far], far_receipt = _serve(there, worker, company, TRANSFER, brought_by=agent)
    there_clock.move(HOUR)
    move_case(there, worker, MoveInput(far, Move.REFER, portal_reference="MOL-777001"))
    there.close()

    clock = SetClock(MORNING)
    desk = open_desk(Path(shutil.copytree(demo_store, tmp / "store")), clock=clock)
    clerk = next(SignedIn(o.id, o.name, o.roles) for o in list_operators(desk) if len(o.roles) == 1)
    bring(desk, journal_of(folder))
    open_shift(desk, clerk, 20_000)
    owner = _person(3, "صاحبة مركبة")
    (near, at_once), receipt = _serve(desk, clerk, owner, TRANSFER, VEHICLE)
    clock.move(HOUR)
    move_case(desk, clerk, MoveInput(near, Move.RETURN, "paper_missing"))
    clock.move(HOUR)
    move_case(desk, clerk, MoveInput(far, Move.REVIEW))
    with desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql(
            "INSERT INTO case_detail VALUES (?, 'plate', ?, '')", (near.bytes, check_plate("4321 أ").value)
        )
        unit.commit()
    yield Centre(
        desk,
        clerk,
        {"far": far, "near": near, "at_once": at_once},
        {"far": far_receipt, "near": receipt},
        {"company": company.id, "agent": agent.id, "owner": owner.id},
    )
    desk.close()


def _cases(centre: Centre, found: Found) -> set[str]:
    names = {case_id: name for name, case_id in centre.cases.items()}
    return {names[case.standing.case_id] for case in found.cases}


@pytest.mark.parametrize(
    ("typed", "cases", "receipts", "found_by"),
    [
        ("{near}", {"near"}, {"near"}, "number"),
        ("{far}", {"far"}, {"far"}, "number"),
        ("KSB1-03-000001", {"far"}, {"far"}, "reference"),
        ("MOL-777001", {"far"}, set(), "reference"),
        ("mol-7770", {"far"}, set(), "reference"),
        ("R-0001", {"near", "far"}, {"near", "far"}, "reference"),
        ("88000003", {"near"}, {"near"}, "customer"),
        ("9910 0003", {"near"}, {"near"}, "customer"),
        ("1234567", {"far"}, {"far"}, "customer"),
        ("موسسه", {"far"}, {"far"}, "customer"),
        ("sample 3", {"near"}, {"near"}, "customer"),
        ("مندوب", {"far"}, set(), "customer"),
        ("٤٣٢١ أ", {"near"}, {"near"}, "typed"),
        ("22/11 88000003", {"near"}, {"near"}, "customer"),
        ("20/11 88000003", set(), set(), ""),
        ("nobody at all", set(), set(), ""),
    ],
)
def test_every_way_to_a_case(centre: Centre, typed: str, cases: set[str], receipts: set[str], found_by: str):
    found = centre.find(typed.format(**centre.receipts))
    numbers = {number: name for name, number in centre.receipts.items()}
    assert _cases(centre, found) == cases
    assert {numbers[receipt.number] for receipt in found.receipts} == receipts
    assert {case.found_by for case in found.cases} == ({found_by} if found_by else set())


def test_the_last_digits_find_receipt_and_case_of_both_desks(centre: Centre):
    found = centre.find("000001")
    assert _cases(centre, found) == {"near", "far"}
    assert {receipt.number for receipt in found.receipts} == set(centre.receipts.values())


def test_a_line_tells_how_the_case_stands_and_where_it_was_moved(centre: Centre):
    [case] = centre.find("MOL-777001").cases
    assert (case.standing.state, case.elsewhere, case.customer.ar) == (CaseState.IN_REVIEW, 0, "مؤسسة تجريبية")
    assert case.service == centre.desk.catalogue.services[TRANSFER].name
    assert case.masked.endswith("567")


def test_what_was_done_at_once_is_found_as_its_receipt(centre: Centre):
    found = centre.find("KSB1-02-000002")
    assert (found.cases, [receipt.number for receipt in found.receipts]) == ((), [centre.receipts["near"]])


def test_the_slips_code_opens_the_case_of_any_desk(centre: Centre):
    code = case_code("KSB1-03-000001", centre.cases["far"])
    found = centre.find(code)
    assert (_cases(centre, found), found.receipts, found.people) == ({"far"}, (), ())
    with pytest.raises(DomainError, match="case_code_malformed"):
        centre.find(code[:-1])
    with pytest.raises(DomainError, match="case_unknown"):
        centre.find(case_code("KSB1-03-000001", new_customer_id()))


def test_a_customer_who_is_meant_stands_above_his_cases(centre: Centre):
    [person] = centre.find("99100003").people
    assert person.name.ar == "صاحبة مركبة"
    assert centre.find("{far}".format(**centre.receipts)).people == ()
    assert centre.find("").people == ()


def test_nothing_typed_shows_the_latest_receipts_alone(centre: Centre):
    found = centre.find("")
    assert (len(found.receipts), found.cases, found.count) == (2, (), 2)


def test_a_customers_history_has_everything_once(centre: Centre):
    story = centre.story("owner")
    assert [case.standing.case_id for case in story.cases] == [centre.cases["near"], centre.cases["at_once"]]
    assert [event.kind for event in story.events] == ["moved", "paid"]
    paid = story.events[1]
    assert paid.params["number"] == centre.receipts["near"]
    assert len(paid.params["services"]) == 2
    assert story.served == paid.params["total"]
    assert (story.balance, story.deposit, story.is_cut) == (0, 0, False)


def test_history_runs_over_desks_and_days(centre: Centre):
    story = centre.story("company")
    told = [(event.kind, event.params.get("move", ""), event.desk_number) for event in story.events]
    assert told == [("moved", "review", 2), ("moved", "refer", 3), ("paid", "", 3)]
    assert [event.at for event in story.events] == sorted((event.at for event in story.events), reverse=True)


def test_a_representative_sees_whom_he_came_for(centre: Centre):
    story = centre.story("agent")
    assert [event.params["customer"].ar for event in story.events] == ["مؤسسة تجريبية"] * 3
    assert story.served == 0
    assert [case.standing.case_id for case in story.cases] == [centre.cases["far"]]


def test_money_for_no_case_is_part_of_it(desk: OpenDesk, operator: SignedIn):
    open_shift(desk, operator, 20_000)
    customer = save_customer(desk, operator, _person(5, "زبونة تجريبية")).customer
    given = receive_deposit(desk, operator, customer.id, 5_000, [TenderInput(Tender.CASH, 5_000)])
    story = look_at_customer(desk, operator, customer.id)
    [event] = story.events
    assert (event.kind, event.params) == ("account", {"number": given.number, "kind": "deposit", "amount": 5_000})
    assert (story.deposit, story.served) == (5_000, 0)


def test_what_an_erased_person_did_stays_and_names_nobody(desk: OpenDesk, operator: SignedIn):
    open_shift(desk, operator, 20_000)
    person = _person(6, "زبونة تجريبية")
    _, number = _serve(desk, operator, person, CONTRACT)
    with desk.store.unit_of_work() as unit:
        unit.connection.exec_driver_sql("DELETE FROM customer")
        unit.commit()
    story = look_at_customer(desk, operator, person.id)
    assert (story.customer.ar, story.phone, story.events[0].params["number"]) == ("", "", number)
