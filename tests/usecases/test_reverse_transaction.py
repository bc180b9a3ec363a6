"""Taking a sale back: whole or in parts, with what the entity has set apart, and never more than was paid."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanad_desk.domain.cash_movement import MoveKind
from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.charges import VatMode
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.reversal import as_paid
from sanad_desk.domain.shift import Shift
from sanad_desk.domain.totals import Totals, fold
from sanad_desk.domain.transaction import Tender, TenderInput
from sanad_desk.reports.sums import balance_of
from sanad_desk.store.reversals import load_original
from sanad_desk.store.verify import verify
from sanad_desk.usecases.approve import Approval
from sanad_desk.usecases.change_action import waive_fee
from sanad_desk.usecases.correct_tender import correct_tender
from sanad_desk.usecases.look_at_visit import look_at_visit
from sanad_desk.usecases.move_cash import move_cash
from sanad_desk.usecases.open_desk import OpenDesk, append
from sanad_desk.usecases.open_shift import current_shift, open_shift
from sanad_desk.usecases.print_receipt import load_receipt
from sanad_desk.usecases.reverse_transaction import reverse_transaction
from sanad_desk.usecases.set_centre import set_centre
from sanad_desk.usecases.take_payment import Sale, take_payment
from sanad_desk.usecases.verify_receipt import verify_receipt
from sanad_desk.wire.entries import PortalPaymentRecorded, TransactionCompleted
from sanad_desk.wire.postings import settled_of
from tests.usecases.played import CONTRACT, ID_CARD, PASSPORT, PRINTOUT, count, facts, pay, ready_visit, sold

DAY_MS = 24 * 3_600_000


@pytest.fixture
def approval(manager: SignedIn) -> Approval:
    return Approval(manager, "wrong_service")


def _with_government_fee(desk: OpenDesk, who: SignedIn) -> Sale:
    return pay(desk, who, ready_visit(desk, who, actions=(Action.SUBMIT, Action.PAY)))


def _cash(amount: int) -> list[TenderInput]:
    return [TenderInput(Tender.CASH, amount)] if amount else []


def _clean(desk: OpenDesk) -> bool:
    with desk.store.reading() as connection:
        return not verify(connection).faults


def _balance(desk: OpenDesk, account: str, detail: str = "") -> int:
    with desk.store.reading() as connection:
        return balance_of(connection, account, detail)


def _last(desk: OpenDesk) -> TransactionCompleted:
    last: TransactionCompleted = facts(desk, TransactionCompleted)[-1]
    return last


def paid_at_portal(desk: OpenDesk, who: SignedIn, number: str, amount: int, entity: str = "mol") -> None:
    with desk.store.unit_of_work() as unit:
        sale = load_original(unit.connection, number).fact
        append(desk, unit, PortalPaymentRecorded(sale.transaction_id, 0, entity, amount, "P-1"), who, None)
        unit.commit()


def _refused(desk: OpenDesk, *arguments: object) -> str:
    before = count(desk, "journal")
    with pytest.raises(SanadError) as error:
        reverse_transaction(desk, *arguments)  # type: ignore[arg-type]
    assert count(desk, "journal") == before
    return error.value.code


def test_a_whole_sale_goes_back_in_its_shift_as_a_void(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator)
    drawer = _balance(desk, "drawer", shift.id.hex)
    void = reverse_transaction(desk, operator, sale.number, None, _cash(sale.total), "wrong_service", approval)
    fact = _last(desk)
    assert (fact.kind, fact.number, void.total) == ("void", void.number, -sale.total)
    assert fact.approved_by == approval.manager.operator_id.bytes
    assert fact.reason == "wrong_service"
    assert _balance(desk, "drawer", shift.id.hex) == drawer - sale.total
    assert _balance(desk, "centre_income") == _balance(desk, "government_fees_held", "mol") == 0
    whole = fold(settled_of(each) for each in facts(desk, TransactionCompleted)).without_zeros()
    assert whole == Totals(count=1, reversals=1)
    assert _clean(desk)


def test_the_paper_names_the_original_and_its_code_is_genuine(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator)
    void = reverse_transaction(desk, operator, sale.number, None, _cash(sale.total), "wrong_amount", approval)
    original, picture = load_receipt(desk, sale.number).picture, load_receipt(desk, void.number).picture
    assert (picture.kind, picture.original_number) == ("void", sale.number)
    assert picture.original_issued_at == original.issued_at
    assert picture.reason.en == "The amount was wrong"
    assert picture.total == -original.total
    verdict = verify_receipt(void.code, desk)
    assert (verdict.whole, verdict.total) == (True, -sale.total)


def test_parts_go_back_alone_and_the_rest_later(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = _with_government_fee(desk, operator)
    with desk.store.reading() as connection:
        charges = load_original(connection, sale.number).fact.charges
    government = [n for n, charge in enumerate(charges) if charge.kind == "government_fee"]
    held = sum(charges[n].amount for n in government)
    reverse_transaction(desk, operator, sale.number, government, _cash(held), "entity_rejected", approval)
    assert _last(desk).kind == "refund"
    assert _refused(desk, operator, sale.number, government, [], "changed_mind", approval) == "already_reversed"
    rest = reverse_transaction(desk, operator, sale.number, None, _cash(sale.total - held), "changed_mind", approval)
    assert rest.total == held - sale.total
    assert _refused(desk, operator, sale.number, None, [], "changed_mind", approval) == "already_reversed"
    assert _clean(desk)


def test_a_day_later_it_is_a_refund_out_of_that_days_drawer(
    desk: OpenDesk, clock: SetClock, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator)
    clock.move(DAY_MS)
    assert _refused(desk, operator, sale.number, None, _cash(sale.total), "changed_mind", approval) == "shift_not_open"
    tomorrow = open_shift(desk, operator, 1_000)
    assert _refused(desk, operator, sale.number, None, _cash(sale.total), "changed_mind", approval) == "drawer_too_low"
    other = sold(desk, operator, PASSPORT)
    reverse_transaction(desk, operator, sale.number, None, _cash(sale.total), "changed_mind", approval)
    assert _last(desk).kind == "refund"
    assert _balance(desk, "drawer", tomorrow.id.hex) == 1_000 + other.total - sale.total
    assert _clean(desk)


def test_what_was_paid_at_the_portal_is_due_from_the_entity(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = _with_government_fee(desk, operator)
    paid_at_portal(desk, operator, sale.number, 1_000)
    void = reverse_transaction(desk, operator, sale.number, None, _cash(sale.total - 1_000), "portal_down", approval)
    assert void.total == 1_000 - sale.total
    assert _balance(desk, "refund_due", "mol") == 1_000
    assert _balance(desk, "refunds_owed") == -1_000
    assert _balance(desk, "government_fees_held", "mol") == 0
    picture = load_receipt(desk, void.number).picture
    assert picture.refund_due_total == 1_000
    assert sum(line.refund_due for case in picture.cases for line in case.lines) == 1_000
    assert _clean(desk)


def test_vat_goes_back_on_a_credit_note(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift, approval: Approval
) -> None:
    centre, _, _ = desk.identity()
    set_centre(desk, manager, replace(centre, vatin="OM1100000000", vat_mode=VatMode.EXCLUSIVE))
    sale = sold(desk, operator)
    set_centre(desk, manager, replace(centre, vat_mode=VatMode.OFF, vatin=""))
    note = reverse_transaction(desk, operator, sale.number, None, _cash(sale.total), "wrong_amount", approval)
    picture = load_receipt(desk, note.number).picture
    assert (picture.kind, picture.centre.vatin) == ("credit_note", "OM1100000000")
    assert picture.vat_total == -load_receipt(desk, sale.number).picture.vat_total < 0
    assert _balance(desk, "vat_payable") == 0
    assert _clean(desk)


def test_a_card_is_given_back_what_it_brought(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    view = ready_visit(desk, operator)
    half = view.bill.total // 2
    tenders = [TenderInput(Tender.CARD, half, "111111"), TenderInput(Tender.CASH, view.bill.total - half)]
    sale = take_payment(desk, operator, view.visit.id, tenders, view.bill.total)
    too_much = [TenderInput(Tender.CARD, sale.total, "222222")]
    assert _refused(desk, operator, sale.number, None, too_much, "changed_mind", approval) == "refund_tender_unpaid"
    back = [TenderInput(Tender.CARD, half, "222222"), TenderInput(Tender.CASH, sale.total - half)]
    reverse_transaction(desk, operator, sale.number, None, back, "changed_mind", approval)
    assert _balance(desk, "card_clearing") == 0
    assert [payment.approval_code for payment in _last(desk).payments] == ["222222", ""]


def test_only_a_sale_is_taken_back(desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval) -> None:
    sale = sold(desk, operator)
    void = reverse_transaction(desk, operator, sale.number, None, _cash(sale.total), "changed_mind", approval)
    assert _refused(desk, operator, void.number, None, [], "changed_mind", approval) == "not_reversible"
    assert _refused(desk, operator, sale.number, [], [], "changed_mind", approval) == "reversal_empty"


def test_nobody_approves_what_he_does_himself_beside_another_manager(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, shift: Shift
) -> None:
    sale = sold(desk, operator)
    own = Approval(operator, "wrong_service")
    assert _refused(desk, operator, sale.number, None, _cash(sale.total), "wrong_service", own) == "manager_needed"
    open_shift(desk, manager, 20_000)
    alone = Approval(manager, "wrong_service")
    assert reverse_transaction(desk, manager, sale.number, None, _cash(sale.total), "wrong_service", alone).number


def test_a_sensitive_service_takes_no_free_words(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = sold(desk, operator, ID_CARD)
    words = _refused(desk, operator, sale.number, None, _cash(sale.total), "his fingers were not read", approval)
    assert words == "reason_must_be_listed"
    other = sold(desk, operator)
    assert _refused(desk, operator, other.number, None, _cash(other.total), " ", approval) == "reason_missing"
    assert (
        _refused(desk, operator, other.number, None, _cash(other.total), "99123456", approval) == "reason_holds_number"
    )


def test_a_fee_that_was_waived_goes_back_as_nothing(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    view = ready_visit(desk, operator)
    case = view.cases[0].case
    for place, draft in enumerate(case.actions):
        waive_fee(desk, operator, view.visit.id, case.id, place, draft.centre_fee or 0, approval)
    sale = pay(desk, operator, look_at_visit(desk, view.visit.id))
    reverse_transaction(desk, operator, sale.number, None, _cash(sale.total), "changed_mind", approval)
    totals = fold(settled_of(each) for each in facts(desk, TransactionCompleted)).without_zeros()
    assert totals == Totals(count=1, reversals=1)
    assert _clean(desk)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_run_of_reversals_gives_back_what_was_paid_and_no_more(
    desk: OpenDesk, operator: SignedIn, manager: SignedIn, data: st.DataObject
) -> None:
    approval = Approval(manager, "wrong_service")
    if current_shift(desk, operator) is None:
        open_shift(desk, operator, 20_000)
    done = len(facts(desk, TransactionCompleted))
    services = data.draw(st.lists(st.sampled_from([CONTRACT, ID_CARD, PASSPORT, PRINTOUT]), min_size=1, max_size=3))
    sale = _paid_somehow(desk, operator, services, approval, data)
    fees = [c for c in _last(desk).charges if c.kind == "government_fee" and not (c.paid_direct or c.case_position)]
    at_portal = data.draw(st.integers(0, sum(fee.amount for fee in fees)))
    if at_portal:
        paid_at_portal(desk, operator, sale.number, at_portal, fees[0].entity)
    given_back = due = 0
    while left := _left(desk, sale.number):
        chosen = data.draw(st.sets(st.sampled_from(left), min_size=1))
        given_back -= _reversed(desk, operator, sale.number, chosen, approval).total
        due += sum(charge.refund_due for charge in _last(desk).charges)
        assert given_back <= sale.total
    assert given_back + due == sale.total
    assert due <= at_portal
    totals = fold(settled_of(fact) for fact in facts(desk, TransactionCompleted)[done:])
    assert (totals.total, totals.refund_due) == (due, due)
    assert (totals.centre, totals.vat, totals.waived) == (0, 0, 0)
    assert _clean(desk)


def _paid_somehow(desk: OpenDesk, who: SignedIn, services: list[str], approval: Approval, data: st.DataObject) -> Sale:
    view = ready_visit(desk, who, *services)
    total = view.bill.total
    by_card = data.draw(st.integers(0, total))
    tenders = [TenderInput(Tender.CARD, by_card, "111111"), *_cash(total - by_card)]
    sale = take_payment(desk, who, view.visit.id, tenders, total)
    if by_card and data.draw(st.booleans()):
        correct_tender(desk, who, sale.number, Tender.CARD, Tender.TRANSFER, by_card, "T-1", approval)
    return sale


def _left(desk: OpenDesk, number: str) -> tuple[int, ...]:
    with desk.store.reading() as connection:
        return load_original(connection, number).positions_left


def _reversed(desk: OpenDesk, who: SignedIn, number: str, chosen: set[int], approval: Approval) -> Sale:
    """The money takes the way it came."""
    with desk.store.reading() as connection:
        original = load_original(connection, number)
    back = sum(part.back for part in original.taken_back(chosen))
    tenders = [TenderInput(tender, amount, "222222") for tender, amount in as_paid(back, original.left).items()]
    return reverse_transaction(desk, who, number, chosen, tenders, "wrong_service", approval)


def test_what_was_handed_to_the_entity_in_one_sum_is_due_from_it(
    desk: OpenDesk, operator: SignedIn, shift: Shift, approval: Approval
) -> None:
    sale = _with_government_fee(desk, operator)
    move_cash(desk, operator, MoveKind.REMITTANCE, 400, source="drawer", entity="mol", reason="daily", slip="R-1")
    void = reverse_transaction(desk, operator, sale.number, None, _cash(sale.total - 400), "changed_mind", approval)
    assert void.total == 400 - sale.total
    assert _balance(desk, "refund_due", "mol") == 400
    assert _balance(desk, "government_fees_held", "mol") == 0
    assert _clean(desk)
