"""What customers say at the counter: complaints with their numbers, ratings once each, services nobody offers."""

from __future__ import annotations

import pytest

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.complaint import KINDS
from sanad_desk.domain.errors import AuthError, DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.store.verify import verify
from sanad_desk.usecases.assist_customer import assist_customer
from sanad_desk.usecases.complaint_slip import complaint_slip
from sanad_desk.usecases.complaints import complaints
from sanad_desk.usecases.make_complaint import make_complaint
from sanad_desk.usecases.not_ready import not_ready
from sanad_desk.usecases.note_not_offered import note_not_offered
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk, append, new_id
from sanad_desk.usecases.rate_visit import rate_visit
from sanad_desk.usecases.settle_complaint import settle_complaint
from sanad_desk.wire.follow_facts import ComplaintMade, ServiceNotOffered, VisitRated
from tests.usecases.played import TRANSFER, begin, facts, journal, sold
from tests.usecases.put_off import sold_put_off

YEAR = 366 * 24 * 3_600_000


def test_complaints_are_counted_by_desk_and_year(desk: OpenDesk, operator: SignedIn, clock: SetClock) -> None:
    numbers = [make_complaint(desk, operator, kind) for kind in KINDS]
    assert [number[-9:] for number in numbers] == [f"26-C-{n:04d}" for n in range(1, len(KINDS) + 1)]
    assert numbers[0][:8] == f"{desk.identity()[0].code}-{desk.identity()[1].number:02d}-"
    clock.move(YEAR)
    assert make_complaint(desk, operator, "price")[-9:] == "27-C-0001"


def test_no_number_is_given_twice_once_four_digits_are_used_up(desk: OpenDesk, operator: SignedIn) -> None:
    series = make_complaint(desk, operator, "price").removesuffix("0001")
    for number in ("9998", "10000"):
        with desk.store.unit_of_work() as unit:
            append(desk, unit, ComplaintMade(f"{series}{number}", "price", None, None), operator, None)
            unit.commit()
        given = make_complaint(desk, operator, "price")
        assert given == f"{series}{int(number) + 1}"


def test_a_complaint_is_about_a_receipt_or_a_case(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    receipt = sold(desk, operator).number
    case_id = sold_put_off(desk, operator)
    about_receipt = make_complaint(desk, operator, "price", number=receipt)
    about_case = make_complaint(desk, operator, "delay", case_id)
    found = {row.number: row for row in complaints(desk, operator)}
    assert found[about_receipt].about == receipt
    assert found[about_case].about == complaint_slip(desk, operator, about_case).about != ""
    assert found[about_case].operator == operator.name


@pytest.mark.parametrize("of", ["kind", "case", "receipt"])
def test_a_complaint_about_nothing_known_is_none(desk: OpenDesk, operator: SignedIn, of: str) -> None:
    asked = {
        "kind": lambda: make_complaint(desk, operator, "weather"),
        "case": lambda: make_complaint(desk, operator, "delay", new_id()),
        "receipt": lambda: make_complaint(desk, operator, "price", number="KSB1-02-26-000001-L"),
    }
    with pytest.raises(DomainError, match=r"unknown|mistyped"):
        asked[of]()
    assert complaints(desk, operator) == ()


def test_open_complaints_stand_first_and_a_manager_answers_each_once(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, clock: SetClock
) -> None:
    first, second = (make_complaint(desk, operator, "waiting") for _ in range(2))
    clock.move(60_000)
    third = make_complaint(desk, operator, "price")
    settle_complaint(desk, manager, third, "put_right")
    assert [row.number for row in complaints(desk, operator)] == [first, second, third]
    answered = complaints(desk, operator)[-1]
    assert (answered.is_open, answered.outcome, answered.settled_at) == (False, "put_right", clock.now())
    for outcome, number, code in (
        ("put_right", third, "complaint_settled"),
        ("explained", "KSB1-02-26-C-0099", "complaint_unknown"),
        ("forgotten", first, "complaint_outcome_unknown"),
    ):
        with pytest.raises(DomainError, match=code):
            settle_complaint(desk, manager, number, outcome)
    with pytest.raises(AuthError, match="manager_needed"):
        settle_complaint(desk, operator, first, "explained")


def test_a_receipt_and_a_case_are_rated_once(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    receipt, case_id = sold(desk, operator).number, sold_put_off(desk, operator)
    rate_visit(desk, operator, 5, number=receipt)
    rate_visit(desk, operator, 2, case_id=case_id)
    for again in ({"number": receipt}, {"case_id": case_id}):
        with pytest.raises(Refused, match="already_rated"):
            rate_visit(desk, operator, 1, **again)  # type: ignore[arg-type]
    assert [fact.stars for fact in facts(desk, VisitRated)] == [5, 2]


@pytest.mark.parametrize("stars", [0, 6])
def test_stars_are_one_to_five(desk: OpenDesk, operator: SignedIn, stars: int) -> None:
    with pytest.raises(DomainError, match="stars_out_of_range"):
        rate_visit(desk, operator, stars, case_id=new_id())


def test_nothing_is_rated_where_nothing_is_named(desk: OpenDesk, operator: SignedIn) -> None:
    with pytest.raises(DomainError, match="case_unknown"):
        rate_visit(desk, operator, 4)


def test_of_what_was_asked_for_a_few_letters_are_kept(desk: OpenDesk, operator: SignedIn) -> None:
    assert note_not_offered(desk, operator, "  تصديق  شهادة ٩٩٠٠١١٢٢ 99001122 ") == "تصديق شهادة"
    assert len(note_not_offered(desk, operator, "ترجمة " * 30).split()) == 8
    assert len(note_not_offered(desk, operator, "ترجمة" * 30)) == 60
    assert note_not_offered(desk, operator, "e-visa, تَأشيرة (سريعة)!") == "e visa تأشيرة سريعة"
    for words in ("", "  ", "99001122", "٩٩ / 22"):
        with pytest.raises(DomainError, match="value_missing"):
            note_not_offered(desk, operator, words)
    assert len(facts(desk, ServiceNotOffered)) == 4


def test_all_of_it_is_proven_from_the_journal(desk: OpenDesk, operator: SignedIn, manager: SignedIn) -> None:
    settle_complaint(desk, manager, make_complaint(desk, operator, "other"), "explained")
    note_not_offered(desk, operator, "تأشيرة")
    with desk.store.reading() as connection:
        assert verify(connection).faults == []


def test_nothing_is_said_while_the_clock_cannot_be_believed(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, clock: SetClock
) -> None:
    case_id = sold_put_off(desk, operator)
    complaint = make_complaint(desk, operator, "other")
    view = open_case(desk, operator, begin(desk, operator), TRANSFER, (Action.SUBMIT,))
    draft = view.cases[0].case.id
    clock.move(-3_600_000)
    written = len(journal(desk))
    for say in (
        lambda: make_complaint(desk, operator, "price"),
        lambda: settle_complaint(desk, manager, complaint, "explained"),
        lambda: rate_visit(desk, operator, 5, case_id=case_id),
        lambda: note_not_offered(desk, operator, "تأشيرة"),
        lambda: not_ready(desk, operator, view, 0),
        lambda: assist_customer(desk, operator, view.visit.id, draft),
    ):
        with pytest.raises(Refused, match="clock_went_back"):
            say()
    assert len(journal(desk)) == written
