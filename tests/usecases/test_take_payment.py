"""Taking payment: once, whole, in one commit, or not at all."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import Refused, SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.transaction import CardOutcome, Tender, TenderInput
from sanad_desk.store import tables, visits
from sanad_desk.store.verify import verify
from sanad_desk.usecases.begin_visit import begin_visit, hold_visit
from sanad_desk.usecases.change_action import set_government_fee, typed_fee
from sanad_desk.usecases.complete_step import complete_step, reopen_step
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.open_case import open_case
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.set_customer import set_customer
from sanad_desk.usecases.take_payment import note_card_attempt, take_payment
from sanad_desk.usecases.verify_receipt import verify_receipt
from sanad_desk.wire.entries import TransactionCompleted
from tests.usecases.played import (
    CONTRACT,
    ID_CARD,
    PRINTOUT,
    begin,
    count,
    facts,
    known,
    pay,
    ready_visit,
    sold,
    work_through,
)

SHAPE = re.compile(r"KSB1-02-26-\d{6}-[A-Z0-9]")
MONEY = (Action.SUBMIT, Action.PAY)


def _faults(desk: OpenDesk) -> list[object]:
    with desk.store.reading() as connection:
        return list(verify(connection).faults)


def _refused(desk: OpenDesk, who: SignedIn, visit_id: UUID, total: int, *tenders: TenderInput) -> SanadError:
    """Why, after making sure that nothing at all was written."""
    before = {name: count(desk, name) for name in tables.metadata.tables}
    with pytest.raises(SanadError) as error:
        take_payment(desk, who, visit_id, tenders, total)
    assert {name: count(desk, name) for name in tables.metadata.tables} == before
    return error.value


def test_a_sale_is_one_number_one_receipt_and_one_fact(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator, CONTRACT, actions=MONEY)
    assert view.bill.total == 6_000
    sale = take_payment(desk, operator, view.visit.id, [TenderInput(Tender.CASH, 10_000)], 6_000)
    assert SHAPE.fullmatch(sale.number)
    assert (sale.total, sale.change) == (6_000, 4_000)
    (fact,) = facts(desk, TransactionCompleted)
    assert fact.number == sale.number
    assert [count(desk, name) for name in ("transactions", "receipt", "visit_draft")] == [1, 1, 0]
    assert _faults(desk) == []


def test_the_receipt_is_signed_and_says_the_total(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    sale = sold(desk, operator)
    verdict = verify_receipt(sale.code, desk)
    assert (verdict.whole, verdict.issuer, verdict.total) == (True, "this_desk", sale.total)
    assert verify_receipt(sale.code).issuer == "unknown"
    stored = load_receipt(desk, sale.number.lower())
    assert (stored.picture.total, stored.picture.number, stored.code) == (sale.total, sale.number, sale.code)
    assert stored.customer is not None
    assert stored.customer.identifier == "••••0001"


def test_numbers_have_no_gap_also_where_a_sale_was_refused(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    first = sold(desk, operator)
    view = ready_visit(desk, operator)
    for _ in range(3):
        _refused(desk, operator, view.visit.id, view.bill.total)
    second = pay(desk, operator, view)
    assert [sale.number[11:17] for sale in (first, second)] == ["000001", "000002"]


def test_a_second_payment_is_refused_with_the_number_already_given(
    desk: OpenDesk, operator: SignedIn, shift: Shift
) -> None:
    """A double click, Enter held down, a second window: all of them come here."""
    view = ready_visit(desk, operator)
    sale = pay(desk, operator, view)
    for _ in range(3):
        error = _refused(desk, operator, view.visit.id, view.bill.total, TenderInput(Tender.CASH, sale.total))
        assert (error.code, error.params) == ("visit_already_paid", {"number": sale.number})


def test_a_total_that_changed_meanwhile_is_refused(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator)
    case = view.cases[0].case
    changed = set_government_fee(desk, operator, view.visit.id, case.id, 0, (typed_fee(2_000),))
    error = _refused(desk, operator, view.visit.id, view.bill.total, TenderInput(Tender.CASH, 50_000))
    assert (error.code, error.params) == ("total_changed", {"total": changed.bill.total})


def test_an_open_checklist_holds_back_payment(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = open_case(desk, operator, begin(desk, operator), CONTRACT)
    rows = len(view.cases[0].checklist.missing)
    error = _refused(desk, operator, view.visit.id, view.bill.total, TenderInput(Tender.CASH, view.bill.total))
    assert (error.code, error.params) == ("checklist_open", {"n": rows})
    view = work_through(desk, operator, view)
    view = reopen_step(desk, operator, view.visit.id, view.cases[0].case.id, "consent")
    assert _refused(desk, operator, view.visit.id, view.bill.total).params == {"n": 1}


def test_a_visit_without_a_case_or_a_customer_is_not_paid(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    empty = begin_visit(desk, operator).visit.id
    assert _refused(desk, operator, empty, 0).code == "visit_empty"
    work_through(desk, operator, open_case(desk, operator, empty, CONTRACT))
    assert _refused(desk, operator, empty, 3_000, TenderInput(Tender.CASH, 3_000)).code == "customer_missing"


def test_pages_are_printed_for_anybody(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = work_through(desk, operator, open_case(desk, operator, begin_visit(desk, operator).visit.id, PRINTOUT))
    sale = pay(desk, operator, view)
    assert load_receipt(desk, sale.number).customer is None


def test_a_fee_still_to_be_chosen_holds_back_payment(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = open_case(desk, operator, begin(desk, operator), ID_CARD, (Action.PAY,))
    done = work_through(desk, operator, view)
    pending = set_government_fee(
        desk, operator, view.visit.id, done.cases[0].case.id, 0, view.cases[0].case.actions[0].government
    )
    error = _refused(desk, operator, view.visit.id, pending.bill.total, TenderInput(Tender.CASH, pending.bill.total))
    assert error.code == "government_fee_missing"


@pytest.mark.parametrize(
    ("tenders", "code"),
    [
        ((), "payment_short"),
        ((TenderInput(Tender.CASH, 2_999),), "payment_short"),
        ((TenderInput(Tender.CARD, 3_001, "1"),), "payment_over"),
        ((TenderInput(Tender.CARD, 3_000),), "approval_code_missing"),
        ((TenderInput(Tender.CARD, 3_000, "1", CardOutcome.DECLINED),), "card_declined"),
        ((TenderInput(Tender.CARD, 3_000, "1", CardOutcome.UNKNOWN),), "card_unknown"),
        ((TenderInput(Tender.CASH, -3_000), TenderInput(Tender.CASH, 6_000)), "amount_negative"),
    ],
)
def test_money_that_does_not_fit_sells_nothing(
    desk: OpenDesk, operator: SignedIn, shift: Shift, tenders: tuple[TenderInput, ...], code: str
) -> None:
    view = ready_visit(desk, operator)
    assert view.bill.total == 3_000
    assert _refused(desk, operator, view.visit.id, 3_000, *tenders).code == code
    assert pay(desk, operator, view).total == 3_000


def test_a_split_payment_is_kept_as_it_was_received(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator, CONTRACT, actions=MONEY)
    tenders = [
        TenderInput(Tender.CARD, 2_000, "12-34 56"),
        TenderInput(Tender.TRANSFER, 1_000, "t9"),
        TenderInput(Tender.CASH, 5_000),
    ]
    sale = take_payment(desk, operator, view.visit.id, tenders, view.bill.total)
    lines = [
        (p.tender, p.amount, p.received, p.change, p.approval_code)
        for p in load_receipt(desk, sale.number).picture.payments
    ]
    assert lines == [
        ("card", 2_000, 2_000, 0, "123456"),
        ("transfer", 1_000, 1_000, 0, "T9"),
        ("cash", 3_000, 5_000, 2_000, ""),
    ]


def test_a_card_that_was_declined_first_stays_on_the_record(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator)
    note_card_attempt(desk, operator, view.visit.id, 3_000, CardOutcome.DECLINED)
    note_card_attempt(desk, operator, view.visit.id, 3_000, CardOutcome.UNKNOWN)
    pay(desk, operator, view)
    (fact,) = facts(desk, TransactionCompleted)
    assert [attempt.outcome for attempt in fact.card_attempts] == ["declined", "unknown"]


def test_money_paid_direct_is_on_the_receipt_and_never_in_the_ledger(
    desk: OpenDesk, operator: SignedIn, shift: Shift
) -> None:
    view = ready_visit(desk, operator, CONTRACT)
    case = view.cases[0].case
    view = set_government_fee(desk, operator, view.visit.id, case.id, 0, (typed_fee(9_000, paid_direct=True),))
    sale = pay(desk, operator, view)
    picture = load_receipt(desk, sale.number).picture
    assert (sale.total, picture.total, picture.paid_direct_total, picture.government_total) == (3_000, 3_000, 9_000, 0)
    with desk.store.reading() as connection:
        accounts = dict(
            connection.exec_driver_sql("SELECT account, sum(amount) FROM posting WHERE seq > 6 GROUP BY 1").all()
        )
    assert accounts == {"drawer": 3_000, "centre_income": -3_000}
    assert _faults(desk) == []


def test_two_cases_are_one_sale_and_each_entity_keeps_its_fee(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator, CONTRACT, ID_CARD, actions=MONEY)
    sale = pay(desk, operator, view)
    picture = load_receipt(desk, sale.number).picture
    assert [len(case.lines) for case in picture.cases] == [2, 2]
    with desk.store.reading() as connection:
        held = dict(
            connection.exec_driver_sql(
                "SELECT detail, -sum(amount) FROM posting WHERE account = 'government_fees_held' GROUP BY detail"
            ).all()
        )
    assert held == {"mol": 1_000, "rop": 6_000}
    assert sale.total == view.bill.sum_of(ChargeKind.CENTRE_FEE) + 7_000


def test_nothing_to_pay_still_gives_a_receipt(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator, CONTRACT)
    case = view.cases[0].case
    free = view.visit.with_case(case.with_action(0, replace(case.actions[0], centre_fee=0)))
    with desk.store.unit_of_work() as unit:
        visits.save(unit.connection, free, desk.clock.now())
        unit.commit()
    sale = take_payment(desk, operator, view.visit.id, [], 0)
    assert sale.total == 0
    assert _faults(desk) == []


def test_without_a_shift_nothing_is_sold(desk: OpenDesk, operator: SignedIn, colleague: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator)
    assert _refused(desk, colleague, view.visit.id, 3_000, TenderInput(Tender.CASH, 3_000)).code == "shift_not_open"


def test_a_colleague_may_take_the_money_and_it_counts_to_his_shift(
    desk: OpenDesk, operator: SignedIn, colleague: SignedIn, shift: Shift
) -> None:
    theirs = open_shift(desk, colleague, 0)
    view = ready_visit(desk, operator)
    hold_visit(desk, operator, view.visit.id)
    sale = pay(desk, colleague, view)
    with desk.store.reading() as connection:
        row = connection.exec_driver_sql("SELECT shift_id, operator_id FROM transactions").one()
    assert row == (theirs.id.bytes, colleague.operator_id.bytes)
    assert load_receipt(desk, sale.number).picture.operator.en == colleague.name.en


def test_a_clock_that_went_back_sells_nothing(
    desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock
) -> None:
    view = ready_visit(desk, operator)
    clock.move(-3 * 24 * 3_600_000)
    error = _refused(desk, operator, view.visit.id, 3_000, TenderInput(Tender.CASH, 3_000))
    assert error.code == "clock_went_back"


def test_a_new_year_begins_a_new_count(desk: OpenDesk, operator: SignedIn, shift: Shift, clock: SetClock) -> None:
    first = sold(desk, operator)
    clock.move(60 * 24 * 3_600_000)
    open_shift(desk, operator, 0)
    second = sold(desk, operator)
    assert (first.number[8:17], second.number[8:17]) == ("26-000001", "27-000001")
    assert _faults(desk) == []


def test_what_a_changed_answer_closed_is_not_kept(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator, ID_CARD)
    case = view.cases[0]
    question = next(row for row in case.checklist.rows if row.key.startswith("question:"))
    for answer in question.choices[1:]:
        complete_step(desk, operator, view.visit.id, case.case.id, question.key, answer.code)
    view = work_through(desk, operator, look_at_visit(desk, view.visit.id))
    open_rows = {row.key for row in view.cases[0].checklist.rows}
    pay(desk, operator, view)
    (fact,) = facts(desk, TransactionCompleted)
    assert {row.key for row in fact.cases[0].rows} <= open_rows


def test_a_desk_that_is_not_founded_sells_nothing(tmp_path: Path, clock: SetClock, operator: SignedIn) -> None:
    empty = open_desk(tmp_path / "empty", clock=clock, create=True)
    with pytest.raises(Refused) as error:
        begin_visit(empty, operator)
    empty.close()
    assert error.value.code == "desk_not_founded"


def test_a_customer_counts_his_visits(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    sold(desk, operator)
    sold(desk, operator)
    assert known(desk, operator).visits == 2


def test_a_representative_stands_on_the_receipt(desk: OpenDesk, operator: SignedIn, shift: Shift) -> None:
    view = ready_visit(desk, operator)
    agent = known(desk, operator, civil_number="99000002")
    view = set_customer(desk, operator, view.visit.id, agent.id, representative=True)
    customer = load_receipt(desk, pay(desk, operator, view).number).customer
    assert customer is not None
    assert customer.representative.en == "Sample Customer"
